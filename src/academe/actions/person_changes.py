"""What a line of a file changes about somebody, in the words of the file."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from academe.actions.district import District
from academe.store.people import Membership, Person


class Change(NamedTuple):
    """One thing that changes; ``column`` and both values are words of the file."""

    column: str
    what: Literal["becomes", "gets", "loses"]
    old: str
    new: str


class Facts(NamedTuple):
    """Somebody as they were at one moment: a person itself changes with each line."""

    values: Mapping[str, str]
    roles: tuple[str, ...] = ()
    memberships: tuple[Membership, ...] = ()


NOBODY = Facts({})


def facts_of(person: Person) -> Facts:
    """Return what a file can say of a person."""
    values = {
        "name": person.name,
        "email": person.email,
        "staff": _yes_or_no(person.is_staff),
        "disabled": _yes_or_no(person.disabled),
        "language": person.language,
        "time_zone": person.time_zone,
    }
    return Facts(values, tuple(person.roles), tuple(person.memberships))


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def changes_between(before: Facts, after: Facts, district: District) -> tuple[Change, ...]:
    """Return what is different; of somebody who was not there before, roles and groups alone."""
    changes = [
        Change(column, "becomes", old, after.values[column])
        for column, old in before.values.items()
        if old != after.values[column]
    ]
    changes += [
        Change("roles", "loses", role, "") for role in before.roles if role not in after.roles
    ]
    changes += [
        Change("roles", "gets", "", role) for role in after.roles if role not in before.roles
    ]
    return (*changes, *_changed_groups(before, after, district))


def _changed_groups(before: Facts, after: Facts, district: District) -> list[Change]:
    old, new = _by_group(before, district), _by_group(after, district)
    changes = []
    for group_id in dict.fromkeys((*old, *new)):
        was, becomes = old.get(group_id, ""), new.get(group_id, "")
        if was and becomes and was != becomes:
            changes.append(Change("groups", "becomes", was, becomes))
        elif was != becomes:
            changes.append(Change("groups", "gets" if becomes else "loses", was, becomes))
    return sorted(changes, key=lambda one: ("loses becomes gets".index(one.what), one))


def _by_group(facts: Facts, district: District) -> dict[int, str]:
    """Return {group id: its memberships as a file says them}."""
    said: dict[int, str] = {}
    for one in facts.memberships:
        group = district.records.group(one.group_id)
        words = [group.name if group else str(one.group_id)]
        words += [f"from {one.since}"] if one.since else []
        words += [f"until {one.until}"] if one.until else []
        said[one.group_id] = "; ".join(filter(None, (said.get(one.group_id), " ".join(words))))
    return said


def loses_membership(before: Facts, after: Facts, today: date) -> bool:
    """Say whether somebody belongs to a group no longer, today or ever again."""
    now = _groups_on(before, today) - _groups_on(after, today)
    later = _groups_from(before, today) - _groups_from(after, today)
    return bool(now or later)


def _groups_on(facts: Facts, today: date) -> set[int]:
    return {one.group_id for one in facts.memberships if one.holds_on(today)}


def _groups_from(facts: Facts, today: date) -> set[int]:
    return {one.group_id for one in facts.memberships if not one.until or one.until >= today}
