"""What a person may find, as a condition on documents.

The same answer as ``access.may``, asked of all documents at once. Sharing writes one record and
indexes nothing: grants, barriers and roles are looked up here, when somebody searches.
docs/decisions/0044
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from academe.actions.access import KEPT_AT_BARRIERS, computed_roles, own_grants, today_of
from academe.actions.district import District
from academe.search.clauses import (
    ALWAYS,
    NEVER,
    Clause,
    Range,
    Term,
    either,
    every,
    opposite,
)
from academe.search.stages import BOTH, WORKING, Stage, state_called
from academe.store.content import Content, is_reachable
from academe.store.people import Identity


class Needs(NamedTuple):
    """The roles that a text asks for, of those that the person holds anywhere."""

    text: str  # WORKING, PUBLISHED or BOTH
    view: frozenset[str]
    read: tuple[frozenset[str], ...] = ()  # for what readers have, one of each
    seen_by: tuple[str, ...] = ()


class Given(NamedTuple):
    """Roles that the person was given at a place."""

    place: int  # content id
    roles: frozenset[str]
    area: str
    above: frozenset[int]  # ids of the places that it lies in, its own among them


class Allowance:
    """One person's condition; made for one search."""

    def __init__(self, person: Identity, district: District, *, for_readers: bool = False) -> None:
        self.person, self.district = person, district
        self._for_readers = for_readers  # texts in force alone
        self._computed = computed_roles(person)
        self._regions: dict[frozenset[str], Clause] = {}

    def clause(self, stages: Iterable[Stage]) -> Clause:
        """Return what a document must fulfil; ``stages`` are all that the index holds.

        Many stages ask the same of one person: that is said once for all of them.
        """
        return self._clause((stage, self._needs(stage, stage.text)) for stage in stages)

    def views(self, stages: Iterable[Stage]) -> Clause:
        """Return which documents tell the person of working texts, and of the states they are in.

        A document may be of both texts: whoever may only read it learns nothing of the other.
        """
        if self._for_readers:
            return NEVER
        working = (stage for stage in stages if stage.tells_of(WORKING))
        return self._clause((stage, self._needs(stage, WORKING)) for stage in working)

    def _clause(self, needed: Iterable[tuple[Stage, Needs | None]]) -> Clause:
        found: dict[Needs, list[Clause]] = {}
        for stage, needs in needed:
            if needs is not None:
                found.setdefault(needs, []).append(Term("stage", str(stage)))
        return either(every((either(named), self._where(needs))) for needs, named in found.items())

    def _needs(self, stage: Stage, text: str) -> Needs | None:
        """Return what a text of a stage asks; None where readers have nothing to find."""
        states = [state_called(name, self.district.definitions) for name in stage.states]
        first = states[0]
        # Gone from the files: left to those who repair.
        view = self._of_mine(("administrator",) if first is None else first.view)
        seen_by = () if first is None else stage.seen_by
        if None in states:
            return Needs(WORKING, view, (), seen_by) if stage.tells_of(WORKING) else None
        if text == WORKING:
            return Needs(WORKING, view, (), seen_by)
        reads = {self._of_mine(state.read) for state in states if state is not None}
        return Needs(text, view, tuple(sorted(reads, key=sorted)), stage.seen_by)

    def _where(self, needs: Needs) -> Clause:
        """Return where the person sees texts that ask for this, each content once.

        Whoever may view finds the working text, everybody else the one in force.
        """
        seen = every(self.region((role,)) for role in needs.seen_by)
        views = every((self.region(needs.view), seen))
        if self._for_readers:
            views = NEVER
        if needs.text == WORKING:
            return views
        reads = every((*(self.region(roles) for roles in needs.read), seen))
        if needs.text == BOTH:
            return either((reads, views))
        today = today_of(self.person).toordinal()
        in_force = (Range("first", most=today), Range("last", least=today))
        return every((reads, *in_force, opposite(views)))

    def region(self, roles: Iterable[str]) -> Clause:
        """Return where the person holds one of the roles."""
        wanted = self._of_mine(roles)
        if wanted not in self._regions:
            self._regions[wanted] = self._region(wanted)
        return self._regions[wanted]

    def _of_mine(self, roles: Iterable[str]) -> frozenset[str]:
        return self._mine.intersection(roles)

    @cached_property
    def _mine(self) -> frozenset[str]:
        """Every role that the person holds somewhere, or may."""
        own = ("creator", "owner") if self.person.id else ()
        return self._computed.union(self.person.roles, own, *(one.roles for one in self._given))

    def _region(self, wanted: frozenset[str]) -> Clause:
        if wanted & self._computed:
            return ALWAYS
        if not self.person.id:
            return NEVER
        places: list[Clause] = []
        if "creator" in wanted:
            places.append(Term("creator", str(self.person.id)))
        if "owner" in wanted:
            places += [Term("area", str(one)) for one in self._own_areas]
        if wanted & self.person.roles:
            is_kept = bool(wanted & self.person.roles & KEPT_AT_BARRIERS)
            shut = () if is_kept else self._barriers_to(wanted)
            outside = opposite(either(Term("within", str(one)) for one in shut))
            places.append(every((self._in_area("0"), outside)))
        return either([*places, *self._at_places(wanted)])

    def _at_places(self, wanted: frozenset[str]) -> Iterator[Clause]:
        """Yield where roles that were given at places reach.

        Those that lie behind the same barriers are one condition, whatever their number: a
        condition for each would cost more to write down than to search.
        """
        barriers = self._barriers_to(wanted)
        places: dict[tuple[str, frozenset[int]], dict[int, frozenset[int]]] = {}
        for given in self._given:
            roles = wanted & given.roles
            if roles & KEPT_AT_BARRIERS:
                yield self._below({given.place: given.above}, given.area, {})
            elif roles:
                behind = given.above.intersection(barriers)
                places.setdefault((given.area, behind), {})[given.place] = given.above
        for (area, _behind), found in places.items():
            yield self._below(found, area, barriers)

    def _below(
        self,
        places: Mapping[int, frozenset[int]],
        area: str,
        barriers: Mapping[int, frozenset[int]],
    ) -> Clause:
        """Return what lies in one of these places of one area, and behind no barrier in them.

        ``places``: {id: ids of what it lies in, its own among them}; ``barriers`` as _barriers.
        """
        tops = [one for one, above in places.items() if places.keys() & above == {one}]
        inside = either(self._within(one) for one in tops)
        shut = (one for one, above in barriers.items() if not above.isdisjoint(tops))
        outside = opposite(either(Term("within", str(one)) for one in shut))
        return every((inside, self._in_area(area), outside))

    def _within(self, place: int) -> Clause:
        """Return what lies at or below a place; in the site lies everything."""
        return ALWAYS if place == self.district.site.root.id else Term("within", str(place))

    def _in_area(self, area: str) -> Clause:
        """Return what lies in an own area, or ("0") in none; before anybody has one: everything."""
        nobody_has_one = not self.district.site.own_areas
        return ALWAYS if area == "0" and nobody_has_one else Term("area", area)

    def _barriers_to(self, wanted: frozenset[str]) -> dict[int, frozenset[int]]:
        """Return the barriers behind which the person holds none of the roles again.

        To whoever was given one at the barrier itself, it is none.
        """
        again = {given.place for given in self._given if wanted & given.roles}
        return {one: above for one, above in self._barriers.items() if one not in again}

    @cached_property
    def _barriers(self) -> dict[int, frozenset[int]]:
        """{id of a place that takes no roles from above: ids of all places above it}."""
        site, found = self.district.site, {}
        for barrier_id in site.barriers:
            place = site.content(barrier_id)
            if place is not None and is_reachable(place):
                found[barrier_id] = frozenset(one.id for one in place.lineage()) - {barrier_id}
        return found

    @cached_property
    def _given(self) -> tuple[Given, ...]:
        """Return where the person was given roles that have not expired."""
        found: dict[int, Given] = {}
        for principal in self.person.principals:
            for place in self.district.site.places_of(principal):
                if place.id not in found and is_reachable(place):
                    roles = frozenset(role for _, role in own_grants(self.person, place))
                    above = frozenset(one.id for one in place.lineage())
                    found[place.id] = Given(place.id, roles, area_of(place), above)
        return tuple(found.values())

    @cached_property
    def _own_areas(self) -> list[int]:
        ids = self.district.site.own_areas.get(self.person.id, ())
        return [one for one in ids if self.district.site.content(one) is not None]


def area_of(content: Content) -> str:
    """Return the id of the own area that a content lies in; "0": in none."""
    return next((str(place.id) for place in content.lineage() if place.owner), "0")
