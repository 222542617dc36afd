"""What is printed is what is read: no buttons, no ways to elsewhere, no grade beside each lesson."""

import re

import pytest
from playwright.sync_api import expect

COURSE = "/curriculum/mathematics/grade-5-fractions"
UNIT = f"{COURSE}/fractions-as-division"
LESSON = f"{UNIT}/sharing-sandwiches"
SIZE = "one => parseFloat(getComputedStyle(one).fontSize)"


@pytest.fixture
def printed(visit):
    """Open a page as it is printed."""

    def open_printed(path, login=None):
        window = visit(login)
        window.open(path)
        window.page.emulate_media(media="print")
        return window.page

    return open_printed


@pytest.mark.parametrize("login", [None, "ana"])
@pytest.mark.parametrize("path", [COURSE, UNIT, LESSON])
def test_no_way_to_another_page_is_printed(printed, path, login):
    page = printed(path, login)
    for words in ("Also in", "Export", "Download", "To take along", "Edit", "Print"):
        for found in page.get_by_text(re.compile(rf"^\s*{words}:?\s*$")).all():
            expect(found).to_be_hidden()
    expect(page.locator("button:visible, input:visible, select:visible")).to_have_count(0)
    expect(page.locator(".rail").get_by_text("CC BY-SA 4.0")).to_be_visible()


def test_a_course_says_its_grade_once(printed):
    page = printed(COURSE)
    said = page.get_by_text("Grade 5", exact=True).locator("visible=true")
    expect(said).to_have_count(1)
    expect(page.locator(".lessons").get_by_text("Sharing sandwiches")).to_be_visible()
    said = printed(UNIT).get_by_text("Grade 5", exact=True).locator("visible=true")
    expect(said).to_have_count(0)


@pytest.mark.parametrize("path", [COURSE, f"{COURSE}/@@coverage"])
def test_codes_are_no_larger_than_the_words_beside_them(printed, path):
    page = printed(path)
    cells = page.locator("table tbody :is(th, td, td li)")
    sizes = {round(size, 1) for size in cells.evaluate_all(f"all => all.map({SIZE})")}
    assert sizes == {12.0}  # 9 points


def test_the_front_page_is_read_on_white_paper(printed):
    page = printed("/")
    expect(page.get_by_text("My child is in")).to_be_hidden()
    ink = "one => getComputedStyle(one).color"
    assert page.get_by_role("heading", level=1).evaluate(ink) == "rgb(0, 0, 0)"
