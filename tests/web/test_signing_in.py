"""Signing in and out, as a browser does it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from tests.web.browsers import Browser

from academe.actions import passwords
from academe.actions.accounts import disable_person
from academe.actions.sessions import sign_out_everywhere
from academe.app import make_app
from academe.store.people import KEEPER
from academe.web.asking import own_path

PASSWORD = "copper lantern quiet harbour"


@pytest.fixture
def tess(site):
    """Tess may sign in with PASSWORD."""

    def give(district):
        district.records.person_called("tess").password_hash = passwords.hash_password(PASSWORD)

    site.act(give)


def sign_in(browser, login="tess", password=PASSWORD, to=None, status=None):
    form = browser.get("/@@sign-in" + (f"?to={to}" if to else "")).forms[0]
    form["login"], form["password"] = login, password
    return form.submit(status=status)


def last_form(page):
    """The form of the page itself: the one in the frame comes first."""
    return page.forms[max(key for key in page.forms if isinstance(key, int))]


def set_cookies(answer):
    return {one.partition("=")[0]: one for one in answer.headers.getall("Set-Cookie")}


def test_a_person_signs_in_and_is_greeted_by_name(site, tess):
    browser = site.browser()
    answer = sign_in(browser, to="/@@account")
    assert answer.status_code == 303
    assert answer.location == "http://localhost/@@account"
    assert "Tess Example" in browser.get("/")
    assert browser.get("/@@sign-in").status_code == 303


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(site, tess):
    cookies = set_cookies(sign_in(site.browser()))
    for name in ("session", "device", "form"):
        assert "HttpOnly" in cookies[name]
        assert "SameSite=Lax" in cookies[name]
        assert "Path=/" in cookies[name]
        assert "secure" not in cookies[name].casefold()  # plain http on this machine
    assert "Max-Age" not in cookies["session"]


def test_over_https_each_cookie_is_bound_to_this_host(site, tess):
    settings = replace(site.settings, address="https://academe.example")
    app = make_app(settings, site.databases, site.definitions, raise_unexpected=True)
    browser = Browser(
        app, extra_environ={"HTTP_HOST": "academe.example", "wsgi.url_scheme": "https"}
    )
    cookies = set_cookies(sign_in(browser))
    for name in ("__Host-session", "__Host-device", "__Host-form"):
        assert "secure" in cookies[name].casefold()
        assert "Path=/" in cookies[name]
        assert "domain" not in cookies[name].casefold()
    assert "Tess Example" in browser.get("/")


def test_wrong_unknown_and_disabled_get_the_same_page(site, tess):
    site.act(lambda d: disable_person(KEEPER, d.records.person_called("sam").id, d))
    told = set()
    for login, password in (("tess", "wrong"), ("nobody", PASSWORD), ("sam", PASSWORD), ("", "")):
        answer = sign_in(site.browser(), login, password, status=422)
        assert "session" not in set_cookies(answer)
        assert f'value="{login}"' in answer or not login
        told.add(answer.html.find(class_="problems").get_text())
    assert len(told) == 1


def test_the_error_is_tied_to_the_fields_and_what_was_typed_is_kept(site, tess):
    page = sign_in(site.browser(), password="wrong", status=422).html
    assert page.find(id="login")["value"] == "tess"
    assert not page.find(id="password").get("value")
    assert page.find(id=page.find(id="login")["aria-describedby"])
    assert page.find(id="login")["autocomplete"] == "username"
    assert page.find(id="password")["autocomplete"] == "current-password"


def test_who_guesses_too_often_is_told_to_wait(site, tess):
    browser = site.browser()
    for _number in range(5):
        sign_in(browser, password="wrong", status=422)
    answer = sign_in(browser, status=422)
    assert "That was tried too often. Try again in 2 min" in answer
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3)):
        assert sign_in(browser).status_code == 303


def test_the_address_of_the_network_is_not_taken_from_the_browser(site, tess):
    """Whoever writes X-Forwarded-For themselves counts as one network all the same."""
    browser = site.browser()
    for number in range(50):
        browser.extra_environ["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{number}"
        sign_in(browser, f"guess{number}", "wrong", status=422)
    assert "tried too often" in sign_in(browser, "guess99", "wrong", status=422)


def test_the_token_of_forms_changes_when_somebody_signs_in(site, tess):
    browser = site.browser()
    before = browser.get("/@@sign-in").forms[0]["csrf_token"].value
    sign_in(browser)
    after = browser.get("/@@sign-out").forms[0]["csrf_token"].value
    assert after != before


def test_a_session_that_was_planted_is_not_taken_over(site, tess):
    browser = site.browser("pat")
    planted = browser.cookies["session"]
    browser.post(
        "/@@sign-out", {"csrf_token": browser.get("/@@sign-out").forms[0]["csrf_token"].value}
    )
    browser.set_cookie("session", planted)
    sign_in(browser)
    assert browser.cookies["session"] != planted
    other = site.browser()
    other.set_cookie("session", planted)
    assert "Tess Example" not in other.get("/")


def test_signing_out_ends_the_session_and_empties_the_browser(site, tess):
    browser = site.browser()
    sign_in(browser)
    stolen = browser.cookies["session"]
    answer = last_form(browser.get("/@@sign-out")).submit()
    assert answer.status_code == 303
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert "Tess Example" not in browser.get("/")
    browser.set_cookie("session", stolen)
    assert "Tess Example" not in browser.get("/")


def test_looking_at_the_address_of_sign_out_ends_nothing(site):
    browser = site.browser("tess")
    browser.get("/@@sign-out")
    assert "Tess Example" in browser.get("/")
    assert site.browser().get("/@@sign-out").status_code == 303


def test_a_disabled_person_is_out_at_the_next_request(site):
    browser = site.browser("tess")
    assert "Tess Example" in browser.get("/")
    site.act(lambda d: disable_person(KEEPER, d.records.person_called("tess").id, d))
    assert "Tess Example" not in browser.get("/")


def test_signing_out_everywhere_ends_each_session(site):
    one, two = site.browser("tess"), site.browser("tess")
    site.as_("tess", sign_out_everywhere)
    for browser in (one, two):
        assert "Tess Example" not in browser.get("/")


def test_whoever_does_something_stays_signed_in_and_whoever_does_nothing_does_not(site):
    browser = site.browser("tess")
    start = datetime.now(UTC)
    assert "session" not in set_cookies(browser.get("/"))  # it is younger than a minute
    for minutes in (25, 50, 75):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            answer = browser.get("/")
            assert "Tess Example" in answer
            assert "session" in set_cookies(answer)
    with time_machine.travel(start + timedelta(minutes=75 + 31)):
        assert "Tess Example" not in browser.get("/")


def test_a_working_day_is_the_end_of_every_session(site):
    browser = site.browser("tess")
    start = datetime.now(UTC)
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert "Tess Example" in browser.get("/"), minutes
    with time_machine.travel(start + timedelta(hours=12, seconds=1)):
        assert "Tess Example" not in browser.get("/")


def test_static_files_never_carry_a_session(site):
    browser = site.browser("tess")
    address = browser.get("/").html.find("link", rel="stylesheet")["href"]
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5)):
        assert not set_cookies(browser.get(address))


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "/\t/evil.example",
        "/\n/evil.example",
        " /evil",
        "/..//evil.example",
        "/a/../../evil",
        "/%2e%2e/x",
        "/%2E/x",
        "/a//evil.example",
        "evil.example",
        "@evil.example",
        "/@@sign-out",
        "/@@sign-in?to=/x",
        "/x#fragment",
        "/ünïcode",
        "/%zz",
        "/" + "a" * 3000,
        "\x00",
        "",
    ],
)
def test_nobody_is_led_to_a_foreign_or_strange_address(site, tess, to):
    assert own_path(to) is None
    browser = site.browser()
    form = browser.get("/@@sign-in").forms[0]
    token = form["csrf_token"].value
    fields = {"csrf_token": token, "login": "tess", "password": PASSWORD, "to": to}
    answer = browser.post("/@@sign-in", fields)
    assert answer.location == "http://localhost/@@home"


@pytest.mark.parametrize("to", ["/", "/a", "/a/b-c/@@edit", "/@@account", "/a?x=1&y=%20", "/a%20b"])
def test_own_addresses_are_led_to(to):
    assert own_path(to) == to


def test_the_sample_people_are_shown_on_a_sample_site_only(site, tess):
    (site.settings.data_folder / "demo-password.txt").write_text("quiet copper harbour\n")
    assert "quiet copper harbour" not in site.browser().get("/@@sign-in")
    settings = replace(site.settings, demo=True)
    app = make_app(settings, site.databases, site.definitions, raise_unexpected=True)
    here = Browser(app, extra_environ={"HTTP_HOST": "127.0.0.1:6543"})
    page = here.get("/@@sign-in")
    assert "quiet copper harbour" in page
    assert "Tess Example" in page
    assert "Ana Example" not in page  # she has no password
    foreign = Browser(app, extra_environ={"HTTP_HOST": "rebound.example:6543"})
    assert "quiet copper harbour" not in foreign.get("/@@sign-in")


@pytest.mark.parametrize(
    "body",
    [b"login=%ff&password=%00", b"\xff\xfe", b"=" * 1000, b"login[]=a", b"login=" + b"a" * 8000],
)
def test_strange_forms_are_answered_in_plain_words(site, body):
    browser = site.browser()
    token = browser.get("/@@sign-in").forms[0]["csrf_token"].value
    content_type = "application/x-www-form-urlencoded"
    answer = browser.post(
        "/@@sign-in", body + f"&csrf_token={token}".encode(), content_type=content_type, status="4*"
    )
    assert "There is a problem" in answer


def test_files_instead_of_words_are_no_sign_in(site):
    browser = site.browser()
    token = browser.get("/@@sign-in").forms[0]["csrf_token"].value
    files = [("login", "x.txt", b"tess"), ("password", "x.txt", b"x")]
    assert "There is a problem" in browser.post(
        "/@@sign-in", {"csrf_token": token}, upload_files=files, status=422
    )
