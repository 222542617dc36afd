"""What families read without an account: courses by grade, subject and school, and the year."""

import re

import pytest
from tests.frameworks import case_package
from tests.web.family_site import CANARY, fill
from tests.web.test_standards import bring_in
from tests.web.test_working import at

from academe.actions.creating import create
from academe.actions.stepping import take_step

PAGES = (
    "/",
    "/@@learn",
    "/@@learn?grade=5",
    "/@@learn?grade=9",
    "/@@learn?subject=music",
    "/@@learn?grade=5&school=maple-street",
    "/@@year?grade=5",
    "/@@year?grade=9",
    "/fractions",
    "/fractions/@@year",
    "/maple-street",
    "/oak-hill/@@learn",
)


@pytest.fixture
def families(site):
    fill(site)
    return site


def said(page, selector="main"):
    return " ".join(page.html.select_one(selector).get_text(" ").split())


def titles(page, selector=".course-card h3"):
    return [" ".join(found.get_text(" ").split()) for found in page.html.select(selector)]


@pytest.mark.parametrize("login", [None, "pat"])
def test_no_page_for_families_tells_of_drafts_or_of_what_is_for_staff(families, login):
    browser = families.browser(login)
    for path in PAGES:
        page = browser.get(path)
        assert CANARY not in page, path
        for word in ("Draft", "In review", "Being revised", "Staff only"):
            assert word not in said(page), (path, word)
    browser.get("/canary/@@year", status=404)


def test_a_year_is_two_clicks_from_the_front_page(families):
    page = families.browser().get("/").click("Grade 5")
    assert "What children learn: Grade 5" in said(page, "h1")
    year = page.click(href="/fractions/@@year$")
    assert "Halves" in said(year, "#units ~ .told-units")
    whole = page.click("The whole year on one page")
    assert titles(whole, ".told-head h2") == ["Chess", "Fractions", "Robots"]


def test_every_course_of_a_grade_is_counted_once(families):
    page = families.browser().get("/@@learn?grade=5")
    assert titles(page) == ["Chess", "Fractions", "Robots"]
    assert said(page, ".lede") == "3 courses"
    counts = [found.get_text(" ").split()[-1] for found in page.html.select(".count-of")]
    assert counts == ["2", "1"]
    assert titles(page, ".course-group h2 > span:first-child") == ["Mathematics", "More courses"]
    assert "Sharing and cutting." in page
    assert "A trimester" in page


def test_a_subject_is_listed_by_grades(families):
    page = families.browser().get("/@@learn?subject=english")
    assert titles(page, ".course-group h2 > span:first-child") == ["Kindergarten, Grade 1"]
    both = families.browser().get("/@@learn?subject=science")
    assert titles(both) == ["Fractions"]


def test_a_school_shows_its_own_courses_and_those_of_the_district_for_its_grades(families):
    page = families.browser().get("/maple-street")
    own, district = page.html.select(".course-group")
    assert "Courses of this school" in own.get_text()
    assert "Chess" in own.get_text()
    assert "Courses of the district for the grades of this school" in district.get_text()
    assert "Fractions" in district.get_text()
    assert "Robots" not in page
    assert "Letters" not in said(page)
    assert titles(page.click("Grade 5")) == ["Chess", "Fractions"]


def test_where_schools_differ_one_chooses_the_own(families):
    page = families.browser().get("/@@year?grade=5")
    choice = page.html.select_one(".pick-school")
    assert "Which school?" in choice.get_text()
    year = page.click("Oak Hill", index=0)
    assert titles(year, ".told-head h2") == ["Fractions", "Robots"]
    assert "Which school?" not in year


def test_a_grade_without_courses_says_so_and_what_to_do(families):
    page = families.browser().get("/@@learn?grade=9")
    empty = said(page, ".empty")
    assert "Nothing is published for Grade 9 yet" in empty
    assert "Choose another grade, or ask the school." in empty
    assert titles(page.click("Grade 5", index=0)) == ["Chess", "Fractions", "Robots"]
    assert page.html.select_one('.contacts a[href="mailto:oak@school.example"]')
    year = families.browser().get("/@@year?grade=9")
    assert "Nothing is published for Grade 9 yet" in said(year, ".empty")


def test_a_district_without_courses_says_what_will_be_here(site):
    page = site.browser().get("/@@learn")
    assert "No course is published yet" in said(page)
    assert not page.html.select(".course-card")
    site.browser().get("/@@year", status=303)


