"""A copy keeps and shows where it comes from, for ever; its licence is kept to."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academe.actions.access import forget, may
from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.explaining import why
from academe.actions.moving import move, rename
from academe.actions.owning import open_own_area
from academe.actions.provenance import provenance_of
from academe.actions.removing import remove
from academe.actions.reusing import parcel_of, reuse_of
from academe.actions.stepping import take_step
from academe.errors import Refused
from academe.store.content import new_id, subtree
from academe.store.files import store_file

SA, ND = "CC-BY-SA-4.0", "CC-BY-ND-4.0"


@pytest.fixture
def course(district, ana, rui, commit):
    """A published course by Ana under a licence, with a unit and two lessons."""
    made = create(
        ana, district.site.root, "course", {"title": "Fractions", "licence": SA}, district
    )
    unit = create(ana, made, "unit", {"title": "Halves"}, district)
    for title in ("Sandwiches", "Pizza"):
        create(ana, unit, "lesson", {"title": title}, district)
    take_step(ana, made, "submit", district)
    forget(rui)
    take_step(rui, made, "approve", district)
    commit()
    return made


def told(person, content, district):
    found = provenance_of(person, content, district)
    return [(s.title, s.version, s.licence) for s in found.steps], found.names


def test_every_content_of_a_copied_course_says_where_it_comes_from(district, course, tess, ana):
    forget(tess)
    made = copy(tess, course, open_own_area(tess, district), district)
    pairs = list(zip(subtree(course), subtree(made), strict=True))
    assert len(pairs) == 4
    for source, copied in pairs:
        steps, names = told(tess, copied, district)
        number = source.in_force(district.today).number
        assert steps == [(source.values["title"], number, SA)]
        assert names == ("Ana",)
        assert copied.created_by == tess.id
        assert copied._published is None


def test_the_version_is_that_of_the_text_that_was_copied(district, course, tess, ana):
    lesson = course["halves"]["sandwiches"]
    published = lesson.in_force(district.today).number
    forget(ana)
    take_step(ana, course, "revise", district)
    change(ana, lesson, {"title": "Other words"}, district, version=None)
    forget(tess)
    made = copy(tess, lesson, open_own_area(tess, district), district)
    assert told(tess, made, district)[0] == [("Sandwiches", published, SA)]
    own = copy(ana, lesson, course["halves"], district)
    assert told(ana, own, district)[0] == [("Other words", lesson.version, SA)]


def test_it_stays_when_the_source_is_changed_closed_and_removed(district, course, tess, cora):
    lesson = course["halves"]["sandwiches"]
    forget(tess)
    made = copy(tess, lesson, open_own_area(tess, district), district)
    before = told(tess, made, district)
    forget(cora)
    remove(cora, course, district)
    forget(tess)
    assert told(tess, made, district) == before
    assert provenance_of(tess, made, district).steps[0].source is None


def test_a_title_that_was_never_public_is_not_told_by_its_copies(
    district, tess, cora, give, nobody
):
    school = create(cora, district.site.root, "folder", {"title": "School"}, district)
    give(tess, school, "author")
    secret = create(tess, open_own_area(tess, district), "document", {"title": "Secret"}, district)
    made = copy(tess, secret, school, district, title="Open")
    forget(cora)
    step = provenance_of(cora, made, district).steps[0]
    assert (step.title, step.source) == (None, None)
    assert provenance_of(tess, made, district).steps[0].source is secret


def test_readers_are_told_names_where_the_licence_wants_it(district, course, cora, nobody, tess):
    for licence, expected in ((SA, ("Ana",)), ("district", ())):
        made = copy(cora, course["halves"]["pizza"], district.site.root["fractions"], district)
        made._origin = {**made._origin, "licence": licence}
        forget(nobody)
        assert provenance_of(nobody, made, district).names == expected
        assert provenance_of(tess, made, district).names == ("Ana",)


def test_a_credit_is_told_as_it_was_given_and_stays_when_it_is_taken_out(
    district, tess, ana, commit
):
    answers = {"title": "Bees", "author_credit": "Open Hive Project"}
    source = create(ana, district.site.root, "document", answers, district)
    commit()
    one = copy(ana, source, district.site.root, district)
    change(ana, one, {"author_credit": None}, district, version=None)
    two = copy(ana, one, district.site.root, district)
    assert provenance_of(ana, two, district).names == ("Open Hive Project",)


@pytest.fixture
def closed(district, ana, cora, commit):
    """A draft course under a licence that forbids changes, with a unit and a lesson."""
    made = create(ana, district.site.root, "course", {"title": "Opera", "licence": ND}, district)
    unit = create(ana, made, "unit", {"title": "Act one"}, district)
    create(ana, unit, "lesson", {"title": "Overture"}, district)
    commit()
    return made


def test_a_licence_that_forbids_changes_closes_the_copy_alone(district, closed, ana, cora, ada):
    made = copy(ana, closed, district.site.root, district)
    for person in (ana, cora, ada):
        forget(person)
        for place in subtree(closed):
            assert may(person, "edit", place, district.definitions)
        for place in subtree(made):
            assert not may(person, "edit", place, district.definitions)
            assert "forbids changes" in why(person, "edit", place, district)
            with pytest.raises(Refused):
                change(person, place, {"title": "Mine"}, district, version=None)
            with pytest.raises(Refused):
                rename(person, place, "mine", district)
    assert [place.state for place in subtree(made)] == ["draft", None, None]


def test_a_closed_copy_is_read_moved_removed_and_published(district, closed, ana, rui, nobody):
    lesson = closed["act-one"]["overture"]
    made = copy(ana, lesson, district.site.root["opera"], district)
    other = create(ana, district.site.root, "course", {"title": "Songs"}, district)
    move(ana, made, other, district)
    forget(ana)
    assert not may(ana, "edit", made, district.definitions)
    take_step(ana, other, "submit", district)
    forget(rui)
    take_step(rui, other, "approve", district)
    assert may(nobody, "read", made, district.definitions)
    spare = copy(ana, lesson, closed, district)
    remove(ana, spare, district)
    assert spare.__parent__ is None


def test_a_copy_of_a_closed_copy_is_closed(district, closed, ana, tess):
    lesson = closed["act-one"]["overture"]
    one = copy(ana, lesson, closed, district)
    free = create(ana, district.site.root, "course", {"title": "Free", "licence": SA}, district)
    move(ana, one, free, district)
    two = copy(ana, one, free, district)
    forget(ana)
    assert not may(ana, "edit", two, district.definitions)
    steps = provenance_of(ana, two, district).steps
    assert [step.licence for step in steps] == [ND, ND]


def test_what_comes_along_is_what_the_person_sees(district, course, ana, tess, connections):
    lesson = course["halves"]["sandwiches"]
    stored = store_file(io.BytesIO(b"x"), "sheet.txt", "text/plain", connections.content)
    lesson._values = {**lesson.values, "handouts": (stored, stored)}
    lesson._published = lesson._published._replace(values=lesson.values)
    create(ana, course, "lesson", {"title": "Not yet published"}, district)
    forget(tess)
    found = parcel_of(tess, course, district)
    assert found.kinds == {"course": 1, "unit": 1, "lesson": 2}
    assert (found.files, found.licences, found.names) == (2, (SA,), ("Ana",))
    made = copy(tess, lesson, open_own_area(tess, district), district)
    assert made.values["handouts"][0] is stored


def test_reuse_is_counted_for_those_who_work_on_the_source(
    district, course, tess, ana, enrol, nobody
):
    lesson = course["halves"]["sandwiches"]
    sam = enrol("sam")
    for person in (tess, tess, sam):
        forget(person)
        copy(person, lesson, open_own_area(person, district), district)
    forget(ana)
    assert reuse_of(ana, lesson, district) == (3, 2, ())
    assert reuse_of(ana, course, district) == (0, 0, ())
    for person in (tess, sam, nobody):
        assert reuse_of(person, lesson, district) is None
    own = copy(ana, lesson, district.site.root["fractions"], district)
    forget(ana)
    assert reuse_of(ana, lesson, district) == (4, 3, (own,))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(("copy", "use", "move", "write", "rename")), max_size=9))
def test_chains_of_copies_lose_neither_sources_nor_authors(district, course, cora, tess, acts):
    """Whoever copies, moves and rewrites: each source of the chain is told, nearest first."""
    root = district.site.root
    here = course["halves"]["sandwiches"]
    places = [
        create(cora, root, "course", {"title": title, "licence": "CC0-1.0"}, district)
        for title in ("One", "Two")
    ]
    expected, authors = [], ["Ana"]
    for number, act in enumerate(acts):
        forget(cora)
        if act in ("copy", "use") or not expected:
            source = here
            text = source.values["title"]
            target = open_own_area(cora, district) if act == "use" else places[number % 2]
            here = copy(cora, source, target, district)
            expected.insert(0, (text, source.version, source.id))
        elif act == "move":
            move(cora, here, places[number % 2], district)
        elif act == "rename":
            rename(cora, here, f"name-{new_id()}", district)  # one area for all examples
        else:
            change(cora, here, {"title": f"Title {number}"}, district, version=None)
            authors = [*authors, "Cora"] if "Cora" not in authors else authors
        found = provenance_of(cora, here, district)
        chain = (here._origin, *here._origin["chain"])
        assert [(s.title, s.version) for s in found.steps] == [e[:2] for e in expected]
        assert [one["source"] for one in chain] == [e[2] for e in expected]
        assert {step.licence for step in found.steps} == {SA}
        assert "Ana" in found.names
        assert all(
            (source, here_id) in district.site.copies
            for source, here_id in [(here._origin["source"], here.id)]
        )
    final = copy(cora, here, places[0], district)
    forget(cora)
    assert list(provenance_of(cora, final, district).names) == authors
