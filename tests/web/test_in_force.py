"""A text that was adopted today and leads from a later day says so to those who work on it."""

from datetime import date, timedelta

import pytest
from tests.web.test_working import at

from academe.actions.creating import create
from academe.actions.stepping import take_step

DAY = date.today() + timedelta(days=40)
NOTICE = "Readers will see this from"


@pytest.fixture
def policy(site):
    """The address of a policy that is adopted, and in force from DAY on."""

    def write(ana, district):
        answers = {"title": "Devices", "code": "6163"}
        create(ana, district.site.root, "policy", answers, district)

    site.as_("ana", write)
    site.as_(
        "ana", lambda ana, district: take_step(ana, at(district, "/devices"), "submit", district)
    )
    form = site.browser("rui").get("/devices/@@step/approve").forms["form"]
    form["date"] = DAY.isoformat()
    form.submit()
    assert site.act(lambda district: at(district, "/devices").state) == "published"
    return "/devices"


def test_its_page_says_from_which_day_on_readers_see_it(site, policy):
    site.browser().get(policy, status=404)
    page = site.browser("cora").get(policy)
    assert NOTICE in page.text
    assert f"from {DAY:%B} {DAY.day}, {DAY.year}" in page.text


def test_one_that_was_repealed_before_it_began_promises_nothing(site, policy):
    form = site.browser("cora").get(f"{policy}/@@step/retire").forms["form"]
    form["comment"] = "Not needed."
    form.submit()
    assert NOTICE not in site.browser("cora").get(policy).text


def write_course(site):
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Algebra"}, d))
    site.as_("ana", lambda p, d: take_step(p, at(d, "/algebra"), "submit", d))
    return "/algebra"


def in_english(day):
    return f"{day:%B} {day.day}, {day.year}"


def asking_of(page):
    return page.html.find(attrs={"aria-labelledby": "asking"}).get_text()


def test_today_is_proposed_and_asks_nothing(site):
    course = write_course(site)
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    assert form["date"].value == date.today().isoformat()
    form.submit(status=303)
    assert site.act(lambda d: at(d, course).state) == "published"
    assert "In force" not in site.browser().get(course)


def test_a_day_in_the_past_is_asked_about_before_anything_is_published(site):
    course = write_course(site)
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    day = date.today() - timedelta(days=400)
    form["date"], form["comment"] = day.isoformat(), "As the board said."
    page = form.submit(status=200)
    assert f"In force since {in_english(day)}: readers see it from now on." in asking_of(page)
    assert "Nothing older is kept here" in asking_of(page)
    assert site.act(lambda d: at(d, course).state) == "review"
    site.browser().get(course, status=404)
    form = page.forms["form"]
    assert form["comment"].value == "As the board said."
    assert form["date"].value == day.isoformat()
    form.submit(status=303)
    assert f"since {in_english(day)}" in site.browser().get(course)


def test_another_day_in_the_past_is_asked_about_anew(site):
    course = write_course(site)
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    form["date"] = "2024-03-03"
    form = form.submit(status=200).forms["form"]
    form["date"] = "2023-03-03"
    page = form.submit(status=200)
    assert "In force since March 3, 2023" in asking_of(page)
    form = page.forms["form"]
    form["date"] = ""
    form.submit(status=303)
    assert site.act(lambda d: at(d, course)._published.in_force_from) is None


def test_a_day_before_the_text_that_leads_says_so(site):
    course = write_course(site)
    site.browser("rui").get(f"{course}/@@step/approve").forms["form"].submit(status=303)
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "revise", d))
    site.as_("ana", lambda p, d: take_step(p, at(d, course), "submit_again", d))
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    form["date"] = (date.today() - timedelta(days=1)).isoformat()
    assert "before the text that readers see today" in asking_of(form.submit(status=200))


def test_a_day_more_than_a_year_away_is_asked_about_too(site):
    course = write_course(site)
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    day = date.today() + timedelta(days=800)
    form["date"] = day.isoformat()
    page = form.submit(status=200)
    assert "more than a year away" in asking_of(page)
    assert f"Readers see nothing of it before {in_english(day)}." in asking_of(page)
    assert site.act(lambda d: at(d, course).state) == "review"
    page.forms["form"].submit(status=303)
    assert site.act(lambda d: at(d, course)._coming.in_force_from) == day


@pytest.mark.parametrize("day", ["9999-12-31", "2201-01-01", "1899-12-31", "0001-01-01"])
def test_a_year_that_is_a_slip_is_refused_above_the_changes(site, day):
    course = write_course(site)
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    form["date"] = day
    page = form.submit(status=422)
    problems = page.html.select(".problems")
    assert len(problems) == 1
    assert "Please write a day in the years 1900 to 2200." in problems[0].get_text()
    assert problems[0].select_one("a[href='#form-in_force_from']")
    assert page.text.index('class="problems"') < page.text.index("what-happens")
    assert site.act(lambda d: at(d, course).state) == "review"


def test_a_policy_is_asked_about_too(site):
    answers = {"title": "Devices", "code": "6163"}
    site.as_("ana", lambda p, d: create(p, d.site.root, "policy", answers, d))
    site.as_("ana", lambda p, d: take_step(p, at(d, "/devices"), "submit", d))
    form = site.browser("rui").get("/devices/@@step/approve").forms["form"]
    form["date"] = "2024-03-03"
    assert "In force since March 3, 2024" in asking_of(form.submit(status=200))
    assert site.act(lambda d: at(d, "/devices").state) == "review"


@pytest.mark.parametrize("days", [None, 0, 1])
def test_a_calendar_tells_only_a_day_that_somebody_named(site, days):
    course = write_course(site)
    form = site.browser("rui").get(f"{course}/@@step/approve").forms["form"]
    if days != 0:  # else today stays, which is proposed
        form["date"] = (date.today() - timedelta(days)).isoformat() if days else ""
    page = form.submit()
    if days:
        page.forms["form"].submit(status=303)
    for login in (None, "cora"):
        told = site.browser(login).get(f"{course}/@@calendar.ics").text
        assert ("In force: Algebra" in told) is (days == 1)
