"""A teacher on a telephone finds a lesson, uses it and makes it fit her class."""

import pytest
from playwright.sync_api import expect

from academe.actions.opening import identity_called
from academe.actions.owning import open_own_area

COURSE = "/curriculum/mathematics/grade-5-fractions"
LESSON = f"{COURSE}/fractions-as-division/sharing-sandwiches"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def tess(visit, request):
    return visit("tess", width=390, java_script_enabled=request.param)


def find_lesson(page) -> None:
    """From the front page to a lesson, by links alone."""
    for name in (
        "Curriculum",
        "Mathematics",
        "Grade 5 Mathematics: Fractions",
        "Sharing sandwiches",
    ):
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sharing sandwiches")


def test_tess_finds_a_lesson_uses_it_and_edits_it(tess):
    page = tess.page
    tess.open("/")
    find_lesson(page)
    page.get_by_role("link", name="Use this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Use this")
    expect(page.get_by_text("Lesson: 1")).to_be_visible()
    assert tess.overflow() == 0
    page.get_by_role("button", name="Put it into my own area").click()
    expect(page.get_by_text("This is your copy, in your own area").first).to_be_visible()
    expect(page.get_by_text("Only you can see this")).to_be_visible()
    origin = page.locator("dd", has_text="version")
    expect(origin).to_contain_text("Sharing sandwiches, by Ana Almeida")
    expect(origin).to_contain_text("CC BY-SA 4.0")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Lesson title").fill("Sharing quesadillas")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sharing quesadillas")
    origin.get_by_role("link", name="Sharing sandwiches").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sharing sandwiches")
    tess.check_quiet()


def test_a_lesson_is_used_by_keyboard_alone(visit):
    sam = visit("sam", width=820)
    page = sam.page
    sam.open(LESSON)
    reach(page, "Use this")
    page.keyboard.press("Enter")
    page.wait_for_url("**/@@use")
    reach(page, "Put it into my own area")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is your copy, in your own area").first).to_be_visible()
    sam.check_quiet()


def reach(page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name} is not reached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_open_to_everybody(visit, live, scheme):
    cora = visit("cora", width=390, color_scheme=scheme)
    page = cora.page
    wrong = []
    for path in (f"{LESSON}/@@use", f"{COURSE}/@@use?to=/curriculum", "/@@own"):
        cora.open(path)
        wrong += [f"{path}: {one}" for one in cora.axe()]
        assert cora.overflow() == 0
    cora.open(f"{COURSE}/@@use")
    page.get_by_role("button", name="Put it into my own area").click()
    expect(page.get_by_text("This is your copy, in your own area").first).to_be_visible()
    wrong += [f"the copy: {one}" for one in cora.axe()]
    cora.open("/@@own")
    wrong += [f"the area: {one}" for one in cora.axe()]
    assert wrong == []


def test_handing_over_is_open_to_everybody(visit, live):
    def leave(district):
        open_own_area(identity_called("rui", district), district)
        person = district.records.person_called("rui")
        return person.id

    number = live.act(leave)
    live.act(lambda d: setattr(d.records.person(number), "disabled", True))
    ada = visit("ada", width=390)
    ada.open(f"/@@person/{number}")
    ada.page.get_by_role("link", name="Hand it over").click()
    assert ada.axe() == []
    assert ada.overflow() == 0
    ada.page.get_by_role("button", name="Hand it over").click()
    expect(ada.page.get_by_role("alert")).to_contain_text("choose somebody")
    assert ada.axe() == []
