"""Pages for families are kept for everybody, and the way through the site is walked once a change."""

import pytest
from tests.web.family_site import fill
from tests.web.test_families import said
from ZODB.ActivityMonitor import ActivityMonitor

from academe.actions.creating import create
from academe.actions.stepping import take_step
from academe.web import curriculum

GRADE_5 = "/@@learn?grade=5"


@pytest.fixture
def families(site):
    fill(site)
    return site


def loads_of(site, path):
    """Return how many objects the database was asked for by one request, with cold caches."""
    monitor = ActivityMonitor()
    site.databases.content.cacheMinimize()
    site.databases.content.setActivityMonitor(monitor)
    site.browser().get(path)
    return sum(one["loads"] for one in monitor.getActivityAnalysis(divisions=1))


@pytest.mark.parametrize("path", [GRADE_5, "/@@learn", "/@@year?grade=5", "/fractions/@@year"])
def test_a_page_is_kept_until_the_next_change(families, path):
    first, again = families.browser().get(path), families.browser().get(path)
    assert first.headers["ETag"] == again.headers["ETag"]
    assert first.body == again.body
    assert loads_of(families, path) == 0

    def name_it(cora, district):
        create(cora, district.site.root, "folder", {"title": "New"}, district)

    families.as_("cora", name_it)
    assert families.browser().get(path).headers["ETag"] != first.headers["ETag"]


def test_each_choice_is_kept_for_itself(families):
    browser = families.browser()
    five, nine = browser.get(GRADE_5), browser.get("/@@learn?grade=9")
    assert "Fractions" in said(five)
    assert "Fractions" not in said(nine)
    assert said(browser.get(GRADE_5)) == said(five)


@pytest.mark.parametrize("asked", ["grade=77", "grade=5&grade=5", "school=made-up", "q=5"])
def test_words_that_anybody_can_make_up_are_not_kept(families, asked):
    for view in ("/@@learn", "/fractions/@@year"):
        answer = families.browser().get(f"{view}?{asked}")
        assert "ETag" not in answer.headers, view


def test_somebodys_own_page_is_not_kept(families):
    assert families.browser("cora").get(GRADE_5).headers["Cache-Control"] == "no-store"
    assert "CANARY" not in families.browser().get(GRADE_5)


def add_shelves(site, number):
    """Plant and publish a folder of pages: what a walk meets, and no list of courses shows."""

    def plant(cora, district):
        shelf = create(cora, district.site.root, "folder", {"title": "Shelf"}, district)
        for n in range(number):
            create(cora, shelf, "page", {"title": f"Page {n}"}, district)
        take_step(cora, shelf, "publish", district)

    site.as_("cora", plant)


def test_no_page_looks_at_what_it_does_not_list(families):
    addresses = ("/", "/@@learn?grade=9", GRADE_5)
    few = [loads_of(families, one) for one in addresses]
    add_shelves(families, 60)
    assert [
        loads_of(families, one) <= before + 5 for one, before in zip(addresses, few, strict=True)
    ] == [True] * 3


def test_a_list_that_may_not_be_whole_says_so(families, monkeypatch):
    monkeypatch.setattr(curriculum, "LOOKED_AT", 1)
    assert "Some courses may be missing here." in families.browser().get(GRADE_5)
