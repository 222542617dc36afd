"""What a barrier would take from the person who raises it.

It is written down for them at the place itself, so that nobody shuts themselves
out. Each role ends there when it would have ended, so nothing is gained.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from academe.actions.access import (
    KEPT_AT_BARRIERS,
    computed_roles,
    own_grants,
    roles_at,
    today_of,
)
from academe.actions.district import District
from academe.actions.explaining import holdings_of
from academe.store.content import Content
from academe.store.people import Identity


def roles_behind(
    person: Identity, content: Content, district: District
) -> dict[str, datetime | None]:
    """Return {role: until} for what comes from above and would not pass a barrier here."""
    own = {role for _principal, role in own_grants(person, content)}
    passing = computed_roles(person) | KEPT_AT_BARRIERS | {"creator"}
    lost = (roles_at(person, content) - passing - own) & district.definitions.roles.keys()
    return {role: _end_of(person, role, content, district) for role in sorted(lost)}


def end_of_handing(
    person: Identity, role: str, content: Content, district: District
) -> datetime | None:
    """Return until when (UTC) ``person`` may hand out ``role`` here; None: without an end."""
    roles = district.definitions.roles
    held = roles_at(person, content)
    if role in district.definitions.grants_of(held - roles.keys()):
        return None  # a computed role, such as creator, lets them
    giving = [name for name in held & roles.keys() if role in roles[name].grants]
    return _latest(_end_of(person, name, content, district) for name in giving)


def _end_of(person: Identity, role: str, content: Content, district: District) -> datetime | None:
    """Return when a role that ``person`` holds here ends (UTC); None: on no known day."""
    is_open = all(place.inherits_roles for place in content.lineage())
    if role in person.roles and is_open:
        return None
    return _latest(
        _earliest((holding.until, _end_of_membership(person, holding.principal, district)))
        for holding in holdings_of(person, content)
        if holding.role == role
    )


def _end_of_membership(person: Identity, principal: int, district: District) -> datetime | None:
    """Return the midnight (UTC) after the last day in a group; None: no last day, or no group."""
    found = district.records.person(person.id)
    return _latest(
        _midnight_after(membership.until, district)
        for membership in (found.memberships if found else ())
        if membership.group_id == principal and membership.holds_on(today_of(person))
    )


def _midnight_after(day: date | None, district: District) -> datetime | None:
    if day is None:
        return None
    next_day = datetime.combine(day + timedelta(days=1), time(), district.settings.zone)
    return next_day.astimezone(UTC)


def _earliest(ends: Iterable[datetime | None]) -> datetime | None:
    return min((end for end in ends if end is not None), default=None)


def _latest(ends: Iterable[datetime | None]) -> datetime | None:
    """Return the latest end; None, which is later than all, if one has no end or there is none."""
    known = list(ends)
    return None if None in known else max((end for end in known if end is not None), default=None)
