"""What would become of a content at another place, asked before it is moved there."""

from collections.abc import Iterator
from typing import NamedTuple

from academe.actions.access import forget, governing_state, roles_at, workflow_name
from academe.actions.arriving import kept_grants, may_publish, rules_kept, standing_of
from academe.actions.creating import first_state
from academe.actions.district import District
from academe.actions.ruling import named_in
from academe.actions.sharing import afresh
from academe.store.content import Content, subtree
from academe.store.people import Identity


class Foresight(NamedTuple):
    """What arriving there means."""

    keeps_published: bool  # readers see there what they see now
    state: str | None  # title of the state that would govern it; None: as its workflow begins


def foresee(person: Identity, content: Content, target: Content, district: District) -> Foresight:
    """Say what ``content`` itself would keep in ``target``; changes nothing.

    The same questions as ``arriving.settle`` asks once it is there.
    """
    shadow = as_if_in(content, target)
    was, would_be = standing_of(content, district), standing_of(shadow, district)
    roles = roles_at(person, target) - {"creator"}
    if content.created_by == person.id:
        roles |= {"creator"}
    stays_under = content.state is None and was.place_id == would_be.place_id
    has_own = workflow_name(shadow, district.definitions) is not None
    kind = content.type_name
    same_rules = (
        named_in(was.chosen, kind) == named_in(would_be.chosen, kind)
        if has_own
        else was.workflow == would_be.workflow
    )
    keeps = stays_under or (same_rules and may_publish(roles, shadow, district))
    state = governing_state(afresh(person), shadow, district.definitions) if keeps else None
    return Foresight(keeps, state.title if state else None)


class Loss(NamedTuple):
    """Roles at one place that would be taken back: the mover may not hand them out there."""

    place: Content
    roles: tuple[tuple[int, str], ...]  # (person or group id, role)


def roles_lost(
    person: Identity, content: Content, target: Content, district: District
) -> Iterator[Loss]:
    """Yield what moving ``content`` to ``target`` would take back, at it and below it.

    The same way as ``arriving.settle``, on stand-ins: changes nothing.
    """
    someone, was = afresh(person), standing_of(content, district)
    top = as_if_in(content, target)
    here = roles_at(someone, target) - {"creator"}
    same_rules = rules_kept(top, was, district)
    same_place = content.state is None and standing_of(top, district).place_id == was.place_id
    shadows, verdicts = {content.id: top}, {content.id: same_place}
    for place in subtree(content):
        above = place.__parent__.id if place.__parent__ else 0
        shadow = shadows.get(place.id) or as_if_in(place, shadows[above])
        roles = here | {"creator"} if place.created_by == person.id else here
        may_keep = same_rules[place.id] and may_publish(roles, shadow, district)
        if place is content:
            keeps = same_place or may_keep
        else:
            keeps = verdicts[above] if place.state is None else may_keep
        shadows[place.id], verdicts[place.id] = shadow, keeps
        kept = kept_grants(someone, shadow, roles, district)
        lost = [
            (principal, role)
            for principal, given in place.grants.items()
            for role in given
            if role not in kept.get(principal, {})
        ]
        shadow.grants = kept
        if not keeps:
            _begin_anew(someone, shadow, shadow is top, district)
        if lost:
            yield Loss(place, tuple(lost))


def _begin_anew(someone: Identity, shadow: Content, begins: bool, district: District) -> None:
    """Give a stand-in the state that its content would begin with there."""
    begins = begins or workflow_name(shadow, district.definitions) is not None
    shadow.state = None
    forget(someone)
    if begins:
        shadow.state = first_state(someone, shadow, district)
        forget(someone)


def as_if_in(content: Content, target: Content) -> Content:
    """Return a stand-in for ``content``, outside every database, that lies in ``target``."""
    shadow = Content.__new__(Content)
    shadow.__setstate__(content.__getstate__())
    shadow.__parent__, shadow._removed = target, None
    return shadow
