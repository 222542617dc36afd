"""A stage: all that decides who may find a text, except where it lies.

It names states, not roles, so a changed workflow file counts at once and indexes
nothing. There are few of them, whatever the number of contents.
"""

from typing import NamedTuple

from academe.actions.access import governing_place, workflow_at, workflow_name
from academe.definitions.definitions import Definitions
from academe.definitions.workflows import State
from academe.store.content import Content

WORKING, PUBLISHED = "w", "p"  # the text that is worked on, the one that readers have
BOTH = "b"  # they are the same, and readers have it on any day


class Stage(NamedTuple):
    """Which text, in which states of which workflows, for holders of which roles alone."""

    text: str  # WORKING, PUBLISHED or BOTH
    states: tuple[str, ...]  # "workflow:state": its own, then those that readers need above it
    seen_by: tuple[str, ...]  # roles that the types from here up ask for

    def tells_of(self, text: str) -> bool:
        """Say whether it is a stage of this text, alone or with the other one."""
        return self.text in (text, BOTH)

    def __str__(self) -> str:
        return "|".join((self.text, ">".join(self.states), ",".join(self.seen_by)))


def stage_from(text: str) -> Stage:
    """Return the stage that ``str`` made this of."""
    kind, states, roles = text.split("|")
    return Stage(kind, tuple(states.split(">")), tuple(filter(None, roles.split(","))))


def stage_of(content: Content, text: str, definitions: Definitions) -> Stage:
    """Return the stage of one of the texts of a content, or of BOTH."""
    above = () if text == WORKING else _states_above(content, definitions)
    own = _state_named(content, definitions)
    types = (definitions.types.get(place.type_name) for place in content.lineage())
    roles = {found.seen_by for found in types if found is not None and found.seen_by is not None}
    return Stage(text, (own, *above), tuple(sorted(roles)))


def _states_above(content: Content, definitions: Definitions) -> tuple[str, ...]:
    """Return the states that ``access.reads_above`` asks for, in its order."""
    found: list[str] = []
    place = governing_place(content)
    while place is not None and place.__parent__ is not None:
        if workflow_name(place, definitions) is not None:
            break
        above: Content = place.__parent__
        found.append(_state_named(above, definitions))
        place = governing_place(above)
    return tuple(dict.fromkeys(found))


def _state_named(content: Content, definitions: Definitions) -> str:
    place = governing_place(content)
    workflow = None if place is None else workflow_at(place, definitions)
    if place is None or workflow is None:
        return ":"
    return f"{workflow.name}:{place.state}"


def state_of(content: Content, definitions: Definitions) -> State | None:
    """Return the state that governs a content; None if the files do not know it (any more)."""
    return state_called(_state_named(content, definitions), definitions)


def state_called(name: str, definitions: Definitions) -> State | None:
    """Return the state of a name in a stage; None if the files do not know it (any more)."""
    workflow_called, _, state = name.partition(":")
    workflow = definitions.workflows.get(workflow_called)
    return None if workflow is None else workflow.states.get(state)
