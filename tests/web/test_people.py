"""Administrators keep people, groups and the queue."""

from datetime import UTC, datetime, timedelta

import pytest

from academe.actions.accounts import add_person, change_person
from academe.actions.grouping import add_group, put_into_group
from academe.actions.inviting import forget_password
from academe.actions.jobs import drain_once
from academe.errors import Refused
from academe.store.people import KEEPER

GOOD = "copper lantern quiet harbour"
VIEWS = ("people", "add-person", "groups", "add-group", "import-people", "jobs")


@pytest.fixture
def ada(site):
    return site.browser("ada")


def id_of(site, login):
    return site.act(lambda d: d.records.person_called(login).id)


def make_group(site, name="math", title="Math department"):
    return site.act(lambda d: add_group(KEEPER, name, title, d).id)


def token_of(browser):
    return browser.get("/@@sign-out").forms[0]["csrf_token"].value


def test_nobody_but_administrators_gets_in(site):
    number, group = id_of(site, "ada"), make_group(site)
    places = [*VIEWS, f"person/{number}", f"disable/{number}", f"group/{group}"]
    posts = [*places, f"enable/{number}", f"invite/{number}", f"membership/{number}"]
    for login in ("ana", "rui", "cora", "tess", "sam", "pat"):
        browser = site.browser(login)
        token = token_of(browser)
        for view in places:
            answer = browser.get(f"/@@{view}", status=(403, 404))
            assert "Example" not in answer.text.replace(f"{login.title()} Example", "")
        for view in posts:
            browser.post(f"/@@{view}", {"csrf_token": token}, status=(403, 404))
    visitor = site.browser()
    for view in places:
        assert "sign-in" in visitor.get(f"/@@{view}", status=303).location
    for view in posts:
        visitor.post(f"/@@{view}", status=(400, 403, 404))


def test_these_pages_are_there_once_and_below_no_place(ada):
    for view in VIEWS:
        ada.get(f"/@@{view}", status=200)


def test_people_are_found_by_typing(site, ada):
    page = ada.get("/@@people")
    assert "7 people" in page
    for typed in ("tess", "TESS exa", "tess@school"):
        found = ada.get("/@@people", {"q": typed})
        assert "1 person" in found
        assert "Tess Example" in found
    assert "Nobody is found" in ada.get("/@@people", {"q": "<nobody>"})


def test_a_long_list_has_pages_of_fifty(site, ada):
    def add(district):
        for number in range(60):
            add_person(KEEPER, {"login": f"p{number:03}", "name": f"Zoe {number:03}"}, district)

    site.act(add)
    first = ada.get("/@@people")
    assert "67 people" in first
    assert len(first.html.find("tbody").find_all("tr")) == 50
    second = ada.get(first.html.find("a", rel="next")["href"])
    assert len(second.html.find("tbody").find_all("tr")) == 17
    found = ada.get("/@@people", {"q": "zoe"})
    assert (
        len(ada.get(found.html.find("a", rel="next")["href"]).html.find("tbody").find_all("tr"))
        == 10
    )
    for strange in ("0", "-1", "999", "x", "9" * 30):
        ada.get("/@@people", {"page": strange}, status=200)


def test_somebody_is_added_invited_on_paper_and_comes_in(site, ada):
    form = ada.get("/@@add-person").forms["person"]
    form["name"], form["login"], form["is_staff"] = "Nora New", "Nora", True
    page = form.submit().follow()
    assert "Nora New is added" in page
    assert "Has no password yet" in page
    assert "Send it by mail" not in page  # no address is known
    invitation = next(
        one
        for one in page.forms.values()
        if one.action.endswith(f"/@@invite/{id_of(site, 'nora')}")
    ).submit("how", value="paper")
    assert invitation.headers["Referrer-Policy"] == "no-referrer"
    address = invitation.html.find(class_="one-time").get_text()
    browser = site.browser()
    form = browser.get(address.partition("6543")[2]).forms["form"]
    form["password"], form["password-confirm"] = GOOD, GOOD
    form = form.submit().follow().forms[0]
    form["login"], form["password"] = "nora", GOOD
    form.submit(status=303)
    assert "Nora New" in browser.get("/")


