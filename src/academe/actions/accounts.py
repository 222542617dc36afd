"""Keeping the district's people: adding, changing, disabling. Administrators only."""

from itertools import islice
from typing import Any

from academe.actions.district import District
from academe.actions.person_answers import Answers, check_answers
from academe.actions.sessions import void_sessions
from academe.actions.signing_in import choose_password, forget_tries
from academe.errors import Conflict, InvalidAnswers, NotThere, Refused
from academe.store.content import new_id
from academe.store.feed_keys import FeedKeys
from academe.store.people import Identity, Person
from academe.wording import _

ADMINISTRATOR = "administrator"
MOST_FOUND = 1000  # people that a search shows
OWN_FIELDS = {"name", "language", "time_zone"}


def refuse_unless_administrator(person: Identity) -> None:
    """Raise Refused unless the person holds the role of administrator on the whole site."""
    if ADMINISTRATOR not in person.roles:
        raise Refused(_("Only administrators may do this."))


def add_person(person: Identity, answers: Answers, district: District) -> Person:
    """Add somebody who cannot sign in yet: that takes an invitation or a password."""
    refuse_unless_administrator(person)
    kept = check_answers(answers, district, None)
    _refuse_roles(person, set(kept.get("roles", ())), district)
    added = Person(new_id(), kept["login"], kept["name"])
    added.created, added.created_by = district.now, person.id
    _write(added, kept, district)
    return added


def change_person(
    person: Identity,
    person_id: int,
    answers: Answers,
    district: District,
    *,
    version: int | None = None,
) -> tuple[str, ...]:
    """Take over the answers about somebody; return the names of the fields that changed.

    ``version`` is the one that the form was opened at; an older one raises Conflict.
    """
    changed = find_person(person, person_id, district)
    if version is not None and version != changed.version:
        raise Conflict(person_id, version, changed.version)
    kept = check_answers(answers, district, changed)
    news = {field: value for field, value in kept.items() if not _is_same(changed, field, value)}
    if "roles" in news:
        _refuse_roles(person, set(news["roles"]) ^ set(changed.roles), district)
        if person.id == person_id and ADMINISTRATOR not in news["roles"]:
            raise InvalidAnswers(
                {"roles": _("Another administrator must take this role from you.")}
            )
        _hold_still(person, district)
    if news:
        _write(changed, news, district)
    return tuple(news)


def change_oneself(person: Identity, answers: Answers, district: District) -> tuple[str, ...]:
    """Take over what everybody may say about themselves; return the names of what changed."""
    own = district.records.person(person.id)
    if own is None or not answers.keys() <= OWN_FIELDS:
        raise Refused(_("Only administrators may do this."))
    kept = check_answers(answers, district, own)
    news = {field: value for field, value in kept.items() if not _is_same(own, field, value)}
    if news:
        _write(own, news, district)
    return tuple(news)


def disable_person(person: Identity, person_id: int, district: District) -> None:
    """Shut somebody out from the next request on; what they made and signed stays theirs."""
    disabled = find_person(person, person_id, district)
    if person.id == person_id:
        raise Refused(_("Another administrator must disable you."))
    _hold_still(person, district)
    disabled.disabled = True
    disabled.version += 1
    void_sessions(disabled)
    district.records.drop_invitations(person_id)
    FeedKeys(district.records).drop_all(person_id)


def enable_person(person: Identity, person_id: int, district: District) -> None:
    """Let somebody in again, with the password they had."""
    enabled = find_person(person, person_id, district)
    enabled.disabled = False
    enabled.version += 1


def set_password(person: Identity, person_id: int, password: str, district: District) -> None:
    """Give somebody a password, where neither mail nor paper reaches them; their sessions end."""
    found = find_person(person, person_id, district)
    choose_password(found, password)
    district.records.drop_invitations(person_id)
    forget_tries(found, found.login, district)


def find_person(person: Identity, person_id: int, district: District) -> Person:
    """Return the record of somebody, for an administrator; raises NotThere for an unknown id."""
    refuse_unless_administrator(person)
    found = district.records.person(person_id)
    if found is None:
        raise NotThere(_("There is no such person."))
    return found


def search_people(
    person: Identity, typed: str, district: District, *, at_most: int = 100
) -> list[Person]:
    """Return people by words of name or login, or the beginning of a mail address, by name.

    Nothing typed: the first of all.
    """
    refuse_unless_administrator(person)
    records = district.records
    if not typed.strip():
        found: Any = (records.people[key] for key in records.people.keys())  # noqa: SIM118 a BTree
    elif "@" in typed:
        start = typed.strip().casefold()
        found = (records.people[i] for i in records.emails.values(start, start + "\U0010ffff"))
    else:
        found = (one for one in records.found_by(typed) if isinstance(one, Person))
    kept = [one for one, _number in zip(found, range(at_most), strict=False)]
    return sorted(kept, key=lambda one: (one.name.casefold(), one.login))


def list_people(
    person: Identity, typed: str, district: District, *, first: int, at_most: int
) -> tuple[list[Person], int]:
    """Return a part of those whom the typed words find, by login, and how many there are in all.

    Nothing typed: of everybody. Only the part is read from the database then.
    """
    refuse_unless_administrator(person)
    if typed.strip():
        found = search_people(person, typed, district, at_most=MOST_FOUND)
        return found[first : first + at_most], len(found)
    logins = district.records.logins
    part = list(islice(logins.values(), first, first + at_most))
    return [district.records.people[one] for one in part], len(logins)


def grantable_roles(person: Identity, district: District) -> frozenset[str]:
    """Return the roles that the person may give to others and take from them, site-wide."""
    roles = district.definitions.roles
    return frozenset(word for role in person.roles if role in roles for word in roles[role].grants)


def _write(person: Person, news: Answers, district: District) -> None:
    if news.get("email", person.email) != person.email:  # links went to the old address
        district.records.drop_invitations(person.id)
    for field in ("is_staff", "language", "time_zone"):
        if field in news:
            setattr(person, field, news[field])
    if "roles" in news:
        district.records.put_roles(person, news["roles"])
    district.records.put_person(
        person,
        login=news.get("login", person.login),
        name=news.get("name", person.name),
        email=news.get("email", person.email),
    )
    if "memberships" in news:
        district.records.put_memberships(person, news["memberships"])
    person.version += 1


def _is_same(person: Person, field: str, value: Any) -> bool:
    present = getattr(person, field)
    if field in ("roles", "memberships"):
        return set(present) == set(value)
    return bool(present == value)


def _refuse_roles(person: Identity, roles: set[str], district: District) -> None:
    """Raise Refused for a role that none of the person's own lets them give or take."""
    for role in sorted(roles - grantable_roles(person, district)):
        if role in district.definitions.roles:  # one that is gone from the file may be taken
            raise Refused(_("You may not give or take the role ${role}.", mapping={"role": role}))


def _hold_still(person: Identity, district: District) -> None:
    """Fail if the acting administrator loses the role at the same time: one must always be left."""
    own = district.records.person(person.id)
    if own is not None:
        own._p_activate()  # readCurrent passes over ghosts
        district.records.connection.readCurrent(own)
