"""A workflow: the states of a content, who may do what in each, and the steps between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

PERMISSIONS = ("read", "view", "edit", "add", "share", "remove")
Looks = Literal["draft", "waiting", "published", "revising", "closed"]


@dataclass(frozen=True)
class State:
    """One state: for each permission the roles that hold it."""

    name: str
    title: str
    looks: Looks
    read: tuple[str, ...] = ()  # sees the text in force
    view: tuple[str, ...] = ()  # sees the working text
    edit: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()  # roles whose review queue shows it

    def roles_for(self, permission: str) -> tuple[str, ...]:
        """Return the roles that hold a permission; raises KeyError for an unknown permission."""
        if permission not in PERMISSIONS:
            raise KeyError(permission)
        roles: tuple[str, ...] = getattr(self, permission)
        return roles


@dataclass(frozen=True)
class Transition:
    """One step that a person takes from a state to another, or to the same one again."""

    name: str
    title: str
    from_: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    comment: Literal["none", "optional", "required"] = "optional"
    publishes: bool = False  # the working text becomes the published one
    four_eyes: bool = False  # refuses everybody who changed it since it was last published


@dataclass(frozen=True)
class Workflow:
    """The words of one file in workflows/."""

    name: str
    title: str
    starts: str
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]
    summary: str = ""

    def transitions_from(self, state_name: str) -> tuple[Transition, ...]:
        """Return the steps that leave a state, in the order of the file."""
        return tuple(step for step in self.transitions.values() if state_name in step.from_)

    def named_roles(self) -> frozenset[str]:
        """Return the roles that any state or step names."""
        states, steps = self.states.values(), self.transitions.values()
        opened = (one.roles_for(word) for one in states for word in PERMISSIONS)
        return frozenset(chain(*opened, *(step.by for step in steps)))

    @property
    def published_states(self) -> frozenset[str]:
        """Return the states that publishing steps end in: readers have the text there."""
        return frozenset(step.to for step in self.transitions.values() if step.publishes)
