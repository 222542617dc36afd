"""What another sharing of a place would change, asked before it is saved."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from academe.actions.access import may
from academe.actions.district import District
from academe.actions.explaining import holdings_at
from academe.actions.sharing import (
    Sharing,
    afresh,
    as_if,
    identity_at,
    people_among,
    people_concerned,
    prepare,
)
from academe.definitions.workflows import PERMISSIONS
from academe.store.content import Content
from academe.store.people import Identity

NAMED = 5  # members of a group who gain and lose the same are told by name up to so many


class Effect(NamedTuple):
    """What a person would gain and lose at the place itself, in words of PERMISSIONS."""

    person_id: int
    gains: tuple[str, ...]
    loses: tuple[str, ...]


class GroupEffect(NamedTuple):
    """What some of the members of a group would gain and lose, all of them the same."""

    group_id: int
    some: int  # so many people
    members: int  # of today, in all
    gains: tuple[str, ...]
    loses: tuple[str, ...]


class RoleChange(NamedTuple):
    """What would become of one role that a person or group holds at the place."""

    principal: int  # person or group id
    role: str
    what: Literal["gets", "lasts", "loses", "keeps"]
    until: datetime | None = None  # UTC, from now on; None: without an end


class Foreseen(NamedTuple):
    """Who gains and loses what: groups in which many do the same, then everybody else."""

    groups: list[GroupEffect]
    people: list[Effect]


def preview(
    person: Identity, content: Content, sharing: Sharing, district: District
) -> list[Effect]:
    """Return who would gain and who would lose what here, before anything is saved."""
    wanted = prepare(person, content, sharing, district)
    return _effects(_everybody(content, wanted, district), content, wanted, district)


def foresee(person: Identity, content: Content, sharing: Sharing, district: District) -> Foreseen:
    """Return the same, told once where many members of a group gain or lose the same."""
    wanted = prepare(person, content, sharing, district)
    everybody = _everybody(content, wanted, district)
    effects = _effects(everybody, content, wanted, district)
    left = {effect.person_id: effect for effect in effects}
    told: list[GroupEffect] = []
    for group_id, members in _by_group(everybody, content, wanted).items():
        alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        for effect in (left[one] for one in members if one in left):
            alike.setdefault((effect.gains, effect.loses), []).append(effect.person_id)
        for (gains, loses), ids in alike.items():
            if len(ids) > NAMED:
                told.append(GroupEffect(group_id, len(ids), len(members), gains, loses))
                for one in ids:
                    del left[one]
    return Foreseen(told, list(left.values()))


def _effects(
    everybody: Iterable[Identity], content: Content, wanted: Sharing, district: District
) -> list[Effect]:
    """Return what changes for whom, asked once of all for whom the rule asks the same."""
    shadow, named = as_if(content, wanted), _named(content, wanted)
    known: dict[object, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    effects = []
    for someone in everybody:
        key = (someone.roles, someone.is_staff, named.intersection(someone.principals))
        if key not in known:
            before = _permissions(someone, content, district)
            after = _permissions(afresh(someone), shadow, district)
            known[key] = (
                tuple(word for word in PERMISSIONS if word in after - before),
                tuple(word for word in PERMISSIONS if word in before - after),
            )
        if any(known[key]):
            effects.append(Effect(someone.id, *known[key]))
    return effects


def _named(content: Content, wanted: Sharing) -> frozenset[int]:
    """Return the ids of all people and groups that the rule of access can ask for here."""
    ids = set(wanted.grants)
    for place in content.lineage():
        ids.update((*place.grants, place.created_by, place.owner or 0))
    return frozenset(ids)


def _everybody(content: Content, wanted: Sharing, district: District) -> list[Identity]:
    """Return whom it concerns.

    Those whose grants here change; at a barrier everybody with a role here, above, or on the
    whole site.
    """
    if wanted.inherits_roles == content.inherits_roles:
        old, new = content.grants, wanted.grants
        return people_among({one for one in {*old, *new} if old.get(one) != new.get(one)}, district)
    found = {one.id: one for one in people_concerned(content, wanted.grants, district)}
    for someone in district.records.people.values():
        if someone.roles and someone.id not in found:
            identity = identity_at(someone.id, district)
            if identity is not None:
                found[someone.id] = identity
    return list(found.values())


def _by_group(
    everybody: Iterable[Identity], content: Content, wanted: Sharing
) -> dict[int, list[int]]:
    """Return {group id: its members of today} of the groups that are named here, large ones first.

    Whoever is in two groups is told with the larger one.
    """
    named = _named(content, wanted)
    members: dict[int, list[int]] = {}
    for someone in everybody:
        for group_id in named & someone.groups:
            members.setdefault(group_id, []).append(someone.id)
    return dict(sorted(members.items(), key=lambda one: (-len(one[1]), one[0])))


def _permissions(someone: Identity, content: Content, district: District) -> set[str]:
    return {word for word in PERMISSIONS if may(someone, word, content, district.definitions)}


def role_changes(
    person: Identity, content: Content, sharing: Sharing, district: District
) -> list[RoleChange]:
    """Return whose role begins, ends or lasts until another moment.

    Where a barrier is raised, also which roles from above are kept all the same.
    """
    wanted = prepare(person, content, sharing, district)
    before = _ends(content, district)
    after = _ends(as_if(content, wanted), district)
    is_raised = content.inherits_roles and not wanted.inherits_roles
    changes = []
    for principal, role in dict.fromkeys((*after, *before)):
        key, is_own = (principal, role), role in content.grants.get(principal, {})
        if key not in after:
            changes.append(RoleChange(principal, role, "loses"))
        elif key not in before:
            changes.append(RoleChange(principal, role, "gets", after[key]))
        elif after[key] != before[key]:
            changes.append(RoleChange(principal, role, "lasts", after[key]))
        elif is_raised and not is_own:
            changes.append(RoleChange(principal, role, "keeps", after[key]))
    return changes


def _ends(content: Content, district: District) -> dict[tuple[int, str], datetime | None]:
    """Return {(principal, role): the latest end} for every role that reaches ``content``."""
    ends: dict[tuple[int, str], datetime | None] = {}
    for holding in holdings_at(content, district):
        key, until = (holding.principal, holding.role), holding.until
        if key in ends:
            old = ends[key]
            until = None if old is None or until is None else max(old, until)
        ends[key] = until
    return ends
