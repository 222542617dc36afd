"""What may be lost: sessions, throttles, drafts and the standing of jobs."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from academe.store.sessions import Session
from academe.store.throttles import Limit
from academe.store.work import Work
from academe.wording import _ as say
from academe.wording import from_line, in_english, to_line

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
LIMIT = Limit(3, timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1))


@pytest.fixture
def work(tmp_path):
    opened = Work(tmp_path / "work.sqlite")
    yield opened
    opened.close()


def session(token, person_id=5, minutes=0):
    begun = NOW + timedelta(minutes=minutes)
    return Session(token, person_id, 0, begun, begun + timedelta(hours=12), "Firefox")


def test_the_file_is_for_the_servers_own_user_only(work):
    assert work.path.stat().st_mode & 0o777 == 0o600


def test_a_session_is_found_until_it_ends(work):
    work.sessions.add(session("a"), at_most=5)
    assert work.sessions.find("a", NOW) == session("a")
    assert work.sessions.find("a", NOW + timedelta(hours=12)) is None
    assert work.sessions.find("b", NOW) is None


def test_the_oldest_of_too_many_sessions_ends(work):
    for minute in range(4):
        work.sessions.add(session(f"s{minute}", minutes=minute), at_most=3)
    work.sessions.add(session("other", person_id=6), at_most=3)
    assert [one.token_hash for one in work.sessions.of(5, NOW)] == ["s3", "s2", "s1"]
    assert len(work.sessions.of(6, NOW)) == 1


def test_a_lost_file_is_laid_out_again_at_once(work):
    work.sessions.add(session("a"), at_most=5)
    for file in work.path.parent.glob("work.sqlite*"):
        file.unlink()
    assert work.sessions.find("a", NOW) is None
    work.sessions.add(session("b"), at_most=5)
    assert work.sessions.find("b", NOW) is not None


def test_a_damaged_file_is_put_aside(tmp_path, caplog):
    path = tmp_path / "work.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    work = Work(path)
    work.sessions.add(session("a"), at_most=5)
    work.close()
    assert (tmp_path / "work.damaged").exists()
    assert "damaged" in caplog.text


def test_a_file_of_another_version_is_emptied(tmp_path):
    work = Work(tmp_path / "work.sqlite")
    work.sessions.add(session("a"), at_most=5)
    with work.transaction() as connection:
        connection.execute("CREATE TABLE later (x)")
    with work._open() as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    work.close()
    again = Work(tmp_path / "work.sqlite")
    assert again.sessions.find("a", NOW) is None
    again.close()


def test_what_fails_halfway_is_not_kept(work):
    def fail():
        with work.transaction() as connection:
            connection.execute("INSERT INTO drafts VALUES (1, 'f', 'x', 0)")
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        fail()
    assert work.drafts.of(1, "f") is None


def test_free_tries_are_free_and_later_ones_wait_twice_as_long_each_time(work):
    now, waits = NOW, []
    for _ in range(8):
        assert work.throttles.try_now([("k", LIMIT)], now) is None
        waits.append(int(work.throttles.wait("k", now).total_seconds()))
        now += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 60, 120, 240, 300, 300, 300]


def test_a_try_that_comes_too_early_makes_nobody_wait_longer(work):
    for _ in range(3):
        work.throttles.try_now([("k", LIMIT)], NOW)
    for second in range(59):
        assert work.throttles.try_now([("k", LIMIT)], NOW + timedelta(seconds=second)) == "k"
    assert work.throttles.try_now([("k", LIMIT)], NOW + timedelta(seconds=60)) is None


def test_a_refusal_under_one_key_is_not_counted_under_another(work):
    for _ in range(3):
        work.throttles.try_now([("a", LIMIT)], NOW)
    for _ in range(10):
        assert work.throttles.try_now([("b", LIMIT), ("a", LIMIT)], NOW) == "a"
    assert work.throttles.try_now([("b", LIMIT)], NOW) is None
    assert work.throttles.wait("b", NOW) == timedelta(0)


def test_an_hour_of_quiet_and_a_right_password_forgive_everything(work):
    for _ in range(3):
        work.throttles.try_now([("k", LIMIT)], NOW)
    assert work.throttles.try_now([("k", LIMIT)], NOW + timedelta(hours=1)) is None
    assert work.throttles.wait("k", NOW + timedelta(hours=1)) == timedelta(0)
    work.throttles.clear("k")
    assert work.throttles.wait("k", NOW) == timedelta(0)


def test_many_at_once_get_no_more_than_the_free_tries(work):
    results = []

    def guess():
        results.append(work.throttles.try_now([("k", LIMIT)], NOW))

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(None) == LIMIT.free


def test_a_draft_is_kept_replaced_and_dropped(work):
    assert work.drafts.keep(5, "edit 77", "one", NOW)
    assert work.drafts.keep(5, "edit 77", "two", NOW)
    assert work.drafts.of(5, "edit 77") == "two"
    assert work.drafts.of(6, "edit 77") is None
    work.drafts.drop(5, "edit 77")
    assert work.drafts.of(5, "edit 77") is None
    assert not work.drafts.keep(5, "edit 77", "x" * 2_000_001, NOW)


def take(work, holder, minutes=0):
    now = NOW + timedelta(minutes=minutes)
    until = now + timedelta(minutes=1)
    return work.jobs.take(9, "site", "mail", holder=holder, now=now, until=until)


def test_an_order_is_held_by_one_until_the_lease_runs_out(work):
    assert take(work, "a") == 1
    assert take(work, "b") is None
    assert take(work, "b", minutes=1) == 2
    assert not work.jobs.finish(9, "a", "late", NOW)
    assert work.jobs.finish(9, "b", "well", NOW)
    assert take(work, "c", minutes=9) is None


def test_a_renewed_lease_holds_longer(work):
    take(work, "a")
    assert work.jobs.renew(9, "a", NOW + timedelta(minutes=5))
    assert take(work, "b", minutes=4) is None


def test_what_failed_waits_or_waits_for_somebody(work):
    take(work, "a")
    work.jobs.fail(9, "a", "no network", again=NOW + timedelta(minutes=2), now=NOW)
    assert take(work, "a", minutes=1) is None
    assert 9 in work.jobs.not_now(NOW)
    assert take(work, "a", minutes=2) == 2
    work.jobs.fail(9, "a", "never", again=None, now=NOW)
    assert take(work, "a", minutes=999) is None
    assert work.jobs.standing(9).state == "failed"
    assert work.jobs.put_back(9, NOW)
    assert take(work, "a") == 1
    assert not work.jobs.put_back(9, NOW), "it runs"


def test_a_result_can_be_said_in_another_language_after_it_was_kept(work):
    inner = say("Line ${line} is not CSV.", mapping={"line": 3})
    said = say("Refused: ${why}", mapping={"why": inner, "name": '["plain", {}]'})
    take(work, "me")
    work.jobs.finish(9, "me", said, NOW)
    kept = work.jobs.standing(9).result
    assert kept == "Refused: ${why}"
    assert kept.mapping["why"].mapping == {"line": 3}
    assert in_english(kept) == "Refused: Line 3 is not CSV."
    assert from_line(to_line('["no sentence", 3]')) == '["no sentence", 3]'


def test_the_result_of_a_closed_job_is_forgotten_after_a_week(work):
    take(work, "a")
    work.jobs.finish(9, "a", "well", NOW)
    assert work.jobs.done_in("site") == [9]
    assert work.jobs.done_in("records") == []
    work.jobs.close([9], NOW)
    assert work.jobs.done_in("site") == []
    assert work.jobs.standing(9).result == "well"
    work.jobs.close([], NOW + timedelta(days=8))
    assert work.jobs.standing(9) is None
