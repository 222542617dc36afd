"""A package that came in before is noticed, and the page asks."""

import pytest
from tests.web.test_importing import LESSON, hand_in, packages, zipped

from academe.actions.jobs import drain_once
from academe.app import make_jobs

PACKAGE = zipped({"weather/lesson-1.md": LESSON})


@pytest.fixture
def do_jobs(site):
    """Carry out all that was ordered."""
    doers = make_jobs(site.settings, site.databases, site.definitions)
    return lambda: drain_once(site.databases, doers)


@pytest.fixture
def brought_in(site, do_jobs):
    """Cora brought the package in; returns her browser."""
    cora = site.browser("cora")
    hand_in(cora, PACKAGE)
    do_jobs()
    return cora


def courses(site) -> list[str]:
    found = []
    site.as_("cora", lambda _cora, district: found.extend(district.site.root.names()))
    return [name for name in found if name.startswith("weather")]


def test_the_page_asks_and_brings_in_another_copy(site, do_jobs, brought_in):
    answer = hand_in(brought_in, PACKAGE)
    do_jobs()
    page = brought_in.get(answer.location)
    assert "was brought in on" in page
    assert "by <bdi>Cora" in page
    assert courses(site) == ["weather"]
    assert len(packages(site)) == 1
    page = page.forms[1].submit("again").follow()
    do_jobs()
    assert "Your course is here" in brought_in.get(page.request.path)
    assert courses(site) == ["weather", "weather-2"]
    assert packages(site) == []


def test_packed_anew_it_is_the_same_package(site, do_jobs, brought_in):
    answer = hand_in(brought_in, zipped({"rain/lesson-1.md": LESSON}), "rain.zip")
    do_jobs()
    assert "was brought in on" in brought_in.get(answer.location)


def test_nobody_else_may_answer(site, do_jobs, brought_in):
    answer = hand_in(brought_in, PACKAGE)
    do_jobs()
    path = answer.location.removeprefix("http://localhost")
    for login in ("ana", "ada", "tess", None):
        site.browser(login).get(path, status=(303, 403, 404))


def test_what_lies_in_the_bin_is_not_asked_about(site, do_jobs, brought_in):
    brought_in.get("/weather/@@remove").forms[1].submit("confirm")
    answer = hand_in(brought_in, PACKAGE)
    do_jobs()
    assert "Your course is here" in brought_in.get(answer.location)


def test_what_somebody_may_not_know_of_is_not_told(site, do_jobs, brought_in):
    """Cora's course is closed to Ana: she is not told that it is there."""

    def hide(cora, district):
        district.site.root["weather"].inherits_roles = False
        district.site.barriers.add(district.site.root["weather"].id)

    site.as_("cora", hide)
    ana = site.browser("ana")
    answer = hand_in(ana, PACKAGE)
    do_jobs()
    assert "Your course is here" in ana.get(answer.location)


def test_the_list_of_jobs_says_the_question_in_spanish(site, do_jobs, brought_in):
    hand_in(brought_in, PACKAGE)
    do_jobs()
    jobs = site.browser("ada").get("/@@jobs?language=es")
    assert "Ya se trajo antes" in jobs
    assert "It was brought in before" not in jobs
