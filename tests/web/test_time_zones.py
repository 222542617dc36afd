"""A person's time zone is chosen from a list that names each zone once."""

from collections import Counter
from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

import pytest

from academe.web.time_zones import name_of_today


@pytest.fixture
def in_chicago(site, monkeypatch):
    """A district that lies in America/Chicago."""
    registry = site.app.registry
    settings = replace(registry.academe_settings, time_zone="America/Chicago")
    monkeypatch.setattr(registry, "academe_settings", settings)
    return site


def choices(page):
    return page.html.select("select[name=time_zone] option")


def zones(page):
    return [one["value"] for one in choices(page) if one["value"]]


@pytest.mark.parametrize("path", ["/@@account", "/@@add-person"])
def test_each_zone_is_offered_once(in_chicago, path):
    found = zones(in_chicago.browser("ada").get(path))
    names = Counter(name_of_today(one) for one in found)
    assert [one for one, times in names.items() if times > 1] == []
    assert "Asia/Kolkata" in found
    assert "Asia/Calcutta" not in found
    assert all(ZoneInfo(one) for one in found)
    assert set(found) <= available_timezones()


def test_the_districts_own_zone_is_the_first_and_no_other(in_chicago):
    page = in_chicago.browser("tess").get("/@@account")
    assert choices(page)[0].get_text() == "As the district (America/Chicago)"
    assert "America/Chicago" not in zones(page)


def test_zones_of_the_same_country_come_first_then_all_in_order(in_chicago):
    page = in_chicago.browser("tess").get("/@@account?language=es")
    near, far = page.html.select("select[name=time_zone] optgroup")
    assert near["label"] == "Estados Unidos"
    for group in (near, far):
        found = [one["value"] for one in group.select("option")]
        assert found == sorted(found)
    assert "America/New_York" in str(near)
    assert "America/Toronto" in str(far)
    assert far.select("option")[-1]["value"] == "UTC"


def test_whoever_chose_a_zone_by_its_former_name_keeps_it(site):
    def call_it(person, district):
        district.records.person_called("tess").time_zone = "Asia/Calcutta"

    site.as_("ada", call_it)
    page = site.browser("tess").get("/@@account")
    assert page.forms["person"]["time_zone"].value == "Asia/Calcutta"
    assert "Asia/Kolkata" not in zones(page)
    assert "Nothing was different" in page.forms["person"].submit().follow()


def test_whoever_chose_the_zone_of_the_district_lives_as_the_district(in_chicago):
    def call_it(person, district):
        district.records.person_called("tess").time_zone = "America/Chicago"

    in_chicago.as_("ada", call_it)
    form = in_chicago.browser("tess").get("/@@account").forms["person"]
    assert form["time_zone"].value == ""
