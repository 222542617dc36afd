"""Choosing a place: by walking through those that one may know, or by its address."""

from typing import Any, NamedTuple

from academe.actions.access import may
from academe.actions.creating import addable_types
from academe.actions.reading import may_know
from academe.definitions.definitions import Definitions
from academe.store.content import Content, path_of
from academe.web.cards import card_of
from academe.web.desk import Desk
from academe.web.finding import content_at
from academe.web.responding import typed

SHOWN = 100  # places inside one place


class Place(NamedTuple):
    """One place on the way to the right one."""

    title: str
    path: str
    icon: str
    takes_it: bool  # the content may be put here


class Choice(NamedTuple):
    """Where the person has come to."""

    here: Place
    above: list[Place]  # from the site down
    inside: list[Place]
    typed: str
    is_unknown: bool  # what was typed leads nowhere
    target: Content
    own: list[Place]  # where the person has a role and may put it


def choose_place(request: Any, content: Content) -> Choice:
    """Return the place that ``?to=`` names, with those above and inside it.

    Without a word, or with one that leads nowhere, it is where the content lies.
    """
    wanted = typed(request, "to", 4000)
    found = content_at(request, wanted) if wanted else None
    start = content.__parent__ or request.district.site.root
    if not may_know(request.person, start, request.district):
        start = request.district.site.root
    target = found or start
    above = [p for p in target.lineage() if may_know(request.person, p, request.district)]
    return Choice(
        here=_place(request, target, content),
        above=[_place(request, place, content) for place in reversed(above[1:])],
        inside=_inside(request, target, content),
        typed=wanted,
        is_unknown=bool(wanted) and found is None,
        target=target,
        own=[place for place in _own(request, content) if place.path != path_of(target)],
    )


def _own(request: Any, content: Content) -> list[Place]:
    known = [p for p in Desk(request).places if may_know(request.person, p, request.district)]
    return [place for place in (_place(request, p, content) for p in known) if place.takes_it]


def _place(request: Any, place: Content, content: Content) -> Place:
    card = card_of(request, place)
    return Place(card.title, path_of(place), card.icon, takes(request, place, content))


def takes(request: Any, place: Content, content: Content) -> bool:
    """Say whether the person may put such a content there; nothing goes into itself."""
    return (
        content.type_name in addable_types(place, request.district)
        and may(request.person, "add", place, request.district.definitions)
        and all(above is not content for above in place.lineage())
    )


def _inside(request: Any, target: Content, content: Content) -> list[Place]:
    """Return the places inside that take such a content, or have places in them that may."""
    leading = leading_to(content.type_name, request.district.definitions)
    places = []
    for child in target.children():
        if child is content or child.type_name not in leading:
            continue
        if may_know(request.person, child, request.district):
            places.append(_place(request, child, content))
            if len(places) == SHOWN:
                break
    return places


def leading_to(type_name: str, definitions: Definitions) -> set[str]:
    """Return the types that may hold such a content, and all that may hold one of those."""
    found: set[str] = set()
    wanted = {type_name}
    while wanted:
        above = {
            n for n, one in definitions.types.items() if not wanted.isdisjoint(one.may_contain)
        }
        wanted = above - found
        found |= above
    return found
