"""Contents are chosen by their title, however many there are."""

import pytest
from tests.web.test_working import at

from academe.actions.creating import create

FOLDERS, PAGES = 8, 400  # 3,200 contents


@pytest.fixture
def crowd(site):
    """More than three thousand pages, and a course behind them all."""

    def fill(cora, district):
        for number in range(FOLDERS):
            folder = create(cora, district.site.root, "folder", {"title": f"F {number}"}, district)
            for page in range(PAGES):
                create(cora, folder, "page", {"title": f"Page {number} {page}"}, district)
        deep = create(cora, folder, "folder", {"title": "Deep"}, district)
        create(cora, deep, "course", {"title": "Field Work"}, district)

    site.as_("cora", fill)
    return f"/f-{FOLDERS - 1}/deep"


def save(site, course, title, status):
    browser = site.browser("cora")
    form = browser.get(f"{course}/@@edit").forms["form"]
    form["translation_of"] = title
    return form.submit(status=status)


def test_a_title_is_found_among_thousands_and_a_second_one_is_noticed(site, crowd):
    site.as_("cora", lambda p, d: create(p, d.site.root, "course", {"title": "Campo"}, d))
    found = site.browser("cora").get("/@@find?q=field+work&type=course").json
    assert [(one["id"], one["name"]) for one in found] == [(f"{crowd}/field-work", "Field Work")]
    assert site.browser("cora").get("/@@find?q=field&type=page").json == []
    save(site, "/campo", "field work", 303)
    wanted = site.act(lambda d: at(d, f"{crowd}/field-work").id)
    assert site.act(lambda d: at(d, "/campo").value("translation_of")) == wanted
    site.as_("cora", lambda p, d: create(p, d.site.root, "course", {"title": "Field Work"}, d))
    assert "is the title of several contents" in save(site, "/campo", "FIELD WORK", 422)
    assert "There is no content" in save(site, "/campo", "Field", 422)


def test_only_what_is_found_is_loaded(site, crowd):
    site.browser("cora").get("/@@find?q=field+work&type=course")  # the index catches up
    site.databases.content.cacheMinimize()
    before = sum(one["size"] for one in site.databases.content.cacheDetailSize())
    site.browser("cora").get("/@@find?q=field+work&type=course")
    loaded = sum(one["size"] for one in site.databases.content.cacheDetailSize()) - before
    assert loaded < 500


def test_what_one_may_not_know_is_neither_found_nor_counted(site, crowd):
    assert site.browser("tess").get("/@@find?q=field+work&type=course").json == []
