"""What can be said about a person, and whether it makes sense."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import available_timezones

from academe.actions.district import District
from academe.errors import InvalidAnswers
from academe.store.people import Membership, Person
from academe.store.records import fold
from academe.wording import _

Answers = Mapping[str, Any]  # {field name: value}; a field that is missing stays as it is
FIELDS = ("login", "name", "email", "roles", "is_staff", "language", "time_zone", "memberships")
LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def check_answers(answers: Answers, district: District, person: Person | None) -> dict[str, Any]:
    """Return the answers as they are kept; raises InvalidAnswers with all that is wrong.

    ``person`` is the one they are about; None: a new one, who needs at least a login and a name.
    """
    if person is None:
        answers = {"login": "", "name": "", **answers}
    kept, errors = {}, {}
    for field, given in answers.items():
        if field not in FIELDS:
            errors[field] = _("There is no such field.")
            continue
        try:
            kept[field] = _READ[field](given, district)
        except ValueError as error:
            errors[field] = error.args[0]
    errors.update(_find_doubles(kept, district, person))
    if errors:
        raise InvalidAnswers(errors)
    return kept


def _read_login(given: str, district: District) -> str:
    login = fold(given)
    if not LOGIN.fullmatch(login):
        raise ValueError(_("Use up to 64 letters a-z, digits, dots, hyphens and underscores."))
    return login


def _read_name(given: str, district: District) -> str:
    name = " ".join(given.split())
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise ValueError(_("Give the name as others shall read it, in at most 200 characters."))
    return name


def _read_email(given: str, district: District) -> str:
    email = given.strip()
    if email and (len(email) > 254 or not ADDRESS.fullmatch(email)):
        raise ValueError(_("This is not a mail address like name@district.example."))
    return email


def _read_roles(given: Any, district: District) -> tuple[str, ...]:
    for role in given:
        known = district.definitions.roles.get(role)
        if known is None or known.is_computed:
            raise ValueError(_("There is no role ${role} to give.", mapping={"role": str(role)}))
    return tuple(sorted(set(given)))


def _read_language(given: str, district: District) -> str:
    if given and not LANGUAGE.fullmatch(given):
        raise ValueError(_("This is not a language code like en or es."))
    return given


def _read_time_zone(given: str, district: District) -> str:
    if given and given not in available_timezones():
        raise ValueError(_("This is not a time zone like America/New_York."))
    return given


def _read_memberships(given: Any, district: District) -> tuple[Membership, ...]:
    for one in given:
        if district.records.group(one.group_id) is None:
            raise ValueError(_("There is no such group."))
        if one.since and one.until and one.until < one.since:
            raise ValueError(_("A membership cannot end before it begins."))
    return tuple(set(given))


_READ: Mapping[str, Callable[[Any, District], Any]] = {
    "login": _read_login,
    "name": _read_name,
    "email": _read_email,
    "roles": _read_roles,
    "is_staff": lambda given, district: bool(given),
    "language": _read_language,
    "time_zone": _read_time_zone,
    "memberships": _read_memberships,
}


def _find_doubles(kept: Answers, district: District, person: Person | None) -> dict[str, str]:
    own = None if person is None else person.id
    errors = {}
    if "login" in kept and district.records.logins.get(kept["login"], own) != own:
        errors["login"] = _("Somebody else has this login.")
    if kept.get("email") and district.records.emails.get(fold(kept["email"]), own) != own:
        errors["email"] = _("Somebody else has this mail address.")
    return errors
