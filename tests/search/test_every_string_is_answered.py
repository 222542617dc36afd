"""Whatever is typed, the index answers; what only some may see is found by those alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academe.actions.creating import create
from academe.actions.stepping import take_step
from academe.search.asking import understand
from academe.search.finding import find
from academe.search.indexing import Indexer

TITLES = ("Winds of autumn", "El agua y las fracciones", "Wärme im Häuschen", "الكسور", "分数 5/8")
ODD = '"*?:()[]{}~^\\/-+&|!<>= \t\n\u202e\u0000\ufeff'


@pytest.fixture
def indexer(site):
    def plant(person, district):
        for title in TITLES:
            create(person, district.site.root, "folder", {"title": title}, district)

    site.as_("cora", plant)
    made = Indexer(site.databases, site.definitions, site.settings)
    yield made
    made.stop()


def titles(site, indexer, text, who="cora"):
    def do(person, district):
        found = find(person, understand(text), district, indexer)
        return [one.value("title") for one in found.contents]

    return site.as_(who, do)


STRINGS = st.one_of(
    st.text(max_size=1000),
    st.text(alphabet=ODD + "ab5", max_size=200),
    st.lists(st.sampled_from(["-", '"', "type:", "grade:5", "winds", "*", "a"]), max_size=60).map(
        " ".join
    ),
)


@settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=STRINGS)
def test_every_string_is_answered(site, indexer, text):
    titles(site, indexer, text)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("wind", TITLES[0]),
        ("AUTUMN winds", TITLES[0]),
        ("fraccion agua", TITLES[1]),
        ("haus", TITLES[2]),
        ("warme", TITLES[2]),
        ('"agua y las"', TITLES[1]),
        ("autum", TITLES[0]),
        ("autunm", TITLES[0]),
        ("الكسور", TITLES[3]),
        ("5/8", TITLES[4]),
        ("winds -agua", TITLES[0]),
    ],
)
def test_words_are_found_in_other_forms(site, indexer, typed, title):
    assert titles(site, indexer, typed) == [title]


@pytest.mark.parametrize("typed", ["winds agua", "winds -autumn", '"autumn winds"', "type:lesson"])
def test_all_that_was_asked_must_hold(site, indexer, typed):
    assert titles(site, indexer, typed) == []


def test_answers_for_some_are_searched_for_those_alone(site, indexer):
    def plant(person, district):
        course = create(person, district.site.root, "course", {"title": "Sky"}, district)
        unit = create(person, course, "unit", {"title": "Air"}, district)
        notes = {"title": "Clouds", "teachers_notes": "<p>Beware of thunder.</p>"}
        create(person, unit, "lesson", notes, district)
        return course.id

    course = site.as_("cora", plant)
    for who, step in (("cora", "submit"), ("rui", "approve")):
        site.as_(who, lambda p, d, s=step: take_step(p, d.site.content(course), s, d))
    assert titles(site, indexer, "clouds", "pat") == ["Clouds"]
    assert titles(site, indexer, "thunder", "pat") == []
    assert titles(site, indexer, "thunder", "sam") == ["Clouds"]