def test_a_district_of_one_school_does_not_ask_which(site):
    def plant(cora, district):
        root = district.site.root
        school = {"title": "The Only School", "grades": ("5",)}
        school = create(cora, root, "school", school, district, name="only")
        take_step(cora, school, "publish", district)
        create(cora, school, "course", {"title": "All", "grades": ("5",)}, district, name="all")

    site.as_("cora", plant)
    for login, step in (("ana", "submit"), ("rui", "approve")):
        site.as_(login, lambda p, d, s=step: take_step(p, at(d, "/only/all"), s, d))
    page = site.browser().get("/@@learn?grade=5")
    assert titles(page) == ["All"]
    assert "Which school?" not in page
    assert [one["name"] for one in page.html.select("form.learn select")] == ["grade", "subject"]


def test_the_units_stand_in_teaching_order_with_their_weeks(families):
    page = families.browser().get("/fractions/@@year")
    assert titles(page, ".told-unit h3") == ["Halves", "Adding"]
    assert titles(page, ".told-when") == ["Weeks 1 to 3", "Weeks 4 to 6"]
    assert "A half is a number." in page
    goals = page.html.select(".told-unit li")
    assert len(goals) == 4
    assert "More goals (2) stand on the page of the unit." in said(page)
    for text in ("A measuring cup.", "A drawing and a sentence.", "Paper strips."):
        assert text in page
    order = [found.get_text(strip=True) for found in page.html.select("main h2")]
    assert order.index("Unit by unit") < order.index("At home") < order.index("Questions?")


def test_standards_stand_last_and_folded_with_their_words(families):
    bring_in(families, "cora", case_package())
    page = families.browser().get("/fractions/@@year")
    folded = page.html.select_one("details.told-standards")
    assert not folded.has_attr("open")
    assert folded.find_next("section") is None
    assert "5.NF.A.1" in folded.dt.get_text()
    assert len(folded.dd.get_text(strip=True)) > 10


def test_a_course_without_units_says_so(families):
    page = families.browser().get("/letters/@@year")
    assert "The units of this course are not published yet." in said(page)


def test_who_may_see_drafts_prints_what_families_read(families):
    cora = families.browser("cora")
    for path in ("/@@year?grade=5", "/fractions/@@year"):
        assert CANARY not in said(cora.get(path)), path
    assert "Courses that are not published yet are left out." in cora.get("/@@year?grade=5")
    assert "This course is not published yet" in cora.get("/canary/@@year")
    listed = cora.get("/@@learn?grade=5")
    assert f"{CANARY} course Draft" in titles(listed)


def test_a_form_leads_to_the_one_address_of_a_choice(families):
    form = families.browser().get("/@@learn").forms[0]
    form["grade"] = "5"
    answer = form.submit(status=303)
    assert answer.location.endswith("/@@learn?grade=5")
    page = families.browser().get("/@@learn?grade=5&language=es")
    assert page.html.find("html")["lang"] == "es"
    back = page.html.select_one('a[hreflang="en"]')["href"]
    assert "grade=5" in back


@pytest.mark.parametrize("asked", ["grade=77", "subject=alchemy", "school=nowhere"])
def test_a_word_that_is_not_listed_is_told(families, asked):
    page = families.browser().get(f"/@@learn?{asked}")
    assert "that is not listed here" in said(page, ".notice")


def test_families_know_whom_to_ask(families):
    page = families.browser().get("/maple-street/chess/@@year")
    assert page.html.select_one('.contacts a[href="tel:5550118"]').get_text() == "(555) 0118"
    assert "Oak Hill" not in said(page, ".contacts")


def test_a_page_says_the_language_of_each_title(site):
    def plant(cora, district):
        answers = {"title": "الكسور", "summary": "تقسيم", "language": "ar", "grades": ("5",)}
        create(cora, district.site.root, "course", answers, district, name="arabic")

    site.as_("cora", plant)
    for login, step in (("ana", "submit"), ("rui", "approve")):
        site.as_(login, lambda p, d, s=step: take_step(p, at(d, "/arabic"), s, d))
    for path in ("/@@learn?grade=5", "/@@year?grade=5"):
        link = site.browser().get(path).html.find(string=re.compile("الكسور")).find_parent("a")
        assert (link["lang"], link["dir"]) == ("ar", "auto"), path
