"""Lines of tables: contents with their state, and who changed them last."""

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from academe.actions.reading import may_know, seen_children
from academe.store.content import Content
from academe.web.cards import card_of, state_chip
from academe.web.showing import moment_text

PAGE = 50  # lines


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


class Slice(NamedTuple):
    """One page of a place's children, and the names that the pages before and after begin with."""

    children: list[Content]
    before: str | None  # "" for the first page; None: there is none before
    after: str | None


def slice_of(request: Any, place: Content, start: str) -> Slice:
    """Return the children from the one called ``start`` on.

    Only those are loaded that are shown: a place with 10,000 children is as quick
    as one with 50. Where the type wants another order than the stored one, all are.
    """
    found = request.district.definitions.types.get(place.type_name)
    if found is not None and found.child_order != "manual":
        children = seen_children(request.person, place, request.district)
        names = [child.__name__ or "" for child in children]
    else:
        names = list(place.names())
    index = names.index(start) if start in names else 0
    shown = list(_known(request, place, names[index:], PAGE + 1))
    back = list(_known(request, place, reversed(names[:index]), PAGE))
    before = None
    if back:
        is_first = len(back) < PAGE or next(iter(names), None) == back[-1].__name__
        before = "" if is_first else back[-1].__name__
    after = shown[PAGE].__name__ if len(shown) > PAGE else None
    return Slice(shown[:PAGE], before, after)


def _known(request: Any, place: Content, names: Iterable[str], at_most: int) -> Iterator[Content]:
    """Yield the children of these names that the person may know."""
    found = 0
    for name in names:
        child = place.get(name)
        if child is not None and may_know(request.person, child, request.district):
            yield child
            found += 1
            if found == at_most:
                return
