"""No page loads what it does not show: a district of thousands costs what one of tens does."""

import shutil

import pytest
from tests.web.conftest import ServedSite
from tests.web.test_many_children import Counting, fill

from academe.actions.creating import create
from academe.actions.stepping import take_step

MANY = 3_000
MOST = 450  # objects: two hundred lines of a folder, with what the frame of a page asks for
PAGES = {
    "/": ("visitor", "ana"),
    "/@@learn": ("visitor", "ana"),
    "/@@atom": ("visitor", "ana"),
    "/@@calendar.ics": ("visitor", "ana"),
    "/@@search?q=page": ("visitor", "ana"),
    "/@@suggest?q=page": ("visitor", "ana"),
    "/many": ("ana",),
    "/many/page-1500": ("ana",),
    "/many/@@contents": ("ana",),
    "/many/@@contents?from=page-1500": ("ana",),
    "/long/unit/lesson-100": ("visitor", "ana"),
    "/long/unit/lesson-100/@@history": ("ana",),
    "/many/page-1500/@@edit": ("ana",),
    "/@@review": ("rui",),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory, built_site, definitions):
    """A folder of thousands of drafts and a published unit of two hundred lessons, indexed."""

    folder = tmp_path_factory.mktemp("large") / "site"
    shutil.copytree(built_site, folder)
    site = ServedSite(folder, definitions)
    fill(site, MANY)
    site.as_("cora", lengthen)
    site.app.registry.indexer.step()
    yield site
    site.close()


def lengthen(cora, district):
    course = create(cora, district.site.root, "course", {"title": "Long"}, district)
    unit = create(cora, course, "unit", {"title": "Unit"}, district)
    for number in range(200):
        create(cora, unit, "lesson", {"title": f"Lesson {number}"}, district)
    take_step(cora, course, "submit", district)
    take_step(cora, course, "approve", district)


@pytest.mark.parametrize(
    ("path", "who"), [(path, who) for path, people in PAGES.items() for who in people]
)
def test_a_page_loads_only_what_it_shows(large, path, who):
    browser = large.browser(None if who == "visitor" else who)
    loads: list[int] = []
    large.app.registry.page_store.forget()
    large.app.registry.known_of_visitors = (None, {})
    large.app.registry.known_of_people = (None, {})
    large.databases.content.cacheMinimize()
    large.databases.content.setActivityMonitor(Counting(loads))
    try:
        browser.get(path)
    finally:
        large.databases.content.setActivityMonitor(None)
    assert 0 < sum(loads) < MOST
