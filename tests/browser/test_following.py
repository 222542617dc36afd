"""A family takes the address of a calendar along: by one press, by copying, and without script."""

import re

import pytest
from playwright.sync_api import expect

PLACE = "/riverbend-middle-school/@@follow"


@pytest.fixture
def window(visit):
    return visit(width=390, permissions=["clipboard-read", "clipboard-write"])


def test_an_address_is_copied_and_that_is_said(window):
    window.open(PLACE)
    page = window.page
    field = page.get_by_label("Address of the calendar", exact=True)
    address = field.input_value()
    assert address == f"{window.address}{PLACE.removesuffix('follow')}calendar.ics"
    page.get_by_role("button", name=re.compile("Copy address.*calendar")).click()
    expect(page.locator(".address [role=status]").first).to_have_text("The address is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert window.axe() == []
    assert window.overflow() <= 0
    window.check_quiet()


def test_where_there_is_no_clipboard_the_address_is_copied_all_the_same(window):
    window.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
    )
    window.open(PLACE)
    button = window.page.get_by_role("button", name=re.compile("Copy address.*feed"))
    button.press("Enter")
    expect(window.page.locator(".address [role=status]").last).to_have_text(re.compile("copied"))
    expect(button).to_be_focused()
    window.check_quiet()


def test_without_script_a_calendar_is_added_and_an_address_selected(visit):
    window = visit(width=390, java_script_enabled=False)
    window.open(PLACE)
    link = window.page.get_by_role("link", name="Add to my calendar")
    assert link.get_attribute("href").startswith("webcal://127.0.0.1")
    assert not window.page.locator("[data-copy]").first.is_visible()
    field = window.page.get_by_label("Address of the feed")
    field.click()
    expect(field).to_be_focused()
    assert not field.is_editable()
