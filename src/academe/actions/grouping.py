"""Groups of people, and who belongs to them from and until a day. Administrators only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from academe.actions.accounts import find_person, refuse_unless_administrator
from academe.actions.district import District
from academe.errors import InvalidAnswers, NotThere, Refused
from academe.store.content import new_id
from academe.store.people import Group, Identity, Membership, Person
from academe.wording import _

MOST_LOOKED_AT = 200  # people and groups of one search
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True)
class Principal:
    """Somebody who can be given a role: as little as the one who types a name needs to know."""

    id: int
    kind: str  # "person" or "group"
    title: str
    name: str  # login, or name of the group


def add_group(person: Identity, name: str, title: str, district: District) -> Group:
    """Add a group to which nobody belongs yet."""
    refuse_unless_administrator(person)
    name, title = _check(name, title, district, None)
    group = Group(new_id(), name, title)
    district.records.put_group(group, name=name, title=title)
    return group


def rename_group(
    person: Identity, group_id: int, name: str, title: str, district: District
) -> None:
    """Give a group another name and title; its roles and members stay."""
    refuse_unless_administrator(person)
    group = _find_group(group_id, district)
    name, title = _check(name, title, district, group)
    district.records.put_group(group, name=name, title=title)


def put_into_group(
    person: Identity,
    person_id: int,
    group_id: int,
    district: District,
    *,
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Let somebody belong to a group in these days, instead of those there were before."""
    member = find_person(person, person_id, district)
    _find_group(group_id, district)
    if since and until and until < since:
        raise InvalidAnswers({"until": _("A membership cannot end before it begins.")})
    others = [one for one in member.memberships if one.group_id != group_id]
    _take_over(member, [*others, Membership(group_id, since, until)], district)


def take_out_of_group(person: Identity, person_id: int, group_id: int, district: District) -> None:
    """Let somebody belong to a group no longer, as if they never had."""
    member = find_person(person, person_id, district)
    _take_over(member, [one for one in member.memberships if one.group_id != group_id], district)


def list_groups(person: Identity, district: District) -> list[tuple[Group, int]]:
    """Return every group with the number of its members of today, by title."""
    refuse_unless_administrator(person)
    found = [
        (group, sum(group.id in one.groups_on(district.today) for one in _members(group, district)))
        for group in district.records.groups.values()
    ]
    return sorted(found, key=lambda pair: (pair[0].title.casefold(), pair[0].name))


def list_members(person: Identity, group_id: int, district: District) -> list[Person]:
    """Return everybody who belongs to the group, has belonged or will, by name."""
    refuse_unless_administrator(person)
    members = _members(_find_group(group_id, district), district)
    return sorted(members, key=lambda one: one.name.casefold())


def find_principals(
    person: Identity, typed: str, district: District, *, at_most: int = 10
) -> list[Principal]:
    """Return people who are not disabled and groups by the words typed, for the sharing page.

    The caller asks first whether the person may share anything. Mail addresses are not told.
    """
    if not person.is_signed_in:
        raise Refused(_("Sign in first."))
    found = []  # groups come first: many people of the same name hide none
    for one in district.records.found_by(typed):
        if isinstance(one, Group):
            found.append(Principal(one.id, "group", one.title, one.name))
        elif not one.disabled:
            found.append(Principal(one.id, "person", one.name, one.login))
        if len(found) == MOST_LOOKED_AT:
            break
    return sorted(found, key=lambda one: (one.kind, one.title.casefold()))[:at_most]


def principals_called(person: Identity, typed: str, district: District) -> list[Principal]:
    """Return those of ``find_principals`` whose whole name, title or login this is."""
    wanted = typed.strip().casefold()
    found = find_principals(person, typed, district, at_most=MOST_LOOKED_AT)
    return [one for one in found if wanted in (one.title.casefold(), one.name.casefold())]


def titles_of(ids: set[int], district: District) -> Mapping[int, str]:
    """Return {id: name of the person or title of the group} for those that are known."""
    known = ((one, district.records.person(one) or district.records.group(one)) for one in ids)
    return {
        one: found.name if isinstance(found, Person) else found.title
        for one, found in known
        if found is not None
    }


def _members(group: Group, district: District) -> list[Person]:
    return list(district.records.members_of(group.id))


def _take_over(member: Person, memberships: list[Membership], district: District) -> None:
    district.records.put_memberships(member, memberships)
    member.version += 1


def _find_group(group_id: int, district: District) -> Group:
    group = district.records.group(group_id)
    if group is None:
        raise NotThere(_("There is no such group."))
    return group


def _check(name: str, title: str, district: District, group: Group | None) -> tuple[str, str]:
    errors, title = {}, " ".join(title.split())
    named = district.records.group_called(name)
    if not NAME.fullmatch(name):
        errors["name"] = _("Use up to 64 letters a-z, digits and hyphens.")
    elif named is not None and (group is None or named.id != group.id):
        errors["name"] = _("Another group has this name.")
    if not 1 <= len(title) <= 200 or not title.isprintable():
        errors["title"] = _("Give the title as people shall read it, in at most 200 characters.")
    if errors:
        raise InvalidAnswers(errors)
    return name, title
