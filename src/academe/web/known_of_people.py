"""What was found out for somebody who is signed in, kept from one request to the next.

It is found out anew when any content has changed, at midnight, when the person's roles or groups
are others, and when a role that was given to them for a time has ended: then, and not before,
the rule of access may say something else.
"""

from datetime import datetime
from typing import Any, NamedTuple

from academe.actions.district import District
from academe.actions.ending import first_end

AT_MOST = 100  # people; of a district with thousands of courses each takes half a megabyte


class Held(NamedTuple):
    """What is known of one person, and as long as what it holds."""

    rights: tuple[Any, ...]
    since: datetime  # what a request says that began before, may have ended meanwhile
    ends: datetime | None  # when the first of the roles that were given for a time ends
    known: dict[str, Any]


def known_of_person(request: Any) -> dict[str, Any]:
    """What is known of who asks, in this state of the contents; plain words and numbers alone."""
    if request.method not in ("GET", "HEAD"):
        return {}  # it may have written something that is never committed
    person, district = request.person, request.district
    state = (request.opened.last_change, district.today)
    at, people = request.registry.known_of_people
    if at != state or len(people) > AT_MOST:
        people = {}
        request.registry.known_of_people = (state, people)
    rights = (person.roles, frozenset(person.principals), person.is_staff)
    held: Held | None = people.get(person.id)
    if held is not None and district.now < held.since:
        return {}
    if held is None or held.rights != rights or _has_ended(held.ends, district):
        held = people[person.id] = Held(rights, district.now, first_end(person, district), {})
    return held.known


def _has_ended(ends: datetime | None, district: District) -> bool:
    return ends is not None and ends <= district.now


def includeme(config: Any) -> None:
    config.registry.known_of_people = (None, {})
    config.add_request_method(known_of_person, reify=True)
