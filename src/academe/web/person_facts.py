"""What lists and pages say of one person or one group."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from academe.store.people import Group, Membership, Person
from academe.web.showing import day_text
from academe.wording import _

STATES = {
    "active": (_("Can sign in"), "published"),
    "invited": (_("Has no password yet"), "waiting"),
    "disabled": (_("Disabled"), "closed"),
}


def person_row(request: Any, person: Person) -> SimpleNamespace:
    """Return one line of a list of people."""
    district = request.district
    groups = [district.records.group(one) for one in person.groups_on(district.today)]
    return SimpleNamespace(
        id=person.id,
        name=person.name,
        login=person.login,
        email=person.email,
        url=person_url(request, person.id),
        is_staff=person.is_staff,
        roles=", ".join(role_title(request, word) for word in person.roles),
        groups=sorted(one.title for one in groups if one is not None),
        state=state_of(request, person),
    )


def state_of(request: Any, person: Person) -> SimpleNamespace:
    """Return the chip that says whether somebody can sign in."""
    word = "disabled" if person.disabled else "invited" if not person.password_hash else "active"
    title, looks = STATES[word]
    return SimpleNamespace(title=request.say(title), looks=looks)


def membership_row(request: Any, membership: Membership, holder: Person | Group) -> SimpleNamespace:
    """Return one line of memberships; ``holder`` is the other side of it."""
    today = request.district.today
    is_group = isinstance(holder, Group)
    return SimpleNamespace(
        id=holder.id,
        title=holder.title if is_group else holder.name,
        name=holder.name if is_group else holder.login,
        url=group_url(request, holder.id) if is_group else person_url(request, holder.id),
        since=_day(request, membership.since),
        until=_day(request, membership.until),
        when=request.say(_when(membership, today)),
        is_today=membership.holds_on(today),
    )


def _when(membership: Membership, today: date) -> Any:
    if membership.holds_on(today):
        return _("Today")
    return _("Later") if membership.since and membership.since > today else _("Over")


def _day(request: Any, day: date | None) -> str:
    return day_text(request, day) if day else ""


def role_title(request: Any, word: str) -> str:
    roles = request.district.definitions.roles
    return str(request.say(roles[word].title)) if word in roles else word


def person_url(request: Any, person_id: int) -> str:
    return at_root(request, "person", str(person_id))


def group_url(request: Any, group_id: int) -> str:
    return at_root(request, "group", str(group_id))


def at_root(request: Any, view: str, *rest: str) -> str:
    return str(request.address(request.district.site.root, view, *rest))


def keeping_tabs(request: Any, here: str) -> list[tuple[str, str, bool]]:
    """Return (title, address, is it this one) of the administrators' pages."""
    tabs = (
        ("people", _("People")),
        ("groups", _("Groups")),
        ("import-people", _("From a file")),
        ("jobs", _("Jobs")),
    )
    return [(request.say(title), at_root(request, name), name == here) for name, title in tabs]
