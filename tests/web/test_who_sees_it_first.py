"""Who can see a content is said in one sentence, before the details; and titles in Arabic."""

from tests.web.test_working import at, course, number_of, publish

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.grouping import add_group
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step

__all__ = ["course"]  # a fixture


def told(site, path, login="ana"):
    found = site.browser(login).get(path).html.find(class_="seen-by")
    return found and " ".join(found.bdi.get_text().split())


def test_a_draft_names_those_who_see_it_and_that_families_do_not(site, course):
    sentence = told(site, course)
    assert "Ana Example" in sentence
    assert "can see this while it is “Draft”; families cannot." in sentence
    page = site.browser("ana").get(f"{course}/@@who-can-see")
    assert sentence in page.html.find(class_="lede").get_text()


def test_administrators_are_counted_once(site, course):
    def give(ada, district):
        holdings = {one: {"reader": None} for one in (number_of(site, "sam"), ada.id)}
        share(ada, at(district, course), Sharing(holdings), district)

    site.as_("ada", give)
    names, _can, _rest = told(site, course).partition(" can see this")
    assert names.endswith(" Example, 1 more, and the administrators")
    assert "Ada" not in names


def test_groups_are_named_before_people(site, course):
    group = site.as_("ada", lambda p, d: add_group(p, "oak-hill", "Staff of Oak Hill", d).id)
    wanted = Sharing({group: {"reader": None}})
    site.as_("ada", lambda p, d: share(p, at(d, course), wanted, d))
    assert told(site, course).startswith("Staff of Oak Hill, ")


def test_a_published_text_is_open_to_everybody_and_a_revision_is_not(site, course):
    publish(site, course)
    assert told(site, course, "cora") == "Everybody can read this, also without an account."
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "revise", d))
    site.as_("ana", lambda p, d: change(p, at(d, course), {"summary": "A"}, d, version=None))
    sentence = told(site, course)
    assert sentence.startswith("Everybody can read the published text.")
    assert sentence.endswith("can see this working text.")


def test_what_is_for_staff_says_so(site, course):
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit", d))
    site.as_("rui", lambda p, d: take_step(p, at(d, course), "approve_for_staff", d))
    assert told(site, course, "cora") == "All staff can read this; families cannot."


def test_a_parent_who_was_let_in_is_not_denied(site, course):
    def let_in(cora, district):
        pat = district.records.person_called("pat").id
        share(cora, at(district, course), Sharing({pat: {"reader": None}}), district)

    site.as_("cora", let_in)
    assert number_of(site, "pat")
    assert told(site, course).endswith("nobody else can.")


def test_readers_are_told_nothing_of_it(site, course):
    publish(site, course)
    assert told(site, course, "tess") is None
    assert told(site, course, None) is None


def test_titles_in_arabic_stand_apart_from_what_is_beside_them(site, course):
    titles = ["الجمع (1)!", "الطرح: 2"]
    for title in titles:
        site.as_(
            "ana",
            lambda p, d, title=title: create(
                p, at(d, f"{course}/lines"), "lesson", {"title": title}, d
            ),
        )
    page = site.browser("ana").get(course).html
    lessons = [one.bdi.get_text() for one in page.select(".lessons a")]
    assert lessons[1:3] == titles
    address = page.find("bdi", string=titles[0]).parent["href"]
    page = site.browser("ana").get(address).html
    assert [one.get_text() for one in page.select(".neighbours strong bdi")] == [
        "First of Lines",
        titles[1],
    ]
    assert page.select_one(".tree a[aria-current] bdi").get_text() == titles[0]
    assert page.select_one(".crumbs [aria-current]")["dir"] == "auto"
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit", d))
    page = site.browser("rui").get(f"{course}/@@step/approve").html
    assert f"\u2068“{titles[0]}”\u2069" in page.find(class_="what-happens").get_text()


def rows_of(page):
    """Return {who: the words of the other cells} of the first table; fails where one is twice."""
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])]
        for row in page.html.select_one("table tbody").find_all("tr")
    ]
    assert len({who for who, *_rest in rows}) == len(rows)
    return {who: rest for who, *rest in rows}


def test_each_is_named_once_with_every_reason(site, course):
    def give(ada, district):
        holdings = {ada.id: {"reviewer": None}, number_of(site, "cora"): {"author": None}}
        share(ada, at(district, course), Sharing(holdings), district)

    site.as_("ada", give)
    rows = rows_of(site.browser("ada").get(f"{course}/@@who-can-see"))
    may, reasons = rows["Ada Example"]
    assert may.startswith("see the working text, edit, add, share, remove")
    assert "Administrator, for the whole site" in reasons
    assert "Reviewer, given here" in reasons
    assert "Author, given here" in rows["Cora Example"][1]
    assert "Coordinator, given at" in rows["Cora Example"][1]


def test_those_who_hold_several_roles_above_are_one_line_there_too(site, course):
    def give(ada, district):
        root = district.site.root
        holdings = {**root.grants, ada.id: {"reviewer": None}}
        share(ada, root, Sharing(holdings), district)

    site.as_("ada", give)
    page = site.browser("ada").get(f"{course}/@@share")
    above = page.html.find(id="from-above").find_parent("section").find("tbody")
    (row,) = [row for row in above.find_all("tr") if "Ada Example" in row.get_text()]
    assert len(row.find_all("li")) == 2
