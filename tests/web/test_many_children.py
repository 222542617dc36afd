"""A folder of thousands is as quick to work in as one of fifty."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from academe.actions.creating import create
from academe.actions.placing import attach
from academe.actions.stepping import take_step
from academe.search.indexing import Indexer
from academe.store.content import Children, Content, Publication


def fill(site, number):
    """Put many pages into a folder without asking anybody: what a test begins with."""

    def do(ana, district):
        folder = create(ana, district.site.root, "folder", {"title": "Many"}, district)
        first = create(ana, folder, "page", {"title": "Page 0"}, district)
        folder._children.order = None  # one write of the order instead of thousands
        names = ["page-0"]
        for count in range(1, number):
            page = Content("page", {"title": f"Page {count}"})
            page.state, page.created_by = first.state, ana.id
            names.append(f"page-{count}")
            attach(folder, page, names[-1], district)
            district.site.enter(page)
        folder._children.order = tuple(names)

    site.as_("ana", do)


def test_a_page_of_ten_thousand_children_loads_only_what_it_shows(site):
    fill(site, 10_000)
    site.databases.content.cacheMinimize()
    browser = site.browser("ana")
    connections = []
    site.databases.content.setActivityMonitor(Counting(connections))
    page = browser.get("/many/@@contents?from=page-5000")
    assert page.html.select("tbody th a")[0].get_text() == "Page 5000"
    assert 0 < sum(connections) < 1000


class Counting:
    """Hears from ZODB how many objects each connection loaded."""

    def __init__(self, loads: list[int]) -> None:
        self._loads = loads

    def closedConnection(self, connection):  # noqa: N802 - ZODB's own name
        loads, _stores = connection.getTransferCounts(True)
        self._loads.append(loads)


def test_a_reader_gets_a_large_place_two_hundred_at_a_time(site):
    def scan(cora, district):
        folder = create(cora, district.site.root, "folder", {"title": "Scans"}, district)
        for number in range(205):
            create(cora, folder, "page", {"title": f"Scan {number}"}, district)
        take_step(cora, folder, "publish", district)
        for page in folder.children():
            if page.state is not None:
                take_step(cora, page, "publish", district)

    site.as_("cora", scan)
    first = site.browser().get("/scans")
    assert len(first.html.select(".contents li")) == 200
    second = first.click("Next")
    assert len(second.html.select(".contents li")) == 5
    assert "Scan 204" in second
    assert len(second.click("Before").html.select(".contents li")) == 200


def ordered(site, order):
    """Let the district's folders be in another order than by hand."""
    registry = site.app.registry
    types = dict(registry.definitions.types)
    types["folder"] = replace(types["folder"], child_order=order)
    registry.definitions = replace(registry.definitions, types=MappingProxyType(types))
    site.definitions = registry.definitions
    registry.indexer.stop()
    registry.indexer = Indexer(site.databases, site.definitions, site.settings)


def titles_of(page):
    return [one.get_text() for one in page.html.select("tbody th a")]


@pytest.mark.parametrize("order", ["title", "newest"])
def test_a_large_place_is_sorted_by_the_index_and_walked_in_pages(site, order):
    ordered(site, order)
    letters = "qwertyuiopasdfghjklzxcvbnm"
    words = [f"{one}{other} page" for one in letters for other in letters]
    begun = datetime(2026, 1, 1, tzinfo=UTC)

    def put(ana, district):
        folder = create(ana, district.site.root, "folder", {"title": "Many"}, district)
        for number, title in enumerate(words):
            page = create(ana, folder, "page", {"title": title}, district)
            page.created = begun + timedelta(hours=number)

    site.as_("ana", put)
    assert len(words) > 500
    browser = site.browser("ana")
    page = browser.get("/many/@@contents")
    found = titles_of(page)
    loads: list[int] = []
    site.databases.content.cacheMinimize()
    site.databases.content.setActivityMonitor(Counting(loads))
    while page.html.select("a[rel=next]"):
        page = page.click("Next")
        found += titles_of(page)
    assert found == (sorted(words) if order == "title" else words[::-1])
    assert max(loads) < 450
    assert titles_of(page.click("Before"))[0] == found[len(found) - len(found) % 50 - 50]


def test_a_part_that_no_place_has_is_no_error(site):
    ordered(site, "title")
    fill(site, 600)
    browser = site.browser("ana")
    for start in ("@" + "9" * 5000, "@9999999", "@-1", "@one", "@"):
        assert browser.get(f"/many/@@contents?from={start}").status_code == 200


def scatter(site, number, some):
    """Put drafts into a folder that is published, a few published pages among them."""

    def do(cora, district):
        folder = create(cora, district.site.root, "folder", {"title": "Many"}, district)
        take_step(cora, folder, "publish", district)
        folder._children = Children(manual=False)  # one write of the order instead of thousands
        for count in range(number):
            page = Content("page", {"title": f"Page {count}"})
            page.state, page.created_by = "draft", cora.id
            if count in some:
                page.state = "published"
                page._published = Publication(dict(page.values), 1, district.now, None, cora.id)
            attach(folder, page, f"page-{count}", district)
            district.site.enter(page)
        folder._children.order = tuple(f"page-{count}" for count in range(number))

    site.as_("cora", do)


def listed(site, login, query=""):
    site.app.registry.page_store.forget()
    site.app.registry.known_of_visitors = (None, {})
    page = site.browser(login).get(f"/many{query}")
    return [one["href"] for one in page.html.select(".contents h3 a")]


def test_the_few_that_a_reader_may_know_are_found_among_thousands(site, monkeypatch):
    some = {3, 700, 1999}
    scatter(site, 2_000, some)
    loads: list[int] = []
    before = [listed(site, login) for login in (None, "tess", "ana")]
    assert before[0] == before[1] == [f"/many/page-{number}" for number in sorted(some)]
    assert len(before[2]) == 200
    site.app.registry.indexer.step()
    site.databases.content.cacheMinimize()
    site.databases.content.setActivityMonitor(Counting(loads))
    assert listed(site, None) == before[0]
    assert 0 < sum(loads) < 750
    assert [listed(site, login) for login in ("tess", "ana")] == before[1:]
    assert listed(site, None, "?from=page-1000") == ["/many/page-1999"]


def test_what_is_changed_a_moment_ago_is_listed_though_the_index_lags_behind(site):
    scatter(site, 1_200, {1100})
    site.app.registry.indexer.step()
    assert listed(site, None) == ["/many/page-1100"]

    def publish(cora, district):
        take_step(cora, district.site.root["many"]["page-1150"], "publish", district)

    site.as_("cora", publish)
    assert listed(site, None) == ["/many/page-1100", "/many/page-1150"]
    site.app.registry.indexer.step()
    assert listed(site, None) == ["/many/page-1100", "/many/page-1150"]
