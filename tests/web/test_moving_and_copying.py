"""Where to, under which title, and what it takes away: told before a content is moved or copied."""

import pytest

from academe.actions.answers import LONGEST_TITLE
from academe.actions.choosing_workflow import choose_workflows
from academe.actions.creating import create
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step


@pytest.fixture
def course(site) -> str:
    """A course with a unit and two lessons, of a coordinator."""

    def write(cora, district):
        made = create(cora, district.site.root, "course", {"title": "Algebra I"}, district)
        unit = create(cora, made, "unit", {"title": "Lines"}, district)
        for title in ("Slope", "Intercept"):
            create(cora, unit, "lesson", {"title": title}, district)

    site.as_("cora", write)
    return "/algebra-i"


def posting(page):
    return next(f for f in page.forms.values() if f.method.upper() == "POST" and "to" in f.fields)


def offered(page) -> list[str]:
    return [a.get_text() for a in page.html.select(".places-inside a")]


def test_only_places_that_take_it_or_lead_to_one_are_offered(site, course):
    cora = site.browser("cora")
    assert offered(cora.get(f"{course}/lines/slope/@@move?to={course}/lines")) == []
    assert offered(cora.get(f"{course}/lines/slope/@@move?to={course}")) == ["Lines"]
    assert offered(cora.get(f"{course}/lines/@@copy?to={course}")) == []
    assert "Algebra I" in offered(cora.get(f"{course}/lines/@@copy?to=/"))
    site.as_("cora", lambda p, d: create(p, d.site.root, "page", {"title": "Visitors"}, d))
    page = cora.get("/visitors/@@move?to=" + f"{course}/lines")
    assert offered(page) == ["Slope", "Intercept"]  # a lesson may hold a page


def test_a_copy_beside_its_source_is_called_a_copy_and_leads_to_it(site, course):
    cora = site.browser("cora")
    page = cora.get(f"{course}/lines/slope/@@copy")
    form = posting(page)
    assert form["title"].value == "Slope (copy)"
    made = form.submit().follow()
    assert made.html.find("h1").get_text() == "Slope (copy)"
    source = made.html.find("dt", string="Copied from").find_next_sibling("dd").a
    assert (source["href"], source.get_text()) == (f"{course}/lines/slope", "Slope")
    elsewhere = posting(cora.get(f"{course}/lines/slope/@@copy?to={course}"))
    assert elsewhere["title"].value == "Slope"


def test_a_copy_takes_the_title_that_was_typed_and_asks_for_one(site, course):
    cora = site.browser("cora")
    form = posting(cora.get(f"{course}/lines/slope/@@copy"))
    for wrong in ("  ", "x" * (LONGEST_TITLE + 1)):
        form["title"] = wrong
        page = form.submit(status=422)
        field = page.html.find(id="title")
        assert field["aria-describedby"] == page.html.find(class_="error")["id"]
        assert page.html.find(class_="problems").find("a", href="#title") is not None
    form = posting(page)
    form["title"] = "Slope for Tuesday"
    assert form.submit().follow().html.find("h1").get_text() == "Slope for Tuesday"


def test_a_move_says_whose_confidence_it_breaks(site):
    def write(ada, district):
        root = district.site.root
        create(ada, root, "folder", {"title": "Archive"}, district)
        vault = create(ada, root, "folder", {"title": "Vault"}, district)
        choose_workflows(ada, vault, {"document": "confidential"}, district)
        cora = district.records.person_called("cora").id
        share(ada, vault, Sharing({cora: {"coordinator": None}}), district)

    def confide(cora, district):
        made = create(cora, district.site.root["vault"], "document", {"title": "A child"}, district)
        tess = district.records.person_called("tess").id
        share(cora, made, Sharing({tess: {"confidant": None}}), district)

    site.as_("ada", write)
    site.as_("cora", confide)
    page = site.browser("ada").get("/vault/@@move?to=/archive")
    told = " ".join(one.get_text() for one in page.html.select(".notice.is-warning"))
    assert "taken back: 1 in all. Contents that lose some: 1." in told
    assert "closed to you, such as confidential ones: 1." in told
    assert "no longer are: 1." in told
    assert "A child" not in page
    assert site.browser("tess").get("/vault/a-child").status_code == 200
    posting(page).submit().follow()
    site.browser("tess").get("/archive/vault/a-child", status=404)


def test_a_move_that_takes_nothing_warns_of_nothing(site, course):
    page = site.browser("cora").get(f"{course}/lines/slope/@@move?to={course}")
    assert page.html.select(".notice.is-warning") == []


def test_what_one_may_do_alone_is_a_button_and_no_menu(site):
    site.as_("cora", lambda p, d: create(p, d.site.root, "page", {"title": "Rules"}, d))
    site.as_("cora", lambda p, d: take_step(p, d.site.root["rules"], "publish", d))
    bar = site.browser("tess").get("/rules").html.select_one(".work-bar")
    assert [link.get_text(strip=True) for link in bar.find_all("a")] == ["Copy"]
    assert bar.find("summary") is None
