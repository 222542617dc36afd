"""What families read whose language is another than the site's: no course twice, none unsaid."""

import pytest
from tests.web.family_site import fill
from tests.web.test_families import said, titles
from tests.web.test_working import at, publish

from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.stepping import take_step

SPANISH = {"Accept-Language": "es"}
GRADE = "/@@learn?grade=5"
YEAR = "/@@year?grade=5"


@pytest.fixture
def families(site):
    fill(site)
    return site


@pytest.fixture
def translated(families):
    """Fractions and one of its units in Spanish; the course is a draft yet."""

    def plant(cora, district):
        fractions = at(district, "/fractions")
        answers = {
            "title": "Fracciones",
            "grades": ("5",),
            "subjects": ("mathematics",),
            "language": "es",
            "translation_of": fractions.id,
        }
        course = create(cora, district.site.root, "course", answers, district, name="fracciones")
        halves = {"title": "Mitades", "language": "es"}
        halves = create(cora, course, "unit", halves, district).id
        twin = {"title": "Halves", "language": "en", "translation_of": halves}
        create(cora, course, "unit", twin, district)

    families.as_("cora", plant)
    return families


def test_a_course_is_listed_once_in_the_readers_language(translated):
    publish(translated, "/fracciones")
    spanish = translated.browser().get(GRADE, headers=SPANISH)
    assert titles(spanish) == ["Chess", "Fracciones", "Robots"]
    assert titles(translated.browser().get(GRADE)) == ["Chess", "Fractions", "Robots"]
    year = translated.browser().get(YEAR, headers=SPANISH)
    assert titles(year, ".told-head h2") == ["Chess", "Fracciones", "Robots"]
    assert said(year, "#course-2").startswith("Fracciones")


def test_a_unit_is_told_once_in_the_readers_language(translated):
    publish(translated, "/fracciones")
    browser = translated.browser()
    spanish = browser.get("/fracciones/@@year", headers=SPANISH)
    assert titles(spanish, ".told-unit h3") == ["Mitades"]
    assert titles(browser.get("/fracciones/@@year"), ".told-unit h3") == ["Halves"]


def test_a_draft_in_ones_language_hides_nothing_from_those_who_may_see_it(translated):
    page = translated.browser("cora").get(GRADE, headers=SPANISH)
    assert {"Fractions", "Fracciones"} < {title.split(" ")[0] for title in titles(page)}


def test_the_year_of_a_course_leads_to_its_year_in_another_language(translated):
    publish(translated, "/fracciones")
    page = translated.browser().get("/fractions/@@year", headers=SPANISH)
    link = page.html.select_one(".in-languages a")
    assert (link["href"], link["lang"]) == ("/fracciones/@@year", "es")
    assert "Todavía no hay" not in said(page)
    assert translated.browser().get(link["href"]).html.select_one(".in-languages a")["lang"] == "en"


def test_what_is_not_in_the_readers_language_is_said_in_it(translated):
    browser = translated.browser()
    none = "Estos cursos están en inglés. Todavía no hay una versión en español."
    for path in (GRADE, YEAR):
        assert none in said(browser.get(path, headers=SPANISH), ".in-languages"), path
        assert browser.get(path).html.select(".in-languages") == []
    one = said(browser.get("/fractions/@@year", headers=SPANISH), ".in-languages")
    assert one.startswith("Este curso está en inglés. Todavía no hay una versión en español.")
    publish(translated, "/fracciones")
    some = said(browser.get(YEAR, headers=SPANISH), ".in-languages.quiet")
    assert some.startswith("Algunos de estos cursos están en inglés.")


@pytest.mark.parametrize("path", [GRADE, YEAR, f"{GRADE}&subject=mathematics"])
def test_a_page_of_a_grade_leads_to_the_same_page_in_another_language(translated, path):
    browser = translated.browser()
    assert browser.get(path).html.select(".in-languages a") == []
    publish(translated, "/fracciones")
    link = browser.get(path).html.select_one(".in-languages a")
    assert (link.get_text(), link["lang"], link["hreflang"]) == ("Español", "es", "es")
    spanish = browser.get(link["href"])
    assert "Fracciones" in said(spanish, "main")
    back = spanish.html.select_one(".in-languages a")
    assert back.get_text() == "English"
    assert "Fractions" in said(browser.get(back["href"]), "main")


def test_a_page_of_a_grade_without_another_version_leads_to_none(translated):
    publish(translated, "/fracciones")
    assert translated.browser().get("/@@learn?grade=12").html.select(".in-languages") == []


def test_a_copy_of_a_translation_stands_for_itself(translated):
    publish(translated, "/fracciones")

    def take(cora, district):
        copy(cora, at(district, "/fracciones"), at(district, "/maple-street"), district)

    translated.as_("cora", take)
    publish(translated, "/maple-street/fracciones")
    page = translated.browser().get(GRADE, headers=SPANISH)
    assert titles(page) == ["Chess", "Fracciones", "Fracciones", "Robots"]


def test_titles_of_schools_and_courses_carry_their_language(families):
    for path in ("/", GRADE, "/@@learn?grade=5&school=maple-street", YEAR, "/fractions/@@year"):
        page = families.browser().get(path, headers=SPANISH).html
        for title in ("Maple Street", "Fractions"):
            for text in page.select_one("body").find_all(string=title):
                spoken = text.find_parent(attrs={"lang": True})
                assert spoken["lang"] == "en", (path, str(text.parent))


def test_what_a_list_says_of_a_content_carries_its_language(families):
    def plant(cora, district):
        news = {"title": "Chess day", "summary": "Bring a board."}
        made = create(cora, at(district, "/maple-street"), "news", news, district)
        take_step(cora, made, "publish", district)

    families.as_("cora", plant)
    page = families.browser().get("/", headers=SPANISH).html
    (line,) = (one for one in page.select(".contents .line") if "Escuela:" in one.get_text())
    assert line.find("bdi", string="Maple Street")["lang"] == "en"
