"""Writes Atom feeds (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from academe.exchange.sitemaps import moment_text
from academe.exchange.xml_text import allowed

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Entry:
    """One content, as a feed tells of it."""

    id: str  # an IRI that never changes
    title: str
    address: str
    updated: datetime
    language: str
    summary: str = ""
    author: str = ""  # empty: the feed's
    kind: tuple[str, str] = ("", "")  # a word for programs, a word for people
    licence_address: str = ""


@dataclass(frozen=True)
class Feed:
    """What is new in one place."""

    id: str
    title: str
    address: str  # of the place
    author: str
    language: str
    updated: datetime | None  # where there is no entry; None: the oldest moment there is
    entries: tuple[Entry, ...] = ()
    own_address: str = ""  # where this is read; empty where that must not be told


NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write_feed(feed: Feed) -> bytes:
    """Return the feed as UTF-8."""
    top = etree.Element(f"{{{ATOM}}}feed", {LANG: feed.language}, nsmap={None: ATOM})  # type: ignore[dict-item]
    _add(top, "id", feed.id)
    _add(top, "title", feed.title)
    moments = [one.updated for one in feed.entries]
    _add(top, "updated", moment_text(max(moments, default=feed.updated or NEVER)))
    _add(_add(top, "author"), "name", feed.author)
    _add(top, "link", rel="alternate", type="text/html", href=feed.address)
    if feed.own_address:
        _add(top, "link", rel="self", type=MEDIA_TYPE, href=feed.own_address)
    _add_entries(top, feed.entries)
    return bytes(etree.tostring(top, xml_declaration=True, encoding="utf-8"))


def _add_entries(top: Any, entries: Iterable[Entry]) -> None:
    for entry in entries:
        one = _add(top, "entry")
        one.set(LANG, allowed(entry.language))
        _add(one, "id", entry.id)
        _add(one, "title", entry.title)
        _add(one, "updated", moment_text(entry.updated))
        _add(one, "link", rel="alternate", type="text/html", href=entry.address)
        if entry.author:
            _add(_add(one, "author"), "name", entry.author)
        if entry.summary:
            _add(one, "summary", entry.summary, type="text")
        if entry.kind[0]:
            _add(one, "category", term=entry.kind[0], label=entry.kind[1])
        if entry.licence_address:  # RFC 4946
            _add(one, "link", rel="license", href=entry.licence_address)


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    told = {key: allowed(value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", told)
    if text:
        element.text = allowed(text)
    return element
