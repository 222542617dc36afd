"""A part of a place's children: what is not shown is not loaded."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from academe.actions.reading import seen_children, values_for
from academe.store.content import Content

PAGE = 50  # lines of a table


class Slice(NamedTuple):
    """One page of a place's children, and the names that the pages before and after begin with."""

    children: list[Content]
    before: str | None  # "" for the first page; None: there is none before
    after: str | None


def slice_of(request: Any, place: Content, start: str, size: int = PAGE) -> Slice:
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
    shown = list(_known(request, place, names[index:], size + 1))
    back = list(_known(request, place, reversed(names[:index]), size))
    before = None
    if back:
        is_first = len(back) < size or next(iter(names), None) == back[-1].__name__
        before = "" if is_first else back[-1].__name__
    after = shown[size].__name__ if len(shown) > size else None
    return Slice(shown[:size], before, after)


def first_children(request: Any, place: Content, at_most: int) -> list[Content]:
    """Return the first children that the person may know, in the order of the type."""
    return slice_of(request, place, "", at_most).children


def _known(request: Any, place: Content, names: Iterable[str], at_most: int) -> Iterator[Content]:
    """Yield the children of these names that the person may know."""
    person, district = request.person, request.district
    found = 0
    for name in names:
        child = place.get(name)
        if child is not None and values_for(person, child, district) is not None:
            yield child
            found += 1
            if found == at_most:
                return
