"""Random people take random steps, and everybody sees exactly what the files say."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from tests.actions import model_verbs as verbs
from tests.actions.exact_trees import check_exact_trees, check_journal
from tests.actions.model import RIGHTS, Edition, Node, Someone, Words, World
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

from academe.actions import changing, copying, creating, moving, removing, sharing, stepping
from academe.actions.access import may, sees_field
from academe.actions.district import District
from academe.actions.founding import found_records, found_site
from academe.actions.reading import values_for
from academe.definitions.loading import defaults_folder, read_definitions
from academe.definitions.settings import read_settings
from academe.errors import InvalidAnswers, Refused
from academe.store.content import Text
from academe.store.people import Group, Identity, Membership, Person, visitor
from academe.store.records import Records
from academe.store.site import Site
from academe.store.work import Work

BEGINNING = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
GROUP = 90
VISITOR = Someone(0, "")
PEOPLE = (
    VISITOR,
    Someone(11, "pat"),
    Someone(12, "tess", staff=True),
    Someone(13, "ana", staff=True),
    Someone(14, "rui", staff=True),
    Someone(15, "cora", staff=True),
    Someone(16, "ada", frozenset({"administrator"}), staff=True),
    Someone(17, "kim", frozenset({"coordinator"})),
    Someone(18, "max", staff=True, belongs=((GROUP, date(2026, 9, 4)),)),
    Someone(19, "zoe", belongs=((GROUP, None),)),
)
AT_THE_SITE = {(13, "author"): None, (14, "reviewer"): None, (15, "coordinator"): None}
KINDS = ("folder", "course", "unit", "lesson", "document", "policy", "page", "link", "sheet")
TITLES = ("Alpha", "Beta", "Gamma", "Delta")
ROLES = ("reader", "author", "reviewer", "coordinator", "administrator", "confidant")
SHEET = """
title = "Answer sheet"
seen_by = "staff"
may_be_in = ["unit", "lesson", "course", "folder"]
"""
NUMBERS = st.integers(0, 2**20)
FULL = 30  # contents: more makes the steps slower, not better


class Stage:
    """What all runs share: the district's words, read twice, and its people."""

    def __init__(self, folder: Path) -> None:
        for name in ("content_types", "workflows"):
            shutil.copytree(defaults_folder() / name, folder / name)
        (folder / "content_types" / "sheet.toml").write_text(SHEET)
        self.words = Words(folder)
        self.definitions = read_definitions(folder)
        self.settings = read_settings(defaults_folder() / "etc" / "development.ini")
        self.work = Work(folder / "work.sqlite")
        self.records_db = DB(DemoStorage())
        self.enrol()

    def enrol(self) -> None:
        manager = transaction.TransactionManager()
        connection = self.records_db.open(manager)
        records = found_records(connection)
        records.put_group(Group(GROUP, "board", "Board"), name="board", title="Board")
        for someone in PEOPLE[1:]:
            person = Person(someone.id, someone.login, someone.login.title())
            person.roles, person.is_staff = tuple(someone.site_roles), someone.staff
            records.put_person(person, login=someone.login, name=someone.login, email="")
            belongs = [Membership(group, None, last) for group, last in someone.belongs]
            records.put_memberships(person, belongs)
        manager.commit()
        connection.close()

    def close(self) -> None:
        self.work.close()
        self.records_db.close()


