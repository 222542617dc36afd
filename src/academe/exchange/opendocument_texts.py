"""The words of OpenDocument files: texts, presentations and spreadsheets (.odt, .odp, .ods)."""

from lxml import etree

from academe.errors import ImportRefused
from academe.exchange.document_parts import DocumentParts, words_in
from academe.exchange.gathering_pages import BROKEN, PASSWORD, GatheredPages
from academe.exchange.markup import child

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_LEFT_OUT = frozenset({"tracked-changes", "annotation", "binary-data", "forms", "shapes"})
_ALL = None  # every element's text counts
_PAGES = {"presentation": "page", "spreadsheet": "table"}


def read_opendocument(parts: DocumentParts, gathered: GatheredPages) -> None:
    """Take in a text's pages, a presentation's slides with their notes, a workbook's sheets."""
    parts.take(lambda name: name in (_CONTENT, _MANIFEST))
    if _MANIFEST in parts and next(parts.read(_MANIFEST).iter("encryption-data"), None) is not None:
        raise ImportRefused(PASSWORD)
    root = parts.read(_CONTENT)
    body = child(root, "body")
    inside = None if body is None else next(iter(body), None)
    if inside is None:
        raise ImportRefused(BROKEN)
    if inside.tag not in _PAGES:
        pages = _split(inside, _styles_that_break(root))
    else:
        pages = [_words_of(page) for page in inside.iter(_PAGES[str(inside.tag)])]
    for page in pages:
        if not gathered.add(page):
            break


def _words_of(page: etree._Element) -> str:
    """Return the name of a sheet or slide, where somebody gave one, and the words on it."""
    found = "".join(one for one in words_in(page, _ALL, _LEFT_OUT) if isinstance(one, str))
    return f"{page.get('name', '')} {found}" if page.tag == "table" else found


def _split(text: etree._Element, breaking: set[str]) -> list[str]:
    """Return the pages of a text, where the office program and its people broke them."""
    pages = [""]
    for one in words_in(text, _ALL, _LEFT_OUT):
        if isinstance(one, str):
            pages[-1] += one
        elif one.tag == "soft-page-break" or one.get("style-name", "") in breaking:
            pages.append("")
    return pages if pages[0].strip() else pages[1:] or pages


def _styles_that_break(root: etree._Element) -> set[str]:
    """Return the names of the styles that begin on a new page."""
    return {
        style.get("name", "")
        for style in root.iter("style")
        for said in style.iter("paragraph-properties", "table-properties")
        if said.get("break-before") == "page"
    }
