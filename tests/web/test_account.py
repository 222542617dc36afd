"""One's own account, and the ways in that work once."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine

from academe.actions import passwords
from academe.actions.accounts import disable_person
from academe.actions.inviting import invite_on_paper
from academe.actions.jobs import drain_once
from academe.app import make_jobs
from academe.store.people import KEEPER

PASSWORD = "copper lantern quiet harbour"
OTHER = "seven brass kettles whistle"


@pytest.fixture
def tess(site):
    """Tess may sign in with PASSWORD."""

    def give(district):
        district.records.person_called("tess").password_hash = passwords.hash_password(PASSWORD)

    site.act(give)


def sign_in(site, login="tess", password=PASSWORD, status=303):
    browser = site.browser()
    form = browser.get("/@@sign-in").forms[0]
    form["login"], form["password"] = login, password
    form.submit(status=status)
    return browser


def invite(site, login="tess"):
    """Return the path of an invitation, as it is printed."""

    def do(district):
        person = district.records.person_called(login)
        return invite_on_paper(KEEPER, person.id, district).address

    return site.act(do).partition("6543")[2]


def fill_in(form, password, again=None):
    form["password"].value = password
    form["password-confirm"].value = password if again is None else again
    return form


def test_a_person_says_their_own_name_language_and_time_zone(site):
    browser = site.browser("tess")
    form = browser.get("/@@account").forms["person"]
    form["name"] = "Teresa Teacher"
    form["time_zone"] = "Europe/Lisbon"
    page = form.submit().follow()
    assert "Saved." in page
    assert page.forms["person"]["name"].value == "Teresa Teacher"
    assert "Saved." not in browser.get("/@@account")  # said once
    person = site.act(lambda d: (lambda p: (p.name, p.time_zone))(d.records.person_called("tess")))
    assert person == ("Teresa Teacher", "Europe/Lisbon")


def test_nobody_gives_themselves_a_role(site):
    browser = site.browser("tess")
    form = browser.get("/@@account").forms["person"]
    fields = [*form.submit_fields(), ("roles", "administrator"), ("is_staff", "yes")]
    browser.post("/@@account", fields)
    roles = site.act(lambda d: d.records.person_called("tess").roles)
    assert roles == ()


def test_a_name_of_nothing_comes_back_with_the_error_at_its_field(site):
    form = site.browser("tess").get("/@@account").forms["person"]
    form["name"] = "   "
    page = form.submit(status=422).html
    field = page.find(id="person-name")
    assert field["aria-invalid"] == "true"
    assert page.find(id=field["aria-describedby"].split()[-1]).get_text(strip=True)
    assert page.find(class_="problems").find("a")["href"] == "#person-name"


def test_the_account_says_what_one_may_do_and_where(site):
    page = site.browser("ana").get("/@@account")
    assert "Author" in page
    assert "Riverside Schools" in page
    assert "No role is given to you in a single place." in site.browser("tess").get("/@@account")


def test_a_visitor_has_no_account(site):
    for view in ("account", "password", "sessions"):
        answer = site.browser().get(f"/@@{view}")
        assert answer.location == f"http://localhost/@@sign-in?to=/@@{view}"
        site.browser().post(f"/@@{view}", status=(400, 403, 404))


def test_changing_the_password_signs_every_other_device_out(site, tess):
    here, elsewhere = sign_in(site), sign_in(site)
    form = here.get("/@@password").forms["password"]
    form["password"] = PASSWORD
    form["new_password"], form["new_password-confirm"] = OTHER, OTHER
    assert "Your password is changed" in form.submit().follow()
    assert "Tess Example" not in elsewhere.get("/")
    sign_in(site, status=422)
    sign_in(site, password=OTHER)


@pytest.mark.parametrize(
    ("present", "new", "again", "sentence"),
    [
        ("wrong", OTHER, OTHER, "This is not your present password."),
        (PASSWORD, "short", "short", "Use at least 15 characters"),
        (PASSWORD, OTHER, OTHER + "x", "The two are not the same."),
        (PASSWORD, "", "", "Fill this in."),
        (PASSWORD, "tess.example tess", "tess.example tess", "easy to guess"),
    ],
)
def test_a_password_that_will_not_do_is_answered_at_its_field(
    site, tess, present, new, again, sentence
):
    browser = sign_in(site)
    form = browser.get("/@@password").forms["password"]
    form["password"], form["new_password"], form["new_password-confirm"] = present, new, again
    page = form.submit(status=422)
    assert sentence in page.html.find(class_="error").get_text()
    assert present not in page
    sign_in(site)


def test_one_device_is_signed_out_from_another(site, tess):
    here, elsewhere = sign_in(site), sign_in(site)
    page = here.get("/@@sessions")
    tokens = [one["value"] for one in page.html.find_all("button", attrs={"name": "end"})]
    assert len(tokens) == 2  # the other one, and all
    form = page.forms["end"]
    token = form["csrf_token"].value
    here.post("/@@sessions", {"csrf_token": token, "end": tokens[0]})
    assert "Tess Example" not in elsewhere.get("/")
    assert "Tess Example" in here.get("/")


def test_nobody_ends_a_session_of_somebody_else(site, tess):
    other = site.browser("ada")
    target = other.get("/@@sessions")
    token = site.act(lambda d: d.work.sessions.of(d.records.person_called("ada").id, d.now))[0]
    browser = sign_in(site)
    csrf = browser.get("/@@sessions").forms["end"]["csrf_token"].value
    browser.post("/@@sessions", {"csrf_token": csrf, "end": token.token_hash}, status=403)
    assert target.status_code == 200
    assert "Ada Example" in other.get("/")


def test_signing_out_everywhere_ends_all_devices_at_once(site, tess):
    here, elsewhere = sign_in(site), sign_in(site)
    csrf = here.get("/@@sessions").forms["end"]["csrf_token"].value
    answer = here.post("/@@sessions", {"csrf_token": csrf, "end": "all"})
    assert answer.location.endswith("/@@sign-in")
    for browser in (here, elsewhere):
        assert "Tess Example" not in browser.get("/")


def test_an_invitation_lets_in_once(site):
    path = invite(site)
    browser = site.browser()
    page = browser.get(path)
    assert "Welcome, Tess Example" in page
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.html.find(attrs={"autocomplete": "username"})["value"] == "tess"
    assert page.html.find(attrs={"autocomplete": "new-password"})
    done = fill_in(page.forms["form"], PASSWORD).submit()
    assert done.headers["Referrer-Policy"] == "no-referrer"
    assert "Sign in as tess" in done.follow()
    sign_in(site)
    again = browser.get(path, status=404)
    assert "This link no longer works" in again
    fill_in(page.forms["form"], OTHER).submit(status=(404, 400))
    sign_in(site)


def test_a_weak_password_does_not_use_the_invitation_up(site):
    path = invite(site)
    page = site.browser().get(path)
    page = fill_in(page.forms["form"], "tess").submit(status=422)
    assert "Use at least 15 characters" in page
    assert fill_in(page.forms["form"], PASSWORD).submit().status_code == 303


def test_an_invitation_that_is_old_made_up_or_of_somebody_disabled_says_the_same(site):
    old, void = invite(site), invite(site, "sam")
    site.act(lambda d: disable_person(KEEPER, d.records.person_called("sam").id, d))
    browser, told = site.browser(), set()
    for path in (void, "/@@welcome/made-up", "/@@welcome/%C3%BC"):
        told.add(browser.get(path, status=404).html.main.get_text())
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
        told.add(browser.get(old, status=404).html.main.get_text())
    assert len(told) == 1
    for path in ("/@@welcome", "/@@welcome/", "/@@welcome/a/b"):
        browser.get(path, status=404)


def test_the_token_of_an_invitation_is_in_no_log(site, caplog):
    caplog.set_level(0)
    path = invite(site)
    token = path.rpartition("/")[2]
    page = site.browser().get(path)
    fill_in(page.forms["form"], PASSWORD).submit()
    site.browser().get(path, status=404)
    assert token not in caplog.text


def read_mail(site):
    drain_once(site.databases, make_jobs(site.settings, site.databases, site.definitions))
    folder = site.settings.data_folder / "mail"
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in folder.glob("*.eml")
    ]


def test_a_forgotten_password_is_set_anew_by_mail(site, tess):
    browser = site.browser()
    form = browser.get("/@@forgot").forms["form"]
    form["login"] = "tess@school.example"
    assert "Look into your mail" in form.submit()
    (mail,) = read_mail(site)
    assert mail["To"] == "Tess Example <tess@school.example>"
    text = mail.get_content().replace("=\n", "")
    path = next(word for word in text.split() if "@@welcome/" in word).partition("6543")[2]
    fill_in(browser.get(path).forms["form"], OTHER).submit()
    sign_in(site, status=422)
    sign_in(site, password=OTHER)


def test_asking_for_somebody_unknown_is_answered_alike_and_sends_nothing(site, tess):
    answers = set()
    for name in ("tess", "nobody-at-all", "x@y.example"):
        form = site.browser().get("/@@forgot").forms["form"]
        form["login"] = name
        answers.add(form.submit(status=200).html.main.get_text())
    assert len(answers) == 1
    assert len(read_mail(site)) == 1


def test_asking_for_many_is_slowed_down(site):
    browser = site.browser()
    for number in range(30):
        form = browser.get("/@@forgot").forms["form"]
        form["login"] = f"guess{number}"
        form.submit(status=200)
    form["login"] = "one-more"
    assert "asked too often" in form.submit(status=422)
