"""A member of staff at home, with a telephone: a module, a policy, and a text for staff alone."""

import re

import pytest
from playwright.sync_api import expect

NEW_PASSWORD = "copper lantern quiet harbour"
FOR_STAFF = "Telephone tree for closing days"


@pytest.fixture(autouse=True)
def as_he_was(live):
    """Give Sam back the password and the language that he had, whatever he chose."""
    words = ("password_hash", "language")

    def sam(district):
        return district.records.person_called("sam")

    before = live.act(lambda district: [getattr(sam(district), word) for word in words])
    yield
    live.act(
        lambda district: [setattr(sam(district), *pair) for pair in zip(words, before, strict=True)]
    )


def looked_at(window) -> None:
    """Fail if somebody could not use this page, or it is wider than the telephone."""
    assert window.overflow() <= 0, window.page.url
    assert window.axe() == [], window.page.url


def find(window, words: str, title: str) -> None:
    """Search from the field at the head of the page, and open the hit with this title."""
    page = window.page
    field = page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first
    field.fill(words)
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    looked_at(window)
    page.locator("main .hits").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    looked_at(window)


def sign_in(window, login: str, password: str) -> None:
    page = window.page
    window.open("/@@sign-in")
    looked_at(window)
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    page.locator("main form button[type=submit]").first.click()
    expect(page).not_to_have_url(re.compile("@@sign-in"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sam_finds_a_module_a_policy_and_what_is_for_staff_alone(visit, live, scheme):
    window = visit(width=390, color_scheme=scheme)
    sign_in(window, "sam", live.password)
    looked_at(window)
    find(window, "suspected abuse", "Reporting suspected abuse")
    steps = window.page.locator("main").get_by_role("link", name="What you may notice")
    steps.first.click()
    expect(window.page.get_by_role("heading", level=1)).to_contain_text("notice")
    looked_at(window)
    find(window, "conduct of staff", "Conduct of staff")
    find(window, "telephone tree", FOR_STAFF)
    address = window.page.url
    window.check_quiet()
    parent = visit("pat", width=390)
    assert parent.open(address).status == 404
    looked_at(parent)
    parent.open("/@@search?q=telephone+tree")
    expect(parent.page.get_by_text(FOR_STAFF)).to_have_count(0)
    looked_at(parent)


def test_sam_chooses_a_language_and_a_password_of_his_own(visit, live):
    window = visit(width=390)
    page = window.page
    sign_in(window, "sam", live.password)
    window.open("/@@account")
    looked_at(window)
    page.locator("select[name=language]").select_option("es")
    page.locator("form#person button[name=save]").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    looked_at(window)
    page.locator("main").get_by_role("link", name="Contraseña").first.click()
    looked_at(window)
    page.locator("input[name=password]").fill(live.password)
    page.locator("input[name=new_password]").fill(NEW_PASSWORD)
    page.locator("input[name=new_password-confirm]").fill(NEW_PASSWORD)
    page.locator("form#password button[name=save]").click()
    expect(page.get_by_role("status").last).to_be_visible()
    looked_at(window)
    window.check_quiet()
    again = visit(width=390)
    sign_in(again, "sam", NEW_PASSWORD)
    expect(again.page.locator("html")).to_have_attribute("lang", "es")
