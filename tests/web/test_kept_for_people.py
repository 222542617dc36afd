"""What is kept between two requests of a signed-in person ends with what it hangs on."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from tests.web.test_working import at

from academe.actions.creating import create
from academe.actions.opening import identity_called
from academe.web.known_of_people import AT_MOST, known_of_person


def make_course(site):
    answers = {"title": "Algebra", "grades": ("8",)}
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", answers, d))


def ways(site, login):
    """Return how many ways by grade the front page shows."""
    return len(site.browser(login).get("/").html.select("a[href*='grade=']"))


def give(site, login, until):
    def do(district):
        course, person = at(district, "/algebra"), district.records.person_called(login)
        course.grants = {person.id: {"author": until}}
        district.site.places.insert((person.id, course.id))

    site.act(do)


def set_roles(site, login, roles):
    """Change a person alone: the contents stay as they are."""

    def do(district):
        district.records.person_called(login).roles = roles

    site.act(do)


def test_a_role_for_a_time_ends_though_nothing_changes(site):
    make_course(site)
    assert ways(site, "tess") == 0
    until = datetime.now(UTC) + timedelta(seconds=3)
    give(site, "tess", until)
    assert ways(site, "tess") == 1
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 0.05)
    assert ways(site, "tess") == 0


def test_a_request_that_began_before_fills_no_memory_of_after(site):
    """It may still tell what has ended between the two."""
    ana = site.act(lambda district: identity_called("ana", district))
    registry = SimpleNamespace(known_of_people=(None, {}))

    def known(district, seconds):
        request = SimpleNamespace(
            method="GET",
            person=ana,
            district=replace(district, now=district.now + timedelta(seconds=seconds)),
            opened=SimpleNamespace(last_change=b"1"),
            registry=registry,
        )
        return known_of_person(request)

    def ask(district):
        known(district, 2)["tree"] = "of after"
        known(district, 1)["tree"] = "of before"
        return known(district, 3)["tree"]

    assert site.act(ask) == "of after"


def test_roles_and_changes_count_with_the_next_request(site):
    make_course(site)
    assert [ways(site, "tess"), ways(site, "ana"), ways(site, "tess")] == [0, 1, 0]
    set_roles(site, "tess", ("administrator",))
    assert ways(site, "tess") == 1
    set_roles(site, "tess", ())
    assert ways(site, "tess") == 0
    give(site, "tess", None)
    assert ways(site, "tess") == 1


def test_it_is_kept_for_few_and_no_longer_than_the_contents_stay(site):
    make_course(site)
    for login in ("ana", "tess"):
        ways(site, login)
    state, people = site.app.registry.known_of_people
    assert len(people) == 2
    people.update(dict.fromkeys(range(AT_MOST)))
    ways(site, "ana")
    assert len(site.app.registry.known_of_people[1]) == 1
    site.as_("ana", lambda p, d: create(p, d.site.root, "course", {"title": "Art"}, d))
    ways(site, "ana")
    assert site.app.registry.known_of_people[0] != state