def test_an_invitation_by_mail_is_ordered(site, ada):
    number = id_of(site, "tess")
    ada.post(f"/@@invite/{number}", {"csrf_token": token_of(ada), "how": "mail"}, status=303)
    assert site.act(lambda d: [one.details["to"] for one in d.records.orders.values()]) == [number]


def test_wrong_answers_come_back_with_what_was_typed(site, ada):
    form = ada.get("/@@add-person").forms["person"]
    form["name"], form["login"], form["email"] = "N" * 201, "tess", "no address"
    page = form.submit(status=422)
    errors = [one.get_text(" ", strip=True) for one in page.html.find_all(class_="error")]
    assert len(errors) == 3
    assert any("Somebody else has this login." in one for one in errors)
    assert page.forms["person"]["email"].value == "no address"
    for name in ("name", "login", "email"):
        field = page.html.find(id=f"person-{name}")
        assert f"error-person-{name}" in field["aria-describedby"]
        assert page.html.find(id=f"error-person-{name}")


def test_a_person_is_changed_and_gets_a_role(site, ada):
    number = id_of(site, "tess")
    form = ada.get(f"/@@person/{number}").forms["person"]
    assert "confidant" not in [box._value for box in form.fields["checkbox"]]
    form["name"] = "Teresa " + "Long " * 20
    for box in form.fields["checkbox"]:
        if box._value == "coordinator":
            box.checked = True
    assert "Saved." in form.submit().follow()
    person = site.act(lambda d: (lambda p: (p.name, p.roles))(d.records.person(number)))
    assert person == (("Teresa " + "Long " * 20).strip(), ("coordinator",))


def test_two_administrators_do_not_overwrite_each_other(site, ada):
    number = id_of(site, "tess")
    form = ada.get(f"/@@person/{number}").forms["person"]
    site.act(lambda d: change_person(KEEPER, number, {"email": "new@school.example"}, d))
    form["name"] = "Somebody Else"
    page = form.submit(status=422)
    assert "Somebody else has changed this person" in page
    assert page.forms["person"]["name"].value == "Somebody Else"
    assert site.act(lambda d: d.records.person(number).name) == "Tess Example"


def test_an_administrator_cannot_put_themselves_out(site, ada):
    number = id_of(site, "ada")
    page = ada.get(f"/@@person/{number}")
    assert f"/@@disable/{number}" not in page
    ada.post(f"/@@disable/{number}", {"csrf_token": token_of(ada)}, status=403)
    form = page.forms["person"]
    for box in form.fields["checkbox"]:
        box.checked = False
    assert "Another administrator must take this role" in form.submit(status=422)


def test_somebody_is_disabled_at_once_and_enabled_again(site, ada):
    number, tess = id_of(site, "tess"), site.browser("tess")
    assert "Tess Example" in tess.get("/")
    page = ada.get(f"/@@disable/{number}")
    assert "They are signed out everywhere" in page
    next(one for one in page.forms.values() if "@@disable" in one.action).submit().follow()
    assert "Tess Example" not in tess.get("/")
    page = ada.get(f"/@@person/{number}")
    next(one for one in page.forms.values() if "@@enable" in one.action).submit()
    assert not site.act(lambda d: d.records.person(number).disabled)
    assert "Tess Example" not in tess.get("/")  # the old session stays ended


def test_somebody_belongs_to_a_group_for_a_time(site, ada):
    number, group = id_of(site, "tess"), make_group(site)
    token = token_of(ada)
    today = datetime.now(UTC).date()
    fields = {"csrf_token": token, "group": group, "since": "", "until": today.isoformat()}
    page = ada.post(f"/@@membership/{number}", fields).follow()
    assert "Math department" in page
    assert "Today" in page
    fields |= {"since": (today + timedelta(days=1)).isoformat(), "until": "", "back": "group"}
    page = ada.post(f"/@@membership/{number}", fields).follow()
    assert "Later" in page
    assert page.request.path == f"/@@group/{group}"
    ada.post(f"/@@membership/{number}", fields | {"until": "2001-01-01"}, status=422)
    ada.post(f"/@@membership/{number}", fields | {"since": "tomorrow"}, status=422)
    ada.post(f"/@@membership/{number}", {"csrf_token": token, "group": group, "what": "out"})
    assert site.act(lambda d: d.records.person(number).memberships) == ()
    ada.post(f"/@@membership/{number}", {"csrf_token": token, "group": "77"}, status=404)
    ada.post("/@@membership/77", {"csrf_token": token, "group": group}, status=404)


