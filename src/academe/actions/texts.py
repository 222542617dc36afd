"""Rich text: what may be in it, and how its links survive a move.

A link to a content is kept as ``academe:ID``. It is made from an address when
the text is saved and turned into the address of the day when it is shown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import nh3

from academe.actions.text_pictures import settle_pictures
from academe.store.content import Content, Text

HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
MATH = {
    *("math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace"),
    *("mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"),
    *("mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose"),
}
TAGS = (
    HEADINGS
    | MATH
    | {"p", "br", "hr", "a", "img", "figure", "figcaption", "blockquote", "pre", "code", "kbd"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "em", "strong", "b", "i", "u", "s", "del", "ins", "mark"}
    | {"sub", "sup", "small", "abbr", "cite", "q", "span", "div", "details", "summary"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "colgroup", "col"}
)
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "colspan", "rowspan", "abbr"},
    "td": {"colspan", "rowspan", "headers"},
    "ol": {"start", "type", "reversed"},
    "math": {"display", "alttext"},
    "annotation": {"encoding"},
    "col": {"span"},
    "abbr": {"title"},
}
SCHEMES = {"http", "https", "mailto", "tel", "academe"}
OWN_LINK = re.compile(r'(href|src)="academe:(\d{1,16})([^"]*)"')
ADDRESS = re.compile(r'(href|src)="((?:https?:)?/[^"]*)"')
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
MOST_STEPS = 30_000_000  # tags, each times those that it stands in: under a second's work
# What has no end, or may be left open: a page with a thousand open paragraphs is not deep.
ENDLESS = {
    *("br", "hr", "img", "col", "wbr", "input", "link", "meta", "source", "track", "area", "base"),
    *("embed", "param", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"),
    *("colgroup", "option", "body", "html", "head"),
}
EMPTY_HEAD = re.compile(r"<th(?:\s[^>]*)?>\s*</th>")
# Made once: to read these sets takes three times as long as to clean a paragraph.
FOR_LESSONS = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
    clean_content_tags={"script", "style", "template", "iframe", "object", "embed", "svg"},
)
WORDS_ALONE = nh3.Cleaner(tags=set())


@lru_cache(maxsize=500)
def clean(html: str) -> str:
    """Return ``html`` with only what a lesson needs, and no picture from elsewhere.

    Asked when a text is written and again when it is shown: a rule that grows
    stricter holds for old texts too.
    """
    sanitised = sanitise(html)
    settled = settle_pictures(sanitised)
    return settled if settled == sanitised else sanitise(settled)


def sanitise(html: str) -> str:
    """Return ``html`` with only tags that a lesson needs; a heading of level 1 becomes level 2."""
    if is_too_deep(html):
        # Nobody wrote that: its words are kept.
        html = re.sub(r"<[^<>]*>", " ", html).replace("<", "&lt;")
    html = re.sub(r"<(/?)h1(?=[\s>])", r"<\1h2", html, flags=re.IGNORECASE)
    cleaned = FOR_LESSONS.clean(html)
    # The corner of a table is no heading of anything: a screen reader would read nothing for it.
    return EMPTY_HEAD.sub("<td></td>", cleaned).strip()


def is_too_deep(html: str) -> bool:
    """Say whether so many tags stand inside each other that reading them would take minutes.

    An end counts only for the tag that was opened last: wrongly nested ends must not hide a depth.
    """
    steps = 0
    open_tags: list[str] = []
    for is_end, name in TAG.findall(html):
        tag = name.lower()
        if is_end:
            if open_tags and open_tags[-1] == tag:
                open_tags.pop()
            continue
        if tag not in ENDLESS:
            open_tags.append(tag)
        steps += len(open_tags)
        if steps > MOST_STEPS:
            return True
    return False


def plain(html: str) -> str:
    """Return the words alone, for summaries and mail."""
    spaced = re.sub(r"</(p|li|h[1-6]|td|th|div|dt|dd)>|<br>", " ", html)
    without = WORDS_ALONE.clean(spaced)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        without = without.replace(entity, letter)
    return " ".join(without.split())


def link_inward(
    html: str,
    root: Content,
    own_host: str = "",
    knows: Callable[[Content], bool] = lambda content: True,
) -> str:
    """Replace addresses of contents by ``academe:ID``; what is not found stays as typed.

    So does what the writer does not know of: else a link would tell that it is there.
    """

    def replace(match: re.Match[str]) -> str:
        attribute, address = match.groups()
        try:
            parts = urlsplit(address)
        except ValueError:  # "//[x"
            return match.group(0)
        if parts.netloc and parts.netloc != own_host:
            return match.group(0)
        found = _at_path(root, parts.path)
        if found is None or not knows(found):
            return match.group(0)
        rest = f"#{parts.fragment}" if parts.fragment else ""
        return f'{attribute}="academe:{found.id}{rest}"'

    return ADDRESS.sub(replace, html)


def _at_path(root: Content, path: str) -> Content | None:
    place: Content | None = root
    for name in filter(None, unquote(path).split("/")):
        place = place.get(name) if place is not None and not name.startswith("@@") else None
    return None if place is root else place


def link_outward(html: str, address_of: Callable[[int, str], str | None]) -> str:
    """Replace ``academe:ID`` by what ``address_of(id, "href" or "src")`` says.

    Where it says None the link loses its target and stays as words.
    """

    def replace(match: re.Match[str]) -> str:
        attribute, content_id, rest = match.groups()
        address = address_of(int(content_id), attribute)
        return f'{attribute}="{address}{rest}"' if address else 'data-gone=""'

    return OWN_LINK.sub(replace, html)


def relink(html: str, ids: Mapping[int, int]) -> str:
    """Point links at the copies: ``ids`` is {id: id of its copy}; others stay."""

    def replace(match: re.Match[str]) -> str:
        attribute, content_id, rest = match.groups()
        return f'{attribute}="academe:{ids.get(int(content_id), content_id)}{rest}"'

    return OWN_LINK.sub(replace, html)


def linked_ids(values: Mapping[str, object]) -> Iterator[int]:
    """Yield the ids that the rich texts of ``values`` link to."""
    for value in values.values():
        if isinstance(value, Text):
            for match in OWN_LINK.finditer(value.html):
                yield int(match.group(2))
