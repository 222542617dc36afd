"""A part of a place's children: what is not shown is not loaded."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from academe.actions.reading import seen_children, values_for
from academe.search.asking import Sort
from academe.search.listing import children_from
from academe.store.content import Content
from academe.web.asking import number_of
from academe.web.page_store import never_keep

PAGE = 50  # lines of a table
LARGE = 500  # children; of more the index keeps the order
FEW = 1_000  # of a large place's children: all those that a person may know
SORTED: dict[str, Sort] = {"title": "title", "newest": "made"}


class Slice(NamedTuple):
    """One page of a place's children, and the names that the pages before and after begin with."""

    children: list[Content]
    before: str | None  # "" for the first page; None: there is none before
    after: str | None


def slice_of(request: Any, place: Content, start: str, size: int = PAGE) -> Slice:
    """Return the children from the one called ``start`` on; ``@50``: from the fifty-first on.

    Only those are loaded that are shown: a place with 10,000 children is as quick
    as one with 50. Where the type wants another order than the stored one, a small
    place is sorted here and a large one by the index.
    """
    found = request.district.definitions.types.get(place.type_name)
    order = "manual" if found is None else found.child_order
    if order == "manual":
        return _by_name(request, place, list(place.names()), start, size)
    if is_large(place):
        part = _by_number(request, place, SORTED[order], start, size)
        if part is not None:
            return part
    children = seen_children(request.person, place, request.district)
    return _by_name(request, place, [child.__name__ or "" for child in children], start, size)


def is_large(place: Content) -> bool:
    """Say whether so much lies in a place that lists of it come from the index."""
    names = () if place._children is None else place._children.by_name
    return next(islice(names, LARGE, None), None) is not None


def _by_number(request: Any, place: Content, sort: Sort, start: str, size: int) -> Slice | None:
    """Return a slice from the index; None while it is being made."""
    first = number_of(start[1:]) if start.startswith("@") else 0
    found = children_from(
        request.person,
        place,
        request.district,
        request.registry.indexer,
        sort=sort,
        start=first,
        most=size,
    )
    if not found.is_ready:
        return None
    if not found.is_current:
        never_keep(request)
    before = None if not first else "" if first <= size else f"@{first - size}"
    after = f"@{first + size}" if found.total > first + size else None
    return Slice(list(found.contents), before, after)


def _by_name(request: Any, place: Content, names: list[str], start: str, size: int) -> Slice:
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
    """Yield the children of these names that the person may know.

    Whoever may know hardly any of thousands does not have all of them loaded: after the first
    hundreds the index says which ones are left to look at.
    """
    person, district = request.person, request.district
    found, among = 0, None
    for looked_at, name in enumerate(names):
        if looked_at == LARGE:
            among = _names_by_index(request, place)
        if among is not None and name not in among:
            continue
        child = place.get(name)
        if child is not None and values_for(person, child, district) is not None:
            yield child
            found += 1
            if found == at_most:
                return


def _names_by_index(request: Any, place: Content) -> frozenset[str] | None:
    """Return the names of the children that the person may know; None where they are many.

    None, too, where the index lags behind or this request may have written: it is asked only
    where it says what the rule says of each.
    """
    known: dict[int, frozenset[str] | None] = request.person.memo.setdefault("children", {})
    if request.method not in ("GET", "HEAD"):
        return None
    if place.id not in known:
        person, district, indexer = request.person, request.district, request.registry.indexer
        found = children_from(person, place, district, indexer, sort="title", start=0, most=FEW)
        is_all = found.is_ready and found.is_current and found.total <= FEW
        names = frozenset(child.__name__ or "" for child in found.contents)
        known[place.id] = names if is_all else None
    return known[place.id]
