"""Search in the browser: results and titles while one types, filters, a search that is kept."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.test_keyboard_alone import tab_to

BOX = "What are you looking for?"


def told(window):
    """What is said to a screen reader about the titles that are offered."""
    return window.page.locator(".search-box [aria-live=polite]")


def hits(window):
    return window.page.locator(".hits > li")


def test_results_come_while_one_types(visit):
    window = visit()
    window.open("/@@search")
    window.page.get_by_label(BOX).press_sequentially("trail mix")
    expect(hits(window).first).to_contain_text("trail mix", ignore_case=True)
    expect(window.page).to_have_url(re.compile(r"q=trail\+mix"))
    expect(window.page).to_have_title(re.compile("trail mix"))
    expect(window.page.get_by_label(BOX)).to_be_focused()
    window.page.locator("header a[hreflang=es]").click()
    expect(window.page.locator("#q")).to_have_value("trail mix")
    window.check_quiet()


def test_titles_are_offered_by_keyboard_alone_and_told(visit):
    window = visit()
    window.open("/@@search")
    tab_to(window, BOX, "input")
    window.page.keyboard.type("numb lin")
    expect(told(window)).to_have_text("2 titles fit. Choose one with the arrow keys.")
    box = window.page.get_by_role("combobox", name=BOX)
    expect(box).to_have_attribute("aria-expanded", "true")
    window.page.keyboard.press("ArrowDown")
    chosen = window.page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_contain_text("A number line across the room")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    window.page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    window.page.keyboard.press("ArrowDown")
    expect(window.page.locator("[role=option]")).to_have_count(2)
    window.page.keyboard.press("ArrowDown")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/fractions-on-a-number-line")
    window.check_quiet()


def test_nothing_that_fits_is_told_too(visit):
    window = visit()
    window.open("/@@search")
    window.page.get_by_label(BOX).press_sequentially("zzzz")
    expect(told(window)).to_have_text("No title fits.")
    expect(window.page.locator("#found")).to_have_text("Nothing is found")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_search_is_narrowed_down_and_widened_again(visit, has_script):
    window = visit(java_script_enabled=has_script)
    window.open("/@@search?q=fractions")
    count = window.page.locator("#found [role=status]")
    before = count.inner_text()
    window.page.get_by_role("region", name="Kind").get_by_role("link", name="Lesson").click()
    chip = window.page.get_by_role("link", name=re.compile("Kind: Lesson"))
    expect(chip).to_be_visible()
    assert count.inner_text() != before
    chip.click()
    expect(count).to_have_text(before)
    window.page.get_by_label(BOX).fill("equiv frac")
    window.page.get_by_role("search").get_by_role("button", name="Search").click()
    expect(hits(window)).not_to_have_count(0)


@pytest.mark.parametrize("has_script", [True, False])
def test_in_a_narrow_window_a_button_opens_what_to_narrow_down_by(visit, has_script):
    window = visit(width=390, java_script_enabled=has_script)
    window.open("/@@search?q=fractions&type=lesson&type=unit")
    page = window.page
    kinds = page.get_by_role("region", name="Kind, any of these")
    expect(kinds).to_be_hidden()
    opener = page.get_by_role("button", name="Narrow down (2)")
    expect(opener).to_be_in_viewport()
    opener.click()
    expect(kinds).to_be_visible()
    expect(page.get_by_role("button", name="Back to the results")).to_be_focused()
    page.keyboard.press("Escape")
    expect(kinds).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    kinds.get_by_role("link", name="Lesson").click()
    expect(page.get_by_role("link", name=re.compile("Kind: Unit"))).to_be_visible()
    expect(page.get_by_role("button", name="Narrow down (1)")).to_be_visible()


@pytest.mark.parametrize(("width", "is_touched"), [(390, False), (820, True), (1440, True)])
def test_a_finger_meets_each_filter(visit, width, is_touched):
    window = visit(width=width, has_touch=is_touched, is_mobile=is_touched)
    window.open("/@@search?q=fractions")
    if width < 1024:
        window.page.get_by_role("button", name="Narrow down").click()
    assert min(heights(window)) >= 44
    assert window.axe() == []


def test_with_a_mouse_filters_stay_close_together(visit):
    window = visit(width=1440)
    window.open("/@@search?q=fractions")
    assert min(heights(window)) < 32


def heights(window):
    """Return how high the rows of the filters are that are seen: choices, and what unfolds more."""
    rows = window.page.locator(".facets :is(section > ul > li a, summary)")
    return rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")


def test_what_is_unfolded_can_be_folded_again_and_says_so(visit):
    window = visit()
    window.open("/@@search")
    kinds = window.page.get_by_role("region", name="Kind")
    summary = kinds.locator("summary")
    expect(summary).to_have_accessible_name(re.compile("^More.*Kind"))
    summary.click()
    expect(summary).to_have_accessible_name(re.compile("^Fewer.*Kind"))


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(visit, colour, width):
    window = visit("cora", width=width, color_scheme=colour)
    window.open("/@@search?q=fractions&type=lesson&state=Draft&state=Published")
    assert window.axe() == []
    assert window.overflow() <= 0
    if width == 390:
        window.page.get_by_role("button", name="Narrow down (3)").click()
        assert window.axe() == []
        window.page.keyboard.press("Escape")
    window.page.get_by_label(BOX).fill("")
    window.page.get_by_label(BOX).press_sequentially("fract")
    expect(window.page.locator("[role=option]")).not_to_have_count(0)
    assert window.axe() == []
    assert window.overflow() <= 0
    window.check_quiet()


def test_focus_that_leaves_the_filters_of_a_narrow_window_shuts_them(visit):
    window = visit(width=390)
    window.open("/@@search?q=fractions")
    window.page.get_by_role("button", name="Narrow down").click()
    sheet = window.page.locator("#narrow")
    expect(sheet).to_be_visible()
    summary = sheet.locator("summary")
    if summary.count():
        summary.first.click()  # what is used inside leaves it open
    expect(sheet).to_be_visible()
    sheet.locator("a:visible").last.focus()
    expect(sheet).to_be_visible()
    window.page.keyboard.press("Tab")
    expect(sheet).to_be_hidden()
    assert window.page.evaluate("document.activeElement !== document.body")
    expect(window.page.locator("*:focus")).to_be_in_viewport()
    window.check_quiet()


def test_a_search_is_kept_as_a_collection(visit):
    window = visit("cora", width=390)
    window.open("/curriculum/@@search?q=fractions&type=lesson")
    window.page.get_by_role("link", name="Keep as a collection").click()
    assert window.axe() == []
    expect(window.page.get_by_label("What it lists")).to_have_value("fractions type:lesson")
    window.page.get_by_role("textbox", name="Title (required)").fill("Lessons on fractions")
    window.page.get_by_role("button", name="Add as a draft").click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Lessons on fractions")
    expect(hits(window)).not_to_have_count(0)
    assert window.axe() == []
    assert window.overflow() <= 0
    window.page.get_by_role("button", name=re.compile("^Publish")).or_(
        window.page.get_by_role("link", name=re.compile("^Publish"))
    ).first.click()
    window.check_quiet()


def test_a_value_that_is_one_long_word_makes_no_page_wider(visit):
    window = visit(width=390)
    for name in ("type", "subject", "standard"):
        window.open(f"/@@search?q={name}:{'x' * 120}")
        assert window.overflow() <= 0, name
    expect(window.page.locator(".search-unknown")).to_contain_text("xx…")
