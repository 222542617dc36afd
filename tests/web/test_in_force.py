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
