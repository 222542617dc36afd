"""A visitor and a coordinator take a course along, on a screen of any width."""

import zipfile

import pytest
from playwright.sync_api import expect

COURSE = "/curriculum/mathematics/grade-5-fractions"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1440])
@pytest.mark.parametrize("who", [None, "cora"])
def test_the_page_fits_and_everybody_can_use_it(visit, who, width, scheme):
    window = visit(who, width=width)
    window.page.emulate_media(color_scheme=scheme)
    window.open(f"{COURSE}/@@export")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Export")
    assert window.overflow() == 0
    assert window.axe() == []


def test_a_visitor_finds_it_beside_the_text_and_takes_it_along(visit):
    window = visit(None)
    page = window.page
    window.open(COURSE)
    page.get_by_role("link", name="Export", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download For another learning platform").click()
    taken = waiting.value
    assert taken.suggested_filename == "grade-5-mathematics-fractions.imscc"
    with zipfile.ZipFile(taken.path()) as archive:
        assert archive.testzip() is None
        assert "imsmanifest.xml" in archive.namelist()
        assert not [name for name in archive.namelist() if name.startswith("staff/")]


def test_a_coordinator_finds_it_below_more(visit):
    window = visit("cora")
    page = window.page
    window.open(COURSE)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Export", exact=True).click()
    expect(page.get_by_text("answers or notes for staff")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download To work on as files").click()
    assert waiting.value.suggested_filename.endswith(".zip")
