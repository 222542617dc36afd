"""Web pages that Word and Google Docs wrote: titles, lists and links as people meant them."""

import re
from itertools import groupby
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from academe.exchange.markup import text_of

_TITLES = {"MsoTitle", "title", "MsoTitleCxSpFirst"}
_LISTED = "MsoListParagraph"
_MARK = re.compile(r"\s*(?:(?P<bullet>[·•●○o§▪■–\-\uf0b7\uf0a7])|(?:\d{1,3}|[a-z])[.)])\s+")
_WRAPPED = ("www.google.com", "google.com")
_GOES = "goes"  # all at once, as one by one each would copy the text around it
_EMPTY = re.compile(r"[\s\xa0]*")


def tidy(body: html.HtmlElement) -> None:
    """Mend in place what office programs write for the eye alone."""
    names = {str(element.tag) for element in body.iterdescendants("*")}
    etree.strip_tags(body, *(name for name in names if ":" in name))
    for paragraph in list(body.iter("p")):
        if _TITLES & set(paragraph.get("class", "").split()) and text_of(paragraph):
            paragraph.tag = "h1"
            paragraph.set("class", "title")
    for link in body.iter("a"):
        link.set("href", _unwrapped(link.get("href", "")))
    _make_lists(body)
    for paragraph in list(body.iter("p")):
        if not len(paragraph) and _EMPTY.fullmatch(paragraph.text_content()):
            paragraph.tag = _GOES
    etree.strip_elements(body, _GOES, with_tail=False)


def _unwrapped(address: str) -> str:
    """Give the address that Google's own one leads to."""
    try:
        parts = urlsplit(address)
        if parts.netloc not in _WRAPPED or parts.path != "/url":
            return address
        said = parse_qs(parts.query, max_num_fields=20).get("q", [""])[0]
    except ValueError:
        return address
    return said if said.startswith(("http://", "https://", "mailto:")) else address


def _make_lists(body: html.HtmlElement) -> None:
    """Join paragraphs that only look like a list, one after the other, to a list."""
    listed = [p for p in body.iter("p") if p.get("class", "").startswith(_LISTED)]
    marked = [(p, found) for p in listed if (found := _MARK.match(p.text_content()))]
    runs: list[list[tuple[html.HtmlElement, re.Match[str]]]] = []
    for paragraph, found in marked:
        follows = runs and runs[-1][-1][0] is paragraph.getprevious()
        runs[-1].append((paragraph, found)) if follows else runs.append([(paragraph, found)])
    for run in runs:
        for kind, entries in groupby(run, lambda pair: "ul" if pair[1]["bullet"] else "ol"):
            _make_list(kind, list(entries))


def _make_list(kind: str, entries: list[tuple[html.HtmlElement, re.Match[str]]]) -> None:
    around = html.Element(kind)
    entries[0][0].addprevious(around)
    for entry, found in entries:
        _cut(entry, len(found[0]))
        entry.tag, entry.tail = "li", None
        around.append(entry)


def _cut(element: html.HtmlElement, count: int) -> int:
    """Take ``count`` characters away from the beginning; return how many are left to take."""
    text = element.text or ""
    element.text, count = text[count:], max(0, count - len(text))
    for below in list(element):
        if not count:
            break
        count = _cut(below, count)
        tail = below.tail or ""
        below.tail, count = tail[count:], max(0, count - len(tail))
    return count
