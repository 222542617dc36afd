"""Whoever is sent to the sign-in page comes back to the address that they asked for."""

import pytest

from academe.actions import passwords
from academe.actions.creating import create

PASSWORD = "copper lantern quiet harbour"


@pytest.fixture
def lesson(site):
    """The address of a draft of Ana's, who may sign in with PASSWORD."""

    def write(ana, district):
        district.records.person_called("ana").password_hash = passwords.hash_password(PASSWORD)

    site.as_("ana", write)
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Algebra"}, d))
    return "/algebra"


def sign_in_from(page):
    form = page.click("Sign in", index=0).forms[0]
    form["login"], form["password"] = "ana", PASSWORD
    return form.submit()


@pytest.mark.parametrize(
    "behind", ["", "/@@edit", "/@@step/submit", "/@@move?to=%2F", "/@@add/unit"]
)
def test_a_visitor_at_a_work_address_lands_there_after_signing_in(site, lesson, behind):
    page = site.browser().get(lesson + behind, status=404)
    answer = sign_in_from(page)
    assert answer.location == f"http://localhost{lesson}{behind}"
    assert "Algebra" in answer.follow()


@pytest.mark.parametrize("address", ["/@@home", "/@@review", "/@@people?q=a&from=b"])
def test_a_page_for_the_signed_in_keeps_its_whole_address(site, lesson, address):
    form = site.browser().get(address, status=303).follow().forms[0]
    form["login"], form["password"] = "ana", PASSWORD
    assert form.submit().location == f"http://localhost{address}"


def test_what_is_not_there_is_carried_along_like_what_is(site, lesson):
    links = [
        site.browser().get(f"{name}/@@edit", status=404).html.find("a", class_="sign-in")["href"]
        for name in ("/algebra", "/nothing")
    ]
    assert links == ["/@@sign-in?to=/algebra/@@edit", "/@@sign-in?to=/nothing/@@edit"]


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "/%2e%2e/x"]
)
def test_nobody_is_led_to_another_site(site, lesson, to):
    browser = site.browser()
    form = browser.get("/@@sign-in", {"to": to}).forms[0]
    form["login"], form["password"] = "ana", PASSWORD
    assert form.submit().location == "http://localhost/@@home"
    page = browser.get("/" + to.lstrip("/"), status="*")
    assert "evil" not in page.headers.get("Location", "")


def test_the_front_page_leads_home(site, lesson):
    assert sign_in_from(site.browser().get("/")).location == "http://localhost/@@home"
