"""What somebody holds in the whole tree: every role, where, and through which group."""

from dataclasses import dataclass
from datetime import datetime

from academe.actions.accounts import ADMINISTRATOR
from academe.actions.district import District
from academe.errors import NotThere, Refused
from academe.store.content import Content, is_reachable
from academe.store.people import Identity
from academe.store.records import HIGHEST
from academe.wording import _


@dataclass(frozen=True)
class Holding:
    """One role at one place; it counts below that place too."""

    role: str
    content: Content
    until: datetime | None  # UTC; None: without an end
    group: str = ""  # title of the group that brings it; empty: held by the person


def list_holdings(person: Identity, about: int, district: District) -> list[Holding]:
    """Return what a person or a group holds; for themselves and for administrators."""
    if person.id != about and ADMINISTRATOR not in person.roles:
        raise Refused(_("Only administrators may do this."))
    known = district.records.person(about)
    if known is None:
        if district.records.group(about) is None:
            raise NotThere(_("There is no such person."))
        return _held_by(about, "", district)
    found = _held_by(about, "", district)
    for group_id in sorted(known.groups_on(district.today)):
        group = district.records.group(group_id)
        if group is not None:
            found += _held_by(group_id, group.title, district)
    return found


def _held_by(principal: int, group: str, district: District) -> list[Holding]:
    found = []
    for _principal, content_id in district.site.places.keys((principal, 0), (principal, HIGHEST)):
        content = district.site.content(content_id)
        if content is None or not is_reachable(content):
            continue
        for role, until in content.grants.get(principal, {}).items():
            if until is None or until > district.now:
                found.append(Holding(role, content, until, group))
    return found
