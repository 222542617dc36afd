"""What people type finds first what they mean: a list of queries with their answers."""

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from academe.actions.opening import identity_called, open_district
from academe.definitions.loading import read_definitions
from academe.definitions.settings import read_settings
from academe.exchange.importing import import_path
from academe.search.asking import understand
from academe.search.finding import find
from academe.search.indexing import Indexer
from academe.store.content import path_of
from academe.store.databases import Databases, open_databases
from academe.store.people import visitor

LIST = tomllib.loads((Path(__file__).parent / "relevance.toml").read_text(encoding="utf-8"))
GOAL = 0.9  # mean of 1 / rank of the first good answer
LOOKED_AT = 10  # hits; what comes later counts as not found
COURSES = ("rpf-sensing-the-weather", "mit-ocw-girls-who-build-cameras")


class Answer(NamedTuple):
    """How well one query was answered."""

    score: float
    said: str


class Searched:
    """The sample district with its index."""

    def __init__(self, folder: Path) -> None:
        self.settings = read_settings(folder / "etc" / "development.ini")
        self.definitions = read_definitions(folder)
        self.databases: Databases = open_databases(self.settings.data_folder)
        self.indexer = Indexer(self.databases, self.definitions, self.settings)

    def open(self):
        return open_district(self.databases, self.definitions, self.settings)

    def bring(self, course: Path) -> None:
        with self.open() as district:
            cora = identity_called("cora", district)
            import_path(cora, course, district.site.root["curriculum"]["science"], district)

    def answers(self, part: str, language: str = "") -> Iterator[Answer]:
        for login, queries in LIST[part].items():
            for typed, *wanted in queries:
                yield self.answer(login, typed, wanted, language)

    def answer(self, login: str, typed: str, wanted: list[str], language: str = "") -> Answer:
        with self.open() as district:
            person = visitor() if login == "visitor" else identity_called(login, district)
            person.memo.update(now=district.now, today=district.today)
            for path in wanted:
                assert self.place(path, district) is not None, path
            asked = replace(understand(typed), language=language)
            found = find(person, asked, district, self.indexer, most=LOOKED_AT)
            paths = [path_of(content) for content in found.contents]
        ranks = [paths.index(path) + 1 for path in wanted if path in paths]
        score = 1 / min(ranks) if ranks else 0.0
        above = ", ".join(paths[:3]) or "nothing"
        return Answer(score, f"{score:.2f}  {login}: {typed!r}: {above}; wanted: {wanted[0]}")

    def place(self, path: str, district):
        content = district.site.root
        for name in path.strip("/").split("/"):
            content = content.get(name) if content is not None else None
        return content

    def close(self) -> None:
        self.indexer.stop()
        self.databases.close()


@pytest.fixture(scope="module")
def searched(sample_district, tmp_path_factory) -> Iterator[Searched]:
    folder = tmp_path_factory.mktemp("relevance") / "district"
    shutil.copytree(sample_district, folder)
    made = Searched(folder)
    yield made
    made.close()


def judge(answers: list[Answer]) -> None:
    """Print the worst, and fail if the mean is below the goal."""
    mean = sum(one.score for one in answers) / len(answers)
    worst = [one.said for one in sorted(answers) if one.score < 1]
    print(f"{len(answers)} queries, mean reciprocal rank {mean:.3f}", *worst, sep="\n")
    assert mean >= GOAL


def test_the_list_has_words_mistakes_phrases_filters_and_codes_in_two_languages():
    typed = [one[0] for people in LIST.values() for queries in people.values() for one in queries]
    assert len(typed) == len(set(typed)) >= 60


def test_what_people_type_finds_first_what_they_mean(searched):
    judge(list(searched.answers("district")))


def test_a_page_in_english_finds_first_what_they_mean_as_well(searched):
    judge(list(searched.answers("district", "en")))


FRACTIONS = "/curriculum/mathematics/grade-5-fractions"
FRACCIONES = "/curriculum/mathematics/fracciones-de-quinto-grado"


@pytest.mark.parametrize("typed", ["MA-05-F", "5.NF.A.1", "5.NF.B.3", "sandwiches"])
@pytest.mark.parametrize(("language", "course"), [("en", FRACTIONS), ("es", FRACCIONES)])
def test_of_what_fits_in_two_languages_that_of_the_page_comes_first(
    searched, typed, language, course
):
    with searched.open() as district:
        person = visitor()
        person.memo.update(now=district.now, today=district.today)
        asked = replace(understand(typed), language=language)
        first = find(person, asked, district, searched.indexer, most=1).contents[0]
    assert path_of(first).startswith(course)


def test_words_of_another_language_are_found_first_on_any_page(searched):
    for typed, wanted in (("fracciones", FRACCIONES), ("fractions", FRACTIONS)):
        for language in ("en", "es"):
            assert searched.answer("visitor", typed, [wanted], language).score == 1


def test_courses_that_were_brought_in_are_found_as_well(searched, samples):
    for name in COURSES:
        searched.bring(samples / "courses" / name)
    judge(list(searched.answers("courses")))
    judge(list(searched.answers("district")))