def test_groups_are_added_renamed_and_filled(site, ada):
    assert "No groups yet" in ada.get("/@@groups")
    form = ada.get("/@@add-group").forms["group"]
    form["title"], form["name"] = "Math department", "Math!"
    page = form.submit(status=422)
    assert "Use up to 64 letters a-z" in page
    form = page.forms["group"]
    form["name"] = "math"
    page = form.submit().follow()
    assert "Nobody belongs to this group yet." in page
    group = page.request.path.rpartition("/")[2]
    found = ada.get(f"/@@group/{group}", {"q": "tess"})
    add = next(one for one in found.forms.values() if "@@membership" in one.action)
    assert "Tess Example" in add.submit("group").follow()
    form = ada.get(f"/@@group/{group}").forms["group"]
    form["title"] = "Mathematics"
    assert "Mathematics" in form.submit().follow()
    assert "Mathematics" in ada.get("/@@groups")
    ada.get("/@@group/77", status=404)


def test_a_person_shows_what_they_hold_through_groups_too(site, ada):
    group, number = make_group(site), id_of(site, "ana")
    site.act(lambda d: put_into_group(KEEPER, number, group, d))

    def grant(district):
        root = district.site.root
        root.grants = {**root.grants, group: {"reviewer": None}}
        district.site.places.insert((group, root.id))

    site.act(grant)
    page = ada.get(f"/@@person/{number}").html
    rows = page.find(id="holdings").parent.find_all("tr")
    words = [" ".join(row.get_text(" ", strip=True).split()) for row in rows]
    assert any("Author" in one and "Given directly" in one for one in words)
    assert any("Reviewer" in one and "Group Math department" in one for one in words)


CSV = (
    b"login,name,email,staff,groups\r\n"
    b"tess,Teresa Teacher,tess@school.example,yes,math\r\n"
    b"nora,Nora New,nora@school.example,yes,math from 2026-08-01 until 2027-06-30\r\n"
    b"bad login,Nobody,,no,\r\n"
    b"pat,Pat Example,pat@school.example,no,\r\n"
    b"omar,Omar,,perhaps,nothing\r\n"
)


def send_csv(browser, data, kind="people"):
    form = next(
        one for one in browser.get("/@@import-people").forms.values() if "file" in one.fields
    )
    form["kind"] = kind
    form["file"] = ("people.csv", data)
    return form


def test_a_file_is_looked_at_before_it_is_taken_over(site, ada):
    make_group(site)
    page = send_csv(ada, CSV).submit(status=200)
    assert "Nothing has been written yet." in page
    text = page.html.main.get_text(" ", strip=True)
    for words in ("Added 1", "Changed 1", "Left out 2", "Write yes or no."):
        assert words in text, words
    assert "name: “Tess Example” becomes “Teresa Teacher”." in text
    assert "groups: gets “math”." in text
    assert "groups: gets “math from 2026-08-01 until 2027-06-30”." in text
    assert "Lose a membership 0" in text
    assert site.act(lambda d: d.records.person_called("nora")) is None
    sure = next(one for one in page.forms.values() if "sure" in one.fields)
    done = sure.submit("sure", value="yes")
    assert "The file was taken over" in done
    assert site.act(lambda d: d.records.person_called("nora").name) == "Nora New"
    assert site.act(lambda d: d.records.person_called("tess").name) == "Teresa Teacher"
    assert site.act(lambda d: d.records.person_called("omar")) is None
    again = send_csv(ada, CSV).submit(status=200)
    assert "sure" not in [name for one in again.forms.values() for name in one.fields]


