"""What a person may find, as a condition on documents.

The same answer as ``access.may``, asked of all documents at once. Sharing writes one record and
indexes nothing: grants, barriers and roles are looked up here, when somebody searches.
docs/decisions/0044
"""

from collections.abc import Iterable
from functools import cached_property

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
from academe.search.stages import PUBLISHED, Stage, state_called
from academe.store.content import Content, is_reachable
from academe.store.people import Identity


class Allowance:
    """One person's condition; made for one search."""

    def __init__(self, person: Identity, district: District) -> None:
        self.person, self.district = person, district
        self._computed = computed_roles(person)
        self._regions: dict[frozenset[str], Clause] = {}

    def clause(self, stages: Iterable[Stage]) -> Clause:
        """Return what a document must fulfil; ``stages`` are all that the index holds."""
        return either(every((Term("stage", str(one)), self.of_stage(one))) for one in stages)

    def of_stage(self, stage: Stage) -> Clause:
        """Return where the person sees texts of a stage, each content once.

        Whoever may view finds the working text, everybody else the one in force.
        """
        views = self._views(stage)
        if stage.text != PUBLISHED:
            return views
        states = [state_called(name, self.district.definitions) for name in stage.states]
        if None in states:
            return NEVER
        reads = every(self.region(state.read) for state in states if state is not None)
        today = today_of(self.person).toordinal()
        in_force = (Range("first", most=today), Range("last", least=today))
        return every((reads, self._seen(stage), *in_force, opposite(views)))

    def _views(self, stage: Stage) -> Clause:
        state = state_called(stage.states[0], self.district.definitions)
        if state is None:  # gone from the files: left to those who repair
            return self.region(("administrator",))
        return every((self.region(state.view), self._seen(stage)))

    def _seen(self, stage: Stage) -> Clause:
        return every(self.region((role,)) for role in stage.seen_by)

    def region(self, roles: Iterable[str]) -> Clause:
        """Return where the person holds one of the roles."""
        wanted = frozenset(roles)
        if wanted not in self._regions:
            self._regions[wanted] = self._region(wanted)
        return self._regions[wanted]

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
            places.append(self._below(None, wanted & self.person.roles))
        for place, held in self._grants.values():
            if wanted & held:
                places.append(self._below(place, wanted & held))
        return either(places)

    def _below(self, place: Content | None, roles: frozenset[str]) -> Clause:
        """Return where roles that are held at ``place`` (None: on the whole site) reach."""
        area = "0" if place is None else area_of(place)
        top = () if place is None else (Term("within", str(place.id)),)
        shut = () if roles & KEPT_AT_BARRIERS else self._barriers_below(place)
        return every((*top, Term("area", area), opposite(either(shut))))

    def _barriers_below(self, place: Content | None) -> tuple[Clause, ...]:
        if place is None:
            return tuple(Term("within", str(one)) for one in self._barriers)
        return tuple(
            Term("within", str(barrier))
            for barrier, above in self._barriers.items()
            if place.id in above
        )

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
    def _grants(self) -> dict[int, tuple[Content, frozenset[str]]]:
        """{id: (place, the unexpired roles that the person was given there)}."""
        found: dict[int, tuple[Content, frozenset[str]]] = {}
        for principal in self.person.principals:
            for place in self.district.site.places_of(principal):
                if place.id not in found and is_reachable(place):
                    held = frozenset(role for _, role in own_grants(self.person, place))
                    found[place.id] = (place, held)
        return found

    @cached_property
    def _own_areas(self) -> list[int]:
        ids = self.district.site.own_areas.get(self.person.id, ())
        return [one for one in ids if self.district.site.content(one) is not None]


def area_of(content: Content) -> str:
    """Return the id of the own area that a content lies in; "0": in none."""
    return next((str(place.id) for place in content.lineage() if place.owner), "0")
