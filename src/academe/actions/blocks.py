"""A rich text as a row of blocks: paragraphs, headings, entries of lists, rows of tables."""

from typing import NamedTuple

from lxml import html as lxml_html
from lxml.etree import iterwalk, strip_tags, tostring

from academe.actions.texts import clean

BLOCKS = frozenset(
    {
        *("p", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "figcaption"),
        *("tr", "caption", "div", "summary", "ul", "ol", "dl", "table", "figure", "details", "hr"),
    }
)
SPACED = frozenset({"td", "th", "br"})  # words on either side are words apart


class Block(NamedTuple):
    """One block; two are the same if their words, links, pictures and looks are."""

    name: str  # of the HTML element
    words: str
    form: str  # the tags inside it, with their attributes


class _Open:
    """What is being read."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.names = ["p"]
        self.words: list[str] = []
        self.form: list[str] = []

    def end_block(self) -> None:
        words = " ".join("".join(self.words).split())
        if words or any(self.form):
            self.found.append(Block(self.names[-1], words, "".join(self.form)))
        self.words, self.form = [], []


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of ``html`` in the order in which they are read."""
    cleaned = clean(html)
    if not cleaned:
        return []
    top = lxml_html.fragment_fromstring(cleaned, create_parent="div")
    _say_formulas(top)
    here = _Open()
    for event, element in iterwalk(top, events=("start", "end")):
        if event == "start":
            _begin(here, element)
        else:
            _finish(here, element, is_top=element is top)
    return here.found


def _say_formulas(top: lxml_html.HtmlElement) -> None:
    """Put in the place of each formula what is read of it aloud; its source counts as its looks."""
    for formula in top.iter("math"):
        source = tostring(formula, encoding="unicode", with_tail=False)
        words = formula.get("alttext") or " ".join("".join(formula.itertext()).split())
        strip_tags(formula, "*")
        formula.text = f" {words} "
        formula.set("source", source)


def _begin(here: _Open, element: lxml_html.HtmlElement) -> None:
    if element.tag in BLOCKS:
        here.end_block()
        here.names.append(str(element.tag))
    else:
        attributes = " ".join(f"{name}={value}" for name, value in sorted(element.items()))
        here.form.append(f"<{element.tag} {attributes}>")
    if element.tag == "img":
        here.words.append(f" [{element.get('alt') or '…'}] ")
    if element.tag in SPACED:
        here.words.append(" ")
    here.words.append(element.text or "")


def _finish(here: _Open, element: lxml_html.HtmlElement, is_top: bool) -> None:
    if element.tag in BLOCKS:
        here.end_block()
        here.names.pop()
    if not is_top:
        here.words.append(element.tail or "")
