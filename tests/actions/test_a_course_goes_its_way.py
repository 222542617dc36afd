"""The life of a course through the actions alone."""

import pytest

from academe.actions.access import may
from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.explaining import who_can_see, why
from academe.actions.foreseeing_sharing import preview
from academe.actions.moving import move, rename, reorder
from academe.actions.reading import seen_children, title_for, values_for
from academe.actions.removing import in_bin, remove, restore
from academe.actions.reviewing import review_queue
from academe.actions.sharing import Sharing, grant, share
from academe.actions.stepping import steps_for, take_step, to_publish
from academe.errors import Conflict, InvalidAnswers, Refused
from academe.store.content import path_of
from academe.store.journal import values_at
from academe.wording import in_english


@pytest.fixture
def course(district, ana, commit):
    made = create(ana, district.site.root, "course", {"title": "Algebra I"}, district)
    unit = create(ana, made, "unit", {"title": "Linear functions"}, district)
    for title in ("Slope", "Intercept"):
        create(ana, unit, "lesson", {"title": title, "steps": "<p>Draw.</p>"}, district)
    commit()
    return made


def names(steps):
    return [step.name for step in steps]


def publish(course, ana, rui, district):
    take_step(ana, course, "submit", district)
    take_step(rui, course, "approve", district)


def test_a_lesson_is_as_public_as_its_course(district, course, ana, rui, nobody, commit):
    lesson = course["linear-functions"]["slope"]
    assert lesson.state is None
    assert may(ana, "edit", lesson, district.definitions)
    assert not may(nobody, "read", lesson, district.definitions)
    take_step(ana, course, "submit", district)
    commit()
    assert [c.id for c in review_queue(rui, district)] == [course.id]
    assert not may(ana, "edit", lesson, district.definitions)
    assert len(list(to_publish(rui, course, district))) == 4
    take_step(rui, course, "approve", district)
    commit()
    nobody.memo.clear()
    assert may(nobody, "read", lesson, district.definitions)
    assert not may(nobody, "view", lesson, district.definitions)
    assert [
        title_for(nobody, c, district)
        for c in seen_children(nobody, course["linear-functions"], district)
    ] == ["Slope", "Intercept"]
    assert review_queue(rui, district) == []


def test_one_lesson_is_revised_alone_and_then_follows_again(
    district, course, ana, rui, nobody, commit
):
    publish(course, ana, rui, district)
    lesson = course["linear-functions"]["slope"]
    assert names(steps_for(ana, lesson, district)) == ["revise"]
    take_step(ana, lesson, "revise", district)
    commit()
    change(ana, lesson, {"title": "The slope"}, district, version=None)
    assert title_for(nobody, lesson, district) == "Slope"
    take_step(ana, lesson, "submit_again", district)
    take_step(rui, lesson, "approve", district, comment="Good")
    commit()
    nobody.memo.clear()
    assert lesson.state is None
    assert title_for(nobody, lesson, district) == "The slope"


def test_a_lesson_that_is_revised_alone_is_gone_with_its_course(
    district, course, ana, rui, cora, nobody, commit
):
    publish(course, ana, rui, district)
    lesson = course["linear-functions"]["slope"]
    take_step(ana, lesson, "revise", district)
    commit()
    assert may(nobody, "read", lesson, district.definitions)
    take_step(cora, course, "retire", district)
    commit()
    nobody.memo.clear()
    assert not may(nobody, "read", lesson, district.definitions)
    assert may(cora, "view", lesson, district.definitions)


def test_what_is_added_below_a_published_course_stays_unseen(
    district, course, ana, rui, nobody, commit
):
    publish(course, ana, rui, district)
    commit()
    lesson = create(ana, course["linear-functions"], "lesson", {"title": "Systems"}, district)
    commit()
    assert lesson.state == "draft"
    assert may(ana, "edit", lesson, district.definitions)
    nobody.memo.clear()
    assert values_for(nobody, lesson, district) is None


def test_an_older_form_never_saves_over_a_newer_text(district, course, ana):
    lesson = course["linear-functions"]["slope"]
    seen = lesson.version
    change(ana, lesson, {"title": "One"}, district, version=seen)
    with pytest.raises(Conflict):
        change(ana, lesson, {"title": "Two"}, district, version=seen)
    assert values_at(lesson, seen)["title"] == "Slope"


def test_wrong_answers_name_their_field(district, course, ana):
    with pytest.raises(InvalidAnswers) as caught:
        change(ana, course, {"title": "", "subjects": ("nonsense",)}, district, version=None)
    assert set(caught.value.errors) == {"subjects"}
    with pytest.raises(InvalidAnswers) as caught:
        change(ana, course, {"title": ""}, district, version=None)
    assert set(caught.value.errors) == {"title"}


