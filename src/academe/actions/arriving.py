"""What becomes of state, published text and roles when a content arrives at another place.

Nobody brings, by moving, copying, importing or restoring, what they could not
have given there: docs/decisions/0006.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from academe.actions.access import (
    forget,
    governing_place,
    grantable_roles,
    roles_at,
    workflow_at,
    workflow_name,
)
from academe.actions.creating import first_state
from academe.actions.district import District
from academe.actions.placing import note_waiting
from academe.actions.recording import record
from academe.store.content import Content, subtree
from academe.store.people import Identity


class Standing(NamedTuple):
    """What governed a content before it left."""

    place_id: int | None  # the governing place
    workflow: str | None


def standing_of(content: Content, district: District) -> Standing:
    """Return what governs the content now; ask before it is detached."""
    place, workflow = governing_place(content), workflow_at(content, district.definitions)
    return Standing(place.id if place else None, workflow.name if workflow else None)


def may_publish(person: Identity, content: Content, district: District) -> bool:
    """Say whether ``person`` holds a role that takes some publishing step at ``content``."""
    workflow = workflow_at(content, district.definitions)
    if workflow is None:
        return False
    roles = roles_at(person, content)
    return any(
        step.publishes and not roles.isdisjoint(step.by) for step in workflow.transitions.values()
    )


def settle(person: Identity, content: Content, was: Standing, district: District, act: int) -> None:
    """Take away what the mover could not have set at the new place of ``content`` and below."""
    forget(person)
    now = standing_of(content, district)
    same_place = content.state is None and now.place_id == was.place_id
    same_rules = now.workflow == was.workflow
    verdicts: dict[int, bool] = {}  # {content id: may it keep what was published}
    for place in subtree(content):
        has_own = workflow_name(place, district.definitions) is not None
        if place.state is None and place is not content:
            keeps = verdicts[place.__parent__.id]  # type: ignore[union-attr]
        else:
            keeps = same_place and place is content
            keeps |= (same_rules or has_own) and may_publish(person, place, district)
        verdicts[place.id] = keeps
        _settle_one(person, place, keeps, has_own or place is content, district, act)


def _settle_one(
    person: Identity, place: Content, keeps: bool, begins: bool, district: District, act: int
) -> None:
    """Reset one place and write down what differs.

    ``keeps``: the published text and the state stay. ``begins``: otherwise it
    gets a first state of its own; if not, it follows its parent.
    """
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    grants = kept_grants(person, place, district)
    if grants != place.grants:
        before["grants"], after["grants"] = dict(place.grants), grants
        set_grants_of(place, grants, district)
    if not keeps:
        withdraw(person, place, begins, before, after, district)
    if after:
        record(person, place, "settle", district, before=before, after=after, act=act)


def withdraw(
    person: Identity,
    place: Content,
    begins: bool,
    before: dict[str, Any],
    after: dict[str, Any],
    district: District,
) -> None:
    """Take the published text away and, where it ``begins``, give it its first state."""
    if place._published is not None or place._coming is not None:
        before["published"], after["published"] = (place._published, place._coming), None
        place._published = place._coming = None
    state, place.state = place.state, None
    forget(person)
    if begins:
        place.state = first_state(person, place, district)
        forget(person)
    if place.state != state:
        before["state"], after["state"] = state, place.state
        note_waiting(place, (), district)


def kept_grants(person: Identity, place: Content, district: District) -> Any:
    """Return the grants of ``place`` without the roles that ``person`` may not hand out there."""
    if not place.grants:
        return place.grants
    allowed = set(grantable_roles(person, place, district.definitions))
    kept = {
        principal: {role: until for role, until in roles.items() if role in allowed}
        for principal, roles in place.grants.items()
    }
    return {principal: roles for principal, roles in kept.items() if roles}


def set_grants_of(place: Content, grants: Any, district: District) -> None:
    """Replace the grants of one place and keep the tree of places per principal true."""
    places = district.site.places
    for principal in place.grants.keys() - grants.keys():
        if (principal, place.id) in places:
            places.remove((principal, place.id))
    for principal in grants:
        places.insert((principal, place.id))
    place.grants = dict(grants)


def followers(content: Content) -> Iterator[Content]:
    """Yield ``content`` and all below it that follows it, parents first.

    A place below with a state of its own is left out with all that follows it.
    """
    waiting = [content]
    while waiting:
        place = waiting.pop()
        yield place
        waiting.extend(child for child in reversed(list(place.children())) if child.state is None)
