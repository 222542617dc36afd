"""The time zones that somebody chooses from: each once, those of the district's country first."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from academe.web.translating import locale_of
from academe.web.widgets import OneGroup
from academe.wording import _

NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


def zones_for(request: Any, present: str) -> tuple[OneGroup, ...]:
    """Return the zones in two groups: of the district's country, and all others.

    The district's own is left out: it is what nobody has to choose. A zone with several names
    has the one that somebody has chosen already (``present``), else that of today.
    """
    own = request.district.settings.time_zone
    names = {name_of_today(one) for one in available_timezones() if _is_place(one)} | {"UTC"}
    taken = {name_of_today(present), name_of_today(own)}
    names = {one for one in names if name_of_today(one) not in taken}
    if present and name_of_today(present) != name_of_today(own):
        names.add(present)
    country = _country(own)
    near = sorted(one for one in names if country and _country(one) == country)
    far = sorted(names.difference(near))
    groups = ((_country_name(request, country), near), (request.say(_("Everywhere else")), far))
    return tuple(
        OneGroup(label, tuple((one, plain_zone(one)) for one in zones))
        for label, zones in groups
        if zones
    )


def name_of_today(zone: str) -> str:
    """Return what a zone is called today: ``Asia/Kolkata`` for ``Asia/Calcutta``."""
    return str(get_global("zone_aliases").get(zone, zone))


def plain_zone(zone: str) -> str:
    return zone.replace("_", " ")


def _is_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith(NO_PLACES)


def _country(zone: str) -> str:
    """Return the code of the country that a zone lies in; empty for none."""
    found = str(get_global("zone_territories").get(name_of_today(zone), ""))
    return found if found.isalpha() and found != "ZZ" else ""  # 001 is the world, ZZ nowhere


def _country_name(request: Any, code: str) -> str:
    return str(Locale.parse(locale_of(request.language)).territories.get(code, code))
