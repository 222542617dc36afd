"""Use this: from a lesson that one reads to a copy of one's own, as pages show it."""

import io

import pytest

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.owning import own_area
from academe.actions.stepping import take_step
from academe.store.content import path_of
from academe.store.files import store_file

LESSON = "/fractions/halves/sandwiches"


@pytest.fixture
def course(site) -> str:
    """A published course by Ana, share alike, with a lesson that has a handout."""

    def write(ana, district):
        values = {"title": "Fractions", "licence": "CC-BY-SA-4.0"}
        made = create(ana, district.site.root, "course", values, district)
        unit = create(ana, made, "unit", {"title": "Halves"}, district)
        lesson = create(ana, unit, "lesson", {"title": "Sandwiches"}, district)
        jar = district.site.connection
        stored = store_file(io.BytesIO(b"cut here"), "sheet.txt", "text/plain", jar)
        lesson._values = {**lesson.values, "handouts": (stored,)}
        take_step(ana, made, "submit", district)

    site.as_("ana", write)
    approve(site, "/fractions")
    return "/fractions"


def approve(site, path: str) -> None:
    site.as_("rui", lambda p, d: take_step(p, d.site.root[path.strip("/")], "approve", d))


def use_in_own_area(browser, path: str):
    """Use a content as one does it; returns the page that one lands on."""
    page = browser.get(path).click("Use this", index=0)
    form = next(f for f in page.forms.values() if "to" in f.fields and f["to"].value == "own")
    return form.submit().follow()


def fact(page, label: str):
    found = page.html.find("dt", string=label)
    return None if found is None else " ".join(found.find_next_sibling("dd").get_text().split())


def test_staff_is_offered_it_on_what_it_is_for_and_nobody_else(site, course):
    paths = (course, f"{course}/halves", LESSON)
    for login, expected in ((None, False), ("pat", False), ("tess", True), ("cora", True)):
        browser = site.browser(login)
        for path in paths:
            links = [a.get_text(strip=True) for a in browser.get(path).html.find_all("a")]
            assert ("Use this" in links) is expected, (login, path)
            status = 200 if expected else (404, 403)[login == "pat"]
            browser.get(f"{path}/@@use", status=status)


def test_the_page_says_what_comes_along_and_what_the_licence_asks(site, course):
    page = site.browser("tess").get(f"{course}/@@use")
    assert fact(page, "What comes along") == "Course: 1, Unit: 1, Lesson: 1, Files: 1"
    assert "share alike" in fact(page, "Licence")
    assert fact(page, "Made by") == "Ana Example"
    asked = [line.get_text() for line in page.html.select(".what-happens li")]
    assert any("Name who made it: Ana Example" in line for line in asked)
    assert any("under the same licence" in line for line in asked)
    assert page.html.select(".notice.is-warning") == []


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        (None, "No licence is given: ask Ana Example before you change it"),
        ("all_rights", "All rights are reserved: ask Ana Example"),
        ("CC-BY-ND-4.0", "forbids changes: your copy can be read"),
    ],
)
def test_a_licence_that_closes_or_is_missing_warns_before_the_copy(site, licence, words):
    values = {"title": "Songs", "licence": licence}
    site.as_("ana", lambda p, d: create(p, d.site.root, "document", values, d))
    page = site.browser("cora").get("/songs/@@use")
    assert words in " ".join(one.get_text() for one in page.html.select(".notice.is-warning"))
    assert "for use in the district" not in " ".join(
        one.get_text() for one in page.html.select(".what-happens")
    )


@pytest.mark.parametrize(
    ("licence", "warning", "origin"),
    [
        (None, "No licence is given: ask Ana Example", "no licence is given"),
        ("all_rights", "All rights are reserved: ask Ana Example", "All rights reserved"),
    ],
)
def test_who_may_not_change_it_without_asking_is_told_with_every_copy(
    site, licence, warning, origin
):
    values = {"title": "Songs", "licence": licence}
    site.as_("ana", lambda p, d: create(p, d.site.root, "document", values, d))
    cora = site.browser("cora")
    copying = cora.get("/songs/@@copy?to=/")
    assert warning in " ".join(one.get_text() for one in copying.html.select(".notice.is-warning"))
    page = use_in_own_area(cora, "/songs")
    assert "ask whoever made it before you change it" in page.html.select_one(".toasts").get_text()
    assert origin in fact(page, "Copied from")
    own = site.browser("ana").get("/songs/@@copy?to=/")
    assert own.html.select(".notice.is-warning") == []


