"""What would become of a content at another place, asked before it is moved there."""

from typing import NamedTuple

from academe.actions.access import governing_state, roles_at, workflow_name
from academe.actions.arriving import may_publish, standing_of
from academe.actions.district import District
from academe.actions.sharing import afresh
from academe.store.content import Content
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
        was.chosen.get(kind) == would_be.chosen.get(kind)
        if has_own
        else was.workflow == would_be.workflow
    )
    keeps = stays_under or (same_rules and may_publish(roles, shadow, district))
    state = governing_state(afresh(person), shadow, district.definitions) if keeps else None
    return Foresight(keeps, state.title if state else None)


def as_if_in(content: Content, target: Content) -> Content:
    """Return a stand-in for ``content``, outside every database, that lies in ``target``."""
    shadow = Content.__new__(Content)
    shadow.__setstate__(content.__getstate__())
    shadow.__parent__, shadow._removed = target, None
    return shadow
