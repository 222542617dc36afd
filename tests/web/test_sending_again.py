"""A form that is sent after its sender's session has run out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from academe.actions import passwords
from academe.actions.creating import create

PASSWORD = "copper lantern quiet harbour"


@pytest.fixture
def tess(site):
    """Tess may sign in with PASSWORD."""

    def give(district):
        district.records.person_called("tess").password_hash = passwords.hash_password(PASSWORD)

    site.act(give)


def last_form(page):
    """The form of the page itself: the one in the frame comes first."""
    return page.forms[max(key for key in page.forms if isinstance(key, int))]


def sign_in(browser):
    form = browser.get("/@@sign-in").forms[0]
    form["login"], form["password"] = "tess", PASSWORD
    return form.submit()


def test_a_page_for_signed_in_people_sends_a_visitor_to_sign_in_and_back(site, tess):
    browser = site.browser()
    asked = browser.get("/@@account").follow()
    form = asked.forms[0]
    form["login"], form["password"] = "tess", PASSWORD
    assert form.submit().location == "http://localhost/@@account"


def test_what_was_typed_when_the_session_ran_out_can_be_sent_again(site, tess):
    browser = site.browser()
    sign_in(browser)
    page = browser.get("/@@account")
    form = page.forms["person"]
    form["time_zone"] = "Europe/Lisbon"
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        asked = form.submit(status=403)
        assert "What you typed is kept" in asked
        again = asked.forms[0]
        again["login"], again["password"] = "tess", "wrong"
        again = again.submit(status=422).forms[0]
        again["login"], again["password"] = "tess", PASSWORD
        shown = again.submit()
        assert "Send it as Tess Example" in shown
        done = last_form(shown).submit()
        assert done.status_code == 303
    zone = site.act(lambda d: d.records.person_called("tess").time_zone)
    assert zone == "Europe/Lisbon"


def test_what_was_typed_before_signing_in_on_another_tab_can_be_sent_again(site, tess):
    browser = site.browser("tess")
    form = browser.get("/@@account").forms["person"]
    form["time_zone"] = "Europe/Lisbon"
    browser.post("/@@sign-out", {"csrf_token": form["csrf_token"].value})
    sign_in(browser)
    assert "Send it as" not in form.submit(status=400)
    shown = form.submit(status=400, headers={"Sec-Fetch-Site": "same-origin"})
    assert last_form(shown).submit().status_code == 303
    zone = site.act(lambda d: d.records.person_called("tess").time_zone)
    assert zone == "Europe/Lisbon"


def test_another_site_cannot_have_its_form_kept(site, tess):
    """Neither its fields nor its target get behind somebody's sign-in."""
    browser = site.browser("tess")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {}):
            answer = browser.post("/@@account", {"name": "PLANTED"}, headers=headers, status="4*")
            assert "PLANTED" not in answer


def test_places_that_are_not_there_answer_an_old_session_as_those_that_may_not_be_known(site, tess):
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Secret"}, d))
    browser = site.browser()
    sign_in(browser)
    token = browser.get("/@@sign-out").forms[0]["csrf_token"].value
    answers = []
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        for path in ("/secret/@@edit", "/nothing/@@edit"):
            answer = browser.post(path, {"csrf_token": token, "title": "x"}, status=403)
            answers.append(re.sub('nonce="[^"]*"', "", answer.text).replace(path, "PATH"))
    assert answers[0] == answers[1]


def test_passwords_are_never_kept(site, tess):
    browser = site.browser("tess")
    token = browser.get("/@@sign-out").forms[0]["csrf_token"].value
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        fields = {"csrf_token": token, "password": "CANARY", "other": "OTHER"}
        answer = browser.post("/@@account", fields, status=403)
        assert "CANARY" not in answer
        assert "OTHER" not in answer
