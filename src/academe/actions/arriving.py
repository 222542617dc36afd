"""What becomes of state, published text and roles when a content arrives at another place.

Nobody brings, by moving, copying, importing or restoring, what they could not
have given there: docs/decisions/0006.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from academe.actions.access import (
    OWNER,
    forget,
    governing_place,
    governing_state,
    roles_at,
    workflow_at,
    workflow_name,
)
from academe.actions.creating import first_state
from academe.actions.district import District
from academe.actions.placing import note_published, note_sent_back, note_waiting
from academe.actions.recording import record
from academe.actions.ruling import chosen_in, workflow_named_at, workflows_below
from academe.errors import Refused
from academe.store.content import NOTHING, Content, subtree
from academe.store.people import Identity
from academe.store.standards import published_keys
from academe.wording import _


class Standing(NamedTuple):
    """What governed a content before it left."""

    place_id: int | None  # the governing place
    workflow: str | None
    chosen: Mapping[str, str] = NOTHING  # {type: workflow} as the places above chose it


def standing_of(content: Content, district: District) -> Standing:
    """Return what governs the content now; ask before it is detached."""
    place = governing_place(content)
    return Standing(
        place.id if place else None,
        workflow_named_at(content, district.definitions),
        chosen_in(content.__parent__),
    )


def check_opens_nothing(
    person: Identity, content: Content, target: Content, was: Standing, district: District
) -> None:
    """Raise Refused if other rules in ``target`` would open what was closed to ``person``.

    What counts is the old rule, asked with the roles that they hold at the target.
    """
    definitions = district.definitions
    before = workflows_below(content, was.chosen, was.workflow, definitions)
    followed = workflow_named_at(target, definitions)
    after = workflows_below(content, chosen_in(target), followed, definitions)
    above = district.site.content(was.place_id or 0)
    states = {content.id: content.state or (above.state if above else None)}
    here = roles_at(person, target) - {"creator"}
    for place in subtree(content):
        if place is not content:
            states[place.id] = place.state or states[place.__parent__.id]  # type: ignore[union-attr]
        if before[place.id] != after[place.id]:
            workflow = definitions.workflows.get(before[place.id] or "")
            state = workflow.states.get(states[place.id] or "") if workflow else None
            roles = here | {"creator"} if place.created_by == person.id else here
            roles |= roles_at(person, place) & OWNER  # as nobody brings it along, it may speak
            if roles.isdisjoint(state.view if state else {"administrator"}):
                raise Refused(_("Other rules hold there, and not all of this is open to you."))


def settle(person: Identity, content: Content, was: Standing, district: District, act: int) -> None:
    """Take away what the mover could not have set at the new place of ``content`` and below.

    What counts is what the mover holds at the place where it arrives: roles that
    the content brings with it speak for nobody.
    """
    forget(person)
    here = roles_at(person, content.__parent__) - {"creator"}  # type: ignore[arg-type]
    same_rules = rules_kept(content, was, district)
    same_place = content.state is None and standing_of(content, district).place_id == was.place_id
    verdicts: dict[int, bool] = {}  # {content id: may it keep what was published}
    for place in list(subtree(content)):
        roles = here | {"creator"} if place.created_by == person.id else here
        has_own = workflow_name(place, district.definitions) is not None
        if place.state is None and place is not content:
            keeps = verdicts[place.__parent__.id]  # type: ignore[union-attr]
        else:
            keeps = (place is content and same_place) or (
                same_rules[place.id] and may_publish(roles, place, district)
            )
        verdicts[place.id] = keeps
        _settle_one(person, place, roles, keeps, has_own or place is content, district, act)
    _begin_alone(person, content, district, act)


def rules_kept(content: Content, was: Standing, district: District) -> dict[int, bool]:
    """Return for ``content`` and all below it whether the same workflow rules as before."""
    now, definitions = standing_of(content, district), district.definitions
    before = workflows_below(content, was.chosen, was.workflow, definitions)
    after = workflows_below(content, now.chosen, now.workflow, definitions)
    return {content_id: name == after[content_id] for content_id, name in before.items()}


def may_publish(roles: frozenset[str], content: Content, district: District) -> bool:
    """Say whether one of ``roles`` takes some publishing step at ``content``."""
    workflow = workflow_at(content, district.definitions)
    return workflow is not None and any(
        step.publishes and not roles.isdisjoint(step.by) for step in workflow.transitions.values()
    )


def _begin_alone(person: Identity, content: Content, district: District, act: int) -> None:
    """Let a follower that never was published begin alone where its new place is closed.

    Otherwise nobody could work on it before all of its new place is revised.
    """
    if content.state is None and content._published is None and content._coming is None:
        content.state = first_state(person, content, district)
        forget(person)
        if content.state is not None:
            after = {"state": content.state}
            record(
                person, content, "settle", district, before={"state": None}, after=after, act=act
            )


def _settle_one(
    person: Identity,
    place: Content,
    roles: frozenset[str],
    keeps: bool,
    begins: bool,
    district: District,
    act: int,
) -> None:
    """Reset one place and write down what differs.

    ``keeps``: the published text and the state stay. ``begins``: otherwise it
    gets a first state of its own; if not, it follows its parent.
    """
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    grants = kept_grants(person, place, roles, district)
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
        named = published_keys(place)
        place._published = place._coming = None
        note_published(place, named, district)
    state, place.state = place.state, None
    forget(person)
    if begins:
        place.state = first_state(person, place, district)
        forget(person)
    if place.state != state:
        before["state"], after["state"] = state, place.state
        note_waiting(place, (), district)
        note_sent_back(place, (), district)


def kept_grants(person: Identity, place: Content, roles: frozenset[str], district: District) -> Any:
    """Return the grants of ``place`` without those that holders of ``roles`` may not give."""
    if not place.grants:
        return place.grants
    state = governing_state(person, place, district.definitions)
    may_share = state is not None and not roles.isdisjoint(state.share)
    allowed = district.definitions.grants_of(roles) if may_share else frozenset()
    kept = {
        principal: {role: until for role, until in given.items() if role in allowed}
        for principal, given in place.grants.items()
    }
    return {principal: given for principal, given in kept.items() if given}


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
