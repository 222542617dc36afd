"""Stored HTML as Markdown that is read back as the very same HTML.

Block by block: one that Markdown cannot say, or says otherwise, is written as HTML, which
Markdown allows. So nothing is lost, and what can be plain is plain.
"""

import re

from lxml import html as markup

from academe.actions.markdown import MARKDOWN, markdown_from_html
from academe.actions.texts import clean
from academe.exchange.limits import Limits
from academe.exchange.markup import inner_html, read_html

_LIMITS = Limits()
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def markdown_of(html: str) -> str:
    """Return Markdown whose reading gives ``html`` again."""
    _title, division = read_html(html, "text", _LIMITS)
    blocks = []
    if (division.text or "").strip():
        loose = markup.Element("p")
        loose.text, division.text = division.text, None
        blocks.append(_block(_written(loose)))
    for element in list(division):
        element.tail = None if not (element.tail or "").strip() else element.tail
        blocks.append(_block(_written(element)))
    together = "\n\n".join(block for block in blocks if block)
    # Two lists after each other would become one: then the comment between them keeps them apart.
    return together if _read(together) == _tidy(clean(html)) else _as_html(html)


def _block(source: str) -> str:
    """Return one block as Markdown if that means the same, else as HTML."""
    said = markdown_from_html(source).strip()
    if said and "\n# " not in f"\n{said}" and _read(said) == _tidy(clean(source)):
        return said
    return _as_html(source)


def _as_html(source: str) -> str:
    """Write HTML so that Markdown leaves it alone: no empty lines, and a block around words."""
    parts = _PRE.split(source)
    parts = [
        part.replace("\n", "&#10;") if _PRE.fullmatch(part) else re.sub(r"\s*\n\s*", " ", part)
        for part in parts
    ]
    return "".join(parts).strip()


def _read(source: str) -> str:
    """Read Markdown as the importer does, then as every text that is stored."""
    _title, division = read_html(MARKDOWN.render(source), "text", _LIMITS)
    return _tidy(clean(inner_html(division)))


def _written(element: markup.HtmlElement) -> str:
    return str(markup.tostring(element, encoding="unicode"))


def _tidy(html: str) -> str:
    """Return HTML without the spaces between blocks, which mean nothing."""
    parts = _PRE.split(html)
    return "".join(
        part if _PRE.fullmatch(part) else re.sub(r"\s+", " ", re.sub(r">\s+<", "><", part))
        for part in parts
    ).strip()
