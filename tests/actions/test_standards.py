"""Frameworks are replaced by GUID; contents stay aligned, and nobody learns of what is not theirs."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.frameworks import LINES, case_package, guid

from academe.actions.access import forget
from academe.actions.aligning import uses_of
from academe.actions.changing import change
from academe.actions.covering import Chosen, cover
from academe.actions.creating import create
from academe.actions.removing import remove, restore
from academe.actions.standards import adopt_framework, find_standards
from academe.actions.stepping import take_step
from academe.errors import Refused
from academe.exchange.case import read_case
from academe.store.standards import Standards, keys_in, published_keys

MATH = Chosen(guid("mathematics"))


@pytest.fixture
def adopt(cora, district):
    def do(lines=None, **more):
        return adopt_framework(cora, read_case(case_package(lines, **more), "x"), "x", district)

    return do


@pytest.fixture
def course(cora, district):
    return create(cora, district.site.root, "course", {"title": "Grade 5"}, district)


@pytest.fixture
def unit(cora, course, district):
    return create(cora, course, "unit", {"title": "Fractions"}, district)


@pytest.fixture
def lesson(cora, unit, district):
    return add_lesson(cora, unit, "Sums", district, ("5.NF.A.1", "introduced"))


def add_lesson(person, unit, title, district, *pairs):
    return create(person, unit, "lesson", {"title": title, "standards": pairs}, district)


def publish(person, content, district):
    take_step(person, content, "submit", district)
    take_step(person, content, "approve", district, comment="Good")


def test_a_known_code_is_kept_as_its_guid_and_an_unknown_one_as_typed(adopt, cora, unit, district):
    adopt()
    made = add_lesson(cora, unit, "Both", district, ("5.nf.a.1", "taught"), ("X.9", "assessed"))
    assert made.value("standards") == ((guid("5.NF.A.1"), "taught"), ("X.9", "assessed"))


def test_codes_that_were_typed_before_the_framework_came_are_matched(adopt, cora, lesson, district):
    assert lesson.value("standards") == (("5.NF.A.1", "introduced"),)
    adopt()
    standard = Standards(district.site).find("5.NF.A.1")
    assert [use.content for use in uses_of(cora, standard, district)] == [lesson]


def test_a_second_reading_says_what_changed_line_by_line(adopt, district):
    first = adopt()
    assert (first.count("added"), first.count("unchanged")) == (8, 0)
    assert adopt().count("unchanged") == 8
    lines = dict(LINES) | {"5.NF.A.2": (*LINES["5.NF.A.2"][:3], "Another wording.")}
    lines["6.NF.1"] = ("NF", "Standard", "06", "Divide fractions by fractions.")
    del lines["4.NF.A.1"]
    report = adopt(lines, codes={"5.NF.B.3": "5.NF.B.3a"})
    told = {line.standard.code: line for line in report.lines if line.outcome != "unchanged"}
    assert {code: line.outcome for code, line in told.items()} == {
        "5.NF.A.2": "changed",
        "5.NF.B.3a": "changed",
        "6.NF.1": "added",
        "4.NF.A.1": "retired",
    }
    assert told["5.NF.A.2"].fields == ("statement",)
    assert told["5.NF.B.3a"].fields == ("code",)


def test_what_is_retired_stays_with_what_is_aligned_to_it(adopt, cora, lesson, district):
    adopt()
    report = adopt({code: line for code, line in LINES.items() if code != "5.NF.A.1"})
    (retired,) = (line for line in report.lines if line.outcome == "retired")
    assert (retired.standard.code, retired.uses) == ("5.NF.A.1", 1)
    assert uses_of(cora, retired.standard, district)
    assert "5.NF.A.1" not in [one.code for one in find_standards("5.NF", district)]


def test_an_alignment_survives_a_new_code(adopt, cora, unit, district):
    adopt()
    made = add_lesson(cora, unit, "Sums", district, ("5.NF.A.1", "taught"))
    adopt(codes={"5.NF.A.1": "MA.5.FR.1"})
    standards = Standards(district.site)
    assert standards.find("5.NF.A.1") is None
    found = standards.find("ma.5.fr.1")
    assert [use.content for use in uses_of(cora, found, district)] == [made]
    (row,) = (r for r in cover(cora, unit.__parent__, MATH, district).rows if r.standard == found)
    assert row.total == {"taught": 1}


def test_only_who_keeps_the_whole_site_brings_standards_in(ana, tess, nobody, district):
    draft = read_case(case_package(), "x")
    for person in (ana, tess, nobody):
        with pytest.raises(Refused):
            adopt_framework(person, draft, "x", district)


def test_the_common_core_is_found_without_its_prefix(adopt, district):
    adopt(codes={"5.NF.A.1": "CCSS.Math.Content.5.NF.A.1"})
    assert Standards(district.site).find("5.NF.A.1").guid == guid("5.NF.A.1")
    assert [one.code for one in find_standards("5.nf.a.1", district)] == [
        "CCSS.Math.Content.5.NF.A.1"
    ]


def test_words_are_found_in_statements(adopt, district):
    adopt()
    assert [one.code for one in find_standards("word fractions", district)] == ["5.NF.A.2"]
    assert find_standards("nothing like it", district) == []


def test_coverage_says_what_is_missing(adopt, cora, course, unit, lesson, district):
    adopt()
    add_lesson(cora, unit, "Words", district, ("5.NF.A.2", "taught"), ("5.NF.A.2", "assessed"))
    add_lesson(cora, unit, "Parts", district, ("5.NF.B", "taught"))
    found = cover(cora, course, Chosen(MATH.framework, "5"), district)
    states = {row.standard.code: row.state for row in found.rows if row.state}
    assert states == {
        "5.NF.A.1": "introduced",
        "5.NF.A.2": "assessed",
        "5.NF.B.3": "unassessed",  # as a part of what is taught
        "5.NF.B.4": "unassessed",
    }
    assert [one.id for one in found.columns] == [unit.id]
    everything = cover(cora, course, MATH, district)
    assert [row.standard.code for row in everything.with_state("none")] == ["4.NF.A.1"]
    above = cover(cora, district.site.root, MATH, district)
    assert [one.id for one in above.columns] == [course.id]
    assert [row.total for row in above.rows] == [row.total for row in everything.rows]


def test_a_reader_counts_the_text_in_force(adopt, cora, rui, nobody, course, lesson, district):
    adopt()
    for place in (course, district.site.root):
        assert not any(row.total for row in cover(nobody, place, MATH, district).rows)
        forget(nobody)
    take_step(cora, course, "submit", district)
    take_step(rui, course, "approve", district, comment="Good")
    forget(nobody)
    found = cover(nobody, course, MATH, district)
    assert {r.standard.code for r in found.rows if r.total} == {"5.NF.A.1"}


PAIRS = st.lists(
    st.tuples(st.sampled_from([*LINES, "X.1", "x.1"]), st.sampled_from(["taught", "assessed"])),
    max_size=3,
).map(tuple)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), PAIRS),
        st.tuples(st.sampled_from(["remove", "publish", "revise", "adopt", "copy"]), st.just(())),
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_the_tree_of_alignments_is_what_a_walk_finds(steps, adopt, cora, rui, course, district):
    lesson = add_lesson(cora, course, "Sums", district, ("5.NF.A.1", "taught"))
    for what, pairs in steps:
        try:
            take(what, pairs, lesson, adopt, cora, rui, district)
        except Refused:
            continue
        check_aligned(district)


def take(what, pairs, lesson, adopt, cora, rui, district):
    from academe.actions.copying import copy

    if what == "change":
        change(cora, lesson, {"standards": pairs or None}, district, version=None)
    elif what == "remove":
        remove(cora, lesson, district)
        check_aligned(district)
        restore(cora, lesson, district)
    elif what == "publish":
        place = lesson if lesson.state else lesson.__parent__
        take_step(cora, place, "submit", district)
        take_step(rui, place, "approve", district, comment="Good")
    elif what == "revise":
        take_step(cora, lesson, "revise", district, comment="Again")
    elif what == "copy":
        copy(cora, lesson, lesson.__parent__, district)
    else:
        adopt()


def check_aligned(district) -> None:
    walked = {
        (key, content.id)
        for content in district.site.contents.values()
        for key in keys_in(content.values) | published_keys(content)
    }
    assert set(district.site.aligned) == walked
