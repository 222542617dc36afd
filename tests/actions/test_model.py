"""Random people take random steps, and everybody sees exactly what the files say."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from tests.actions import model_verbs as verbs
from tests.actions.both_districts import BothDistricts
from tests.actions.model import Node, Someone
from tests.actions.model_stage import GROUP, PEOPLE, Stage

KINDS = ("folder", "course", "unit", "lesson", "document", "policy", "page", "news", "sheet")
TITLES = ("Alpha", "Beta", "Gamma", "Delta")
ROLES = ("reader", "author", "reviewer", "coordinator", "administrator", "confidant")
CHOICES = (
    {},
    {"document": "confidential"},
    {"document": "simple", "news": "confidential"},
    {"policy": "publication", "document": "policy"},
    {"course": "policy", "folder": "publication"},
)
CHANGES = ("title", "hidden", "text", "related", "visible_from", "visible_until", "licence")
LICENCES = ("CC-BY-ND-4.0", "CC-BY-SA-4.0", None)
NUMBERS = st.integers(0, 2**20)
FULL = 36  # contents: more makes the steps slower, not better


class Steps(RuleBasedStateMachine):
    """Draws who does what where; mostly what is allowed, now and then what is not."""

    stage: Stage
    districts = BothDistricts

    def __init__(self) -> None:
        super().__init__()
        self.both = self.districts(self.stage)
        self.world = self.both.world

    def teardown(self) -> None:
        self.both.comparison.check_journals()
        self.both.close()

    @initialize(far=st.integers(0, 4), secret=st.booleans())
    def lay_out(self, far, secret):
        """A course, a policy and two folders of their own kind, more or less far on their way."""
        _visitor, _pat, _tess, ana, rui, cora, ada, *_others = PEOPLE
        both, site = self.both, self.world.site
        for title in ("Vault", "Board"):
            both.create(cora, site, "folder", title)
        vault, board = site.children
        both.choose_workflows(ada, vault, {"document": "confidential", "news": "confidential"})
        both.choose_workflows(ada, board, {"policy": "publication"})
        both.create(ana, site, "course", "Course")
        course = site.children[2]
        both.create(ana, course, "unit", "Unit")
        for kind, title in (("lesson", "One"), ("lesson", "Two"), ("sheet", "Key")):
            both.create(ana, course.children[0], kind, title)
        both.create(ana, board if far % 2 else site, "policy", "Policy")
        policy = (board if far % 2 else site).children[-1]
        if secret:
            both.create(ana, vault, "document", "Secret")
            both.step(ana, vault.children[0], "finish")
        for person, step in ((ana, "submit"), (rui, "approve"), (ana, "revise"))[:far]:
            both.step(person, course, step)
            both.step(person, policy, step)

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

    def day(self, days: int | None) -> date | None:
        return None if days is None else self.world.today + timedelta(days=days)

    @rule(number=NUMBERS, kind=st.sampled_from(KINDS), title=st.sampled_from(TITLES))
    def create(self, number, kind, title):
        person, parent = self.choose("add", number)
        holds = [k for k in KINDS if k in self.world.words.types[parent.type]["holds"]]
        if kind not in holds and holds and number % 7:
            kind = holds[number % len(holds)]
        if len(self.world.everything()) < FULL:
            self.both.create(person, parent, kind, title)

    @rule(number=NUMBERS, what=st.sampled_from(CHANGES), days=st.integers(-3, 5))
    def change(self, number, what, days):
        person, node = self.choose("edit", number)
        fields = self.world.words.types[node.type]["fields"]
        hidden = [name for name, table in fields.items() if table.get("seen_by")]
        name = hidden[0] if what == "hidden" and hidden else what
        if name == "title":
            value = TITLES[number % len(TITLES)]
        elif name == "related":
            others = [n for n in self.world.everything() if n.type in ("course", "document")]
            value = tuple(others[:days])
        elif name == "licence":
            value = LICENCES[number % len(LICENCES)]
        elif name.startswith("visible"):
            value = self.day(days) if days < 4 else None
        else:
            value = f"<p>Notes {number % 5}</p>"
        if name in fields:
            self.both.change(person, node, {name: value or None})

    @rule(number=NUMBERS, title=st.sampled_from(TITLES), position=st.integers(0, 3))
    def rename_or_reorder(self, number, title, position):
        person, node = self.choose("add" if number % 2 else "edit", number)
        if number % 2 and node.children:
            child = node.children[number % len(node.children)]
            position = min(position, len(node.children) - 1)
            self.both.reorder(person, node, child.name, position)
        else:
            self.both.rename(person, node, title.lower())

    @rule(number=NUMBERS, to=NUMBERS)
    def move(self, number, to):
        person, node = self.choose("remove", number)
        self.both.move(person, node, self.place(node.type, to, person))

    @rule(number=NUMBERS, to=NUMBERS)
    def copy(self, number, to):
        person, node = self.choose("view" if number % 2 else "read", number)
        if len(self.world.everything()) + len(list(node.downward())) < FULL + 10:
            self.both.copy(person, node, self.place(node.type, to, person))

    @rule(number=NUMBERS, person=st.sampled_from(PEOPLE))
    def use_in_own_area(self, number, person):
        """First the area, then a copy of something that the person knows."""
        self.both.open_own_area(person)
        area = next((n for n in self.world.nodes() if n.owner == person.id), None)
        known = [n for n in self.world.nodes() if self.world.text(person, n) and n.parent]
        node = known[number % len(known)] if known else None
        full = FULL + 10
        if area and node and len(self.world.everything()) + len(list(node.downward())) < full:
            self.both.copy(person, node, area)

    @rule(number=NUMBERS, to=NUMBERS, elsewhere=st.booleans())
    def remove_or_restore(self, number, to, elsewhere):
        if number % 2 == 0 or not self.world.bin:
            self.both.remove(*self.choose("remove", number))
            return
        node = self.world.bin[number // 2 % len(self.world.bin)]
        able = [p for p in PEOPLE if verbs.may_restore(self.world, p, node)]
        person = able[number // 7 % len(able)] if able and number % 7 else PEOPLE[to % len(PEOPLE)]
        self.both.restore(person, node, self.place(node.type, to, person) if elsewhere else None)

    @rule(
        number=NUMBERS,
        whom=st.sampled_from([*(person.id for person in PEOPLE[1:]), GROUP]),
        role=st.sampled_from(ROLES),
        hours=st.sampled_from((None, 20, 50, 100)),
        waits=st.booleans(),
    )
    def grant(self, number, whom, role, hours, waits):
        person, node = self.choose("share", number)
        until = self.world.now + timedelta(hours=hours) if hours else None
        self.both.share(person, node, {**node.grants, (whom, role): until}, node.barrier)
        if waits and hours:
            self.both.wait(hours)

    @rule(number=NUMBERS, name=st.sampled_from(("visible_from", "visible_until")))
    def publish_for_a_time(self, number, name):
        able = [
            (person, node, step)
            for person in PEOPLE
            for node in self.world.nodes()
            if "edit" in self.world.rights(person, node)
            for step, words in verbs.steps(self.world, person, node).items()
            if words.get("publishes") and not words.get("four_eyes")
        ]
        if able:
            person, node, step = able[number % len(able)]
            self.both.change(person, node, {name: self.day(1)})
            self.both.step(person, node, step)
            self.both.wait(24)
            self.both.wait(24)

    @rule(number=NUMBERS)
    def revoke_or_bar(self, number):
        person, node = self.choose("share", number)
        grants, barrier = dict(node.grants), node.barrier
        if number % 2 and grants:
            del grants[list(grants)[number // 2 % len(grants)]]
        else:
            barrier = not barrier
        self.both.share(person, node, grants, barrier)

    def take_some_step(self, number, comment, days):
        nodes = [n for n in self.world.nodes() if n.type not in ("site", "folder")]
        nodes = nodes if number % 4 and nodes else self.world.nodes()
        node = nodes[number // 4 % len(nodes)]
        offered = [(p, name) for p in PEOPLE for name in verbs.steps(self.world, p, node)]
        if offered:
            person, name = offered[number // 3 % len(offered)]
            person = PEOPLE[number % len(PEOPLE)] if number % 11 == 0 else person
            steps = self.world.words.workflows[self.world.workflow(node)]["transitions"]
            publishes = steps[name].get("publishes") or number % 13 == 0
            self.both.step(person, node, name, comment, self.day(days) if publishes else None)

    DAYS = st.sampled_from((None, None, 0, 2, 4))
    COMMENTS = st.sampled_from(("", "Good", "Good", "Good"))

    @rule(number=NUMBERS, comment=COMMENTS, days=DAYS)
    def step(self, number, comment, days):
        self.take_some_step(number, comment, days)

    @rule(number=NUMBERS, comment=COMMENTS, days=DAYS)
    def take_another_step(self, number, comment, days):
        self.take_some_step(number, comment, days)

    @rule(number=NUMBERS, wanted=st.sampled_from(CHOICES))
    def choose_workflows(self, number, wanted):
        person, node = self.choose("share", number)
        ada = next(person for person in PEOPLE if person.login == "ada")
        self.both.choose_workflows(ada if number % 3 else person, node, wanted)

    @rule(hours=st.sampled_from((1, 24, 24, 60)))
    def time_goes_on(self, hours):
        self.both.wait(hours)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    made = Stage(tmp_path_factory.mktemp("district"))
    yield made
    made.close()


def take_random_steps(stage: Stage, runs: int, steps: int) -> None:
    run_state_machine_as_test(
        type("RandomSteps", (Steps,), {"stage": stage}),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_everybody_sees_what_the_files_say_after_random_steps(stage):
    take_random_steps(stage, runs=8, steps=40)


@pytest.mark.long
def test_everybody_sees_what_the_files_say_after_ten_thousand_steps(stage):
    take_random_steps(stage, runs=400, steps=50)
