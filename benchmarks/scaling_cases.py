"""What is asked of a large district inside one process: search, sharing, publishing, moving."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from scaling_words import Texts
from site_for_benchmarks import BenchmarkSite
from tantivy import Query

from academe.actions.creating import create
from academe.actions.moving import move
from academe.actions.opening import identity_called
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step
from academe.search.asking import understand
from academe.search.finding import find
from academe.search.indexing import Indexer
from academe.search.suggesting import suggest
from academe.store.people import visitor

QUERIES = 300
COUNTED = ("type", "grade", "subject", "standard", "language", "licence", "school")
LOOK_EVERY = 0.02  # seconds


class Took(NamedTuple):
    """Seconds of many runs of the same case."""

    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]


def timed(do: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


class Searching:
    """Asks as one person, in a transaction of its own for each question, as a page does."""

    def __init__(self, site: BenchmarkSite, indexer: Indexer, login: str | None) -> None:
        self._site, self._indexer, self._login = site, indexer, login

    def _person(self, district: Any) -> Any:
        if self._login is not None:
            return identity_called(self._login, district)
        someone = visitor()
        someone.memo.update(now=district.now, today=district.today)
        return someone

    def find(self, typed: str) -> float:
        """Return the seconds of one search with its facets, what was found asked of ``may``."""
        with self._site.open() as district:
            person = self._person(district)
            asked = understand(typed)
            return timed(
                lambda: find(person, asked, district, self._indexer, count_by=COUNTED, most=20)
            )

    def suggest(self, typed: str) -> float:
        with self._site.open() as district:
            person = self._person(district)
            return timed(lambda: suggest(person, typed, district, self._indexer))

    def count(self, typed: str) -> int:
        with self._site.open() as district:
            return find(self._person(district), understand(typed), district, self._indexer).total


def queries(seed: int = 5) -> list[str]:
    """Return what people may type: words, frequent and rare, cut short, misspelt, with filters."""
    texts, chance = Texts(), random.Random(seed)
    found = []
    for number in range(QUERIES):
        words = texts.some(chance.randint(1, 2)) if number % 3 else texts.title("science").split()
        typed = " ".join(words)
        if number % 5 == 0:
            typed = typed[: -chance.randint(1, 2)]
        elif number % 11 == 0:
            typed = f"{typed} type:lesson grade:{chance.randint(1, 12)}"
        elif number % 13 == 0:
            typed = f'"{typed}"'
        elif number % 17 == 0:
            typed = f"{typed[0]}x{typed[1:]}"
        found.append(typed)
    return found


def ask_bare(engine: Any, word: str) -> Any:
    """Ask tantivy for twenty hits of one word, and nothing else."""
    query = Query.term_query(engine.schema, "body", word)
    return engine._index.searcher().search(query, 20)


def time_search(site: BenchmarkSite, indexer: Indexer) -> dict[str, Took]:
    """Return how long searches and suggestions take, beside the engine's own barest question."""
    asked = queries()
    engine = indexer.engine
    bare = [timed(partial(ask_bare, engine, typed.partition(" ")[0].lower())) for typed in asked]
    found = {"bare tantivy query": Took(bare)}
    for name, login in (("a visitor", None), ("an author of 200 places", "bea")):
        searching = Searching(site, indexer, login)
        searching.find("wamr")  # the first of a process reads the index from the disk
        found[f"search with facets, {name}"] = Took([searching.find(typed) for typed in asked])
        begun = [typed[: max(2, len(typed) // 2)] for typed in asked]
        found[f"suggestion, {name}"] = Took([searching.suggest(typed) for typed in begun])
    return found


def time_share(site: BenchmarkSite) -> Took:
    """Return how long it takes to give somebody a role at the top, and to take it back."""
    seconds = []
    for turn in range(10):
        with site.open() as district:
            ana, root = identity_called("ana", district), district.site.root
            bea = identity_called("bea", district)
            begun = time.perf_counter()
            grants = dict(root.grants) | ({bea.id: {"reader": None}} if turn % 2 == 0 else {})
            if turn % 2:
                grants.pop(bea.id, None)
            share(ana, root, Sharing(grants), district)
        seconds.append(time.perf_counter() - begun)
    return Took(seconds)


def time_publish(site: BenchmarkSite) -> float:
    """Return the seconds of publishing the long course, its commit included."""
    with site.open() as district:
        take_step(identity_called("ana", district), long_course(district), "submit", district)
    begun = time.perf_counter()
    with site.open() as district:
        take_step(identity_called("ana", district), long_course(district), "approve", district)
    return time.perf_counter() - begun


def long_course(district: Any) -> Any:
    return district.site.root["science"]["long-course"]


def time_move(site: BenchmarkSite, indexer: Indexer) -> tuple[float, float]:
    """Return the seconds of moving the large folder, and those until all of it is found again.

    Raises AssertionError where a visitor or an author finds more than before meanwhile.
    """
    asking = [Searching(site, indexer, login) for login in (None, "bea", "ana")]
    before = [one.count("type:page") for one in asking]
    begun = time.perf_counter()
    with site.open() as district:
        root = district.site.root
        move(identity_called("ana", district), root["moved"], root["target"], district)
    moved = time.perf_counter()
    while (now := [one.count("type:page") for one in asking]) != before:
        assert all(n <= b for n, b in zip(now, before, strict=True)), "more is found than there is"
        time.sleep(LOOK_EVERY)
    return moved - begun, time.perf_counter() - moved


def time_following(site: BenchmarkSite, indexer: Indexer, contents: int) -> float:
    """Return how many contents a second are taken in when many were changed at once."""
    with site.open() as district:
        ana, place = identity_called("ana", district), district.site.root["writing"]
        for number in range(contents):
            create(ana, place, "page", {"title": f"Late page {number}"}, district)
    return contents / timed(indexer.step)
