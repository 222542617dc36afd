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
    people_concerned,
    prepare,
)
from academe.definitions.workflows import PERMISSIONS
from academe.store.content import Content
from academe.store.people import Identity


class Effect(NamedTuple):
    """What a person would gain and lose at the place itself, in words of PERMISSIONS."""

    person_id: int
    gains: tuple[str, ...]
    loses: tuple[str, ...]


class RoleChange(NamedTuple):
    """What would become of one role that a person or group holds at the place."""

    principal: int  # person or group id
    role: str
    what: Literal["gets", "lasts", "loses", "keeps"]
    until: datetime | None = None  # UTC, from now on; None: without an end


def preview(
    person: Identity, content: Content, sharing: Sharing, district: District
) -> list[Effect]:
    """Return who would gain and who would lose what here, before anything is saved.

    Counts every person who holds a role here, above or in the new sharing.
    """
    wanted = prepare(person, content, sharing, district)
    shadow = as_if(content, wanted)
    effects = []
    for someone in _everybody(content, wanted, district):
        before = _permissions(someone, content, district)
        after = _permissions(afresh(someone), shadow, district)
        gains = tuple(word for word in PERMISSIONS if word in after - before)
        loses = tuple(word for word in PERMISSIONS if word in before - after)
        if gains or loses:
            effects.append(Effect(someone.id, gains, loses))
    return effects


def _everybody(content: Content, wanted: Sharing, district: District) -> Iterable[Identity]:
    """Return whom it concerns; at a barrier also those with a role on the whole site."""
    found = {one.id: one for one in people_concerned(content, wanted.grants, district)}
    if wanted.inherits_roles != content.inherits_roles:
        for someone in district.records.people.values():
            if someone.roles and someone.id not in found:
                identity = identity_at(someone.id, district)
                if identity is not None:
                    found[someone.id] = identity
    return found.values()


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
