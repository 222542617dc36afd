"""What readers have and what is worked on is one document where it is the same, and tells no more."""

from datetime import date
from itertools import count

import pytest
from tests.search.seeking import titles

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.moving import move
from academe.actions.opening import identity_called, open_district
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step
from academe.search.asking import Question
from academe.search.batches import documents_from
from academe.search.checking import differences
from academe.search.clauses import ALWAYS, Term
from academe.search.finding import find
from academe.search.stages import BOTH, WORKING, stage_from
from academe.store.content import path_of

NUMBERS = count()


@pytest.fixture
def published(site):
    """Return what publishes a course of one unit and one lesson; returns its id."""

    def publish(**answers) -> int:
        def do(cora, district):
            name = f"course-{next(NUMBERS)}"
            asked = {"title": "Quinces", **answers}
            course = create(cora, district.site.root, "course", asked, district, name=name)
            unit = create(cora, course, "unit", {"title": "Quince unit"}, district)
            create(cora, unit, "lesson", {"title": "Quince lesson"}, district)
            return course.id

        made = site.as_("cora", do)
        step(site, made, "submit", "ana")
        step(site, made, "approve", "rui")
        return made

    return publish


def step(site, content_id, name, who, **words):
    site.as_(who, lambda person, d: take_step(person, d.site.content(content_id), name, d, **words))


def edit(site, content_id, who="cora", **answers):
    def do(person, district):
        content = district.site.content(content_id)
        change(person, content, {**content.values, **answers}, district, version=None)

    site.as_(who, do)


def documents(site, following, content_id) -> int:
    """Return how many documents there are of a content and what lies in it."""
    following.step()
    assert site.act(lambda d: list(differences(following.engine, d))) == []
    return len(following.engine.ids(Term("within", str(content_id))))


def counts(site, following, who) -> dict[str, int]:
    """Return {state: how many} that somebody is told."""

    def do(person, district):
        found = find(person, Question(), district, following, most=1, count_by=("type", "stage"))
        return {
            stage_from(name).states[0].partition(":")[2]: number
            for name, number in found.counts["stage"]
        }

    return site.as_(who, do)


def test_equal_texts_are_one_document_and_others_are_two(site, following, published):
    course = published()
    assert documents(site, following, course) == 3
    step(site, course, "revise", "ana")
    assert documents(site, following, course) == 3
    edit(site, course, title="Quinces anew")
    assert documents(site, following, course) == 4
    assert titles(site, following, "anew") == ["Quinces anew"]
    assert titles(site, following, "anew", "pat") == []
    assert len(titles(site, following, "type:course", "pat")) == 1
    step(site, course, "submit_again", "ana")
    step(site, course, "approve", "rui")
    assert documents(site, following, course) == 3
    assert titles(site, following, "anew", "pat") == ["Quinces anew"]


def test_what_a_text_above_is_being_changed_to_is_told_below_when_it_is_approved(
    site, following, published
):
    """Whoever works on a lesson alone may not view the course's revision."""
    course = published(grades=("5",))
    step(site, course, "revise", "ana")
    edit(site, course, grades=("6",))
    assert documents(site, following, course) == 4  # of the course two
    for who in ("pat", "cora"):
        assert titles(site, following, "quince lesson grade:5", who) == ["Quince lesson"]
        assert titles(site, following, "quince lesson grade:6", who) == []
    step(site, course, "submit_again", "ana")
    step(site, course, "approve", "rui")
    assert documents(site, following, course) == 3
    for who in ("pat", "cora"):
        assert titles(site, following, "quince lesson grade:5", who) == []
        assert titles(site, following, "quince lesson grade:6", who) == ["Quince lesson"]


def test_a_text_that_takes_over_later_says_nothing_below_before_its_day(site, following, published):
    course = published(grades=("5",))
    step(site, course, "revise", "ana")
    edit(site, course, grades=("6",))
    step(site, course, "submit_again", "ana")
    step(site, course, "approve", "rui", in_force_from=date(2199, 1, 1))
    for who in ("pat", "cora"):
        assert titles(site, following, "quince lesson grade:5", who) == ["Quince lesson"]
        assert titles(site, following, "quince lesson grade:6", who) == []


def test_a_course_that_was_brought_back_gives_what_is_written_now(site, following, published):
    course = published(grades=("5",))
    step(site, course, "retire", "cora")
    step(site, course, "bring_back", "cora")
    edit(site, course, grades=("8",))
    assert titles(site, following, "quince lesson grade:8") == ["Quince lesson"]
    assert titles(site, following, "quince lesson grade:5") == []


