"""Who may do what, where: the one rule of the house.

A person may do something with a content if a role that they hold there is named
for it in the state that governs the content. Nothing of this is stored with the
content: a changed workflow file counts from the next start on, a shared or
expired role from the next request on. docs/decisions/0004
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from academe.actions.withholding import is_withheld
from academe.definitions.definitions import Definitions
from academe.definitions.fields import Field
from academe.definitions.workflows import PERMISSIONS, State, Workflow
from academe.store.content import Content
from academe.store.people import Identity


def may(person: Identity, permission: str, content: Content, definitions: Definitions) -> bool:
    """Say whether ``person`` may ``permission`` the ``content``; unknown words: never."""
    known: dict[tuple[int, str], bool] = person.memo.setdefault("may", {})
    key = (content.id, permission)
    answer = known.get(key)
    if answer is None:
        is_refused = permission not in PERMISSIONS or is_withheld(permission, content, definitions)
        answer = not is_refused and lets(person, permission, content, definitions)
        known[key] = answer
    return answer


def lets(person: Identity, permission: str, content: Content, definitions: Definitions) -> bool:
    """Say whether roles and state allow it; ``may`` asks besides what the content withholds."""
    if not has_roles_of_its_place(content):
        is_let = _lets(person, permission, content, definitions)
    else:
        # The lessons of a unit, and the published courses of a folder, ask once for all of
        # them: whoever made one, for theirs.
        known: dict[Any, bool] = person.memo.setdefault("follows", {})
        above, is_creator = content.__parent__, bool(person.id) and content.created_by == person.id
        key = (
            permission,
            above.id if above else 0,
            content.type_name,
            content.state,
            is_creator,
        )
        answer = known.get(key)
        if answer is None:
            answer = known[key] = _lets(person, permission, content, definitions)
        is_let = answer
    return is_let and (permission != "read" or is_in_force(person, content))


def has_roles_of_its_place(content: Content) -> bool:
    """Say whether its roles are those of the parent: none are said of the content itself.

    Then its type and its state alone tell it from its siblings.
    """
    return (
        not content.grants
        and content.inherits_roles
        and not content.owner
        and content._removed is None
        and content.__parent__ is not None
    )


def _lets(person: Identity, permission: str, content: Content, definitions: Definitions) -> bool:
    """Answer for a content and all like it beside it: nothing here asks for its own text."""
    roles = roles_at(person, content)
    state = governing_state(person, content, definitions)
    if state is None:
        # Its state or workflow is gone from the files: only somebody who can repair it gets in.
        return "administrator" in roles and permission != "read"
    if roles.isdisjoint(getattr(state, permission)):
        return False
    if not sees_type(roles, content, definitions):
        return False
    return permission != "read" or reads_above(person, roles, content, definitions)


def reads_above(
    person: Identity, roles: frozenset[str], content: Content, definitions: Definitions
) -> bool:
    """Say whether ``roles`` read what a content follows that has a state of its own for a time.

    A lesson that is revised alone is as public as its course all the while: it
    is gone for readers when the course is retired.
    """
    place = governing_place(content)
    while place is not None and place.__parent__ is not None:
        if workflow_name(place, definitions) is not None:
            return True
        above: Content = place.__parent__
        state = governing_state(person, above, definitions)
        if state is None or roles.isdisjoint(state.read):
            return False
        place = governing_place(above)
    return True


def sees_type(roles: frozenset[str], content: Content, definitions: Definitions) -> bool:
    """Say whether the type's own ``seen_by`` lets the holder of ``roles`` in, all the way up."""
    for place in content.lineage():
        found = definitions.types.get(place.type_name)
        if found is not None and found.seen_by is not None and found.seen_by not in roles:
            return False
    return True


def sees_field(person: Identity, field: Field, content: Content) -> bool:
    """Say whether ``person`` may know the answer to ``field`` where they may know the content."""
    return field.seen_by is None or field.seen_by in roles_at(person, content)


def roles_at(person: Identity, content: Content) -> frozenset[str]:
    """Return every role that ``person`` holds at ``content``; none for what lies in the bin."""
    known: dict[int, frozenset[str]] = person.memo.setdefault("roles", {})
    unknown: list[Content] = []
    held: frozenset[str] | None = None
    for place in content.lineage():
        held = known.get(place.id)
        if held is not None:
            break
        unknown.append(place)
    for place in reversed(unknown):
        held = known[place.id] = _roles_below(person, place, held)
    if not held:
        return frozenset()
    if person.id and content.created_by == person.id:
        return held | {"creator"}
    return held


def _roles_below(person: Identity, place: Content, above: frozenset[str] | None) -> frozenset[str]:
    """Return the roles at ``place``, given those at its parent (None: it has no parent)."""
    if above is None:
        if place.type_name != "site" or place._removed is not None:
            return frozenset()  # cut off from the tree: nobody holds anything
        above = computed_roles(person) | person.roles
    elif not above or place._removed is not None:
        return frozenset()
    elif place.owner:
        above = computed_roles(person) | (OWNER if place.owner == person.id else frozenset())
    elif not place.inherits_roles:
        above = (above & KEPT_AT_BARRIERS) | computed_roles(person)
    if not place.grants:
        return above  # one set for thousands of contents
    granted = frozenset(role for _, role in own_grants(person, place))
    return above | granted


