"""What the design and the TOML files say, written down a second time.

The rules here are read from the words of `content_types/` and `workflows/` with `tomllib`
and nothing else: no line of `academe` is used. `test_model.py` holds the two against each other.

A verb is asked first and done after: it returns None if it must be refused, else a function
that does it in the model.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

RIGHTS = ("read", "view", "edit", "add", "share", "remove")
COMPUTED = {"anyone", "signed_in", "staff", "creator", "owner"}
HOUSE = 1  # owns the place of all own areas
Done = Callable[[], None]


class Words:
    """The files of a district, as tables."""

    def __init__(self, folder: Path) -> None:
        kinds = {path.stem: _read(path) for path in (folder / "content_types").glob("*.toml")}
        common = kinds.pop("common")
        self.types = kinds
        for name, kind in kinds.items():
            kind["fields"] = common["before"] | kind.get("fields", {}) | common["after"]
            kind["holds"] = list(kind.get("may_contain", ()))
            kind["holds"] += [k for k, other in kinds.items() if name in other.get("may_be_in", ())]
        licences = _read(folder / "content_types" / "choices" / "licences.toml")
        self.unchangeable = {k for k, t in licences["terms"].items() if t.get("changes") is False}
        self.workflows = {path.stem: _read(path) for path in (folder / "workflows").glob("*.toml")}
        self.roles = self.workflows.pop("roles")

    def handed_out_by(self, roles: set[str]) -> set[str]:
        return {given for role in roles for given in self.roles.get(role, {}).get("grants", ())}

    def publishing(self, workflow: str) -> list[dict]:
        steps = self.workflows[workflow]["transitions"].values()
        return [step for step in steps if step.get("publishes")]

    def ends_of_publishing(self, workflow: str) -> set[str]:
        return {step["to"] for step in self.publishing(workflow)}


def _read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Someone:
    """A person; ``belongs``: {group id: last day or None}."""

    id: int
    login: str
    site_roles: frozenset[str] = frozenset()
    staff: bool = False
    belongs: tuple[tuple[int, date | None], ...] = ()


@dataclass(frozen=True)
class Edition:
    """A published text, the day from which it leads, and when it was published."""

    values: dict
    day: date | None
    moment: int


@dataclass
class Place:
    """Where a removed node was."""

    parent: "Node"
    name: str
    position: int
    by: int
    governing: "Node"
    workflows: dict["Node", str]


@dataclass(eq=False)
class Node:
    """One content."""

    type: str
    values: dict
    creator: int
    parent: "Node | None" = None
    name: str = ""
    state: str | None = None
    children: list["Node"] = field(default_factory=list)
    grants: dict[tuple[int, str], datetime | None] = field(default_factory=dict)
    barrier: bool = False
    owner: int = 0  # whose own area it is
    licence: str | None = None  # of what it was copied from
    workflow_below: dict[str, str] = field(default_factory=dict)
    leads: Edition | None = None
    coming: Edition | None = None
    removed: Place | None = None
    writers: list[tuple[int, int]] = field(default_factory=list)  # (moment, person id)
    sender: int = 0  # who took the last step with it
    sent_to: set[int] = field(default_factory=set)  # to whom a review sent it back
    source: "Node | None" = None
    id: int | None = None

    def upward(self) -> Iterator["Node"]:
        yield self
        if self.parent is not None:
            yield from self.parent.upward()

    def downward(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.downward()

    @property
    def path(self) -> str:
        return "/" + "/".join(reversed([node.name for node in self.upward() if node.name]))

    def free(self, wanted: str) -> str:
        taken = {child.name for child in self.children}
        names = [wanted, *(f"{wanted}-{number}" for number in range(2, 50))]
        return next(name for name in names if name not in taken)


class World:
    """The district of the model: its tree, its bin, its clock, and who sees what."""

    def __init__(self, words: Words, site: Node, now: datetime, zone: str) -> None:
        self.words, self.site, self.now, self.zone = words, site, now, ZoneInfo(zone)
        self.bin: list[Node] = []
        self.old_addresses: dict[str, Node] = {}
        self.moment = 0
        self._roles: dict[tuple[int, Node], frozenset[str]] = {}
        self._rights: dict[tuple[int, Node], set[str]] = {}

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def tick(self) -> int:
        """Something has changed: nothing that was found out before holds."""
        self._roles.clear()
        self._rights.clear()
        self.moment += 1
        return self.moment

    def nodes(self) -> list[Node]:
        return list(self.site.downward())

    def everything(self) -> list[Node]:
        return self.nodes() + [node for top in self.bin for node in top.downward()]

    def reachable(self, node: Node) -> bool:
        return list(node.upward())[-1] is self.site

    # Which words govern a place

    def own_workflow(self, node: Node) -> str | None:
        own = self.words.types[node.type].get("workflow")
        above = list(node.upward())[1:]
        if own and any(place.owner for place in above):
            return self.words.types["own_area"]["workflow"]
        chosen = (p.workflow_below[node.type] for p in above if node.type in p.workflow_below)
        return next(chosen, own)

    def workflow(self, node: Node) -> str:
        return next(name for place in node.upward() if (name := self.own_workflow(place)))

    def governing(self, node: Node) -> Node:
        return next(place for place in node.upward() if place.state is not None)

    def state(self, node: Node) -> dict | None:
        place = self.governing(node)
        return self.words.workflows[self.workflow(place)]["states"].get(place.state)

    # Who holds what where

    def computed(self, person: Someone) -> set[str]:
        if not person.id:
            return {"anyone"}
        return {"anyone", "signed_in"} | ({"staff"} if person.staff else set())

    def principals(self, person: Someone) -> set[int]:
        if not person.id:
            return set()
        groups = {group for group, last in person.belongs if last is None or self.today <= last}
        return {person.id} | groups

    def granted(self, person: Someone, node: Node) -> set[str]:
        mine = self.principals(person)
        return {
            role
            for (principal, role), until in node.grants.items()
            if principal in mine and (until is None or self.now < until)
        }

    def roles(self, person: Someone, node: Node) -> frozenset[str]:
        """Everything up the lineage to a barrier; administrators pass it, so that all is in reach."""
        known = self._roles.get((person.id, node))
        if known is not None:
            return known
        if not self.reachable(node):
            return frozenset()
        above = self.computed(person) | person.site_roles
        if node.parent is not None:
            above = self.roles(person, node.parent) - {"creator"}
            if node.barrier:
                above = (above & {"administrator", "owner"}) | self.computed(person)
            if node.owner:  # no role from above gets in
                above = self.computed(person) | ({"owner"} if person.id == node.owner else set())
        found = above | self.granted(person, node)
        if person.id and person.id == node.creator:
            found |= {"creator"}
        self._roles[person.id, node] = frozenset(found)
        return self._roles[person.id, node]

    # What is open to them

    def edition(self, node: Node) -> Edition | None:
        if node.coming is not None and (node.coming.day is None or node.coming.day <= self.today):
            return node.coming
        return node.leads

    def type_open(self, roles: frozenset[str], node: Node) -> bool:
        asked = {self.words.types[place.type].get("seen_by") for place in node.upward()}
        return asked - {None} <= roles

    def in_season(self, node: Node) -> bool:
        for place in node.upward():
            edition = self.edition(place)
            if edition is not None:
                first = edition.values.get("visible_from", date.min)
                last = edition.values.get("visible_until", date.max)
                if not first <= self.today <= last:
                    return False
        return True

    def rights(self, person: Someone, node: Node) -> set[str]:
        """The words of RIGHTS that are open to the person."""
        if (person.id, node) not in self._rights:
            self._rights[person.id, node] = self._find_rights(person, node)
        return self._rights[person.id, node]

    def _find_rights(self, person: Someone, node: Node) -> set[str]:
        if not self.reachable(node):
            return set()
        roles, state = self.roles(person, node), self.state(node)
        if state is None:
            return set(RIGHTS) - {"read"} if "administrator" in roles else set()
        if not self.type_open(roles, node):
            return set()
        found = {word for word in RIGHTS if roles & set(state.get(word, ()))}
        if self.edition(node) is None or not self.in_season(node):
            found.discard("read")
        if not self.as_public_as_its_place(roles, node):
            found.discard("read")
        if node.owner:
            found.discard("remove")
        return found - ({"edit", "add"} if self.is_locked(node) else set())

    def is_locked(self, node: Node) -> bool:
        return node.source is not None and node.licence in self.words.unchangeable

    def licence(self, person: Someone, node: Node) -> str | None:
        """Its own, else what it was copied under, else that of the nearest place that has one."""
        for place in node.upward():
            values = self.text(person, place) or {}
            found = values.get("licence") or place.licence
            if found:
                return found
        return None

    def as_public_as_its_place(self, roles: frozenset[str], node: Node) -> bool:
        """A follower that goes its own way for a time is never more public than what it follows."""
        alone = self.governing(node)
        if self.own_workflow(alone) is not None or alone.parent is None:
            return True
        state = self.state(alone.parent) or {}
        opens = bool(roles & set(state.get("read", ())))
        return opens and self.as_public_as_its_place(roles, alone.parent)

    def text(self, person: Someone, node: Node) -> dict | None:
        """The working text, the text in force, or nothing; with hidden fields left out."""
        rights, values = self.rights(person, node), None
        if "view" in rights:
            values = node.values
        elif "read" in rights:
            values = self.edition(node).values
        if values is None:
            return None
        return {name: v for name, v in values.items() if self.field_open(person, node, name)}

    def field_open(self, person: Someone, node: Node, name: str) -> bool:
        seen_by = self.words.types[node.type]["fields"][name].get("seen_by")
        return seen_by is None or seen_by in self.roles(person, node)

    def may_publish(self, roles: set[str], workflow: str) -> bool:
        return any(roles & set(step["by"]) for step in self.words.publishing(workflow))

    def handable(self, person: Someone, node: Node) -> set[str]:
        if "share" not in self.rights(person, node):
            return set()
        return self.words.handed_out_by(self.roles(person, node))

    def end_of_membership(self, person: Someone, group: int) -> datetime | None:
        last = dict(person.belongs).get(group)
        if last is None:
            return None
        return datetime.combine(last + timedelta(days=1), time(0), self.zone).astimezone(UTC)
