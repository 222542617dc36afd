"""Hands out roles at a place, and takes them back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from academe.actions.access import grantable_roles, may, now_of, today_of
from academe.actions.arriving import set_grants_of
from academe.actions.barriers import end_of_handing, roles_behind
from academe.actions.district import District
from academe.actions.recording import record
from academe.errors import Conflict, InvalidAnswers, Refused
from academe.store.content import Content
from academe.store.people import Identity
from academe.wording import _

Grants = Mapping[int, Mapping[str, datetime | None]]  # {principal id: {role: until (UTC) or None}}


@dataclass(frozen=True)
class Sharing:
    """How a place is shared: the whole of it, as a form hands it in."""

    grants: Grants
    inherits_roles: bool = True


def share(
    person: Identity,
    content: Content,
    sharing: Sharing,
    district: District,
    *,
    version: int | None = None,
) -> None:
    """Replace the grants and the inherit switch of ``content``.

    Only roles that ``person`` may hand out there change hands; a grant of
    another role that is already there stays as it is. Raises Refused,
    InvalidAnswers, Conflict.
    """
    if not may(person, "share", content, district.definitions):
        raise Refused(_("You may not change who can see this."))
    if version is not None and version != content.version:
        raise Conflict(content.id, version, content.version)
    wanted = prepare(person, content, sharing, district)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if wanted.grants != content.grants:
        before["grants"], after["grants"] = dict(content.grants), wanted.grants
    if wanted.inherits_roles != content.inherits_roles:
        before["inherits_roles"] = content.inherits_roles
        after["inherits_roles"] = wanted.inherits_roles
    if not after:
        return
    if not may(afresh(person), "share", as_if(content, wanted), district.definitions):
        raise Refused(_("This would shut you out yourself. Keep a role here that may share."))
    _apply(content, wanted, district)
    record(person, content, "share", district, before=before, after=after)


def grant(
    person: Identity,
    content: Content,
    principal: int,
    role: str,
    district: District,
    until: datetime | None = None,
) -> None:
    """Give one role to a person or group at ``content``."""
    grants = {**content.grants, principal: {**content.grants.get(principal, {}), role: until}}
    share(person, content, Sharing(grants, content.inherits_roles), district)


def revoke(
    person: Identity, content: Content, principal: int, role: str, district: District
) -> None:
    """Take one role of a person or group at ``content`` back."""
    left = {
        name: until for name, until in content.grants.get(principal, {}).items() if name != role
    }
    grants = {**content.grants, principal: left}
    share(person, content, Sharing(grants, content.inherits_roles), district)


def prepare(person: Identity, content: Content, sharing: Sharing, district: District) -> Sharing:
    """Check ``sharing`` and return what would be stored; raises InvalidAnswers, Refused."""
    allowed = set(grantable_roles(person, content, district.definitions))
    grants: dict[int, dict[str, datetime | None]] = {}
    for principal in {*content.grants, *sharing.grants}:
        old = content.grants.get(principal, {})
        new = sharing.grants.get(principal, {})
        changed = _check_changes(principal, old, new, allowed, district)
        for role in changed & new.keys():
            _check_end(person, principal, role, new[role], content, district)
        if new:
            grants[principal] = dict(new)
    inherits = sharing.inherits_roles or content.__parent__ is None  # above the site is nothing
    if content.inherits_roles and not inherits:
        own = grants.setdefault(person.id, {})
        own.update(roles_behind(person, content, district))
    return Sharing({principal: roles for principal, roles in grants.items() if roles}, inherits)


def _check_changes(
    principal: int,
    old: Mapping[str, datetime | None],
    new: Mapping[str, datetime | None],
    allowed: set[str],
    district: District,
) -> set[str]:
    """Return the roles that change; raises Refused, InvalidAnswers."""
    changed = {
        role
        for role in {*old, *new}
        if (role in old, old.get(role)) != (role in new, new.get(role))
    }
    if not changed <= allowed:
        raise Refused(_("You may not hand out or take back this role here."))
    if changed and new and not _exists(principal, district):
        raise InvalidAnswers({"": _("This person or group does not exist.")})
    return changed


def _check_end(
    person: Identity,
    principal: int,
    role: str,
    until: datetime | None,
    content: Content,
    district: District,
) -> None:
    """Raise InvalidAnswers, under ``until:PRINCIPAL:ROLE``, for an end that cannot be given.

    A role is not handed out for a time that is over, nor for longer than the right to hand it
    out holds: otherwise whoever has a role for a day could give it to themselves for ever.
    """
    field = f"until:{principal}:{role}"
    if until is not None and until <= district.now:
        raise InvalidAnswers({field: _("This day is over. Choose today or a later day.")})
    last = end_of_handing(person, role, content, district)
    if last is not None and (until is None or until > last):
        day = (last - timedelta(seconds=1)).astimezone(district.settings.zone).date()
        sentence = _(
            "Your own role here ends: choose ${day} or an earlier day.",
            mapping={"day": day.isoformat()},
        )
        raise InvalidAnswers({field: sentence})


def _exists(principal: int, district: District) -> bool:
    return principal in district.records.people or principal in district.records.groups


def _apply(content: Content, sharing: Sharing, district: District) -> None:
    set_grants_of(content, sharing.grants, district)
    content.inherits_roles = sharing.inherits_roles
    if sharing.inherits_roles:
        if content.id in district.site.barriers:
            district.site.barriers.remove(content.id)
    else:
        district.site.barriers.insert(content.id)


def as_if(content: Content, sharing: Sharing) -> Content:
    """Return a stand-in for ``content``, outside every database, that is shared like that."""
    shadow = Content.__new__(Content)
    shadow.__setstate__(content.__getstate__())
    shadow.grants, shadow.inherits_roles = sharing.grants, sharing.inherits_roles
    return shadow


def afresh(person: Identity) -> Identity:
    """Return the same person with nothing remembered but the instant that is asked for."""
    return replace(person, memo={"now": now_of(person), "today": today_of(person)})


def people_concerned(content: Content, grants: Grants, district: District) -> list[Identity]:
    """Return everybody who holds a grant at ``content``, above it, or in ``grants``."""
    principals = set(grants)
    for place in content.lineage():
        principals.update(place.grants)
    return people_among(principals, district)


def people_among(principals: set[int], district: District) -> list[Identity]:
    """Return these people and all who belong or have belonged to these groups, by id."""
    ids = {principal for principal in principals if principal in district.records.people}
    for group_id in principals - ids:
        ids.update(
            person_id
            for _g, person_id in district.records.members.keys((group_id, 0), (group_id, 2**53))
        )
    return [someone for person_id in sorted(ids) if (someone := identity_at(person_id, district))]


def identity_at(person_id: int, district: District) -> Identity | None:
    """Return the identity of a person as of this transaction; None if disabled or unknown."""
    someone = district.records.identity_of(person_id, district.today)
    if someone is not None:
        someone.memo.update(now=district.now, today=district.today)
    return someone