def test_who_loses_a_membership_is_counted_and_named_first(site, ada):
    group = make_group(site)
    site.as_("ada", lambda p, d: put_into_group(p, d.records.person_called("tess").id, group, d))
    data = b"login,name,email,groups\nana,Ana Author,,\ntess,Tess Example,,\n"
    page = send_csv(ada, data).submit()
    text = page.html.main.get_text(" ", strip=True)
    assert "Lose a membership 1" in text
    first, second = page.html.main.tbody.find_all("tr")
    said = first.get_text(" ", strip=True)
    assert "tess" in said
    assert "groups: loses “math”." in said
    assert "email: “tess@school.example” is taken out." in said
    assert "ana" in second.get_text(" ", strip=True)


def test_groups_come_from_a_file(site, ada):
    page = send_csv(ada, b"name;title\nart;Art & Music\n", "groups").submit()
    next(one for one in page.forms.values() if "sure" in one.fields).submit("sure", value="yes")
    assert "Art &amp; Music" in ada.get("/@@groups")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"name,shoe size\nx,44\n", "first line must name the columns"),
        (b"", "Choose a file first."),
        (b"login,login\nx,y\n", "each once"),
        (b"PK\x03\x04" + bytes(range(256)), "not UTF-8"),
        (b"login\n" + b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_none_of_people_is_refused_in_a_sentence(ada, data, sentence):
    page = send_csv(ada, data).submit(status=422)
    assert sentence in page.html.find(class_="problems").get_text()
    assert page.html.find(id="file")["aria-describedby"].startswith("file-error")


def test_a_file_with_only_its_first_line_does_nothing(ada):
    page = send_csv(ada, b"login,name\n").submit()
    assert "The file has no lines" in page


def test_the_report_says_which_column_of_a_line_was_wrong_and_why(site):
    page = send_csv(site.browser("ada"), b"login,name,staff\nmia,Mia,perhaps\n").submit()
    assert "staff: Write yes or no." in page
    assert "${" not in page


def test_what_is_in_a_file_is_shown_as_text(ada):
    page = send_csv(ada, b"login,name\n<script>alert(1)</script>,x\n").submit()
    assert "<script>alert" not in page


def test_the_empty_queue_says_so(ada):
    assert "Everything is done" in ada.get("/@@jobs")


def order_mail(site):
    site.act(lambda d: forget_password("tess", d, network="192.0.2.1", secret=b"s" * 32))
    return site.act(lambda d: next(iter(d.records.orders.keys())))


def fail(job):
    raise Refused("The mail server says no.")


def test_waiting_failed_and_done_jobs_are_shown_and_run_again(site, ada):
    number = order_mail(site)
    page = ada.get("/@@jobs")
    assert "Mail: an invitation or a new password" in page
    assert "in a moment" in page
    drain_once(site.databases, {"invitation_mail": fail})
    page = ada.get("/@@jobs")
    assert "The mail server says no." in page
    token = token_of(ada)
    ada.post("/@@jobs", {"csrf_token": token, "job": number}, status=303)
    drain_once(site.databases, {})  # nobody carries it out: failed for good
    page = ada.get("/@@jobs")
    assert page.html.find(id="failed")
    assert "Nobody carries out this kind." in page
    page = ada.post("/@@jobs", {"csrf_token": token, "job": number}).follow()
    assert "tried again in a moment" in page
    drain_once(site.databases, {"invitation_mail": lambda job: "1 to write to."})
    page = ada.get("/@@jobs")
    assert "Done lately" in page
    assert "1 to write to." in page
    ada.post("/@@jobs", {"csrf_token": token, "job": number}, status=404)
    ada.post("/@@jobs", {"csrf_token": token, "job": "x"}, status=404)


def test_a_running_job_shows_how_far_it_is(site, ada):
    order_mail(site)
    seen = []

    def look(job):
        job.report(3, 12)
        seen.append(ada.get("/@@jobs").html.find("progress"))
        return "Done."

    drain_once(site.databases, {"invitation_mail": look})
    assert (seen[0]["value"], seen[0]["max"]) == ("3", "12")


def test_a_failed_job_can_be_given_up(site, ada):
    number = order_mail(site)
    drain_once(site.databases, {})
    fields = {"csrf_token": token_of(ada), "job": number, "what": "give-up"}
    assert "given up" in ada.post("/@@jobs", fields).follow()
    drain_once(site.databases, {})
    assert site.act(lambda d: len(d.records.orders)) == 0
