"""A site with every state of every workflow, a marked word in each text, and the model of it.

Each content holds words that stand nowhere else: in its name, its working text, its published
text and what only its `seen_by` may know. Who may meet which of them is said by the model,
which reads the TOML files alone.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tests.actions.model import Edition, Node, Place, Someone, Words, World

from academe.actions.arriving import set_grants_of
from academe.actions.placing import attach, note_waiting
from academe.store.content import Content, Publication, Removal, Text
from academe.store.files import store_file
from academe.store.journal import Version, write_version
from academe.store.people import Person

NOW = datetime.now(UTC).replace(microsecond=0)
VISITOR = Someone(0, "")
PEOPLE = (
    VISITOR,
    Someone(101, "pat"),
    Someone(102, "tess", staff=True),
    Someone(103, "rhea", staff=True),
    Someone(104, "ana", staff=True),
    Someone(105, "rui", staff=True),
    Someone(106, "cora", staff=True),
    Someone(107, "ada", frozenset({"administrator"}), staff=True),
    Someone(108, "elsa", staff=True),
    Someone(109, "mia", staff=True),
    Someone(110, "nils"),
)
AT_THE_SITE = {(103, "reader"), (104, "author"), (105, "reviewer"), (106, "coordinator")}
ELSEWHERE = {(108, "coordinator")}
MAKER, CONFIDANT, HOUSE = 109, 110, 1
TYPES = {"publication": "course", "policy": "policy", "simple": "folder"}
NUMBERS = count(100)


@dataclass(frozen=True)
class Marks:
    """The words of one content."""

    name: str
    working: str
    published: str
    hidden_working: str
    hidden_published: str


class MatrixSite:
    """Grows the contents in a real site and the same in the model."""

    def __init__(self, words: Words, zone: str) -> None:
        root = Node("site", {"title": "Site"}, 0, state="published")
        root.leads = Edition({"title": "Site"}, None, 0)
        self.world = World(words, root, NOW, zone)
        self.marks: dict[Node, Marks] = {}
        self.hidden = {  # {type: the first field that only its seen_by may know}
            kind: next(n for n, field in table["fields"].items() if field.get("seen_by"))
            for kind, table in words.types.items()
            if any(field.get("seen_by") for field in table["fields"].values())
        }

    def grow(self, district) -> None:
        """Plant everything; ``district`` is that of a transaction that will be committed."""
        self.district = district
        self.root = district.site.root
        self.world.site.id = self.root.id
        self.enrich_site()
        self.share(self.root, self.world.site, AT_THE_SITE)
        for workflow, kind in TYPES.items():
            for state in self.world.words.workflows[workflow]["states"]:
                self.plant_with_parts(kind, state)
        self.plant_the_rest()

    def enrich_site(self) -> None:
        values = {**self.root.values, "title": "Site"}
        self.root._values = values
        self.root._published = self.root._published._replace(values=values)

    def plant_with_parts(self, kind: str, state: str) -> None:
        """A content in a state; below a course what follows it, and a unit that goes alone."""
        node, content = self.plant(self.world.site, self.root, kind, state)
        if kind == "course":
            unit, real = self.plant(node, content, "unit", None)
            self.plant(unit, real, "lesson", None)
            if state == "published":
                self.plant(node, content, "unit", "revising")
                self.plant(node, content, "lesson", "draft")

    def plant_the_rest(self) -> None:
        """What only its maker knows, what is behind a barrier, elsewhere, and in the bin."""
        vault, real = self.plant(self.world.site, self.root, "folder", "draft")
        vault.workflow_below = real.workflow_below = {"document": "confidential"}
        for state in self.world.words.workflows["confidential"]["states"]:
            node, content = self.plant(vault, real, "document", state, by=MAKER)
            self.share(content, node, {(CONFIDANT, "confidant")})
        closed, real = self.plant(self.world.site, self.root, "folder", "published")
        closed.barrier, real.inherits_roles = True, False
        self.district.site.barriers.insert(real.id)
        self.plant(closed, real, "course", "draft")
        self.plant(closed, real, "course", "published")
        away, real = self.plant(self.world.site, self.root, "folder", "draft")
        self.share(real, away, ELSEWHERE)
        self.plant(away, real, "course", "staff_only")
        self.plant(away, real, "policy", "review")
        self.put_into_bin(*self.plant(away, real, "course", "published"))
        self.plant_own_areas()

    def plant_own_areas(self) -> None:
        """What somebody keeps for themselves, also what they removed; one thing is shared."""
        top, real = self.plant(
            self.world.site, self.root, "own_area", None, by=0, name="own-areas-1"
        )
        self.own(top, real, HOUSE)
        for owner in (MAKER, 102):
            area, place = self.plant(top, real, "own_area", None, by=0)
            self.own(area, place, owner)
            self.plant(area, place, "lesson", None, by=owner)
            self.plant_in_area(area, place, "course", owner)
            shared, content = self.plant_in_area(area, place, "document", owner)
            self.share(content, shared, {(CONFIDANT, "confidant")})
            self.put_into_bin(*self.plant_in_area(area, place, "document", owner), by=owner)

    def plant_in_area(
        self, area: Node, place: Content, kind: str, owner: int
    ) -> tuple[Node, Content]:
        return self.plant(area, place, kind, "draft", by=owner)

    def own(self, node: Node, content: Content, owner: int) -> None:
        node.owner = content.owner = owner
        node.state = content.state = "draft"
        node.workflow_below = content.workflow_below = {"*": "confidential"}
        own_areas = self.district.site.own_areas
        own_areas[owner] = (*own_areas.get(owner, ()), content.id)
        self.world.tick()

    def plant(
        self,
        parent: Node,
        place: Content,
        kind: str,
        state: str | None,
        by: int = 104,
        name: str = "",
    ) -> tuple[Node, Content]:
        number = next(NUMBERS)
        marks = Marks(*(f"{letter}qxj{number}z" for letter in ("n", "w", "p", "hw", "hp")))
        marks = replace(marks, name=name or marks.name)
        node = Node(kind, self.values(kind, marks, False), by, parent, marks.name, state)
        parent.children.append(node)
        content = Content(kind, self.stored(node.values, marks.working))
        content.created, content.created_by, content.state = NOW, by, state
        node.id = content.id
        attach(place, content, marks.name, self.district)
        self.district.site.enter(content)
        self.write(content, 1, "create", {"values": {}}, {"values": content.values})
        words = self.world.state(node)
        if words and words.get("read"):
            published = self.values(kind, marks, True)
            node.leads = Edition(published, None, 0)
            stored = self.stored(published, marks.published)
            content._published = Publication(stored, 2, NOW, None, by)
            after = {"published": content._published, "state": state}
            self.write(content, 2, "step", {"state": "draft"}, after)
        note_waiting(content, (words or {}).get("waits_for", ()) if state else (), self.district)
        self.marks[node] = marks
        return node, content

    def write(self, content: Content, number: int, what: str, before: dict, after: dict) -> None:
        by = content.created_by
        write_version(content, Version(number, by, NOW, what, before, after, "", content.id))
        content.changed, content.changed_by = NOW, by

    def values(self, kind: str, marks: Marks, published: bool) -> dict:
        """The answers as the model knows them; markup in a plain text must come back escaped."""
        word = marks.published if published else marks.working
        hidden = marks.hidden_published if published else marks.hidden_working
        values = {"title": f"{word} <u>{word}</u>", "summary": f"{word} <u>{word}</u>"}
        if kind in self.hidden:
            values[self.hidden[kind]] = f"<p>{hidden}</p>"
        if kind == "course":
            values["syllabus"] = f"file {word}"
        return values

    def stored(self, values: dict, word: str) -> dict:
        made = dict(values)
        for name in made.keys() & set(self.hidden.values()):
            made[name] = Text(made[name])
        if "syllabus" in made:
            jar = self.district.site.connection
            made["syllabus"] = store_file(
                io.BytesIO(f"inside {word}".encode()), f"{word}.txt", "text/plain", jar
            )
        return made

    def share(self, content: Content, node: Node, grants: set[tuple[int, str]]) -> None:
        wanted: dict[int, dict[str, None]] = {}
        for principal, role in grants:
            wanted.setdefault(principal, {})[role] = None
            node.grants[principal, role] = None
        set_grants_of(content, wanted, self.district)

    def put_into_bin(self, node: Node, content: Content, by: int = 106) -> None:
        parent, place = node.parent, content.__parent__
        workflows = {node: self.world.workflow(node)}
        governing = self.world.governing(node)
        node.removed = Place(parent, node.name, 0, by, governing, workflows)
        standing = (content.id, "publication", {})
        self.write(content, content.version + 1, "remove", {"standing": standing}, {"parent": None})
        del place._children.by_name[node.name]
        place._children.order = tuple(n for n in place._children.order if n != node.name)
        content._removed = Removal(place.id, node.name, 0, NOW, by)
        content.__parent__ = content.__name__ = None
        self.district.site.bin[content.id] = content
        parent.children.remove(node)
        node.parent = None
        self.world.bin.append(node)
        self.world.tick()

    # What the model says of doors and words

    def open_words(self, person: Someone) -> set[str]:
        """Every marked word that the person may meet anywhere."""
        return {word for node in self.marks for word in self._open_words(person, node)}

    def _open_words(self, person: Someone, node: Node) -> Iterator[str]:
        world, marks = self.world, self.marks[node]
        if any(world.rights(person, below) & {"view", "read"} for below in node.downward()):
            yield marks.name  # it stands in the addresses of what one knows
        hidden = node.type in self.hidden and world.field_open(person, node, self.hidden[node.type])
        rights = world.rights(person, node)
        if "view" in rights:
            yield from (marks.working, marks.published)
            yield from (marks.hidden_working, marks.hidden_published) if hidden else ()
        elif "read" in rights:
            yield marks.published
            yield from (marks.hidden_published,) if hidden else ()
        may_list = node.removed is not None and person.id == node.removed.by
        if node.removed is not None and (may_list or self._could_restore(person, node)):
            yield from (marks.name, marks.working)

    def _could_restore(self, person: Someone, node: Node) -> bool:
        return bool(person.id) and "remove" in self.world.rights(person, node.removed.parent)

    def all_words(self) -> dict[str, Node]:
        return {word: node for node, marks in self.marks.items() for word in vars(marks).values()}


def enrol(records) -> None:
    for someone in PEOPLE[1:]:
        person = Person(someone.id, someone.login, someone.login.title())
        person.roles, person.is_staff = tuple(someone.site_roles), someone.staff
        records.put_person(
            person,
            login=someone.login,
            name=someone.login.title(),
            email=f"{someone.login}@school.example",
        )


def read_words(folder: Path) -> Words:
    return Words(folder)
