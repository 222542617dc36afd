"""What happened in the sample district in a year, as its database and its journals tell it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from click.testing import CliRunner
from persistent.TimeStamp import TimeStamp
from ZODB.utils import u64

from academe.command import main
from academe.commands.asking import looking
from academe.commands.desk import find_content
from academe.commands.sites import Call
from academe.store.content import subtree
from academe.store.journal import versions_of
from academe.store.site import Site

COURSE = "/curriculum/mathematics/grade-5-fractions"
LESSON = f"{COURSE}/fractions-as-division/sharing-sandwiches"


@pytest.fixture(scope="module")
def journal(sample):
    """Every version of every content in the tree."""
    return [
        (content, version)
        for content in subtree(sample.site.root)
        for version in versions_of(content)
    ]


def days_ago(moment: datetime, sample) -> float:
    return (sample.now - moment) / timedelta(days=1)


def moment_of(tid: bytes) -> datetime:
    return datetime.fromtimestamp(TimeStamp(tid).timeTime(), UTC)


@contextmanager
def site_at(built_demo, moment: datetime) -> Iterator[Site]:
    """Lend the site from a connection that sees what was there at a moment."""
    with looking(Call(built_demo / "etc" / "development.ini")) as (_settings, databases):
        connection = databases.content.open(at=moment.replace(tzinfo=None))
        yield Site(connection)
        connection.close()


def test_its_transactions_are_a_year_apart_and_in_order(built_demo):
    with looking(Call(built_demo / "etc" / "development.ini")) as (_settings, databases):
        for database in (databases.content, databases.records):
            tids = [record.tid for record in database.storage.iterator()]
            assert all(u64(one) < u64(next_) for one, next_ in pairwise(tids))
            assert moment_of(tids[-1]) <= datetime.now(UTC)
        tids = [record.tid for record in databases.content.storage.iterator()]
    days = {moment_of(tid).date() for tid in tids}
    assert moment_of(tids[-1]) - moment_of(tids[0]) >= timedelta(days=360)
    assert len(days) >= 120  # it is a year, not two days at its ends
    months = {(day.year, day.month) for day in days}
    assert len(months) >= 12


def test_what_the_journal_says_is_what_the_transactions_say(built_demo, journal):
    """A version is not there a moment before its date, and there a moment after."""
    moment = timedelta(seconds=5)
    for content, version in journal[::40]:
        with site_at(built_demo, version.when - moment) as site:
            before = site.content(content.id)
            assert before is None or before.version < version.number
        with site_at(built_demo, version.when + moment) as site:
            assert site.content(content.id).version >= version.number


@pytest.mark.parametrize(
    ("days", "length", "units", "state"),
    [
        (345, "quarter", 3, "draft"),
        (220, "quarter", 4, "published"),
        (100, "trimester", 4, "published"),
    ],
)
def test_a_course_is_seen_as_it_was_then(built_demo, sample, days, length, units, state):
    with site_at(built_demo, sample.now - timedelta(days=days)) as site:
        course = site.root["curriculum"]["mathematics"]["grade-5-fractions"]
        assert course.values["length"] == length
        assert len(list(course.children())) == units
        assert course.state == state


def test_many_hands_wrote_it_and_all_of_them_are_known(sample, journal):
    hands = {version.who for _content, version in journal} - {0, 1}  # those of the keeper
    assert len(hands) >= 15
    assert all(sample.records.person(one) is not None for one in hands)


def test_texts_were_changed_with_notes_and_published_again(sample, journal):
    changes = [version for _content, version in journal if version.what == "change"]
    assert len(changes) >= 40
    assert sum(bool(version.note) for _content, version in journal) >= 80
    lesson = find_content(LESSON, sample)
    first = lesson.created
    assert lesson._published.published_at - first > timedelta(days=90)
    assert [v.what for v in versions_of(lesson)].count("publish") >= 1


def test_a_reviewer_sent_things_back_and_said_why(sample, journal):
    rui = sample.records.person_with_login("rui").id
    returned = [
        version
        for _content, version in journal
        if version.what == "step"
        and version.who == rui
        and version.after.get("state") in ("draft", "revising")
    ]
    assert len(returned) >= 5
    assert all(version.note for version in returned)


def test_something_waits_for_review_and_something_waits_too_long(sample):
    waiting = {
        content_id: days_ago(since, sample) for content_id, since in sample.site.waiting.items()
    }
    assert min(waiting.values()) < 5
    wellness = find_content("/policies/wellness", sample)
    assert waiting[wellness.id] > 35
    assert wellness.values["next_review"] < sample.today


def test_something_is_adopted_but_not_in_force(sample):
    grading = find_content("/policies/grading", sample)
    assert grading._coming.in_force_from > sample.today
    assert grading._published.number < grading._coming.number


def test_lessons_were_used_again_and_remember_where_they_come_from(sample):
    source = find_content(LESSON, sample)
    (copy,) = sample.site.copies_of(source.id)
    assert copy._origin["source"] == source.id
    assert copy.values["title"] != source.values["title"]
    assert copy.values["licence"]
    assert copy.values["author_credit"]
    unit = find_content(f"{COURSE}/adding-and-subtracting", sample)
    assert [len(list(place.children())) for place in sample.site.copies_of(unit.id)] == [3]


def test_roles_were_given_that_end_and_one_has_ended(sample):
    ends = [
        until
        for content in subtree(sample.site.root)
        for roles in content.grants.values()
        for until in roles.values()
        if until is not None
    ]
    assert min(ends) < sample.now < max(ends)


def test_two_things_lie_in_the_bin(sample):
    removed = [content._removed for content in sample.site.bin.values()]
    assert len(removed) == 2
    assert all(5 < days_ago(removal.removed_at, sample) < 90 for removal in removed)
    assert all(sample.records.person(removal.removed_by) for removal in removed)


def test_nothing_is_found_wrong_in_its_databases(built_demo):
    runner = CliRunner(env={"ACADEME_CONFIG": None})
    checked = runner.invoke(main, ["verify", "--config", str(built_demo / "etc/development.ini")])
    assert checked.exit_code == 0, checked.output
