"""Lets a subtree use another workflow for a type than the rest of the site."""

from collections.abc import Iterator, Mapping

from academe.actions.access import forget, may, roles_at
from academe.actions.arriving import withdraw
from academe.actions.district import District
from academe.actions.recording import record
from academe.actions.ruling import chosen_in, workflow_named_at, workflows_below
from academe.definitions.workflows import State
from academe.errors import Conflict, InvalidAnswers, Refused
from academe.store.content import Content, new_id, subtree
from academe.store.people import Identity
from academe.wording import _


def choose_workflows(
    person: Identity,
    content: Content,
    wanted: Mapping[str, str],
    district: District,
    *,
    version: int | None = None,
) -> None:
    """Set the workflows for contents below ``content``: {type name: workflow name}.

    A type that is not named keeps the workflow of its file. What lies below in a
    state that its new workflow does not have, or that more people would read
    there, begins anew, unpublished. Raises Refused, InvalidAnswers, Conflict.
    """
    if not may_choose(person, content, district):
        raise Refused(_("Only an administrator may choose other workflows here."))
    if version is not None and version != content.version:
        raise Conflict(content.id, version, content.version)
    _check(wanted, district)
    if dict(wanted) == dict(content.workflow_below):
        return
    _check_sees_all(person, content, wanted, district)
    anew = list(begins_anew(content, wanted, district))
    before = dict(content.workflow_below)
    content.workflow_below = dict(wanted)
    act = new_id()
    record(
        person,
        content,
        "workflows",
        district,
        before={"workflow_below": before},
        after={"workflow_below": dict(wanted)},
        below=True,
        act=act,
    )
    for place in anew:
        _begin_anew(person, place, district, act)


def may_choose(person: Identity, content: Content, district: District) -> bool:
    """Say whether ``person`` may choose workflows below ``content``."""
    is_administrator = "administrator" in roles_at(person, content)
    return is_administrator and may(person, "share", content, district.definitions)


def _check(wanted: Mapping[str, str], district: District) -> None:
    definitions = district.definitions
    for type_name, name in wanted.items():
        found = definitions.types.get(type_name)
        if found is None or found.workflow is None or name not in definitions.workflows:
            raise InvalidAnswers({type_name: _("There is no such workflow for this type.")})


def begins_anew(
    content: Content, wanted: Mapping[str, str], district: District
) -> Iterator[Content]:
    """Yield what lies below ``content`` in a state that the workflows of ``wanted`` do not have.

    Also what would be open to more readers than before: nothing becomes public by this.
    """
    for place, before, after in _ruled_anew(content, wanted, district):
        if place.state is not None:
            old, new = (_state(name, place.state, district) for name in (before, after))
            readers = set(old.read) if old else set()
            if new is None or not set(new.read) <= readers:
                yield place


def _state(workflow: str | None, name: str, district: District) -> State | None:
    found = district.definitions.workflows.get(workflow or "")
    return None if found is None else found.states.get(name)


def _ruled_anew(
    content: Content, wanted: Mapping[str, str], district: District
) -> Iterator[tuple[Content, str | None, str | None]]:
    """Yield (place below, workflow now, workflow as wanted) where the two differ."""
    definitions, chosen = district.definitions, chosen_in(content.__parent__)
    followed = workflow_named_at(content, definitions)
    now = workflows_below(content, chosen, followed, definitions)
    then = workflows_below(content, chosen, followed, definitions, own_choice=wanted)
    for place in subtree(content):
        if now[place.id] != then[place.id]:
            yield place, now[place.id], then[place.id]


def _check_sees_all(
    person: Identity, content: Content, wanted: Mapping[str, str], district: District
) -> None:
    """Raise Refused if the choice would change the rules of what is closed to ``person``."""
    for place, _before, _after in _ruled_anew(content, wanted, district):
        if not may(person, "view", place, district.definitions):
            raise Refused(_("Something below is not open to you, so its rules are not yours."))


def _begin_anew(person: Identity, place: Content, district: District, act: int) -> None:
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    withdraw(person, place, True, before, after, district)
    record(person, place, "settle", district, before=before, after=after, act=act)
    forget(person)