def test_a_copy_says_when_its_source_was_published_anew(site, course):
    tess = site.browser("tess")
    path = use_in_own_area(tess, LESSON).request.path
    for text, is_new in ((None, False), ("Four sandwiches.", True)):

        def revise(ana, district, text=text):
            content = district.site.root["fractions"]
            take_step(ana, content, "revise", district)
            if text:
                lesson = content["halves"]["sandwiches"]
                change(ana, lesson, {"summary": text}, district, version=None)
            take_step(ana, content, "submit_again", district)

        site.as_("ana", revise)
        assert "Published anew" not in fact(tess.get(path), "Copied from")
        approve(site, course)
        assert ("Published anew since, on " in fact(tess.get(path), "Copied from")) is is_new


def test_one_lands_on_the_copy_and_is_told_what_to_do_next(site, course):
    tess = site.browser("tess")
    page = use_in_own_area(tess, LESSON)
    assert page.request.path == "/own/tess-example/sandwiches"
    assert "Choose “Edit” to make it fit your class." in page.html.select_one(".toasts").get_text()
    assert "Only you can see this" in page
    told = fact(page, "Copied from")
    assert told == (
        "Sandwiches, by Ana Example, version 2, CC BY-SA 4.0, credit the author, share alike"
    )
    form = page.click("Edit", index=0).forms["form"]
    form["title"] = "Tortillas"
    assert form.submit("save").follow().html.find("h1").get_text() == "Tortillas"
    assert tess.get("/@@own").location.endswith("/own/tess-example")
    assert b"cut here" in tess.get("/own/tess-example/sandwiches/@@file/handouts/0").body


def test_nobody_else_meets_it_by_any_list(site, course):
    use_in_own_area(site.browser("tess"), LESSON)
    site.browser("tess").get("/own/tess-example/sandwiches")
    for login in (None, "pat", "sam", "ana", "cora", "ada"):
        browser = site.browser(login)
        for path in ("/own", "/own/tess-example", "/own/tess-example/sandwiches"):
            browser.get(path, status=404)
        pages = ["/", f"{course}/halves", LESSON, "/@@learn"]
        pages += ["/@@home", "/@@bin", "/@@find?q=sand", f"{LESSON}/@@copy"] if login else []
        pages += ["/@@contents"] if login in ("ana", "cora", "ada") else []
        for path in pages:
            assert "/own/" not in browser.get(path), (login, path)


def test_moving_it_out_says_that_others_see_it_then(site, course):
    site.as_("cora", lambda p, d: create(p, d.site.root, "folder", {"title": "School"}, d))
    cora = site.browser("cora")
    path = use_in_own_area(cora, LESSON).request.path
    told = "It leaves the own area: whoever may see the drafts in “School” can see it there."
    assert told in cora.get(f"{path}/@@move?to=/school")
    inside = site.as_("cora", lambda p, d: path_of(_folder_in_own_area(p, d)))
    assert "It leaves the own area" not in cora.get(f"{path}/@@move?to={inside}")


def _folder_in_own_area(person, district):
    return create(person, own_area(person, district), "folder", {"title": "Shelf"}, district)


def test_an_own_area_offers_no_copy_of_itself(site, course):
    area = use_in_own_area(site.browser("tess"), LESSON).click("Tess Example", index=0)
    names = [link.get_text(strip=True) for link in area.html.select(".work-bar a")]
    assert "Share" in names
    assert "Copy" not in names


def test_it_is_put_where_one_may_add_as_well(site, course):
    site.as_("cora", lambda p, d: create(p, d.site.root, "folder", {"title": "School"}, d))
    cora = site.browser("cora")
    page = cora.get(f"{LESSON}/@@use?to=/school")
    form = next(f for f in page.forms.values() if "to" in f.fields and f["to"].value == "/school")
    made = form.submit().follow()
    assert made.request.path == "/school/sandwiches"
    assert "a draft in “School”" in made.html.select_one(".toasts").get_text()
    refused = site.browser("tess").get(f"{LESSON}/@@use?to=/fractions/halves")
    assert "It cannot be put here" in refused
    again = site.browser("tess").get(f"{LESSON}/@@use").forms
    forged = next(f for f in again.values() if "to" in f.fields)
    forged["to"].force_value("/fractions/halves")
    forged.submit(status=422)


