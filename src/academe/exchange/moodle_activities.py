"""The activities of a Moodle backup: pages, books, files, folders, links, assignments, labels."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree, html
from markdown_it import MarkdownIt

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import Value
from academe.exchange.labels import label
from academe.exchange.markup import child, read_html, read_xml, text_of
from academe.exchange.moodle_files import NOTHING
from academe.exchange.names import shorten
from academe.exchange.openers import check_address, make_tool, number_in, plain_text
from academe.exchange.pieces import ASSIGNMENT, LINK, PAGE, Piece
from academe.wording import _

_MARKDOWN = MarkdownIt("commonmark", {"html": True})
_PLAIN, _IN_MARKDOWN = "2", "4"
LABEL, HOLDER = "label", "holder"
"""Kinds of pieces that only Moodle has: text that joins its section's, a place of files."""


@dataclass
class Opened:
    """One activity: what it becomes, and the pages in it (of a book) in their order."""

    piece: Piece
    chapters: list[Piece] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Identifiers of the files that lie in it."""
    summary: dict[str, Value] = field(default_factory=dict)
    """Its introduction in plain words, for a file that has no other place for it."""


def open_activity(package: Package, kind: str, folder: str, language: str) -> Opened:
    """Open one activity; raises ImportRefused for what has no counterpart here."""
    if kind not in _OPENERS:
        raise ImportRefused(
            _("Activities of the kind “${kind}” have no counterpart here.", mapping={"kind": kind})
        )
    name = f"{folder}/{kind}.xml"
    if name not in package.files:
        raise ImportRefused(_("Its file ${name} is not in the backup.", mapping={"name": name}))
    root = read_xml(package.read(name), shorten(name), package.limits)
    element = child(root, kind)
    if element is None:
        raise ImportRefused(_("Its file ${name} says nothing of it.", mapping={"name": name}))
    source = f"context/{root.get('contextid', '')}"
    opened = _OPENERS[kind](package, element, source, language)
    opened.piece.title = said(element, "name")
    return opened


def said(element: etree._Element, name: str) -> str:
    """Give a word or a line; "" where Moodle knows nothing."""
    words = text_of(child(element, name))
    return "" if words == NOTHING else words


def read_words(
    package: Package, element: etree._Element, name: str, form: str = ""
) -> html.HtmlElement:
    """Read a text in whichever way it is written: HTML, Markdown, plain."""
    found = child(element, name)
    words = "" if found is None else "".join(map(str, found.itertext()))
    kind = said(element, form or f"{name}format")
    if words.strip() in ("", NOTHING):
        return html.Element("div")
    if kind == _PLAIN:
        return plain_text(words)
    if kind == _IN_MARKDOWN:
        words = _MARKDOWN.render(words)
    return read_html(words, shorten(name), package.limits)[1]


def _summary(package: Package, element: etree._Element) -> dict[str, Value]:
    words = text_of(read_words(package, element, "intro"))
    return {"summary": words[:600]} if words else {}


def _page(package: Package, element: etree._Element, source: str, language: str) -> Opened:
    text = read_words(package, element, "content")
    values = _summary(package, element)
    return Opened(Piece(PAGE, source=source, texts={"text": text}, values=values))


def _label(package: Package, element: etree._Element, source: str, language: str) -> Opened:
    return Opened(
        Piece(LABEL, source=source, texts={"text": read_words(package, element, "intro")})
    )


def _book(package: Package, element: etree._Element, source: str, language: str) -> Opened:
    """Read a book: its introduction, and its chapters by their page numbers."""
    chapters = []
    found = child(element, "chapters")
    for chapter in sorted(() if found is None else found, key=_page_number):
        text = read_words(package, chapter, "content")
        piece = Piece(PAGE, said(chapter, "title"), source, {"text": text})
        piece.name = f"chapter_{chapter.get('id', '')}"
        chapters.append(piece)
    intro = read_words(package, element, "intro")
    return Opened(Piece(PAGE, source=source, texts={"text": intro}), chapters)


def _page_number(chapter: etree._Element) -> int:
    words = said(chapter, "pagenum")
    return int(words) if words.isdecimal() and len(words) < 9 else 0


def _holder(package: Package, element: etree._Element, source: str, language: str) -> Opened:
    text = read_words(package, element, "intro")
    piece = Piece(HOLDER, source=source, texts={"text": text})
    return Opened(piece, summary=_summary(package, element))


def _url(package: Package, element: etree._Element, source: str, language: str) -> Opened:
    address = check_address(said(element, "externalurl"))
    values: dict[str, Value] = {**_summary(package, element), "address": address}
    return Opened(Piece(LINK, source=source, values=values))


def _tool(package: Package, element: etree._Element, source: str, language: str) -> Opened:
    launch = said(element, "securetoolurl") or said(element, "toolurl")
    described = str(_summary(package, element).get("summary", ""))
    parameters = bool(said(element, "instructorcustomparameters"))
    piece = make_tool(said(element, "name"), described, launch, has_parameters=parameters)
    piece.source = source
    return Opened(piece)


def _assignment(package: Package, element: etree._Element, source: str, language: str) -> Opened:
    text = read_words(package, element, "intro")
    values: dict[str, Value] = {
        "points": number_in(said(element, "grade")),
        "due": _day(said(element, "duedate")),
        "opens": _day(said(element, "allowsubmissionsfromdate") or said(element, "timeavailable")),
        "hand_in": ", ".join(label(form, language) for form in _forms(element)),
    }
    piece = Piece(ASSIGNMENT, source=source, texts={"text": text})
    piece.values = {key: value for key, value in values.items() if value}
    return Opened(piece)


def _forms(element: etree._Element) -> list[str]:
    """Name the ways of handing in that are switched on."""
    names = {"onlinetext": "text", "file": "file"}
    return [
        names[said(config, "plugin")]
        for config in element.iter("plugin_config")
        if said(config, "subtype") == "assignsubmission"
        and said(config, "name") == "enabled"
        and said(config, "value") == "1"
        and said(config, "plugin") in names
    ]


def _day(seconds: str) -> str:
    """Give the day of a moment, which Moodle counts in seconds since 1970."""
    if not seconds.isdecimal() or not 0 < int(seconds) < 2**33:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


def is_hidden(root: etree._Element) -> bool:
    """Say whether students did not see a section or an activity."""
    return said(root, "visible") == "0"


_OPENERS = {
    "page": _page,
    "label": _label,
    "book": _book,
    "resource": _holder,
    "folder": _holder,
    "url": _url,
    "lti": _tool,
    "assign": _assignment,
    "assignment": _assignment,
}
