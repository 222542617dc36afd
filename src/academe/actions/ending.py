"""When access changes by itself: at the end of a role that was given for a time."""

from datetime import datetime

from academe.actions.access import now_of
from academe.actions.district import District
from academe.store.people import Identity


def first_end(person: Identity, district: District) -> datetime | None:
    """Return when the first of the person's roles ends that were given for a time (UTC).

    Whoever keeps something that the rule of access said keeps it no longer than that.
    """
    now = now_of(person)
    ends = (
        until
        for principal in person.principals
        for place in district.site.places_of(principal)
        for until in place.grants.get(principal, {}).values()
        if until is not None and until > now
    )
    return min(ends, default=None)
