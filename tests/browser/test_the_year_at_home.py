"""A parent on a telephone finds the year of grade 5 and prints it; without an account, or script."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from academe.actions.creating import create
from academe.actions.stepping import take_step

YEAR = "/@@year?grade=5"
COURSE = "/curriculum/mathematics/grade-5-fractions/@@year"
PAGE = re.compile(rb"/Type\s*/Page\b")
LONG = (
    "Thinking about fractions, decimals and all that lies between them, for the whole of the year"
)
PAGES = ("/", "/@@learn", "/@@learn?grade=5", "/@@learn?grade=9", "/maple-street-elementary")


@pytest.fixture(scope="module")
def strange(live):
    """A course of grade 5 in Arabic, and one with a very long title and no units."""
    arabic = {"title": "الكسور في حياتنا", "summary": "نقسم ونجمع.", "language": "ar"}
    for answers in (arabic, {"title": LONG, "summary": LONG}):

        def plant(district, answers=answers):
            identity = {name: who(name, district) for name in ("cora", "rui")}
            answers = {**answers, "grades": ("5",), "subjects": ("mathematics",)}
            course = create(identity["cora"], district.site.root, "course", answers, district)
            if "language" in answers:
                part = {"title": "الأنصاف", "starts_in_week": 1, "weeks": 2, "language": "ar"}
                create(identity["cora"], course, "unit", part, district)
            take_step(identity["cora"], course, "submit", district)
            take_step(identity["rui"], course, "approve", district)

        live.act(plant)


def who(login, district):
    from academe.actions.opening import identity_called

    return identity_called(login, district)


def pages_of(window):
    return len(PAGE.findall(window.page.pdf(format="Letter")))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_parent_finds_the_year_of_grade_5_and_prints_it(visit, script):
    window = visit(width=390, java_script_enabled=script)
    page = window.page
    window.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What will my child learn?")
    page.get_by_role("link", name="Grade 5", exact=True).click()
    page.get_by_role("link", name="The whole year on one page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grade 5: the year")
    page.wait_for_load_state()
    titles = page.locator(".told-head h2").all_inner_texts()
    taught = ["Grade 5 Mathematics: Fractions", "Grade 5 Science: Life at the creek"]
    assert [title for title in titles if title in taught] == taught
    expect(page.get_by_text("Weeks 4 to 6").first).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible(visible=script)
    assert pages_of(window) <= 2
    page.locator(".told-head").get_by_role("link", name="Grade 5 Mathematics").click()
    expect(page.get_by_role("heading", name="How learning is checked")).to_be_visible()
    assert pages_of(window) <= 2
    window.check_quiet()


def test_what_is_printed_is_what_is_taught(visit):
    window = visit()
    for path in (YEAR, COURSE):
        window.open(path)
        window.page.emulate_media(media="print")
        for gone in (".band", ".foot", ".crumbs", ".buttons", "form", ".told-standards"):
            for found in window.page.locator(gone).all():
                expect(found).to_be_hidden()
        expect(window.page.locator(".print-only")).to_contain_text(path)
        units = window.page.locator(".told-unit").first
        assert units.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
        after = "one => getComputedStyle(one, '::after').content"
        for link in window.page.locator(".prose a").all():
            assert link.evaluate(after) in ("none", "normal")
        window.page.emulate_media(media="screen")


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_every_page_for_families_is_open_to_all(visit, strange, width):
    window = visit(width=width)
    for path in (*PAGES, YEAR, COURSE):
        for scheme in ("light", "dark"):
            window.page.emulate_media(color_scheme=scheme)
            window.open(path)
            assert window.axe() == [], (path, scheme)
            assert window.overflow() == 0, path
    window.check_quiet()


def test_headings_are_in_order_and_arabic_begins_where_the_others_do(visit, strange):
    window = visit(width=390)
    for path in (*PAGES, YEAR, COURSE):
        window.open(path)
        levels = window.page.eval_on_selector_all(
            "main :is(h1, h2, h3, h4)", "all => all.map(one => Number(one.tagName[1]))"
        )
        assert levels.count(1) == 1, path
        assert all(b <= a + 1 for a, b in pairwise(levels)), (path, levels)
    window.open(YEAR)
    arabic = window.page.locator(".told-head h2", has_text="الكسور")
    expect(arabic.locator("a")).to_have_attribute("lang", "ar")
    assert arabic.evaluate("one => getComputedStyle(one).textAlign") == "left"