class Steps(RuleBasedStateMachine):
    """One district, lived through twice: by the actions and by the model."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        stage = self.stage
        self.db = DB(DemoStorage())
        self.manager = transaction.TransactionManager()
        self.content = self.db.open(self.manager)
        self.records = stage.records_db.open(self.manager)
        site = found_site(self.content, "Site", "", stage.definitions, BEGINNING)
        self.district = District(
            stage.definitions, site, Records(self.records), stage.work, stage.settings, BEGINNING
        )
        root = Node("site", {"title": "Site"}, 0, state="published", id=site.root.id)
        root.leads = Edition({"title": "Site"}, None, 0)
        self.world = World(stage.words, root, BEGINNING, stage.settings.time_zone)
        self.titles: dict[int, dict[int, object]] = {}
        self.facts: dict[int, tuple] = {}
        self.touched: dict[str, list[int]] = {}
        self.taken = 0
        self.lay_out()

    def lay_out(self) -> None:
        """Give out the first roles, and let two folders choose other workflows."""
        site, root = self.district.site, self.world.site
        root.grants = dict(AT_THE_SITE)
        site.root.grants = {who: {role: None} for who, role in AT_THE_SITE}
        site.places.update((who, site.root.id) for who, _role in AT_THE_SITE)
        cora = PEOPLE[5]
        for title, below in (
            ("Vault", {"document": "confidential", "page": "confidential"}),
            ("Board", {"policy": "publication"}),
        ):
            made = creating.create(
                self.identity(cora), site.root, "folder", {"title": title}, self.district
            )
            made.workflow_below = below
            verbs.create(self.world, cora, root, "folder", {"title": title})()
            root.children[-1].workflow_below = below
            root.children[-1].id = made.id
        self.manager.commit()
        self.compare()

    def teardown(self) -> None:
        for content_id, titles in self.titles.items():
            check_journal(self.district.site.content(content_id), titles)
        self.manager.abort()
        self.content.close()
        self.records.close()
        self.db.close()

    # Who and where

    def identity(self, person: Someone) -> Identity:
        """The person as a new request knows them."""
        if not person.id:
            found = visitor()
        else:
            found = self.district.records.identity_of(person.id, self.district.today)
        found.memo.update(now=self.district.now, today=self.district.today)
        return found

    def real(self, node: Node):
        return self.district.site.content(node.id)

    def choose(self, right: str, number: int) -> tuple[Someone, Node]:
        """Mostly somebody who may do it; now and then anybody anywhere."""
        nodes = self.world.nodes()
        pairs = [(p, n) for p in PEOPLE for n in nodes if right in self.world.rights(p, n)]
        if number % 6 == 0 or not pairs:
            return PEOPLE[number % len(PEOPLE)], nodes[number % 97 % len(nodes)]
        return pairs[number // 6 % len(pairs)]

    def place(self, kind: str, number: int, person: Someone) -> Node:
        """A place that takes this kind, mostly one where the person may add."""
        nodes = self.world.nodes()
        takes = [n for n in nodes if kind in self.world.words.types[n.type]["holds"]]
        mine = [n for n in takes if "add" in self.world.rights(person, n)]
        found = (number % 5 and mine) or takes or nodes
        return found[number // 5 % len(found)]

    def attempt(self, planned, do, *told) -> None:
        """Do it really; it must be refused exactly where the model refuses it."""
        note(" ".join(map(named, told)))
        refusal = None
        try:
            do()
        except (Refused, InvalidAnswers) as error:
            refusal = error
            self.manager.abort()
        assert (planned is None) == (refusal is not None), f"really: {refusal or 'done'}"
        if planned is None:
            return
        planned()
        extension = self.manager.get().extension
        self.touched = {kind: list(extension.get(kind, ())) for kind in ("changed", "below")}
        self.manager.commit()
        self.compare()

    # The steps

    @rule(number=NUMBERS, kind=st.sampled_from(KINDS), title=st.sampled_from(TITLES))
    def create(self, number, kind, title):
        person, parent = self.choose("add", number)
        if len(self.world.everything()) > FULL:
            return
        holds = self.world.words.types[parent.type]["holds"]
        kind = kind if kind in holds or number % 7 == 0 or not holds else holds[number % len(holds)]
        if kind not in KINDS:
            return
        fields = self.world.words.types[kind]["fields"]
        asked = [name for name, table in fields.items() if table.get("required")]
        answers = dict.fromkeys(asked, "https://x.example") | {"title": title}
        self.attempt(
            verbs.create(self.world, person, parent, kind, answers),
            lambda: creating.create(
                self.identity(person), self.real(parent), kind, answers, self.district
            ),
            person,
            parent,
            kind,
            answers,
        )

    @rule(
        number=NUMBERS,
        what=st.sampled_from(("title", "notes", "related", "visible_from", "visible_until")),
        days=st.integers(-3, 5),
    )
    def change(self, number, what, days):
        person, node = self.choose("edit", number)
        fields = self.world.words.types[node.type]["fields"]
        hidden = [name for name, table in fields.items() if table.get("seen_by")]
        name, value = what, self.world.today + timedelta(days=days)
        if what == "title":
            value = TITLES[number % len(TITLES)]
        elif what == "related":
            others = [n for n in self.world.everything() if n.type in ("course", "document")]
            value = tuple(others[:days])
        elif what == "notes":
            name = hidden[0] if hidden else "text"
            value = f"<p>Notes {number}</p>"
        elif days > 3:
            value = None
        if name not in fields:
            return
        answers = {name: value or None}
        real = {
            n: tuple(o.id for o in v) if n == "related" and v else v for n, v in answers.items()
        }
        self.attempt(
            verbs.change(self.world, person, node, answers),
            lambda: changing.change(
                self.identity(person), self.real(node), real, self.district, version=None
            ),
            person,
            node,
            answers,
        )

    @rule(number=NUMBERS, title=st.sampled_from(TITLES))
    def rename(self, number, title):
        person, node = self.choose("edit", number)
        name = title.lower()
        self.attempt(
            verbs.rename(self.world, person, node, name),
            lambda: moving.rename(self.identity(person), self.real(node), name, self.district),
            person,
            node,
            name,
        )

    @rule(number=NUMBERS, position=st.integers(0, 3))
    def reorder(self, number, position):
        person, parent = self.choose("add", number)
        if not parent.children:
            return
        child = parent.children[number % len(parent.children)]
        position = min(position, len(parent.children) - 1)
        self.attempt(
            verbs.reorder(self.world, person, parent, child.name, position),
            lambda: moving.reorder(
                self.identity(person), self.real(parent), child.name, position, self.district
            ),
            person,
            parent,
            child.name,
            position,
        )

    @rule(number=NUMBERS, to=NUMBERS)
    def move(self, number, to):
        person, node = self.choose("remove", number)
        target = self.place(node.type, to, person)
        self.attempt(
            verbs.move(self.world, person, node, target),
            lambda: moving.move(
                self.identity(person), self.real(node), self.real(target), self.district
            ),
            person,
            node,
            target,
        )

    @rule(number=NUMBERS, to=NUMBERS)
    def copy(self, number, to):
        person, node = self.choose("view" if number % 2 else "read", number)
        if len(self.world.everything()) + len(list(node.downward())) > FULL + 10:
            return
        target = self.place(node.type, to, person)
        self.attempt(
            verbs.copy(self.world, person, node, target),
            lambda: copying.copy(
                self.identity(person), self.real(node), self.real(target), self.district
            ),
            person,
            node,
            target,
        )

    @rule(number=NUMBERS)
    def remove(self, number):
        person, node = self.choose("remove", number)
        self.attempt(
            verbs.remove(self.world, person, node),
            lambda: removing.remove(self.identity(person), self.real(node), self.district),
            person,
            node,
        )

    @rule(number=NUMBERS, to=NUMBERS, elsewhere=st.booleans())
    def restore(self, number, to, elsewhere):
        if not self.world.bin:
            return
        node = self.world.bin[number % len(self.world.bin)]
        able = [p for p in PEOPLE if verbs.may_restore(self.world, p, node)]
        person = able[number // 7 % len(able)] if able and number % 7 else PEOPLE[to % len(PEOPLE)]
        target = self.place(node.type, to, person) if elsewhere else None
        self.attempt(
            verbs.restore(self.world, person, node, target),
            lambda: removing.restore(
                self.identity(person),
                self.real(node),
                self.district,
                target=self.real(target) if target else None,
            ),
            person,
            node,
            target,
        )

    @rule(
        number=NUMBERS,
        whom=st.sampled_from([*(person.id for person in PEOPLE[1:]), GROUP]),
        role=st.sampled_from(ROLES),
        hours=st.sampled_from((None, 20, 50, 100)),
    )
    def grant(self, number, whom, role, hours):
        person, node = self.choose("share", number)
        until = self.world.now + timedelta(hours=hours) if hours else None
        self.share_so(person, node, {**node.grants, (whom, role): until}, node.barrier)

    @rule(number=NUMBERS)
    def revoke(self, number):
        person, node = self.choose("share", number)
        if node.grants:
            gone = list(node.grants)[number % len(node.grants)]
            left = {key: until for key, until in node.grants.items() if key != gone}
            self.share_so(person, node, left, node.barrier)

    @rule(number=NUMBERS)
    def barrier(self, number):
        person, node = self.choose("share", number)
        self.share_so(person, node, node.grants, not node.barrier)

    def share_so(self, person, node, grants, barrier):
        wanted: dict[int, dict[str, datetime | None]] = {}
        for (principal, role), until in grants.items():
            wanted.setdefault(principal, {})[role] = until
        self.attempt(
            verbs.share(self.world, person, node, grants, barrier),
            lambda: sharing.share(
                self.identity(person),
                self.real(node),
                sharing.Sharing(wanted, not barrier),
                self.district,
            ),
            person,
            node,
            grants,
            barrier,
        )

    @rule(
        number=NUMBERS, comment=st.sampled_from(("", "Good")), days=st.sampled_from((None, 0, 2, 4))
    )
    def step(self, number, comment, days):
        offered = [
            (person, node, name)
            for person in PEOPLE
            for node in self.world.nodes()
            for name in verbs.steps(self.world, person, node)
        ]
        person, node, name = offered[number // 3 % len(offered)]
        if number % 11 == 0:
            person = PEOPLE[number % len(PEOPLE)]
        step = self.world.words.workflows[self.world.workflow(node)]["transitions"][name]
        ahead = days is not None and (step.get("publishes") or number % 5 == 0)
        day = self.world.today + timedelta(days=days) if ahead else None
        self.attempt(
            verbs.take_step(self.world, person, node, name, comment, day),
            lambda: stepping.take_step(
                self.identity(person),
                self.real(node),
                name,
                self.district,
                comment=comment,
                in_force_from=day,
            ),
            person,
            node,
            name,
            comment,
            day,
        )

    @rule(hours=st.sampled_from((1, 24, 24, 60)))
    def time_goes_on(self, hours):
        """Grants and memberships expire, in-force days come: nobody does anything for it."""
        self.world.now += timedelta(hours=hours)
        self.world.tick()
        self.district = replace(self.district, now=self.world.now)
        self.facts = {}
        self.compare()

    # What must hold after each of them

    def compare(self) -> None:
        self.taken += 1
        if self.taken % 4 == 0:
            self.content.cacheMinimize()  # what is seen comes from the disk, not from memory
        site = Site(self.content)
        self.compare_node(self.world.site, site.root)
        assert {node.id for node in self.world.bin} == set(site.bin)
        for node in self.world.bin:
            self.compare_node(node, site.content(node.id))
        addresses = {path: node.id for path, node in self.world.old_addresses.items()}
        assert dict(site.old_addresses.items()) == addresses
        fields = {name: kind["fields"] for name, kind in self.world.words.types.items()}
        check_exact_trees(site, fields)
        self.compare_waiting(site)
        self.compare_sights()
        self.check_named()

    def compare_node(self, node: Node, content) -> None:
        if node.id is None:
            node.id = content.id
        assert node.id == content.id
        assert (node.type, node.state) == (content.type_name, content.state), node.path
        assert node.creator == content.created_by
        assert plain(node.values) == plain(content.values), node.path
        grants = {
            (p, r): until for p, roles in content.grants.items() for r, until in roles.items()
        }
        assert node.grants == grants, node.path
        assert node.barrier is not content.inherits_roles
        for edition, real in ((node.leads, content._published), (node.coming, content._coming)):
            assert (edition is None) == (real is None), node.path
            if edition is not None:
                assert plain(edition.values) == plain(real.values)
                assert edition.day == real.in_force_from
        assert [child.name for child in node.children] == list(content.names()), node.path
        self.titles.setdefault(content.id, {})[content.version] = content.values.get("title")
        for child in node.children:
            self.compare_node(child, content[child.name])

    def compare_waiting(self, site: Site) -> None:
        for node in self.world.nodes():
            state = self.world.state(node) if node.state is not None else None
            waits = bool(state and state.get("waits_for"))
            assert waits == (node.id in site.waiting), node.path
        for person in PEOPLE:
            mine = {
                content.id
                for content in stepping.review_queue(self.identity(person), self.district)
            }
            assert mine == {
                node.id
                for node in self.world.nodes()
                if node.state is not None
                and set((self.world.state(node) or {}).get("waits_for", ()))
                & self.world.roles(person, node)
            }

    def compare_sights(self) -> None:
        """Each person sees of each content, in the tree and in the bin, what the model says."""
        nodes = self.world.everything()
        for person in PEOPLE:
            identity = self.identity(person)
            for node in nodes:
                content = self.real(node)
                rights = {r for r in RIGHTS if may(identity, r, content, self.stage.definitions)}
                assert rights == self.world.rights(person, node), (person.login, node.path)
                seen = values_for(identity, content, self.district)
                fields = self.stage.definitions.types[node.type].fields
                told = seen and {
                    k: v for k, v in seen.items() if sees_field(identity, fields[k], content)
                }
                text = self.world.text(person, node)
                assert plain(told) == plain(text), (person.login, node.path)

    def check_named(self) -> None:
        """Whatever an index must learn of was named in the transaction."""
        before, self.facts = self.facts, {}
        for node in self.world.nodes():
            line = [place.id for place in node.upward()]
            place = self.world.governing(node)
            stage = (self.world.workflow(place), place.state)
            texts = tuple(repr(plain(t)) for t in (node.values, node.leads and node.leads.values))
            self.facts[node.id] = (line, stage, texts)
        if before:
            for content_id in self.facts.keys() | before.keys():
                old, new = before.get(content_id), self.facts.get(content_id)
                if old != new:
                    line = {*(old or new)[0], *(new or old)[0]}
                    named = content_id in self.touched["changed"]
                    assert named or line & set(self.touched["below"]), content_id


def named(one) -> str:
    """Say in a failure's story who and what was drawn."""
    if isinstance(one, Node):
        return f"{one.path or one.removed}({one.state})"
    return one.login if isinstance(one, Someone) else str(one)


def plain(values) -> dict | None:
    """Values as one compares them: texts by their words, links by ids."""
    if values is None:
        return None
    made = {}
    for name, value in values.items():
        if isinstance(value, Text):
            value = value.html
        elif name == "related":
            value = tuple(getattr(linked, "id", linked) for linked in value)
        made[name] = re.sub(r"\s+", " ", value) if isinstance(value, str) else value
    return made


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    made = Stage(tmp_path_factory.mktemp("district"))
    yield made
    made.close()


def take_random_steps(stage: Stage, runs: int, steps: int) -> None:
    machine = type("DistrictSteps", (Steps,), {"stage": stage})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_everybody_sees_what_the_files_say_after_random_steps(stage):
    take_random_steps(stage, runs=15, steps=40)


@pytest.mark.long
def test_everybody_sees_what_the_files_say_after_ten_thousand_steps(stage):
    take_random_steps(stage, runs=300, steps=60)
