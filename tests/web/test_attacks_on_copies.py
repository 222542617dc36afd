"""Attacks on copies and own areas: what they tell of their sources, and how they get changed."""

import pytest
from webtest import Upload

from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.moving import move
from academe.actions.owning import open_own_area
from academe.actions.stepping import take_step
from academe.errors import AcademeError

SECRET = "Qxj closure of a school"
OPERA = "/own/cora-example/opera"


def step(site, login: str, name: str, path: str) -> None:
    def take(person, district):
        take_step(person, at(district, path), name, district)

    site.as_(login, take)


def at(district, path: str):
    place = district.site.root
    for name in filter(None, path.split("/")):
        place = place[name]
    return place


@pytest.fixture
def published(site) -> str:
    """A document by Ana that everybody reads."""
    values = {"title": "Open plan", "licence": "CC-BY-4.0"}
    site.as_("ana", lambda p, d: create(p, d.site.root, "document", values, d))
    step(site, "ana", "submit", "/open-plan")
    step(site, "rui", "approve", "/open-plan")
    return "/open-plan"


def publish_copy(site, of: str, **more) -> None:
    site.as_("ana", lambda p, d: copy(p, at(d, of), d.site.root, d, title="Plain", **more))
    step(site, "ana", "submit", "/open-plan-2")
    step(site, "rui", "approve", "/open-plan-2")


def test_a_copy_never_tells_readers_the_title_that_its_source_will_have(site, published):
    step(site, "ana", "revise", published)
    site.as_("ana", lambda p, d: change(p, at(d, published), {"title": SECRET}, d, version=None))
    publish_copy(site, published)
    for login in (None, "pat", "sam"):
        page = site.browser(login).get("/open-plan-2")
        assert SECRET not in page
        assert "Open plan" in page
    assert SECRET in site.browser("ana").get("/open-plan-2")


def test_nor_when_the_source_is_gone(site, published):
    step(site, "ana", "revise", published)
    site.as_("ana", lambda p, d: change(p, at(d, published), {"title": SECRET}, d, version=None))
    publish_copy(site, published)

    def take_back(district):
        source = at(district, published)
        source.state, source._published = "draft", None

    site.act(take_back)
    for login in (None, "pat", "sam"):
        page = site.browser(login).get("/open-plan-2")
        assert SECRET not in page
        assert "a content that you cannot see" in page


@pytest.fixture
def closed_copy(site) -> str:
    """Cora's copy of a course whose licence forbids changes, in her own area."""

    def make(cora, district):
        values = {"title": "Opera", "licence": "CC-BY-NC-ND-4.0"}
        source = create(cora, district.site.root, "course", values, district)
        unit = create(cora, source, "unit", {"title": "Arias"}, district)
        create(cora, unit, "lesson", {"title": "Carmen"}, district)
        create(cora, source, "unit", {"title": "Choirs"}, district)
        area = open_own_area(cora, district)
        copy(cora, source, area, district)
        create(cora, area, "unit", {"title": "Of mine"}, district)

    site.as_("cora", make)
    return OPERA


@pytest.mark.parametrize("view", ["edit", "rename", "add", "add/unit", "import", "reorder"])
@pytest.mark.parametrize("place", ["", "/arias", "/arias/carmen"])
def test_a_copy_that_may_not_be_changed_is_changed_at_no_door(site, closed_copy, view, place):
    cora = site.browser("cora")
    path = f"{closed_copy}{place}/@@{view}"
    cora.get(path, status=(403, 404))
    form = next(f for f in cora.get("/@@import").forms.values() if "package" in f.fields)
    token = form["csrf_token"].value
    fields = {"csrf_token": token, "title": "Mine", "name": "choirs", "position": "0", "to": "0"}
    before = site.databases.content.lastTransaction()
    cora.post(path, {**fields, "package": Upload("a.md", b"# Mine")}, status=(403, 404))
    assert site.databases.content.lastTransaction() == before


def test_nothing_is_put_into_a_copy_that_may_not_be_changed(site, closed_copy):
    own = "/own/cora-example/of-mine"
    for act in (move, copy):
        with pytest.raises(AcademeError):
            site.as_("cora", lambda p, d, act=act: act(p, at(d, own), at(d, closed_copy), d))
    page = site.browser("cora").get(f"{own}/@@move?to={closed_copy}")
    assert "Move here" not in page


def test_a_copy_of_such_a_copy_may_not_be_changed_either(site, closed_copy):
    def again(cora, district):
        copy(cora, at(district, f"{closed_copy}/arias"), district.site.root["own"], district)

    with pytest.raises(AcademeError):
        site.as_("cora", again)  # nobody adds anything beside the areas
    site.as_("cora", lambda p, d: copy(p, at(d, closed_copy), d.site.root, d, title="Free opera"))
    for path in ("/opera-2", "/opera-2/arias", "/opera-2/arias/carmen"):
        site.browser("cora").get(f"{path}/@@edit", status=403)
