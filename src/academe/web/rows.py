"""Lines of tables: contents with their state, and who changed them last."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, NamedTuple

from academe.actions.reading import may_know
from academe.store.content import Content
from academe.web.cards import card_of
from academe.web.showing import moment_text


class Row(NamedTuple):
    """One content in a table."""

    id: int
    name: str
    title: str
    url: str
    icon: str
    type_title: str
    state: SimpleNamespace | None  # None: as its place
    changed: str
    who: str
    place: str  # title of what it lies in
    place_url: str
    lang: str | None  # of the title; None: as the page's
    place_lang: str | None
    since: str  # when it began to wait for a review; empty where it does not


def row_of(request: Any, content: Content) -> Row:
    """Return the line of a content that the person may know."""
    return _row(request, content, *_place_of(request, content.__parent__))


def rows_of(request: Any, contents: Iterable[Content]) -> list[Row]:
    """Return the lines; what lies in the same place asks about it once."""
    places: dict[Content | None, tuple[str, str, str | None]] = {}
    rows = []
    for content in contents:
        parent = content.__parent__
        if parent not in places:
            places[parent] = _place_of(request, parent)
        rows.append(_row(request, content, *places[parent]))
    return rows


def _place_of(request: Any, place: Content | None) -> tuple[str, str, str | None]:
    """Return (title, address, language); empty words for what the person may not know."""
    if place is None or not may_know(request.person, place, request.district):
        return "", "", None
    card = card_of(request, place)
    return card.title, card.url, card.lang


def _row(request: Any, content: Content, place: str, place_url: str, lang: str | None) -> Row:
    card = card_of(request, content)
    return Row(
        content.id,
        card.name,
        card.title,
        card.url,
        card.icon,
        card.type_title,
        card.state,
        card.changed,
        card.changed_by,
        place,
        place_url,
        card.lang,
        lang,
        _since(request, content),
    )


def _since(request: Any, content: Content) -> str:
    since = request.district.site.waiting.get(content.id)
    return moment_text(request, since) if since else ""
