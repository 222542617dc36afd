"""Footnotes of Word files: each stands below the part of the text that it belongs to."""

import re

from lxml import html

_NOTE = re.compile(r"(foot|end)note-\d+")
_PARTS = ("h1", "h2")


def settle_notes(body: html.HtmlElement) -> None:
    """Move the notes from the end of the text to the end of their parts.

    A text is taken apart by its headings: notes that stay at the end would all belong to the
    last part, which may be one that readers do not see.
    """
    notes = _take_notes(body)
    places: dict[html.HtmlElement, html.HtmlElement] = {}
    for mark in list(body.iter("a")):
        target = mark.get("href", "").lstrip("#")
        if not _NOTE.fullmatch(target):
            continue
        number = mark.text_content()
        top = _block_of(mark, body)
        mark.drop_tag()
        if target in notes and top is not None:
            last = places.get(top, top)
            for paragraph in _written(number, notes.pop(target)):
                _end_of_part(last).addnext(paragraph)
                last = paragraph
            places[top] = last
    for number, left in enumerate(notes.values(), 1):  # nothing in the text names them
        body.extend(_written(f"[{number}]", left))


def _take_notes(body: html.HtmlElement) -> dict[str, html.HtmlElement]:
    found: dict[str, html.HtmlElement] = {}
    for entry in list(body.iter("li")):
        name = entry.get("id", "")
        if _NOTE.fullmatch(name):
            for back in [
                a for a in entry.iter("a") if a.get("href", "").startswith(f"#{name[:4]}")
            ]:
                back.drop_tree()
            found[name] = entry
    for entry in found.values():
        around = entry.getparent()
        if around is not None:
            around.remove(entry)
            if len(around) == 0 and around.getparent() is not None:
                around.drop_tree()
    return found


def _block_of(element: html.HtmlElement, body: html.HtmlElement) -> html.HtmlElement | None:
    while element.getparent() is not None and element.getparent() is not body:
        element = element.getparent()
    return element if element.getparent() is body else None


def _end_of_part(block: html.HtmlElement) -> html.HtmlElement:
    """Give the last block before the next heading of a part."""
    following = block.getnext()
    while following is not None and following.tag not in _PARTS:
        block, following = following, following.getnext()
    return block


def _written(number: str, note: html.HtmlElement) -> list[html.HtmlElement]:
    paragraphs = [one for one in note if one.tag == "p"]
    if not paragraphs:
        note.tag = "p"
        paragraphs = [note]
    first = paragraphs[0]
    first.text = f"{number} {(first.text or '').lstrip()}"
    for paragraph in paragraphs:
        paragraph.attrib.clear()
        paragraph.tail = None
    return paragraphs
