"""The contents before and after one, in teaching order."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from academe.actions.reading import may_know, seen_children, title_for
from academe.actions.translations import spoken_in
from academe.store.content import Content
from academe.web.slices import is_large

IN_ORDER = ("unit", "lesson")


class Neighbour(NamedTuple):
    """One content beside another."""

    title: str
    url: str
    lang: str


Neighbours = tuple[Neighbour | None, Neighbour | None]


def neighbours_of(request: Any, content: Content) -> Neighbours:
    """Return the one before and the one after, of the same type in the same place."""
    parent = content.__parent__
    if parent is None or content.type_name not in IN_ORDER:
        return None, None
    names = _names(request, parent)
    here = names.index(content.__name__) if content.__name__ in names else 0
    before = _first(request, parent, content.type_name, reversed(names[:here]))
    after = _first(request, parent, content.type_name, names[here + 1 :])
    return before, after


def _names(request: Any, parent: Content) -> list[str]:
    """Return the names of the children in the order that the type asks for."""
    found = request.district.definitions.types.get(parent.type_name)
    if found is None or found.child_order == "manual":
        return list(parent.names())
    children = () if is_large(parent) else seen_children(request.person, parent, request.district)
    return [child.__name__ or "" for child in children]


def _first(request: Any, parent: Content, type_name: str, names: Iterable[str]) -> Neighbour | None:
    """Return the first of these siblings that is of the type and may be known."""
    for name in names:
        one = parent.get(name)
        is_one = one is not None and one.type_name == type_name
        if one is not None and is_one and may_know(request.person, one, request.district):
            return _told(request, one)
    return None


def _told(request: Any, content: Content) -> Neighbour:
    title = title_for(request.person, content, request.district)
    lang = spoken_in(request.person, content, request.district)
    return Neighbour(title, request.address(content), lang)
