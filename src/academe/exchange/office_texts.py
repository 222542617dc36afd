"""The words of Word, PowerPoint and Excel files (.docx, .pptx, .xlsx)."""

import re

from lxml import etree

from academe.errors import ImportRefused
from academe.exchange.document_parts import LEFT_OUT, DocumentParts, joined, words_in
from academe.exchange.gathering_pages import BROKEN, GatheredPages
from academe.exchange.names import natural_key

_SLIDE_IDS = re.compile(rb"<(?:\w+:)?sldId\b[^>]*?\s\w+:id=[\"']([^\"']+)[\"']")
_NOT = ("0", "false", "off")
_TEXT = frozenset({"t"})


def read_office(parts: DocumentParts, gathered: GatheredPages) -> None:
    """Take in a document's pages, a presentation's slides or a workbook's sheets."""
    main = next(iter(parts.named("", "officeDocument")), "")
    parts.take(lambda name: name == main)
    root = parts.read(main)
    readers = {"document": _read_document, "presentation": _read_slides, "workbook": _read_sheets}
    reader = readers.get(str(root.tag))
    if reader is None:
        raise ImportRefused(BROKEN)
    reader(root, main, parts, gathered)


def _read_document(
    root: etree._Element, main: str, parts: DocumentParts, gathered: GatheredPages
) -> None:
    """Take in the pages of a Word file, where Word last broke them; notes come after the last."""
    # Word says where it broke pages when it saved: that counts the breaks that people made, too.
    is_laid_out = next(root.iter("lastRenderedPageBreak"), None) is not None
    pages = [""]
    for one in words_in(root, _TEXT, LEFT_OUT):
        if isinstance(one, str):
            pages[-1] += one
        elif _breaks(one, is_laid_out):
            pages.append("")
    notes = {note for kind in ("footnotes", "endnotes") for note in parts.named(main, kind)}
    parts.take(notes.__contains__)
    pages[-1] += " ".join(
        ["", *(joined(parts.read(note), "t") for note in sorted(notes) if note in parts)]
    )
    for page in pages:
        if not gathered.add(page):
            break


def _breaks(element: etree._Element, is_laid_out: bool) -> bool:
    if is_laid_out:
        return bool(element.tag == "lastRenderedPageBreak")
    if element.tag == "br":
        return bool(element.get("type") == "page")
    return bool(element.tag == "pageBreakBefore" and element.get("val") not in _NOT)


def _read_slides(
    root: etree._Element, main: str, parts: DocumentParts, gathered: GatheredPages
) -> None:
    """Take in the slides in their order, each with the notes of whoever speaks."""
    by_id = {one: found for one, kind, found in parts.related(main) if kind == "slide"}
    # Two attributes are called id; without namespaces only one of them is left in the tree.
    order = [one.decode("ascii", "replace") for one in _SLIDE_IDS.findall(parts.source(main))]
    slides = [by_id[one] for one in order if one in by_id]
    slides = slides or sorted(by_id.values(), key=natural_key)
    notes = {slide: parts.named(slide, "notesSlide") for slide in slides}
    wanted = {*slides, *(note for some in notes.values() for note in some)}
    parts.take(wanted.__contains__)
    for slide in slides:
        read = [joined(parts.read(name), "t") for name in (slide, *notes[slide]) if name in parts]
        if not gathered.add(" ".join(read)):
            break


def _read_sheets(
    root: etree._Element, main: str, parts: DocumentParts, gathered: GatheredPages
) -> None:
    """Take in the sheets in their order: the name, then the cells row by row."""
    by_id = {one: found for one, kind, found in parts.related(main) if kind == "worksheet"}
    strings = parts.named(main, "sharedStrings")[:1]
    wanted = {*by_id.values(), *strings}
    parts.take(wanted.__contains__)
    shared = [joined(one, "t") for name in strings for one in parts.read(name) if one.tag == "si"]
    for sheet in root.iter("sheet"):
        name = by_id.get(sheet.get("id", ""), "")
        cells = _cells(parts.read(name), shared) if name in parts else []
        if not gathered.add(" ".join([sheet.get("name", ""), *cells])):
            break


def _cells(root: etree._Element, shared: list[str]) -> list[str]:
    """Return what stands in the cells of a sheet."""
    found = []
    for cell in root.iter("c"):
        if cell.get("t") == "inlineStr":
            found.append(joined(cell, "t"))
            continue
        value = cell.findtext("v") or ""
        if cell.get("t") == "s":
            number = int(value) if value.isascii() and value.isdecimal() else -1
            value = shared[number] if 0 <= number < len(shared) else ""
        found.append(value)
    return found
