"""Coverage in the browser: of schools, of several frameworks, and of courses of one title."""

import json

import pytest
from tests.frameworks import LINES, case_package, guid
from tests.web.test_standards import bring_in

from academe.actions.creating import create
from academe.actions.stepping import take_step

OTHER = {
    code.replace("NF", "Q"): (one[0].replace("NF", "Q"), *one[1:]) for code, one in LINES.items()
}


@pytest.fixture
def taught(site):
    """Two frameworks; a district's course for grade 5 names the second, a school has its own."""
    bring_in(site, "cora", case_package(OTHER, name="other", title="Another framework"))
    bring_in(site, "cora", case_package())

    def make(cora, district):
        root = district.site.root
        school = create(cora, root, "school", {"title": "Oak Hill", "grades": ("4", "5")}, district)
        folder = create(cora, root, "folder", {"title": "Curriculum"}, district)
        take_step(cora, school, "publish", district)
        for parent, code in ((folder, "5.NF.A.1"), (school, "5.NF.B.4")):
            answers = {"title": "Grade 5", "grades": ("5",)}
            course = create(cora, parent, "course", answers, district)
            pairs = ((code, "taught"),)
            create(cora, course, "lesson", {"title": "Sums", "standards": pairs}, district)

    site.as_("cora", make)
    return "/oak-hill/@@coverage"


def headings(page):
    return [one.get_text(" ", strip=True) for one in page.html.select("thead th")]


def test_a_school_shows_the_districts_courses_for_its_grades(site, taught):
    page = site.browser("cora").get(taught)
    page.mustcontain("1 taught", "5.NF.A.1", "the district's for its grades")
    assert page.html.select_one("#coverage-framework option[selected]").text == (
        "Riverside mathematics"
    )
    assert headings(page)[3:] == ["Grade 5 (Oak Hill)", "Grade 5 (Curriculum)"]
    assert site.browser("cora").get("/@@coverage").text.count("its grades") == 0


def test_a_table_of_the_school_tells_courses_of_one_title_apart_too(site, taught):
    sheet = site.browser("cora").get(f"{taught}?as=csv").body.decode("utf-8-sig")
    assert "Grade 5 (Oak Hill),Grade 5 (Curriculum)" in sheet.splitlines()[0]


def test_where_the_place_says_no_more_the_address_does(site, taught):
    def make(cora, district):
        again = create(cora, district.site.root, "folder", {"title": "Curriculum"}, district)
        course = create(cora, again, "course", {"title": "Grade 5", "grades": ("5",)}, district)
        pairs = (("5.NF.A.1", "taught"),)
        create(cora, course, "lesson", {"title": "Sums", "standards": pairs}, district)

    site.as_("cora", make)
    assert headings(site.browser("cora").get(taught))[3:] == [
        "Grade 5 (/oak-hill/grade-5)",
        "Grade 5 (/curriculum/grade-5)",
        "Grade 5 (/curriculum-2/grade-5)",
    ]


def test_only_grades_of_the_school_can_be_chosen(site, taught):
    page = site.browser("cora").get(f"{taught}?grade=11")
    chosen = [one["value"] for one in page.html.select("#coverage-grade option")]
    assert chosen == ["", "4", "5"]
    page.mustcontain("4.NF.A.1", "5.NF.A.1")


@pytest.mark.parametrize("asked", ["zzz", guid("nothing")])
def test_a_framework_that_is_not_there_is_not_found(site, taught, asked):
    page = site.browser().get(f"/oak-hill/@@coverage?framework={asked}", status=404)
    page.mustcontain("There is no such framework of standards.")
    assert "No standards yet" not in page.text


def test_where_nothing_was_brought_in_it_is_said(site):
    site.browser().get("/@@coverage").mustcontain("No standards yet")


def test_a_framework_in_another_language_than_the_page_says_which(site, taught):
    for language, said in (("en", None), ("es", "en")):
        page = site.browser("cora").get(f"{taught}?language={language}")
        options = page.html.select("#coverage-framework option")
        assert [one.get("lang") for one in options] == [said, said]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("Adopted", "Adoptada"),
        ("private draft", "Borrador privado"),
        ("Deprecated", "Ya no se usa"),
        ("Under way", "Under way"),
    ],
)
def test_where_a_framework_stands_is_said_in_the_readers_language(site, status, said):
    package = json.loads(case_package())
    package["CFDocument"]["adoptionStatus"] = status
    bring_in(site, "cora", json.dumps(package).encode())
    site.browser().get("/@@standards?language=es").mustcontain(f"2026 {said}")
