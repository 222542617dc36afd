"""A course numbers its units and lessons; what lies between them keeps its place."""

import pytest

from academe.actions.creating import create


@pytest.fixture
def course(site) -> str:
    """A course of two units with a page between them; a unit of two lessons with a link."""

    def write(ana, district):
        made = create(ana, district.site.root, "course", {"title": "Course"}, district)
        first = create(ana, made, "unit", {"title": "First"}, district)
        create(ana, made, "page", {"title": "Between"}, district)
        create(ana, made, "unit", {"title": "Second"}, district)
        create(ana, first, "lesson", {"title": "Lesson 1"}, district)
        create(ana, first, "link", {"title": "Away", "address": "https://example.org/"}, district)
        create(ana, first, "lesson", {"title": "Lesson 2"}, district)

    site.as_("ana", write)
    return "/course"


def numbered(page, rows: str) -> dict[str, bool]:
    """Return {title: is it numbered} in the order of the page."""
    return {
        row.select_one("a").get_text(strip=True): "is-loose" not in row.get("class", ())
        for row in page.html.select(rows)
    }


def test_only_units_are_numbered_in_a_course(site, course):
    page = site.browser("ana").get(course)
    assert numbered(page, "ol.units > li") == {"First": True, "Between": False, "Second": True}
    (loose,) = page.html.select("li.is-loose .unit-when")
    assert loose.get_text(strip=True) == "Page"


def test_only_lessons_are_numbered_in_a_unit(site, course):
    browser, told = site.browser("ana"), {"Lesson 1": True, "Away": False, "Lesson 2": True}
    assert numbered(browser.get(course), "ol.lessons > li") == told
    page = browser.get(f"{course}/first")
    assert numbered(page, "ol.units > li") == told
    (loose,) = page.html.select("li.is-loose .unit-when")
    assert loose.get_text(strip=True) == "Link"
