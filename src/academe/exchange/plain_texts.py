"""The words of plain files: text, Markdown, tables of commas, web pages. Each is one page."""

import re
from pathlib import Path

from lxml import etree

from academe.exchange.gathering_pages import GatheredPages
from academe.exchange.limits import Limits
from academe.exchange.markup import decode, read_html
from academe.exchange.sources import open_regular
from academe.store.file_texts import MOST_CHARACTERS

_A_PAGE = re.compile(rb"\s*(<\?xml|<!--|<!doctype html|<html|<head|<body)", re.IGNORECASE)
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul",
}  # fmt: skip


def read_plain(path: Path, gathered: GatheredPages, limits: Limits) -> None:
    """Take in the words of a text, the first ones of a long one. Raises ImportRefused."""
    with open_regular(path, path.name) as stream:
        start = stream.read(1024)
        is_page = _A_PAGE.match(start.removeprefix(b"\xef\xbb\xbf"))
        most = limits.markup_bytes if is_page else MOST_CHARACTERS * 4
        source = start + stream.read(most)
    gathered.add(_words_on(source, limits) if is_page else decode(source))


def _words_on(source: bytes, limits: Limits) -> str:
    title, body = read_html(source, "HTML", limits)
    found = [title, " "]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        found.append(" " if element.tag in _BLOCKS else "")
        found.append((element.text if event == "start" else element.tail) or "")
    return "".join(found)
