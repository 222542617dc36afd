"""Attacks on copies and own areas: what they tell of their sources, and how they get changed."""

import pytest
from webtest import Upload

from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.moving import move, rename
from academe.actions.owning import open_own_area
from academe.actions.sharing import grant
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


def test_the_refusal_names_the_licence(site, closed_copy):
    refused = site.browser("cora").get(f"{closed_copy}/@@add", status=403)
    assert "may add to “Opera”: it is a copy, and its licence forbids changes" in refused


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


# -- own areas: what others learn by trying


PLAN = "/own/sam-example/closing-of-lincoln"


@pytest.fixture
def area(site) -> str:
    """Sam's own area with a plan, which had another address before, and a copy of what is public."""

    def fill(sam, district):
        place = open_own_area(sam, district)
        plan = create(sam, place, "document", {"title": SECRET}, district, name="first-name")
        rename(sam, plan, "closing-of-lincoln", district)
        return plan.id

    return site.as_("sam", fill)


STRANGERS = (None, "pat", "tess", "ana", "cora", "ada")


def test_addresses_in_an_own_area_answer_as_if_there_was_nothing(site, area):
    views = ("", "/@@history", "/@@export", "/@@use", "/@@copy", "/@@file/file", "/@@coverage")
    for login in STRANGERS:
        browser = site.browser(login)
        browser.get("/")  # the cookie of forms comes with the first answer
        nothing = browser.get("/own/sam-example/not-there", status=404)
        for path in (PLAN, "/own/sam-example/first-name", "/own/sam-example", "/own"):
            for view in views:
                answer = browser.get(f"{path}{view}", status=404)
                assert SECRET not in answer
                assert [n for n, _v in answer.headerlist] == [n for n, _v in nothing.headerlist]
                if not view:
                    assert told(answer) == told(nothing)


def told(page) -> str:
    return " ".join(page.html.find("main").get_text().split())


def test_own_areas_are_in_no_picker_and_at_the_end_of_no_link(site, area, published):
    def link(ana, district):
        text = f'<p><a href="{PLAN}">a</a> <a href="academe:{area}">b</a></p>'
        create(ana, district.site.root, "document", {"title": "Links", "text": text}, district)

    site.as_("ana", link)
    for login in STRANGERS:
        browser = site.browser(login)
        for path in ("/@@find?q=closing", "/@@find?q=own", "/@@find?q=sam"):
            assert "own/" not in browser.get(path, status=(200, 404)).text
        if login is not None:
            page = browser.get(f"{published}/@@copy?to=/own/sam-example", status=(200, 403))
            assert SECRET not in page
            assert "Sam Example" not in told(page)
        page = browser.get("/links", status=(200, 404, 403))
        assert str(area) not in page
    assert "Links" not in site.browser("sam").get(PLAN)


def test_whoever_keeps_people_learns_no_title_in_an_own_area(site, area):
    def show_it(sam, district):
        tess = district.records.person_called("tess").id
        grant(sam, at(district, PLAN), tess, "confidant", district)

    site.as_("sam", show_it)
    number = site.act(lambda d: d.records.person_called("tess").id)
    page = site.browser("ada").get(f"/@@person/{number}")
    assert SECRET not in page
    assert "closing-of-lincoln" not in page
    assert site.browser("tess").get(PLAN).status_code == 200
