"""A collection is a search that is kept: its list is found anew for whoever reads it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from lxml import etree
from tests.calendars import read_calendar

from academe.actions.creating import create
from academe.actions.owning import own_area
from academe.actions.stepping import take_step

PEARS = "Pears"
TYPE = "collection"


def publish(person, content, district) -> None:
    take_step(person, content, "publish", district)


@pytest.fixture
def orchard(site):
    """A public folder with a public page and a draft about pears, and a public page elsewhere."""

    def do(cora, district):
        root = district.site.root
        publish(cora, root, district)
        folder = create(cora, root, "folder", {"title": "Orchard"}, district)
        publish(cora, folder, district)
        for title in ("Pear cake", "Pear and apple"):
            publish(cora, create(cora, folder, "page", {"title": title}, district), district)
        create(cora, folder, "page", {"title": "Pear secrets"}, district)
        publish(cora, create(cora, root, "page", {"title": "Pear elsewhere"}, district), district)

    site.as_("cora", do)
    return site


def collect(site, **answers) -> str:
    """Publish a collection in the folder; return its address."""

    def do(cora, district):
        folder = district.site.root["orchard"]
        given = {"title": PEARS, "search": "pear type:page", **answers}
        made = create(cora, folder, "collection", given, district)
        publish(cora, made, district)
        return f"/orchard/{made.__name__}"

    return site.as_("cora", do)


def listed(page) -> list[str]:
    return [one.get_text() for one in page.html.select(".hits h3 a")]


def test_a_search_is_kept_as_a_collection_and_read_by_everybody(orchard):
    browser = orchard.browser("cora")
    found = browser.get("/orchard/@@search?q=pear&type=page&sort=title")
    form = found.click("Keep as a collection").forms["form"]
    assert form["search"].value == "pear type:page"
    assert form["order"].value == "title"
    assert form["where"].value == "/orchard"
    form["title"] = PEARS
    made = form.submit("save").follow()
    assert listed(made) == ["Pear and apple", "Pear cake", "Pear secrets"]
    orchard.as_("cora", lambda p, d: publish(p, d.site.root["orchard"]["pears"], d))
    assert listed(orchard.browser().get("/orchard/pears")) == ["Pear and apple", "Pear cake"]


def test_each_reader_sees_what_they_may(orchard):
    address = collect(orchard, order="title")
    assert listed(orchard.browser().get(address)) == ["Pear and apple", "Pear cake"]
    theirs = listed(orchard.browser("ana").get(address))
    assert theirs == ["Pear and apple", "Pear cake", "Pear secrets"]


def test_what_is_published_later_stands_in_it_at_once_and_no_page_of_it_is_kept(orchard):
    address = collect(orchard)
    visitor = orchard.browser()
    first = visitor.get(address)
    assert "public" not in first.headers["Cache-Control"]
    orchard.as_("cora", lambda p, d: publish(p, d.site.root["orchard"]["pear-secrets"], d))
    assert "Pear secrets" in listed(visitor.get(address))


def test_a_place_that_is_named_is_searched_with_all_below(orchard):
    top = orchard.act(lambda district: district.site.root.id)
    address = collect(orchard, where=top, order="title")
    assert "Pear elsewhere" in listed(orchard.browser().get(address))


def test_it_does_not_list_itself(orchard):
    assert PEARS not in listed(orchard.browser().get(collect(orchard, search="pear")))


def fed(answer) -> list[str]:
    entries = {"a": "http://www.w3.org/2005/Atom"}
    return etree.fromstring(answer.body).xpath("a:entry/a:title/text()", namespaces=entries)


def test_its_feed_tells_what_it_lists_also_elsewhere(orchard):
    top = orchard.act(lambda district: district.site.root.id)
    address = collect(orchard, where=top, order="title")
    visitor = orchard.browser()
    page = visitor.get(address)
    assert page.html.find("link", type="application/atom+xml")["href"].endswith("/pears/@@atom")
    page.click("Follow", href="@@follow")
    before = {"Pear elsewhere", "Pear cake", "Pear and apple"}
    assert set(fed(visitor.get(f"{address}/@@atom"))) == before
    orchard.as_("cora", lambda p, d: publish(p, d.site.root["orchard"]["pear-secrets"], d))
    assert set(fed(visitor.get(f"{address}/@@atom"))) == {*before, "Pear secrets"}


def test_its_feed_tells_nothing_of_drafts_or_of_what_it_does_not_list(orchard):
    address = collect(orchard)
    for login in (None, "ana", "cora"):
        told = fed(orchard.browser(login).get(f"{address}/@@atom"))
        assert sorted(told) == ["Pear and apple", "Pear cake"], login
    empty = collect(orchard, search="quince")
    assert fed(orchard.browser().get(f"{empty}/@@atom")) == []


def test_its_calendar_has_the_dates_of_what_it_lists(orchard):
    def plant(cora, district):
        folder = district.site.root["orchard"]
        day = datetime(2026, 10, 3, 9, 0, tzinfo=UTC)
        for title in ("Pear day", "Plum day"):
            answers = {"title": title, "starts": day, "ends": day + timedelta(hours=2)}
            publish(cora, create(cora, folder, "event", answers, district), district)

    orchard.as_("cora", plant)
    address = collect(orchard, search="pear type:event")
    dates = read_calendar(orchard.browser().get(f"{address}/@@calendar.ics").body)
    assert [one["SUMMARY"] for one in dates] == ["Pear day"]


def test_a_private_address_of_it_reads_what_its_person_may_read(orchard):
    def plant(cora, district):
        answers = {"title": "Pear course", "adopted_on": district.today}
        create(cora, district.site.root["orchard"], "course", answers, district)

    orchard.as_("cora", plant)
    orchard.as_(
        "ana", lambda p, d: take_step(p, d.site.root["orchard"]["pear-course"], "submit", d)
    )
    staff = "approve_for_staff"
    orchard.as_("rui", lambda p, d: take_step(p, d.site.root["orchard"]["pear-course"], staff, d))
    address = collect(orchard, search="pear")
    page = orchard.browser("tess").get(f"{address}/@@follow")
    form = next(one for one in page.forms.values() if "@@sign-out" not in one.action)
    token = form.submit().html.select_one("#of-private-atom")["value"]
    private = orchard.browser().get(token.removeprefix("http://localhost"))
    assert "Pear course" in fed(private)
    assert "Pear secrets" not in fed(private)
    assert "Pear course" not in fed(orchard.browser().get(f"{address}/@@atom"))


def test_a_long_list_has_pages(orchard):
    address = collect(orchard, at_once=1, order="title")
    visitor = orchard.browser()
    assert listed(visitor.get(address)) == ["Pear and apple"]
    assert listed(visitor.get(address).click(linkid=None, description="Next")) == ["Pear cake"]
    for number in ("0", "-5", "99999999", "x", "%00"):
        visitor.get(f"{address}?page={number}", status="*")


def test_an_empty_one_says_that_it_fills_itself(orchard):
    page = orchard.browser().get(collect(orchard, search="quince"))
    assert "Nothing is collected here yet" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("pear type:leson", "“type:leson” finds nothing here"),
        ("grade:99", "“grade:99” finds nothing here"),
        ('school:"no such school"', "“school:no such school” finds nothing here"),
        ('state:"nowhere"', "“state:nowhere” finds nothing here"),
        ("x" * 61, "A word is too long to be found"),
        ("a " * 300, "This search is too long"),
        ('""', "Please write what it is to list"),
    ],
)
def test_what_can_never_be_found_is_said_at_the_field(orchard, typed, sentence):
    form = orchard.browser("cora").get("/orchard/@@add/collection").forms["form"]
    form["title"], form["search"] = PEARS, typed
    page = form.submit("save", status=422)
    assert sentence in page.html.find(id="error-form-search").get_text()
    assert page.forms["form"]["search"].value.strip() == typed.strip()


def test_titles_in_the_readers_language_are_kept_as_names(orchard):
    browser = orchard.browser("cora")
    browser.set_cookie("language", "es")
    form = browser.get("/orchard/@@add/collection").forms["form"]
    form["title"], form["search"] = PEARS, 'pear type:página state:"en revisión"'
    form.submit("save", status=303)
    kept = orchard.act(lambda d: d.site.root["orchard"]["pears"].value("search"))
    assert kept == 'pear type:page state:"In review"'


@pytest.mark.parametrize("who", [None, "pat"])
def test_whoever_may_add_nowhere_is_offered_nothing(orchard, who):
    assert "Keep as a collection" not in orchard.browser(who).get("/@@search?q=pear")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('"pear', '"pear" type:page'),
        ('cake "pear', 'cake "pear" type:page'),
        ("cake „pear", 'cake „pear" type:page'),
        ('"pear" cake', '"pear" cake type:page'),
        ('pear "', 'pear "" type:page'),
    ],
)
def test_a_quotation_mark_that_is_not_closed_takes_no_filter_into_its_phrase(orchard, typed, kept):
    found = orchard.browser("cora").get(
        "/orchard/@@search?" + urlencode({"q": typed, "type": "page"})
    )
    form = found.click("Keep as a collection").forms["form"]
    assert form["search"].value == kept
    assert listed(form.submit("save", status=303).follow()) == listed(found)


def test_what_is_found_by_mistakes_alone_is_not_kept_for_a_collection_makes_none(orchard):
    found = orchard.browser("cora").get("/orchard/@@search?q=paer")
    assert "Pear cake" in listed(found)
    assert "Keep as a collection" not in found


def keeping_form(page):
    return next(one for one in page.forms.values() if "then=collection" in one.action)


def test_who_may_add_nowhere_else_keeps_a_search_in_an_own_area_that_is_made_then(orchard):
    for login in ("tess", "cora"):  # the top of the site is nobody's place for lists of their own
        browser = orchard.browser(login)
        found = browser.get("/@@search?q=pear&type=page")
        assert orchard.as_(login, own_area) is None
        form = keeping_form(found).submit(status=303).follow().forms["form"]
        assert (form["title"].value, form["search"].value) == ("Pear, Page", "pear type:page")
        kept = form.submit("save", status=303).follow()
        assert "Pear cake" in listed(kept)
        assert orchard.as_(login, lambda p, d: own_area(p, d)["pear-page"].type_name) == TYPE
        again = browser.get("/@@search?q=pear&type=page").click("Keep as a collection")
        assert again.forms["form"]["title"].value == "Pear, Page"


def test_only_what_fits_an_own_area_is_added_on_the_way(orchard):
    browser = orchard.browser("tess")
    form = keeping_form(browser.get("/@@search?q=pear"))
    for kind in ("school", "nothing", "../x", ""):
        form.action = f"/@@own?then={kind}"
        assert "/@@add" not in form.submit(status=303).location


@pytest.mark.parametrize(("typed", "filter"), [("blorp:math", "blorp:"), ("pear typ:page", "typ:")])
def test_a_filter_that_there_is_none_of_is_said_at_the_field(orchard, typed, filter):
    form = orchard.browser("cora").get("/orchard/@@add/collection").forms["form"]
    form["title"], form["search"] = PEARS, typed
    told = form.submit("save", status=422).html.select("#error-search, .error")
    assert any(f"There is no filter “{filter}”" in one.get_text() for one in told)


def test_a_filter_with_a_minus_is_kept_and_one_that_means_nothing_is_said(orchard):
    form = orchard.browser("cora").get("/orchard/@@add/collection").forms["form"]
    form["title"], form["search"] = PEARS, "pear -type:nothing"
    told = form.submit("save", status=422)
    assert "there is no such word" in told
    form["search"] = "pear -tipo:página"
    assert listed(form.submit("save", status=303).follow()) == []
    address = collect(orchard, title="Others", search="-type:page,image")
    assert "Pear cake" not in listed(orchard.browser("cora").get(address))
