"""A private feed reads what its person may read today, and nothing once it has ended."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from tests.calendars import read_calendar
from tests.web.public_site import CANARY, at, fill, step, with_address

from academe.actions.accounts import disable_person, enable_person
from academe.actions.creating import create
from academe.actions.following import AT_MOST, find_follower, follow
from academe.actions.removing import remove
from academe.actions.sharing import grant, revoke
from academe.errors import Refused
from academe.store.people import Group, Membership
from academe.web.pacing import OF_A_TOKEN

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def private(site):
    """Public places, and ``/staff-room`` with a course that only staff reads."""
    fill(site)

    def plant(cora, district):
        room = create(cora, district.site.root, "folder", {"title": "Room"}, district, name="room")
        create(cora, room, "course", {"title": "Wise men"}, district, name="wise")

    site.as_("cora", plant)
    step(site, "room/wise", "submit", login="ana")
    day = site.act(lambda district: district.today) - timedelta(days=1)
    step(site, "room/wise", "approve_for_staff", login="rui", in_force_from=day)
    step(site, "room")
    return site


def made_by(site, login, path="/room"):
    """Let somebody make addresses by the page; return the paths of feed and calendar."""
    page = site.browser(login).get(f"{path.rstrip('/')}/@@follow")
    form = next(one for one in page.forms.values() if "@@sign-out" not in one.action)
    shown = form.submit()
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    fields = [shown.html.select_one(f"#of-private-{kind}") for kind in ("atom", "calendar")]
    addresses = [one["value"].removeprefix("http://localhost") for one in fields]
    assert [one.rsplit("/", 1)[1] for one in addresses] == ["atom", "calendar.ics"]
    assert "webcal:" not in shown.html.select_one("section.panel").decode()  # may go unencrypted
    return addresses


def titles(answer):
    tree = etree.fromstring(answer.body)
    return tree.xpath("a:entry/a:title/text()", namespaces=ATOM)


def test_a_private_feed_reads_what_its_person_reads(private):
    atom, calendar = made_by(private, "tess")
    assert titles(private.browser().get("/room/@@atom")) == []
    answer = private.browser().get(atom)
    assert titles(answer) == ["Wise men"]
    assert "Cookie" not in answer.headers.get("Set-Cookie", "")
    found = read_calendar(private.browser().get(calendar).body)
    assert [one["SUMMARY"] for one in found] == ["In force: Wise men"]


def test_whoever_asks_the_rights_are_those_of_the_key(private):
    atom, _calendar = made_by(private, "pat")
    for login in (None, "cora", "ada"):
        assert titles(private.browser(login).get(atom)) == []


def test_a_private_feed_is_kept_by_nobody_and_tells_nobody_where_it_came_from(private):
    for path in made_by(private, "tess"):
        for one in (path, path.replace("feed/", "feed/x")):
            answer = private.browser().get(one, expect_errors=True)
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert "ETag" not in answer.headers
            assert "Set-Cookie" not in answer.headers
    token = path.split("/")[2]
    assert token not in private.browser().get(path)


def test_a_draft_is_in_nobodys_feed(private):
    atom, calendar = made_by(private, "cora", "/")
    for path in (atom, calendar):
        assert CANARY not in private.browser().get(path)


def test_only_the_hash_of_a_token_is_stored(private):
    atom, _calendar = made_by(private, "tess")
    token = atom.split("/")[2].encode()
    assert len(token) >= 43
    hashed = hashlib.sha256(token).hexdigest().encode()
    stored = b"".join(
        path.read_bytes()
        for path in private.settings.data_folder.rglob("*")
        if path.is_file() and path.stat().st_size < 50_000_000
    )
    assert hashed in stored
    assert token not in stored


def test_nothing_of_a_token_is_logged(private, caplog):
    caplog.set_level(0)
    atom, calendar = made_by(private, "tess")
    for path in (atom, calendar, atom + "x", atom.replace("feed/", "feed/y")):
        private.browser().get(path, expect_errors=True)
    assert atom.split("/")[2] not in caplog.text


def test_a_private_feed_that_was_ended_answers_nothing(private):
    atom, calendar = made_by(private, "tess")
    kept, _calendar = made_by(private, "tess", "/mathematics")
    page = private.browser("tess").get("/@@feeds")
    assert "Room" in page
    assert atom.split("/")[2] not in page
    ended = next(
        row.select_one("button")["value"]
        for row in page.html.select("tbody tr")
        if row.select_one("th").get_text() == "Room"
    )
    browser = private.browser("tess")
    mine = browser.get("/@@feeds").forms["end"]
    answer = browser.post("/@@feeds", {"csrf_token": mine["csrf_token"].value, "end": ended})
    assert "has ended" in answer.follow()
    for path in (atom, calendar):
        private.browser().get(path, status=404)
    private.browser().get(kept, status=200)


def keys_of(site, login):
    return site.browser(login).get("/@@feeds").html.select("tbody button")


def test_nobody_ends_or_sees_the_feed_of_another(private):
    atom, _calendar = made_by(private, "tess")
    token_hash = hashlib.sha256(atom.split("/")[2].encode()).hexdigest()
    browser = private.browser("ada")
    assert token_hash not in browser.get("/@@feeds")
    form = browser.get("/@@account").forms["person"]
    answer = browser.post(
        "/@@feeds",
        {"csrf_token": form["csrf_token"].value, "end": token_hash},
        expect_errors=True,
    )
    assert answer.status_int == 403
    private.browser().get(atom, status=200)
    assert len(keys_of(private, "tess")) == 1
    private.browser().get("/@@feeds", status=303)


def test_the_feeds_of_a_disabled_person_are_dead_for_good(private):
    atom, calendar = made_by(private, "tess")
    number = private.act(lambda d: d.records.person_called("tess").id)
    private.as_("ada", lambda a, d: disable_person(a, number, d))
    for path in (atom, calendar):
        private.browser().get(path, status=404)
    private.as_("ada", lambda a, d: enable_person(a, number, d))
    private.browser().get(atom, status=404)


def test_a_key_of_a_disabled_person_would_not_open_even_if_it_were_left(private):
    atom, _calendar = made_by(private, "tess")

    def shut(district):
        district.records.person_called("tess").disabled = True

    private.act(shut)
    private.browser().get(atom, status=404)


def test_a_membership_that_is_over_opens_nothing(private):
    def belong(until):
        def do(district):
            records = district.records
            if records.group_called("guests") is None:
                records.put_group(Group(77, "guests", "Guests"), name="guests", title="Guests")
            records.put_memberships(records.person_called("pat"), [Membership(77, None, until)])

        return do

    def share(ada, district):
        grant(ada, at(district, "room"), 77, "reader", district)

    today = datetime.now(UTC).date()
    private.act(belong(today))
    private.as_("ada", share)
    atom, _calendar = made_by(private, "pat")
    assert titles(private.browser().get(atom)) == ["Wise men"]
    private.act(belong(today - timedelta(days=1)))
    assert titles(private.browser().get(atom)) == []


def test_a_right_that_is_taken_away_counts_at_once(private):
    number = private.act(lambda d: d.records.person_called("pat").id)
    private.as_("ada", lambda a, d: grant(a, at(d, "room"), number, "reader", d))
    atom, _calendar = made_by(private, "pat")
    assert titles(private.browser().get(atom)) == ["Wise men"]
    private.as_("ada", lambda a, d: revoke(a, at(d, "room"), number, "reader", d))
    assert titles(private.browser().get(atom)) == []


def test_a_place_that_one_may_not_know_any_more_is_gone(private):
    atom, _calendar = made_by(private, "tess")
    private.as_("cora", lambda c, d: remove(c, at(d, "room"), d))
    private.browser().get(atom, status=404)
    page = private.browser("tess").get("/@@feeds")
    assert "Room" not in page.html.select_one("tbody").get_text()
    assert len(keys_of(private, "tess")) == 1


def test_a_key_opens_its_own_place_and_no_other(private):
    atom, _calendar = made_by(private, "tess", "/mathematics")
    assert "Wise men" not in private.browser().get(atom)
    token = atom.split("/")[2]
    for path in (
        f"/@@feed/{token}",
        f"/@@feed/{token}/",
        f"/@@feed/{token}/x",
        f"/@@feed/{token}/atom/x",
        f"/room/@@feed/{token}/atom",
        f"/room/@@atom/{token}",
        "/@@feed//atom",
        f"/@@feed/{token[:-1]}/atom",
        f"/@@feed/{token}A/atom",
        "/@@feed/%F0%9F%98%80/atom",
        f"/@@feed/{'a' * 3000}/atom",
    ):
        answer = private.browser().get(path, expect_errors=True)
        assert answer.status_int == 404 or "Wise men" not in answer, path


def test_nobody_makes_a_key_of_what_they_may_not_know(private):
    for login in (None, "pat"):
        browser = private.browser(login)
        page = browser.get("/mathematics/@@follow")
        token = (page.html.select_one("input[name=csrf_token]") or {}).get("value", "x")
        for path in ("/mathematics/secret-course/@@follow", "/nowhere/@@follow"):
            browser.post(path, {"csrf_token": token}, status=(400, 404))
    browser = private.browser()
    assert "Make private" not in browser.get("/mathematics/@@follow")
    browser.post("/mathematics/@@follow", status=(303, 400, 403, 404))


def test_one_person_has_so_many_keys_and_no_more(private):
    def make(tess, district):
        for _number in range(AT_MOST):
            follow(tess, district.site.root, district)

    private.as_("tess", make)
    with pytest.raises(Refused):
        private.as_("tess", lambda t, d: follow(t, d.site.root, d))
    private.as_("sam", lambda s, d: follow(s, d.site.root, d))


def test_whoever_asks_too_often_waits(private):
    atom, _calendar = made_by(private, "tess")
    browser = private.browser()
    answers = [browser.get(atom, expect_errors=True) for _ in range(OF_A_TOKEN.times + 1)]
    assert [one.status_int for one in answers] == [200] * OF_A_TOKEN.times + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= OF_A_TOKEN.within.total_seconds()
    other, _calendar = made_by(private, "sam")
    browser.get(other, status=200)


def test_guessing_is_stopped_for_a_network(private):
    browser = private.browser()
    seen = {browser.get(f"/@@feed/{n}/atom", expect_errors=True).status_int for n in range(320)}
    assert seen == {404, 429}


def test_reading_a_feed_writes_nothing(private):
    paths = made_by(private, "tess")
    found = list(private.settings.data_folder.rglob("*.fs"))
    assert len(found) == 2
    before = {path: path.read_bytes() for path in found}
    for path in (*paths, "/room/@@atom", "/@@feed/x/atom", "/room/@@follow", "/sitemap.xml"):
        private.browser().get(path, expect_errors=True)
    assert {path: path.read_bytes() for path in found} == before


def test_a_calendar_speaks_the_language_that_its_person_chose(private):
    def speak(district):
        district.records.person_called("tess").language = "es"

    private.act(speak)
    _atom, calendar = made_by(private, "tess")
    (event,) = read_calendar(private.browser().get(calendar).body)
    assert event["SUMMARY"].endswith(": Wise men")
    assert "force" not in event["SUMMARY"]


def test_the_addresses_are_those_of_the_district(private):
    served = with_address(private)
    token = served.as_("tess", lambda t, d: follow(t, at(d, "room"), d))
    answer = served.browser().get(f"/@@feed/{token}/atom", headers={"Host": "evil.example"})
    assert "evil.example" not in answer
    assert titles(answer) == ["Wise men"]


def test_a_token_is_found_with_the_memberships_of_that_day(private):
    def ask(district):
        token = follow(private.identity("tess", district), at(district, "room"), district)
        later = replace(district, now=district.now + timedelta(days=1))
        found = find_follower(token, later)
        return found[0].memo["today"], later.today

    found, today = private.act(ask)
    assert found == today
