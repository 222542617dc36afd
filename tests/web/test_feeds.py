"""What is new in a place, and its dates, for programs: valid, and never more than one may read."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree
from tests.calendars import read_calendar
from tests.web.public_site import CANARY, at, fill, step, with_address

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.moving import rename
from academe.actions.stepping import take_step
from academe.search.indexing import Indexer

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def public(site):
    fill(site)
    return site


def feed(site, path="/mathematics/@@atom", login=None):
    answer = site.browser(login).get(path)
    assert answer.content_type == "application/atom+xml"
    return etree.fromstring(answer.body)


def texts(tree, path):
    return tree.xpath(path, namespaces=ATOM)


def titles(tree):
    return texts(tree, "a:entry/a:title/text()")


def events(site, path="/mathematics/@@calendar.ics", login=None):
    answer = site.browser(login).get(path)
    assert answer.content_type == "text/calendar"
    return {one["SUMMARY"]: one for one in read_calendar(answer.body)}


def test_a_feed_has_what_rfc_4287_asks_for(public):
    tree = feed(public)
    assert etree.QName(tree).namespace == ATOM["a"]
    for place in (tree, *texts(tree, "a:entry")):
        (one_id,) = texts(place, "a:id/text()")
        (updated,) = texts(place, "a:updated/text()")
        assert one_id.startswith("urn:uuid:")
        assert MOMENT.fullmatch(updated)
        assert len(texts(place, "a:title")) == 1
        assert len(texts(place, "a:link[@rel='alternate'][@type='text/html']")) == 1
        assert texts(place, "a:author/a:name/text()") or texts(tree, "a:author/a:name/text()")
    ids = texts(tree, "//a:id/text()")
    assert len(ids) == len(set(ids))
    assert texts(tree, "a:link[@rel='self']/@href") == ["http://localhost/mathematics/@@atom"]


def test_a_feed_tells_what_was_published_newest_first(public):
    def add(cora, district):
        answers = {"title": "Snow day", "summary": "No school."}
        create(cora, at(district, "mathematics"), "news", answers, district, name="snow")

    public.as_("cora", add)
    assert "Snow day" not in titles(feed(public)), "it is a draft"
    step(public, "mathematics/snow")
    tree = feed(public)
    assert titles(tree)[0] == "Snow day"
    assert set(titles(tree)) == {
        "Snow day",
        "Open house; bring, family",
        "Halves",
        "Cutting",
        "A pear",
    }
    assert texts(tree, "a:entry[1]/a:summary/text()") == ["No school."]
    moments = texts(tree, "a:entry/a:updated/text()")
    assert moments == sorted(moments, reverse=True)
    assert texts(tree, "a:updated/text()") == moments[:1]


def test_a_feed_tells_whose_it_is_and_what_may_be_done_with_it(public):
    (course,) = texts(feed(public), "a:entry[a:title='Halves']")
    (lesson,) = texts(feed(public), "a:entry[a:title='A pear']")
    for one in (course, lesson):
        assert texts(one, "a:author/a:name/text()") == ["Ana Example"]
        licence = texts(one, "a:link[@rel='license']/@href")
        assert licence == ["https://creativecommons.org/licenses/by-sa/4.0/"]
    assert texts(course, "a:category/@term") == ["course"]


def test_a_feed_tells_at_most_fifty(public):
    def plant(cora, district):
        for number in range(60):
            answers = {"title": f"Lesson {number}"}
            create(cora, at(district, "mathematics/halves/cutting"), "lesson", answers, district)

    step(public, "mathematics/halves", "revise", login="ana")
    public.as_("cora", plant)
    step(public, "mathematics/halves", "submit_again", login="ana")
    step(public, "mathematics/halves", "approve", login="rui")
    assert len(titles(feed(public))) == 50


def test_an_entry_stays_the_same_when_it_moves_or_is_published_again(public):
    before = dict(
        zip(titles(feed(public)), texts(feed(public), "a:entry/a:id/text()"), strict=True)
    )
    public.as_("cora", lambda c, d: _rename(c, at(d, "mathematics/open-house"), d))
    step(public, "mathematics/open-door", "publish")
    after = dict(zip(titles(feed(public)), texts(feed(public), "a:entry/a:id/text()"), strict=True))
    assert after == before


def _rename(cora, content, district):
    rename(cora, content, "open-door", district)


def test_a_text_that_is_in_force_later_is_new_on_that_day(public):
    soon = datetime.now(UTC).date() + timedelta(days=3)
    again(public, "mathematics/halves")
    step(public, "mathematics/halves", "approve", login="rui", in_force_from=soon)
    old = texts(feed(public), "a:entry[a:title='Halves']/a:updated/text()")
    assert old[0] < soon.isoformat()
    assert "In force: Halves" not in events(public)
    assert events(public, login="cora")["In force: Halves"]["DTSTART"] == soon


def test_titles_are_text_whatever_they_hold(public):
    title = "</title><script>alert(1)</script> & ]]> ünï"

    def name_it(cora, district):
        content = at(district, "mathematics/open-house")
        change(cora, content, {"title": title}, district, version=content.version)

    public.as_("cora", name_it)
    step(public, "mathematics/open-house", "publish")
    assert title in titles(feed(public))
    assert title in events(public)


def test_nothing_hidden_is_in_a_feed(public):
    for login in (None, "pat", "tess", "cora"):
        for view in ("atom", "calendar.ics"):
            for path in ("/", "/mathematics/", "/mathematics/halves/"):
                answer = public.browser(login).get(f"{path}@@{view}")
                assert CANARY not in answer, (login, path, view)
    public.browser().get("/mathematics/secret-course/@@atom", status=404)
    public.browser().get("/mathematics/secret-course/@@calendar.ics", status=404)


def test_public_feeds_are_kept_until_the_next_change(public):
    for view in ("atom", "calendar.ics"):
        browser, path = public.browser(), f"/mathematics/@@{view}"
        first = browser.get(path)
        again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_int == 304
        assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        own = public.browser("cora").get(path)
        assert own.headers["Cache-Control"] == "no-store"
        assert "ETag" not in own.headers


def test_an_event_has_its_time_and_place(public):
    event = events(public)["Open house; bring, family"]
    assert isinstance(event["DTSTART"], datetime)
    assert event["LOCATION"] == "Gym, left"
    assert event["URL"] == "http://localhost/mathematics/open-house"
    assert event["UID"]


def add_document(site, title, review, adopted=None):
    answers = {"title": title, "review_by": review, "adopted_on": adopted}

    def add(cora, district):
        place, name = at(district, "mathematics"), title.lower()
        return create(cora, place, "document", answers, district, name=name)

    site.as_("cora", add)


def test_days_of_a_published_document_are_told_with_their_label_to_those_who_work_on_it(public):
    review = datetime.now(UTC).date() + timedelta(days=100)
    add_document(public, "Trips", review, date(1999, 1, 1))
    assert "Review by: Trips" not in events(public, login="cora"), "a draft has no dates"
    step(public, "mathematics/trips", "submit", login="ana")
    step(public, "mathematics/trips", "approve", login="rui")
    assert "Review by: Trips" not in events(public), "families have no use for it"
    found = events(public, login="cora")
    assert found["Review by: Trips"]["DTSTART"] == review
    assert "Adopted on: Trips" not in found, "that was long ago"
    uid = found["Review by: Trips"]["UID"]
    again(public, "mathematics/trips")
    step(public, "mathematics/trips", "approve", login="rui")
    later = events(public, login="cora")["Review by: Trips"]
    assert later["UID"] == uid
    assert int(later["SEQUENCE"]) > int(found["Review by: Trips"]["SEQUENCE"])


def again(site, path):
    """Revise a published text, and send it for review."""

    def do(ana, district):
        content = at(district, path)
        take_step(ana, content, "revise", district)
        change(ana, content, {"summary": "Other words."}, district, version=content.version)
        take_step(ana, content, "submit_again", district)

    site.as_("ana", do)


def test_days_that_a_type_gives_to_calendars_are_told_to_all(public):
    day = datetime.now(UTC).date() + timedelta(days=30)

    def add(cora, district):
        place = at(district, "mathematics")
        answers = {"title": "Trips", "code": "1", "first_reading": day, "next_review": day}
        create(cora, place, "policy", answers, district, name="trips")

    public.as_("cora", add)
    step(public, "mathematics/trips", "submit", login="ana")
    step(public, "mathematics/trips", "approve", login="rui")
    found = events(public)
    assert found["First reading: Trips"]["DTSTART"] == day
    assert "Next review: Trips" not in found


def test_days_of_visibility_are_for_those_who_work_there(public):
    until = datetime.now(UTC).date() + timedelta(days=40)

    def hide(cora, district):
        content = at(district, "mathematics/open-house")
        change(cora, content, {"visible_until": until}, district, version=content.version)

    public.as_("cora", hide)
    step(public, "mathematics/open-house", "publish")
    title = "Visible until: Open house; bring, family"
    assert title not in events(public)
    assert events(public, login="cora")[title]["DTSTART"] == until


def test_a_calendar_without_a_date_is_still_one(public):
    assert events(public, "/mathematics/halves/@@calendar.ics") == {}


def test_feeds_are_found_from_the_page_of_a_place(public):
    page = public.browser().get("/mathematics")
    links = {one["type"]: one["href"] for one in page.html.select("link[rel=alternate][type]")}
    assert links == {
        "application/atom+xml": "/mathematics/@@atom",
        "text/calendar": "/mathematics/@@calendar.ics",
    }
    ways = page.click(href="@@follow")
    fields = ways.html.select("main input[readonly]")
    assert [one["value"] for one in fields] == [
        "http://localhost/mathematics/@@calendar.ics",
        "http://localhost/mathematics/@@atom",
    ]
    assert ways.html.select_one("main a[href^='webcal:']")["href"] == (
        "webcal://localhost/mathematics/@@calendar.ics"
    )
    assert "rel=alternate" not in public.browser().get("/mathematics/open-house")
    assert "@@follow" not in public.browser().get("/mathematics/open-house")


def test_the_address_of_the_district_stands_in_feeds(public):
    served = with_address(public)
    tree = feed(served)
    assert set(a.split("/")[2] for a in texts(tree, "//a:link/@href") if "commons" not in a) == {
        "learn.district.example"
    }


def test_labels_speak_the_readers_language(public):
    add_document(public, "Viajes", date(2099, 1, 1))
    step(public, "mathematics/viajes", "submit", login="ana")
    step(public, "mathematics/viajes", "approve", login="rui")
    browser, spanish = public.browser("cora"), {"Accept-Language": "es"}
    answer = browser.get("/mathematics/@@calendar.ics", headers=spanish)
    summaries = [one["SUMMARY"] for one in read_calendar(answer.body)]
    assert not any(one.startswith("Review by") for one in summaries)
    assert any(one.endswith(": Viajes") for one in summaries)


@pytest.mark.parametrize("view", ["atom", "calendar.ics"])
def test_a_feed_asks_to_come_again_while_the_index_is_being_made(public, view):
    registry = public.app.registry
    registry.indexer.stop()
    registry.indexer = Indexer(public.databases, public.definitions, public.settings)
    with registry.indexer._lock:  # whoever makes the index is not done yet
        registry.indexer.start()
        answer = public.browser().get(f"/mathematics/@@{view}", status=503)
    assert answer.headers["Retry-After"] == "60"
    assert "come again in a minute" in answer
    registry.indexer.catch_up(30)
    assert public.browser().get(f"/mathematics/@@{view}").status_code == 200
