"""The contents before and after one, in teaching order."""

from typing import Any, NamedTuple

from academe.actions.reading import seen_children, title_for
from academe.actions.translations import spoken_in
from academe.store.content import Content

IN_ORDER = ("unit", "lesson")


class Neighbour(NamedTuple):
    """One content beside another."""

    title: str
    url: str
    lang: str


Neighbours = tuple[Neighbour | None, Neighbour | None]


def neighbours_of(request: Any, content: Content) -> Neighbours:
    """Return the one before and the one after, of the same type in the same place."""
    parent, person, district = content.__parent__, request.person, request.district
    if parent is None or content.type_name not in IN_ORDER:
        return None, None
    row = [
        child
        for child in seen_children(person, parent, district)
        if child.type_name == content.type_name
    ]
    here = next((n for n, child in enumerate(row) if child is content), 0)
    before = _told(request, row[here - 1]) if here else None
    after = _told(request, row[here + 1]) if here + 1 < len(row) else None
    return before, after


def _told(request: Any, content: Content) -> Neighbour:
    title = title_for(request.person, content, request.district)
    lang = spoken_in(request.person, content, request.district)
    return Neighbour(title, request.address(content), lang)