def test_a_moved_course_loses_what_its_mover_could_not_publish(
    district, course, ana, rui, cora, enrol, give, nobody, commit
):
    publish(course, ana, rui, district)
    folder = create(cora, district.site.root, "folder", {"title": "Archive"}, district)
    commit()
    move(cora, course, folder, district)
    commit()
    assert path_of(course) == "/archive/algebra-i"
    assert district.site.old_addresses["/algebra-i"] == course.id
    nobody.memo.clear()
    assert may(nobody, "read", course, district.definitions), "a coordinator may publish there"
    other = create(cora, district.site.root, "folder", {"title": "Other"}, district)
    share(cora, other, Sharing({}, inherits_roles=False), district)
    max_ = enrol("max")
    give(max_, other, "author")
    give(max_, folder, "coordinator")
    commit()
    move(max_, course, other, district)
    assert course.state == "draft"
    assert course._published is None
    assert course["linear-functions"]["slope"]._published is None


def test_removed_contents_come_back_with_their_ids(district, course, ana, nobody, commit):
    ids = {c.id for c in course["linear-functions"].children()}
    remove(ana, course["linear-functions"], district)
    commit()
    assert course.names() == ()
    (lost,) = in_bin(ana, district)
    assert not may(ana, "view", lost, district.definitions)
    assert in_bin(nobody, district) == []
    restore(ana, lost, district)
    commit()
    assert {c.id for c in course["linear-functions"].children()} == ids
    assert may(ana, "edit", lost, district.definitions)


def test_a_copy_is_a_draft_that_knows_its_source(
    district, course, ana, rui, cora, tess, give, commit
):
    publish(course, ana, rui, district)
    mine = create(cora, district.site.root, "folder", {"title": "Tess"}, district)
    give(tess, mine, "author")
    made = copy(tess, course, mine, district)
    commit()
    assert made.state == "draft"
    assert made._origin["source"] == course.id
    assert [c.__name__ for c in made["linear-functions"].children()] == ["slope", "intercept"]
    assert made["linear-functions"]["slope"].value("steps") is course["linear-functions"][
        "slope"
    ].value("steps")


def test_a_copied_lesson_keeps_the_licence_and_credit_of_its_course(
    district, course, ana, rui, cora, tess, give, commit
):
    said = {"licence": "CC-BY-4.0", "author_credit": "Riverside"}
    change(ana, course, said, district, version=None)
    publish(course, ana, rui, district)
    mine = create(cora, district.site.root, "folder", {"title": "Tess"}, district)
    give(tess, mine, "author")
    lesson = create(cora, mine, "course", {"title": "Mine"}, district)
    made = copy(tess, course["linear-functions"]["slope"], lesson, district)
    assert {name: made.value(name) for name in said} == said


def test_what_waits_is_shown_to_all_who_may_decide(district, course, ana, rui, cora, commit):
    take_step(ana, course, "submit", district)
    commit()
    assert [c.id for c in review_queue(cora, district)] == [course.id]
    assert review_queue(ana, district) == []


def test_nobody_hands_out_more_than_their_roles_let_them(district, course, ana, cora, tess, commit):
    with pytest.raises(Refused):
        grant(ana, course, tess.id, "coordinator", district)
    grant(cora, course, tess.id, "author", district)
    commit()
    tess.memo.pop("roles", None)
    assert may(tess, "edit", course, district.definitions)
    assert "Tess may edit" in in_english(why(tess, "edit", course, district))
    assert any(a.holding.principal == tess.id for a in who_can_see(cora, course, district))


def test_whoever_raises_a_barrier_stays_inside(district, course, cora, ana, ada, commit):
    wanted = Sharing({}, inherits_roles=False)
    effects = {e.person_id: e for e in preview(cora, course, wanted, district)}
    assert "edit" in effects[ana.id].loses
    share(cora, course, wanted, district)
    commit()
    assert may(cora, "share", course, district.definitions)
    ana.memo.pop("roles", None)
    assert not may(ana, "view", course, district.definitions)
    assert may(ada, "share", course, district.definitions)


def test_order_and_short_names_are_kept_by_hand(district, course, ana, commit):
    unit = course["linear-functions"]
    reorder(ana, unit, "intercept", 0, district)
    assert unit.names() == ("intercept", "slope")
    rename(ana, unit["intercept"], "y-intercept", district)
    assert unit.names() == ("y-intercept", "slope")
    with pytest.raises(InvalidAnswers):
        rename(ana, unit["slope"], "Y Intercept", district)
