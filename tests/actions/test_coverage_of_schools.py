"""A school's coverage counts its own courses and the district's for its grades, nothing else."""

from dataclasses import replace

import pytest
from tests.frameworks import LINES, case_package, guid

from academe.actions.access import forget
from academe.actions.covering import Chosen, cover
from academe.actions.creating import create
from academe.actions.owning import open_own_area
from academe.actions.standards import adopt_framework
from academe.actions.stepping import take_step
from academe.errors import NotThere
from academe.exchange.case import read_case

MATH = Chosen(guid("mathematics"))
OTHER = {
    code.replace("NF", "Q"): (one[0].replace("NF", "Q"), *one[1:]) for code, one in LINES.items()
}


@pytest.fixture(autouse=True)
def adopted(cora, district):
    adopt_framework(cora, read_case(case_package(), "x"), "x", district)


@pytest.fixture
def add(cora, district):
    """Make a place with a title, and whatever else its type asks."""

    def do(parent, type_name, title, **answers):
        return create(cora, parent, type_name, {"title": title, **answers}, district)

    return do


@pytest.fixture
def teach(add, district):
    """Make a course with one lesson that teaches a standard."""

    def do(parent, title, code, *grades):
        course = add(parent, "course", title, grades=grades or None)
        add(course, "lesson", f"{title}: a lesson", standards=((code, "taught"),))
        return course

    return do


@pytest.fixture
def school(add, district):
    return add(district.site.root, "school", "Oak Hill", grades=("4", "5"))


def titles(found):
    return [one.value("title") for one in found.columns]


def taught(found):
    return {row.standard.code for row in found.rows if row.total}


def test_courses_of_the_district_for_its_grades_count(add, teach, school, cora, district):
    folder = add(district.site.root, "folder", "Curriculum")
    teach(folder, "District, grade 5", "5.NF.A.1", "5", "6")
    teach(folder, "District, grade 8", "5.NF.A.2", "8")
    teach(folder, "District, no grade", "5.NF.B.3")
    teach(school, "Its own", "4.NF.A.1", "8")
    other = add(district.site.root, "school", "Maple Street", grades=("5",))
    teach(other, "Of another school", "5.NF.B.4", "5")
    found = cover(cora, school, MATH, district)
    assert titles(found) == ["Its own", "District, grade 5"]
    assert taught(found) == {"4.NF.A.1", "5.NF.A.1"}
    assert titles(cover(cora, other, MATH, district)) == ["Of another school", "District, grade 5"]
    assert titles(cover(cora, folder, MATH, district)) == [
        "District, grade 5",
        "District, grade 8",
        "District, no grade",
    ]


def test_standards_of_other_grades_are_left_out(add, school, cora, district):
    middle = add(district.site.root, "school", "Middle", grades=("5", "6"))
    bare = add(district.site.root, "school", "Bare")
    codes = [
        {row.standard.code for row in cover(cora, one, MATH, district).rows}
        for one in (school, middle, bare)
    ]
    assert "4.NF.A.1" in codes[0]
    assert codes[1] == codes[0] - {"4.NF.A.1"}
    assert codes[2] == codes[0]
    only = {
        row.standard.code for row in cover(cora, school, MATH._replace(grade="4"), district).rows
    }
    assert only == {"NF", "4.NF.A.1"}
    strange = cover(cora, school, MATH._replace(grade="11"), district)
    assert {row.standard.code for row in strange.rows} == codes[0]


def test_nobody_learns_of_a_course_that_is_not_theirs(teach, school, cora, rui, nobody, district):
    root = district.site.root
    course = teach(root, "District, grade 5", "5.NF.A.1", "5")
    take_step(cora, school, "publish", district)
    assert titles(cover(nobody, school, MATH, district)) == []
    assert taught(cover(nobody, school, MATH, district)) == set()
    take_step(cora, course, "submit", district)
    take_step(rui, course, "approve", district, comment="Good")
    forget(nobody)
    assert taught(cover(nobody, school, MATH, district)) == {"5.NF.A.1"}


def test_a_private_copy_is_not_what_the_district_teaches(teach, school, tess, district):
    area = open_own_area(tess, district)
    course = create(tess, area, "course", {"title": "My own", "grades": ("5",)}, district)
    pairs = (("5.NF.A.1", "taught"),)
    create(tess, course, "lesson", {"title": "Mine", "standards": pairs}, district)
    reader = replace(tess, memo={"now": district.now, "today": district.today})
    for place in (school, district.site.root):
        assert titles(cover(reader, place, MATH, district)) == []
    assert titles(cover(reader, area, MATH, district)) == ["My own"]
    assert taught(cover(reader, course, MATH, district)) == {"5.NF.A.1"}


@pytest.fixture
def second(cora, district):
    """A second framework, first by its title."""
    draft = read_case(case_package(OTHER, name="other", title="Another framework"), "y")
    return adopt_framework(cora, draft, "y", district).framework


def test_coverage_opens_on_the_framework_that_is_named_most(
    second, teach, school, cora, nobody, district
):
    root = district.site.root
    assert cover(cora, root, Chosen(), district).framework == second  # nothing is named: by title
    teach(root, "Of ours", "5.NF.A.1", "5")
    course = teach(root, "Of the other", "5.Q.A.1", "8")
    assert cover(cora, root, Chosen(), district).framework == second  # as many: by title
    teach(school, "Of ours too", "5.NF.A.2", "5")
    for place in (root, school):
        found = cover(cora, place, Chosen(), district)
        assert found.framework.guid == MATH.framework
        assert found == cover(cora, place, MATH, district)
    assert cover(cora, course, Chosen(), district).framework == second
    assert cover(nobody, root, Chosen(), district).framework == second  # knows of no course


def test_a_framework_that_is_not_there_is_said(district, cora):
    with pytest.raises(NotThere, match="no such framework"):
        cover(cora, district.site.root, Chosen("zzz"), district)
