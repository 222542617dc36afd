"""The first lines of a rich text: whole paragraphs and list entries, none of them cut."""

from html import escape
from typing import NamedTuple

from lxml import html

from academe.actions.texts import clean


class Short(NamedTuple):
    """What a short page shows of a text."""

    lines: list[str]  # safe HTML without a block around it
    left_out: int  # lines that the whole text has besides


def shorten(text: str, most: int) -> Short:
    """Return the first ``most`` paragraphs and list entries of safe HTML.

    Tables, pictures and headings are not lines. Formulas stay what they are: as bare
    characters three quarters would read thirty-four.
    """
    if not text.strip():
        return Short([], 0)
    lines = list(filter(None, (_inside(block) for block in _blocks(text))))
    return Short(lines[:most], max(0, len(lines) - most))


def _blocks(text: str) -> list[html.HtmlElement]:
    found = []
    for element in html.fragment_fromstring(text, create_parent="div"):
        if element.tag == "p":
            found.append(element)
        elif element.tag in ("ul", "ol"):
            found += [entry for entry in element if entry.tag == "li"]
    return found


def _inside(block: html.HtmlElement) -> str:
    """Return what stands inside of a block; empty where that is only a picture."""
    for picture in block.xpath(".//img|.//figure|.//table"):
        picture.drop_tree()
    if not block.text_content().strip():
        return ""
    inside = "".join(html.tostring(child, encoding="unicode") for child in block)
    return clean(f"{escape(block.text or '', quote=False)}{inside}")
