"""Lines of tables: contents with their state, and who changed them last."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, NamedTuple

from academe.actions.reading import may_know
from academe.store.content import Content
from academe.web.cards import card_of, state_chip
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


def row_of(request: Any, content: Content) -> Row:
    """Return the line of a content that the person may know."""
    card = card_of(request, content)
    parent = content.__parent__
    known = parent is not None and may_know(request.person, parent, request.district)
    place = card_of(request, parent) if known and parent is not None else None
    who = request.district.records.person(content.changed_by)
    return Row(
        content.id,
        card.name,
        card.title,
        card.url,
        card.icon,
        card.type_title,
        state_chip(request, content) if content.state is not None else None,
        moment_text(request, content.changed) if content.changed else "",
        who.name if who else "",
        place.title if place else "",
        place.url if place else "",
    )


def rows_of(request: Any, contents: Iterable[Content]) -> list[Row]:
    return [row_of(request, content) for content in contents]
