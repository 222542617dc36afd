"""Whoever brought a package in takes it out again from its page or its report."""

import pytest
from tests.web.test_importing import LESSON, hand_in, zipped

from academe.actions.jobs import drain_once
from academe.app import make_jobs

PACKAGE = zipped({"weather/lesson-1.md": LESSON, "weather/lesson-2.md": "# Rain\n\nDrops.\n"})


@pytest.fixture
def page(site):
    """The page of an import that Cora ordered, once it is done."""
    cora = site.browser("cora")
    answer = hand_in(cora, PACKAGE)
    drain_once(site.databases, make_jobs(site.settings, site.databases, site.definitions))
    return cora.get(answer.location)


def test_the_page_of_an_import_offers_to_take_it_out(site, page):
    asked = page.click("Undo: take it out again")
    assert "contents: 3" in asked
    assert "What was changed or added in it since goes along" in asked
    done = asked.forms[1].submit("confirm").follow()
    assert "is in the bin" in done
    site.browser("cora").get("/weather", status=404)
    assert "It was removed since" in page.test_app.get(page.request.path)
    assert "/@@restore/" in done
    binned = site.browser("cora").get("/@@bin").html.find("form", class_="group-line")
    cora = site.browser("cora")
    token = cora.get("/@@bin").html.find("input", {"name": "csrf_token"})["value"]
    cora.post(binned["action"], {"csrf_token": token}, status=303)
    assert "Rain" in site.browser("cora").get("/weather")


def test_several_lessons_go_at_once(site, page):
    cora = site.browser("cora")
    lessons = {f"sky/lesson-{n}.md": f"# Cloud {n}\n\nLook up.\n" for n in (7, 8)}
    answer = hand_in(cora, zipped(lessons), "sky.zip", at="/weather")
    drain_once(site.databases, make_jobs(site.settings, site.databases, site.definitions))
    asked = cora.get(answer.location).click("Undo: take it out again")
    assert "contents: 2" in asked
    done = asked.forms[1].submit("confirm").follow()
    assert "What came in is in the bin." in done
    course = cora.get("/weather")
    assert "Cloud" not in course
    assert "Rain" in course


def test_the_report_offers_it_as_well(site, page):
    report = page.click("See the report")
    report.click("Undo: take it out again").forms[1].submit("confirm")
    site.browser("cora").get("/weather", status=404)


def test_others_are_refused(site, page):
    for login in ("rui", "tess", "pat", None):
        site.browser(login).get("/weather/@@take-out", status=(303, 403, 404))
    token = page.forms[0]["csrf_token"].value
    rui = site.browser("rui")
    rui.post("/weather/@@take-out", {"csrf_token": token}, status=(400, 403, 404))
    assert "Undo: take it out again" not in rui.get("/weather/@@import-report")
    assert "Rain" in site.browser("cora").get("/weather")


def test_a_course_that_was_written_here_has_nothing_to_take_out(site, page):
    page.test_app.get("/weather/lesson-1/@@take-out", status=404)