# A barrier keeps out roles from above. The administrator stays, so that no place is out of
# reach for repair; what that role may see is still for the workflow file to say. Into an own
# area comes no role from above at all, docs/decisions/0041: there its owner passes barriers.
OWNER = frozenset({"owner"})
KEPT_AT_BARRIERS = frozenset({"administrator"}) | OWNER


def computed_roles(person: Identity) -> frozenset[str]:
    """Return the roles that nobody hands out."""
    if not person.is_signed_in:
        return frozenset({"anyone"})
    return frozenset(
        {"anyone", "signed_in", "staff"} if person.is_staff else {"anyone", "signed_in"}
    )


def own_grants(person: Identity, place: Content) -> Iterator[tuple[int, str]]:
    """Yield (principal id, role) for the unexpired grants of ``person`` at exactly ``place``."""
    if place.grants:
        now = now_of(person)
        for principal in person.principals:
            for role, until in place.grants.get(principal, {}).items():
                if until is None or until > now:
                    yield principal, role


def governing_place(content: Content) -> Content | None:
    """Return the nearest place, upward, with a state of its own."""
    for place in content.lineage():
        if place.state is not None:
            return place
    return None


def governing_state(person: Identity, content: Content, definitions: Definitions) -> State | None:
    """Return the state that governs ``content``; None if the files no longer know it."""
    known: dict[int, State | None] = person.memo.setdefault("states", {})
    if content.id not in known and content.state is None and content.__parent__ is not None:
        known[content.id] = governing_state(person, content.__parent__, definitions)
    elif content.id not in known:
        place = governing_place(content)
        workflow = None if place is None else workflow_at(place, definitions)
        state = (
            None if place is None or workflow is None else workflow.states.get(place.state or "")
        )
        known[content.id] = state
    return known[content.id]


def workflow_at(content: Content, definitions: Definitions) -> Workflow | None:
    """Return the workflow whose words govern ``content``: its own, else that of its parent."""
    for place in content.lineage():
        name = workflow_name(place, definitions)
        if name is not None:
            return definitions.workflows.get(name)
    return None


def workflow_name(place: Content, definitions: Definitions) -> str | None:
    """Return the name of the workflow of exactly this place; None: it follows its parent.

    A folder above may name another one for its type (``workflow_below``); an own
    area names one for all that have one (``*``), which counts before all others.
    """
    found, named, of_all = definitions.types.get(place.type_name), None, None
    above = place.__parent__
    while above is not None:
        if above.workflow_below:
            named = named or above.workflow_below.get(place.type_name)
            of_all = above.workflow_below.get("*", of_all)
        above = above.__parent__
    named = named or (None if found is None else found.workflow)
    return of_all or named if named else None


def is_in_force(person: Identity, content: Content) -> bool:
    """Say whether a published text leads today and no place above is outside its dates."""
    today = today_of(person)
    publication = content.in_force(today)
    if publication is None:
        return False
    return _is_open(person.memo.setdefault("dates", {}), content, today)


def _is_open(known: dict[int, bool], place: Content, today: date) -> bool:
    """Say whether ``place`` and all above it are within their dates of visibility."""
    answer = known.get(place.id)
    if answer is None:
        above = place.__parent__
        answer = _within_dates(place, today) and (above is None or _is_open(known, above, today))
        known[place.id] = answer
    return answer


def _within_dates(place: Content, today: date) -> bool:
    publication = place.in_force(today)
    if publication is None:
        return True
    values = publication.values
    first, last = values.get("visible_from"), values.get("visible_until")
    return (first is None or first <= today) and (last is None or today <= last)


def now_of(person: Identity) -> datetime:
    """Return the instant (UTC) for which the access of ``person`` is asked; fixed per request."""
    if "now" not in person.memo:
        person.memo["now"] = datetime.now(UTC)
    return person.memo["now"]


def today_of(person: Identity) -> date:
    """Return the district's day; in UTC where nobody said otherwise."""
    if "today" not in person.memo:
        person.memo["today"] = now_of(person).date()
    return person.memo["today"]


def grantable_roles(
    person: Identity, content: Content, definitions: Definitions
) -> tuple[str, ...]:
    """Return the roles that ``person`` may hand out at ``content``, in the order of roles.toml."""
    if not may(person, "share", content, definitions):
        return ()
    held = roles_at(person, content)
    handed = definitions.grants_of(held)
    return tuple(name for name in definitions.roles if name in handed)


def forget(person: Identity) -> None:
    """Drop what was remembered of roles and states: the tree has changed in this request."""
    for kind in ("roles", "states", "follows", "dates", "may", "values", "allowances"):
        person.memo.pop(kind, None)
