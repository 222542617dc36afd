"""The sharing form: what stands in it, and how it is read.

Each grant is a box ``grant`` with the value ``PRINCIPAL:ROLE`` and a day
``until:PRINCIPAL:ROLE``; a new one is ``who``, ``role`` and ``until``. Grants of
roles that the person may not hand out are shown and never touched.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from academe.actions.access import grantable_roles
from academe.actions.explaining import name_of
from academe.actions.grouping import principals_called
from academe.actions.sharing import Sharing
from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.web.asking import text_of
from academe.web.showing import day_text
from academe.wording import _

Wanted = dict[int, dict[str, datetime | None]]
MOST_GRANTS = 500
LONGEST_NAME = 200  # characters of a name that are shown again
LONGEST_DAY = 40  # characters of a day that are shown again


class Line(NamedTuple):
    """One role that somebody holds at exactly this place."""

    key: str  # PRINCIPAL:ROLE
    name: str
    is_group: bool
    role: str  # its title
    until: str  # the last day, as 2026-06-30 or as it was typed, in words if fixed; or ""
    is_kept: bool
    is_fixed: bool  # not for this person to change


def lines_of(request: Any, content: Content, wanted: Sharing) -> list[Line]:
    """Return the grants of ``wanted`` and those of ``content`` that it would take away."""
    allowed = set(grantable_roles(request.person, content, request.district.definitions))
    lines = []
    for principal in dict.fromkeys((*content.grants, *wanted.grants)):
        kept, old = wanted.grants.get(principal, {}), content.grants.get(principal, {})
        for role in dict.fromkeys((*old, *kept)):
            until = kept[role] if role in kept else old[role]
            lines.append(_line(request, principal, role, until, role in kept, role not in allowed))
    return sorted(lines, key=lambda line: (line.name.casefold(), line.role))


def _line(
    request: Any, principal: int, role: str, until: datetime | None, kept: bool, fixed: bool
) -> Line:
    district, key = request.district, f"{principal}:{role}"
    day = last_day(until, request)
    typed = request.POST.get(f"until:{key}", day)
    typed = typed if isinstance(typed, str) else day  # no file
    return Line(
        key,
        name_of(principal, district),
        district.records.group(principal) is not None,
        request.say(district.definitions.role(role).title),
        last_day_text(until, request) if fixed else typed[:LONGEST_DAY],
        kept,
        fixed,
    )


def read_sharing(request: Any, content: Content) -> Sharing:
    """Return what the form asks for; raises InvalidAnswers, with every field that is wrong."""
    errors: dict[str, str] = {}
    wanted = _read(request, content, errors)
    if errors:
        raise InvalidAnswers(errors)
    return wanted


def typed_sharing(request: Any, content: Content) -> Sharing:
    """Return what the form asks for without what is wrong and without anybody new."""
    return _read(request, content, {}, with_new=False)


def _read(
    request: Any, content: Content, errors: dict[str, str], *, with_new: bool = True
) -> Sharing:
    allowed = set(grantable_roles(request.person, content, request.district.definitions))
    wanted: Wanted = {
        principal: {role: until for role, until in roles.items() if role not in allowed}
        for principal, roles in content.grants.items()
    }
    for key in request.POST.getall("grant")[:MOST_GRANTS]:
        principal, role = _parted(key)
        if principal and role in allowed:
            until = _until(request, f"until:{key}", errors)
            was = content.grants.get(principal, {}).get(role)
            if last_day(was, request) == last_day(until, request):
                until = was  # the same day: the very moment stays
            wanted.setdefault(principal, {})[role] = until
    if with_new:
        _add_new(request, wanted, allowed, errors)
    found = {principal: roles for principal, roles in wanted.items() if roles}
    return Sharing(found, _inherits(request, content))


def _inherits(request: Any, content: Content) -> bool:
    """A box that is not there (the site has nothing above it) leaves it as it is."""
    if "asks_inherits" not in request.POST:
        return content.inherits_roles
    return "inherits" in request.POST


def _parted(key: Any) -> tuple[int, str]:
    number, _colon, role = key.partition(":") if isinstance(key, str) else ("", "", "")
    is_id = number.isascii() and number.isdecimal() and len(number) < 17
    return (int(number), role) if is_id else (0, "")


def chosen_of(request: Any) -> int:
    """Return the id of the new person or group; 0 where nobody was chosen, or nobody there is.

    Where nobody was chosen, whoever alone is called as was typed.
    """
    if words := typed_name(request):
        called = principals_called(request.person, words, request.district)
        return called[0].id if len(called) == 1 else 0
    principal, _role = _parted(f"{text_of(request, 'who') or text_of(request, 'who-found')}:")
    known = request.district.records
    return principal if known.person(principal) or known.group(principal) else 0


def typed_name(request: Any) -> str:
    """Return the name that stands in the form where nobody was chosen by it, nor is looked for."""
    if "look" in request.POST or text_of(request, "who") or text_of(request, "who-found"):
        return ""
    return text_of(request, "find").strip()


def _nobody(request: Any) -> Any:
    """Say why nobody is chosen."""
    if not (words := typed_name(request)):
        return _("This person or group does not exist.")
    if principals_called(request.person, words, request.district):
        sentence = _("Choose somebody from the list: more than one is called “${name}”.")
    else:
        sentence = _("Choose somebody from the list: nobody here is called “${name}”.")
    return sentence % {"name": words[:LONGEST_NAME]}


def _add_new(request: Any, wanted: Wanted, allowed: set[str], errors: dict[str, str]) -> None:
    """Take over the person or group that was chosen; nothing chosen is no error."""
    role = text_of(request, "role")
    if not (text_of(request, "who") or text_of(request, "who-found") or typed_name(request)):
        return
    principal = chosen_of(request)
    if not principal:
        errors["who"] = _nobody(request)
    elif role not in allowed:
        errors["role"] = _("Please choose a role.")
    else:
        wanted.setdefault(principal, {})[role] = _until(request, "until", errors)


def at_fields(request: Any, errors: Mapping[str, str]) -> dict[str, str]:
    """Return the errors under the fields of the form: those of a new grant are at its own."""
    new = f"until:{chosen_of(request)}:{text_of(request, 'role')}"
    return {"until" if name == new else name: say for name, say in errors.items()}


def _until(request: Any, name: str, errors: dict[str, str]) -> datetime | None:
    """Return the end of a day in the district's time zone (UTC); None for an empty answer."""
    typed = request.POST.get(name, "")
    if not isinstance(typed, str) or not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip())
        after = datetime.combine(day + timedelta(days=1), time(), zone_of(request))
        return after.astimezone(UTC)
    except (ValueError, OverflowError):
        errors[name] = _("Please write a date such as 2026-09-01.")
        return None


def last_day(until: datetime | None, request: Any) -> str:
    """Return the last day on which a grant counts, as 2026-06-30; "" for no end."""
    day = last_date(until, request)
    return day.isoformat() if day else ""


def last_date(until: datetime | None, request: Any) -> date | None:
    if until is None:
        return None
    return (until - timedelta(seconds=1)).astimezone(zone_of(request)).date()


def last_day_text(until: datetime | None, request: Any) -> str:
    """Return the last day in words, as June 30, 2026; "" for no end."""
    day = last_date(until, request)
    return day_text(request, day) if day else ""


def zone_of(request: Any) -> ZoneInfo:
    return ZoneInfo(request.district.settings.time_zone)


def hidden_of(wanted: Sharing, version: str, request: Any) -> list[tuple[str, str]]:
    """Return (name, value) pairs that carry a whole sharing through the preview."""
    pairs = [("version", version), ("asks_inherits", "1")]
    if wanted.inherits_roles:
        pairs.append(("inherits", "1"))
    for principal, roles in wanted.grants.items():
        for role, until in roles.items():
            pairs.append(("grant", f"{principal}:{role}"))
            if until is not None:
                pairs.append((f"until:{principal}:{role}", last_day(until, request)))
    return pairs
