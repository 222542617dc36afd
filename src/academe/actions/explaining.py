"""Says in words why somebody may, or may not, and who can see a content."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from academe.actions.access import (
    KEPT_AT_BARRIERS,
    computed_roles,
    governing_place,
    governing_state,
    may,
    own_grants,
    reads_above,
    roles_at,
    sees_type,
    workflow_at,
)
from academe.actions.district import District
from academe.actions.reading import text_in_force, title_in, values_for
from academe.actions.withholding import CHANGING, is_withheld
from academe.store.content import Content, is_reachable
from academe.store.people import Identity
from academe.wording import _, in_a_row, word_of_files

DOING = {
    "read": _("read"),
    "view": _("view the working text of"),
    "edit": _("edit"),
    "add": _("add to"),
    "share": _("share"),
    "remove": _("remove"),
}


class Holding(NamedTuple):
    """One role that a principal holds at a content, and where it comes from."""

    principal: int  # person or group id; 0 for a computed role
    role: str
    place: Content  # where it was granted
    until: datetime | None  # UTC


def why(person: Identity, permission: str, content: Content, district: District) -> str:
    """Return the answer of ``may`` as a sentence, in the words of the workflow file."""
    definitions = district.definitions
    words = words_of_why(person, DOING.get(permission, permission), content, district)
    if may(person, permission, content, definitions):
        return _why_so(person, permission, content, district, words)
    return _why_not(person, permission, content, district, words)


def words_of_why(
    person: Identity, doing: str, content: Content, district: District
) -> dict[str, str]:
    """Return what every sentence about a right names."""
    state = governing_state(person, content, district.definitions)
    return {
        "who": person.name or _("A visitor"),
        "doing": doing,
        "title": known_title(person, content, district),
        "state": word_of_files(state.title) if state else "?",
    }


def _why_so(
    person: Identity, permission: str, content: Content, district: District, words: dict[str, str]
) -> str:
    state = governing_state(person, content, district.definitions)
    if state is None:
        return _(
            "${who} may ${doing} “${title}” as administrator: its state is unknown.", mapping=words
        )
    opening = set(state.roles_for(permission))
    for role in sorted(
        opening & (computed_roles(person) | {"creator", "owner"}) & roles_at(person, content)
    ):
        words["role"] = word_of_files(district.definitions.role(role).title)
        return _(
            "${who} may ${doing} “${title}” because “${state}” lets “${role}” do it.",
            mapping=words,
        )
    for holding in holdings_of(person, content):
        if holding.role in opening:
            words["role"] = word_of_files(district.definitions.role(holding.role).title)
            words["place"] = known_title(person, holding.place, district)
            words["holder"] = name_of(holding.principal, district)
            return _(
                "${who} may ${doing} “${title}” because ${holder} holds “${role}” on “${place}”, "
                "and “${state}” lets “${role}” do it.",
                mapping=words,
            )
    words["role"] = ", ".join(sorted(opening & roles_at(person, content)))
    return _(
        "${who} may ${doing} “${title}” because of the site-wide role “${role}”.", mapping=words
    )


def _why_not(
    person: Identity, permission: str, content: Content, district: District, words: dict[str, str]
) -> str:
    definitions = district.definitions
    state = governing_state(person, content, definitions)
    roles = roles_at(person, content)
    if not is_reachable(content):
        return _("${who} may not ${doing} “${title}”: it lies in the bin.", mapping=words)
    if state is None:
        return _(
            "Nobody but an administrator may ${doing} “${title}”: its state is unknown.",
            mapping=words,
        )
    if is_withheld(permission, content, definitions):
        return _withheld(permission, content, district, words)
    if not roles.isdisjoint(state.roles_for(permission)) and sees_type(roles, content, definitions):
        return _(
            "${who} may not ${doing} “${title}”: no published text is in force today.",
            mapping=words,
        )
    return roles_missing(person, state.roles_for(permission), content, district, words)


def roles_missing(
    person: Identity,
    roles: Iterable[str],
    content: Content,
    district: District,
    words: dict[str, str],
) -> str:
    """Return which of the ``roles`` would be needed, and which ones ``person`` holds.

    ``words``: who, doing, title and state, as a sentence names them.
    """
    definitions = district.definitions
    needed = [definitions.role(role).title for role in roles]
    own = roles_at(person, content) - computed_roles(person)
    held = sorted(definitions.role(role).title for role in own)
    words["needed"], words["held"] = in_a_row(needed), in_a_row(held)
    if not needed:
        return _("Nobody may ${doing} “${title}” while it is “${state}”.", mapping=words)
    if not held:
        return _(
            "${who} may not ${doing} “${title}”: while it is “${state}” one of these roles is "
            "needed here: ${needed}. ${who} holds none here.",
            mapping=words,
        )
    return _(
        "${who} may not ${doing} “${title}”: while it is “${state}” one of these roles is needed "
        "here: ${needed}. ${who} holds here: ${held}.",
        mapping=words,
    )


def _withheld(permission: str, content: Content, district: District, words: dict[str, str]) -> str:
    """Say why nobody may: the licence of what was copied, or because it is an own area."""
    if permission not in CHANGING:
        return _("Nobody may ${doing} “${title}”: it is an own area.", mapping=words)
    licence = str(content._origin.get("licence"))
    words["licence"] = district.definitions.choices["licences"].labels.get(licence, licence)
    return _(
        "Nobody may ${doing} “${title}”: it is a copy, and its licence forbids changes "
        "(${licence}).",
        mapping=words,
    )


def holdings_of(person: Identity, content: Content) -> Iterator[Holding]:
    """Yield the granted roles that reach ``content``, nearest first."""
    behind = False
    for place in content.lineage():
        for principal, role in own_grants(person, place):
            if not behind or role in KEPT_AT_BARRIERS:
                yield Holding(principal, role, place, place.grants[principal][role])
        if place.owner:
            return
        behind = behind or not place.inherits_roles


def holdings_at(content: Content, district: District) -> list[Holding]:
    """Return every granted role that reaches ``content``, whoever holds it, nearest first."""
    found, behind = [], False
    for place in content.lineage():
        for principal, roles in place.grants.items():
            for role, until in roles.items():
                open_way = not behind or role in KEPT_AT_BARRIERS
                if open_way and (until is None or until > district.now):
                    found.append(Holding(principal, role, place, until))
        if place.owner:
            return found  # nothing from above counts here
        behind = behind or not place.inherits_roles
    return [*found, *_site_wide(behind, district)]


def _site_wide(behind: bool, district: District) -> Iterator[Holding]:
    """Yield the roles that people hold on the whole site; ``behind``: what passes a barrier."""
    for someone in district.records.people.values():
        for role in () if someone.disabled else someone.roles:
            if not behind or role in KEPT_AT_BARRIERS:
                yield Holding(someone.id, role, district.site.root, None)


class Audience(NamedTuple):
    """Who can see a content: in which way, by which role, from where."""

    holding: Holding
    words: tuple[str, ...]  # of PERMISSIONS


def may_see_who(person: Identity, content: Content, district: District) -> bool:
    """Say whether ``person`` may know who else gets in."""
    return any(may(person, word, content, district.definitions) for word in ("edit", "share"))


def who_can_see(person: Identity, content: Content, district: District) -> list[Audience]:
    """Return who may do what with ``content``: everybody's roles first, then granted ones.

    For those who may edit or share it; others get an empty list.
    """
    definitions = district.definitions
    if not may_see_who(person, content, district):
        return []
    place, workflow = governing_place(content), workflow_at(content, definitions)
    state = workflow.states.get(place.state or "") if workflow and place else None
    if state is None:
        return []
    computed = [Holding(0, role, content, None) for role in definitions.computed_roles]
    audiences, is_closed = [], text_is_closed(content, district)
    for holding in [*computed, *holdings_at(content, district)]:
        words = tuple(word for word in DOING if holding.role in state.roles_for(word))
        if is_closed or not reads_above(person, frozenset({holding.role}), content, definitions):
            words = tuple(word for word in words if word != "read")
        if words:
            audiences.append(Audience(holding, words))
    return audiences


def text_is_closed(content: Content, district: District) -> bool:
    """Say whether no published text of ``content`` leads today."""
    return content.in_force(district.today) is None


def known_title(person: Identity, content: Content, district: District) -> str:
    """Return the title as ``person`` sees it; what they may not know of goes by its short name."""
    values = values_for(person, content, district)
    return title_in(values) if values is not None else content.__name__ or "/"


def name_of(principal: int, district: District) -> str:
    """Return the name of a person or the title of a group."""
    found = district.records.person(principal)
    if found is not None:
        return str(found.name)
    group = district.records.group(principal)
    return str(group.title) if group else "?"


def may_know_why(person: Identity, content: Content, district: District) -> bool:
    """Say whether a refusal may be explained to ``person``: they know the place anyway."""
    return person.is_signed_in and (
        may(person, "view", content, district.definitions)
        or text_in_force(person, content, district) is not None
    )