def test_a_school_that_is_not_read_gives_readers_nothing_and_no_school_gives_its_grades(
    site, following, published
):
    def plant(cora, district):
        asked = {"title": "North", "licence": "CC0-1.0", "grades": ("3",)}
        school = create(cora, district.site.root, "school", asked, district)
        take_step(cora, school, "publish", district)
        return school.id

    school, course = site.as_("cora", plant), published()
    site.as_("cora", lambda c, d: move(c, d.site.content(course), d.site.content(school), d))
    found = sorted(["Quinces", "Quince lesson", "Quince unit"])
    assert sorted(titles(site, following, "quince licence:CC0-1.0", "pat")) == found
    assert titles(site, following, "quince grade:3", "pat") == []
    step(site, school, "withdraw", "cora")
    assert sorted(titles(site, following, "quince", "pat")) == found
    assert titles(site, following, "quince licence:CC0-1.0", "pat") == []


def test_what_lies_in_a_draft_is_found_by_its_grade_for_those_who_write_it(site, following):
    def plant(cora, district):
        course = {"title": "Quinces", "grades": ("5",)}
        course = create(cora, district.site.root, "course", course, district)
        unit = create(cora, course, "unit", {"title": "Quince unit"}, district)
        create(cora, unit, "lesson", {"title": "Quince lesson"}, district)

    site.as_("cora", plant)
    assert titles(site, following, "quince lesson grade:5") == ["Quince lesson"]
    assert titles(site, following, "quince lesson grade:5", "pat") == []


def test_days_of_visibility_make_them_two(site, following, published):
    course = published(visible_until=date(2199, 1, 1))
    assert documents(site, following, course) == 6


@pytest.mark.parametrize("who", ["pat", "tess"])
def test_a_reader_learns_of_no_state(site, following, published, who):
    """Nor of a revision that was begun: neither by what is found nor by what is counted."""
    course = published()
    for name, words in (("", ("published",)), ("revise", ("revising", '"being revised"'))):
        if name:
            step(site, course, name, "ana")
        for word in words:
            assert titles(site, following, f"quince state:{word}", who) == []
            assert "Quinces" in titles(site, following, f"quince state:{word}")
        assert counts(site, following, who) == {}
        assert len(titles(site, following, "quince", who)) == 3


def test_whoever_works_on_some_counts_the_states_of_those_alone(site, following, published):
    mine, other = published(), published()
    step(site, other, "revise", "ana")

    def share_mine(cora, district):
        tess = identity_called("tess", district)
        share(cora, district.site.content(mine), Sharing({tess.id: {"author": None}}), district)

    site.as_("cora", share_mine)
    assert len(titles(site, following, "quince", "tess")) == 6
    assert counts(site, following, "tess") == {"published": 3}
    assert counts(site, following, "cora") == {"published": 3, "revising": 3}
    assert titles(site, following, "state:revising", "tess") == []


def test_verify_misses_the_one_text_though_the_other_is_there(site, following, published):
    course = published()
    following.step()
    engine = following.engine

    def again(district):
        content = district.site.content(course)
        (document,) = documents_from([content], district, lambda *_: ())
        return document

    document = site.act(again)
    assert document["stage"].startswith(BOTH)
    stage = document["stage"].replace(BOTH, WORKING, 1)
    engine.write([{**document, "stage": stage}], engine.cursor, gone=[course])
    (said,) = site.act(lambda d: list(differences(engine, d)))
    assert said.endswith("as it is published, is 0 times in the search index, not 1 times.")
    assert engine.ids(ALWAYS).count(course) == 1


def newest(site, following, who) -> list[str]:
    def do(person, district):
        question = Question(sort="newest")
        contents = find(person, question, district, following, most=50).contents
        return [path_of(one) for one in contents]

    return site.as_(who, do)


def test_the_order_of_what_came_at_one_moment_tells_nothing_of_drafts(site, following, published):
    course = published()
    before = newest(site, following, "pat")
    assert len(before) >= 3
    step(site, course, "revise", "ana")
    assert newest(site, following, "pat") == before
    edit(site, course, title="Quinces anew")
    assert newest(site, following, "pat") == before


def test_home_tells_a_reader_of_no_revision(site, published):
    courses = [published(), published()]

    def share_all(cora, district):
        pat = identity_called("pat", district)
        for one in courses:
            grants = {pat.id: {"reader": None}}
            share(cora, district.site.content(one), Sharing(grants), district)

    site.as_("cora", share_all)
    pat = site.browser("pat")
    before = [one.get_text() for one in pat.get("/@@home").html.select("main li")]
    step(site, courses[0], "revise", "ana")
    edit(site, courses[0], "ana", title="Quinces anew")
    after = [one.get_text() for one in pat.get("/@@home").html.select("main li")]
    assert after == before
    assert "Ana Example" not in " ".join(after)


def test_a_request_that_began_before_what_the_index_knows_counts_only_what_it_sees(
    site, following, published
):
    published()
    following.step()
    with open_district(site.databases, site.definitions, site.settings) as early:
        person = identity_called("cora", early)
        assert early.site.root is not None
        before = find(person, Question(), early, following, most=50)
        published()
        following.step()
        person.memo.clear()
        person.memo.update(now=early.now, today=early.today)
        after = find(person, Question(), early, following, most=50)
        assert after.total == len(after.contents) == before.total