def test_a_closed_copy_offers_no_editing_and_says_why(site):
    values = {"title": "Opera", "licence": "CC-BY-NC-ND-4.0"}
    site.as_("cora", lambda p, d: create(p, d.site.root, "document", values, d))
    cora = site.browser("cora")
    page = use_in_own_area(cora, "/opera")
    assert "forbids changes, so it cannot be edited" in page.html.select_one(".toasts").get_text()
    assert "This copy cannot be edited: its licence" in page
    assert not [a for a in page.html.find_all("a") if a.get_text(strip=True) == "Edit"]
    refused = cora.get(f"{page.request.path}/@@edit", status=403)
    assert "its licence forbids changes" in refused
    assert cora.get(f"{page.request.path}/@@move").status_code == 200
    assert cora.get(f"{page.request.path}/@@remove").status_code == 200


def test_the_source_says_how_often_it_was_reused_to_those_who_work_on_it(site, course):
    for login in ("tess", "sam", "cora"):
        use_in_own_area(site.browser(login), LESSON)
    use_in_own_area(site.browser("tess"), LESSON)
    told = fact(site.browser("cora").get(LESSON), "Reused")
    assert told == "4 times, by 3 people: Sandwiches"
    assert fact(site.browser("ana").get(LESSON), "Reused") == "4 times, by 3 people"
    for login in (None, "pat", "tess", "sam"):
        assert fact(site.browser(login).get(LESSON), "Reused") is None


def test_the_own_area_is_in_the_menu_and_made_when_it_is_wanted(site):
    tess = site.browser("tess")
    page = tess.get("/@@home").click("My own area", index=0)
    last = site.databases.content.lastTransaction()
    assert "A private place" in page
    assert site.databases.content.lastTransaction() == last
    form = next(f for f in page.forms.values() if f.action.endswith("/@@own"))
    area = form.submit().follow()
    assert area.html.find("h1").get_text() == "Tess Example"
    assert "My own area" not in site.browser("pat").get("/@@home")
    site.browser("pat").get("/@@own", status=403)


@pytest.mark.parametrize(
    ("button", "title"), [("lesson", "Add"), ("import", "Bring in")], ids=("lesson", "import")
)
def test_from_an_own_area_that_is_not_there_yet_one_begins_at_once(site, button, title):
    page = site.browser("tess").get("/@@own")
    form = next(f for f in page.forms.values() if f.action.endswith("/@@own"))
    begun = form.submit("then", value=button).follow()
    assert begun.request.path.startswith("/own/tess-example/@@")
    assert title in begun.html.find("h1").get_text()


def test_an_own_area_with_little_in_it_says_what_it_is_for_and_what_to_do(site, course):
    def links(page):
        return {one["href"].rpartition("@@")[2] for one in page.html.select(".empty .buttons a")}

    def fill(tess, district):
        for number in range(5):
            create(tess, own_area(tess, district), "folder", {"title": f"{number}"}, district)

    use_in_own_area(site.browser("tess"), LESSON)
    page = site.browser("tess").get("/own/tess-example")
    assert "What belongs here" in page
    assert "Only you see it" in page
    assert links(page) == {"add/lesson", "import", "search?type=lesson"}
    site.browser("tess").get("/own/tess-example/@@add/lesson")
    site.as_("tess", fill)
    assert "What belongs here" not in site.browser("tess").get("/own/tess-example")


def test_an_administrator_hands_over_what_somebody_left(site, course):
    use_in_own_area(site.browser("tess"), LESSON)
    number = site.act(lambda d: d.records.person_called("tess").id)
    heir = site.act(lambda d: d.records.person_called("sam").id)
    ada = site.browser("ada")
    ada.get(f"/@@hand-over/{number}", status=404)
    page = ada.get(f"/@@person/{number}")
    assert "Hand it over" not in page
    next(f for f in page.click("Disable…").forms.values() if "disable" in (f.action or "")).submit(
        "confirm"
    )
    page = ada.get(f"/@@person/{number}").click("Hand it over")
    form = next(f for f in page.forms.values() if "heir" in f.fields)
    assert "Please choose somebody of the staff." in form.submit(status=422)
    form["heir"] = str(heir)
    assert "now belongs to Sam Example" in form.submit().follow()
    ada.get("/own/tess-example/sandwiches", status=404)
    sam = site.browser("sam")
    assert sam.get("/own/tess-example/sandwiches").status_code == 200
    listed = sam.get("/@@own")
    assert "Handed over to you" in listed
    assert "handed it over" in sam.get("/own/tess-example/@@history")
