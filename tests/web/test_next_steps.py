"""What a page offers next: what is missing first, and the form where one began to revise."""

from tests.web.test_working import course, publish

from academe.actions.creating import create

__all__ = ["course"]  # a fixture


def test_an_address_that_is_taken_is_told_at_its_field(site, course):
    form = site.browser("ana").get(f"{course}/lines/@@rename").forms["form"]
    form["name"] = "Parabolas"
    error = form.submit(status=422).html.find(id="error-form-name").get_text()
    assert "Something else here already has this address." in error


def bar_of(page):
    """(words, is it filled) of the buttons above a content, those under More left out."""
    buttons = page.html.select(".work-bar > .buttons > a.button")
    return [(one.get_text(strip=True), "is-main" in one["class"]) for one in buttons]


def test_an_empty_course_asks_for_a_unit_and_an_empty_unit_for_a_lesson(site):
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "New"}, d))
    page = site.browser("ana").get("/new")
    assert not any(is_filled for _words, is_filled in bar_of(page))
    assert ("Add", False) in bar_of(page)
    main = page.html.select("main a.is-main")
    assert [one.get_text(strip=True) for one in main] == ["Add a unit"]
    form = page.click("Add a unit").forms["form"]
    form["title"] = "First"
    page = form.submit().follow()
    assert page.html.select("main a.is-main")[0]["href"] == "/new/first/@@add/lesson"
    assert ("Send for review", True) in bar_of(site.browser("ana").get("/new"))


def test_a_course_with_units_offers_the_next_one_at_their_end(site, course):
    page = site.browser("ana").get(course)
    assert page.html.select("#main .buttons a[href$='@@add/unit']")
    assert not page.html.select("a.is-main[href*='@@add']")
    publish(site, course)
    assert "Add a unit" not in site.browser("tess").get(course)
    assert "Add a unit" not in site.browser("ana").get(f"{course}/@@version/1")


def test_revising_leads_straight_into_the_form(site, course):
    publish(site, course)
    form = site.browser("ana").get(f"{course}/@@step/revise").forms["form"]
    page = form.submit().follow()
    assert page.request.path == f"{course}/@@edit"
    assert "Done: Revise." in page
    form = site.browser("ana").get(f"{course}/@@step/submit_again").forms["form"]
    assert form.submit().follow().request.path == course
