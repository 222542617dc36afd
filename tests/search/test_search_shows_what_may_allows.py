"""Random people take random steps, and search shows each of them exactly what they may know."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.actions.both_districts import BothDistricts
from tests.actions.model_stage import PEOPLE, Stage
from tests.actions.test_model import Steps

from academe.actions.reading import may_know
from academe.search.asking import Question
from academe.search.finding import find
from academe.search.indexing import Indexer
from academe.store.content import subtree
from academe.store.databases import Databases

NUMBERS = count()


class LatecomingIndexer(Indexer):
    """Comes up to date when it is told to, never by itself."""

    def catch_up(self, patience: float = 0.0) -> None:
        """Leave the index as it is: a search meets it as another process would."""


class SearchedDistrict(BothDistricts):
    """The random district, asked after each step what each person finds."""

    indexer: LatecomingIndexer | None = None

    def compare(self, touched=None) -> None:
        super().compare(touched)
        if self.indexer is None:
            folder = self.stage.folder / f"index-{next(NUMBERS)}"
            databases = Databases(folder, "", self.db, self.stage.records_db, self.stage.work)
            self.indexer = LatecomingIndexer(databases, self.stage.definitions, self.stage.settings)
            self.indexer.step()
        self.manager.begin()
        self.compare_before_it_is_indexed()
        self.indexer.step()
        for someone in PEOPLE:
            found, allowed = self.seen_by(someone)
            assert found == allowed, someone.login

    def compare_before_it_is_indexed(self) -> None:
        """What changed is left out of hits and counts; nothing is shown wrongly."""
        pending = self.indexer.pending()
        below = {one.id for top in pending.below for one in subtree(self.place(top))}
        for someone in PEOPLE:
            found, allowed = self.seen_by(someone)
            assert found == allowed - pending.changed - below, someone.login

    def place(self, content_id: int):
        return self.district.site.content(content_id)

    def seen_by(self, someone) -> tuple[set[int], set[int]]:
        """Return the ids that search shows and those that the rule lets the person know."""
        person, root = self.identity(someone), self.district.site.root
        result = find(person, Question(), self.district, self.indexer, most=300)
        found = [content.id for content in result.contents]
        assert len(found) == len(set(found)) == result.total, someone.login
        fresh = self.identity(someone)
        seen = (one for one in subtree(root) if one is not root)
        return set(found), {one.id for one in seen if may_know(fresh, one, self.district)}

    def close(self) -> None:
        self.indexer.stop()
        super().close()


class SearchedSteps(Steps):
    """The steps of the model, on a district that is searched."""

    districts = SearchedDistrict

    def teardown(self) -> None:
        self.both.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("district")
    made = Stage(folder)
    made.folder = folder
    yield made
    made.close()


def take_random_steps(stage: Stage, runs: int, steps: int) -> None:
    run_state_machine_as_test(
        type("RandomSteps", (SearchedSteps,), {"stage": stage}),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_search_shows_what_may_allows_after_random_steps(stage):
    take_random_steps(stage, runs=3, steps=24)


@pytest.mark.long
def test_search_shows_what_may_allows_after_ten_thousand_steps(stage):
    take_random_steps(stage, runs=250, steps=40)
