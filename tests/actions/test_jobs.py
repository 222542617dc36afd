"""The queue: orders are carried out, whatever happens to those who do it."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from academe.actions import jobs
from academe.actions.jobs import JobThread, drain_once
from academe.actions.lease_holders import holder_name, is_gone
from academe.actions.watching_jobs import give_up, look_at_jobs, run_again
from academe.errors import NotThere, Refused
from academe.store.content import Content, new_id
from academe.store.databases import create_databases, open_databases
from academe.store.orders import Order
from academe.store.records import lay_out_records
from academe.store.site import lay_out_site

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "data"
    create_databases(path)
    opened = open_databases(path)
    with opened.content.transaction() as connection:
        lay_out_site(connection, Content("site"))
    with opened.records.transaction() as connection:
        lay_out_records(connection)
    opened.close()
    return path


@pytest.fixture
def databases(folder):
    opened = open_databases(folder)
    yield opened
    opened.close()


def order(databases, kind="note", place="content", ordered_at=NOW, **details):
    given = Order(new_id(), kind, details, ordered_by=5, ordered_at=ordered_at)
    with getattr(databases, place).transaction() as connection:
        connection.root()["orders"][given.id] = given
    return given.id


def left(databases):
    found = []
    for database in (databases.content, databases.records):
        with database.transaction() as connection:
            found += connection.root()["orders"].keys()
    return found


def at(**span):
    return lambda: NOW + timedelta(**span)


def still(moment):
    return lambda: moment


class Notes:
    """Carries out every order by writing its number down."""

    def __init__(self, failures=0):
        self.done, self.failures = [], failures

    def __call__(self, job):
        self.done.append(job.order.details.get("number"))
        if len(self.done) <= self.failures:
            raise OSError("the line to ana@school.example is down")
        job.report(1, 2)
        return "written down"


def test_orders_of_both_databases_are_carried_out_in_turn_and_taken_away(databases):
    for number in (3, 1, 2):
        place = "records" if number == 2 else "content"
        order(databases, place=place, ordered_at=NOW + timedelta(seconds=number), number=number)
    notes = Notes()
    assert drain_once(databases, {"note": notes}, clock=at(minutes=1)).done == 3
    assert notes.done == [1, 2, 3]
    assert left(databases) == []
    assert drain_once(databases, {"note": notes}, clock=at(minutes=1)).done == 0


def test_orders_that_can_wait_hide_no_other_and_let_it_go_first(databases):
    for number in range(jobs.BATCH + 50):
        order(databases, kind="extract", number=number)
    order(databases, ordered_at=NOW + timedelta(seconds=9), number="letter")
    went: list[str] = []
    doers = {
        "extract": lambda job: went.append("extract") or "",
        "note": lambda job: went.append("note") or "",
    }
    assert drain_once(databases, doers, clock=at(minutes=1)).done == jobs.BATCH + 51
    assert went[0] == "note"
    assert left(databases) == []


def test_the_done_are_taken_away_in_one_transaction_of_each_database(databases):
    for number in range(20):
        order(databases, number=number)
    content, records = (d.lastTransaction() for d in (databases.content, databases.records))
    drain_once(databases, {"note": Notes()}, clock=at(minutes=1))
    storage = databases.content.storage
    assert len([t for t in storage.iterator(content)]) - 1 == 1
    assert databases.records.lastTransaction() == records


def test_what_fails_is_tried_again_later_and_later_until_it_is_given_up(databases):
    order_id = order(databases, number=1)
    notes, waits, clock = Notes(failures=99), [], NOW
    for _ in range(jobs.TRIES):
        drain_once(databases, {"note": notes}, clock=still(clock))
        standing = databases.work.jobs.standing(order_id)
        if standing.state == "failed":
            break
        waits.append(int((standing.due - clock).total_seconds()))
        just_before = standing.due - timedelta(seconds=1)
        tried = len(notes.done)
        drain_once(databases, {"note": notes}, clock=still(just_before))
        assert len(notes.done) == tried, "not before it is due"
        clock = standing.due
    assert waits == [30, 120, 480, 1920, 7680, 21600, 21600]
    assert len(notes.done) == jobs.TRIES
    drain_once(databases, {"note": notes}, clock=at(days=99))
    assert len(notes.done) == jobs.TRIES
    assert left(databases) == [order_id], "the order stays until somebody decides"


def test_only_the_class_of_a_foreign_error_is_kept_and_logged(databases, caplog):
    order_id = order(databases, number=1)
    drain_once(databases, {"note": Notes(failures=1)}, clock=at(minutes=1))
    assert databases.work.jobs.standing(order_id).result == "OSError"
    assert "OSError at test_jobs.py" in caplog.text
    assert "ana@" not in caplog.text


def test_one_that_fails_does_not_stop_the_others(databases):
    for number in range(5):
        order(databases, number=number, ordered_at=NOW + timedelta(seconds=number))
    drained = drain_once(databases, {"note": Notes(failures=2)}, clock=at(minutes=1))
    assert (drained.done, drained.failed) == (3, 2)


def test_an_order_that_nobody_carries_out_fails_and_can_run_again_later(databases):
    order_id = order(databases, kind="unheard_of", number=1)
    drain_once(databases, {}, clock=at(minutes=1))
    assert databases.work.jobs.standing(order_id).state == "failed"
    assert databases.work.jobs.put_back(order_id, NOW)
    notes = Notes()
    drain_once(databases, {"unheard_of": notes}, clock=at(minutes=2))
    assert notes.done == [1]


def test_a_lost_work_file_has_what_was_not_taken_away_run_again(databases, folder):
    order(databases, number=1)
    drain_once(databases, {"note": Notes(failures=1)}, clock=at(minutes=1))
    for file in folder.glob("work.sqlite*"):
        file.unlink()
    notes = Notes()
    drain_once(databases, {"note": notes}, clock=at(minutes=1))
    assert notes.done == [1]
    assert left(databases) == []


def test_an_order_that_was_done_but_not_taken_away_is_not_run_twice(databases):
    order_id = order(databases, number=1)
    standings = databases.work.jobs
    standings.take(order_id, "site", "note", holder="x", now=NOW, until=NOW)
    standings.finish(order_id, "x", "written down", NOW)
    notes = Notes()
    drain_once(databases, {"note": notes}, clock=at(minutes=1))
    assert notes.done == []
    assert left(databases) == []


def test_two_threads_never_carry_out_one_order_at_the_same_time(databases):
    for number in range(30):
        order(databases, number=number)
    busy, twice, done, lock = set(), [], [], threading.Lock()

    def careful(job):
        with lock:
            twice.extend([job.order.id] if job.order.id in busy else [])
            busy.add(job.order.id)
        time.sleep(0.002)
        with lock:
            done.append(job.order.id)
        return ""

    def drain():
        for _ in range(3):
            drain_once(databases, {"note": careful})

    threads = [threading.Thread(target=drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert twice == []
    assert len(done) == len(set(done)) == 30
    drain_once(databases, {"note": careful})
    assert left(databases) == []


def test_a_long_job_keeps_its_lease(databases, monkeypatch):
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.3))
    monkeypatch.setattr(jobs, "RENEW", 0.1)
    order(databases, number=1)
    calls = []

    def slow(job):
        calls.append(job.order.id)
        time.sleep(0.8)
        return ""

    first = threading.Thread(target=drain_once, args=(databases, {"note": slow}))
    first.start()
    time.sleep(0.5)
    drain_once(databases, {"note": slow})
    first.join()
    assert len(calls) == 1


KILLED = """
import sys, time
from pathlib import Path
from academe.actions.jobs import JobThread
from academe.store.databases import open_databases

def slow(job):
    with open(sys.argv[2], "a") as out:
        out.write(f"{job.order.details['number']}\\n")
    if job.order.details["number"] == 3:
        time.sleep(99)
    return ""

thread = JobThread(open_databases(Path(sys.argv[1])), {"note": slow}, every=0.1)
thread.start()
thread.join()
"""


def test_a_killed_server_goes_on_where_it_was(folder, tmp_path):
    databases = open_databases(folder)
    for number in range(1, 6):
        order(databases, number=number, ordered_at=NOW + timedelta(seconds=number))
    databases.close()
    written = tmp_path / "written"
    server = subprocess.Popen([sys.executable, "-c", KILLED, folder, written])
    deadline = time.monotonic() + 20
    while not (written.exists() and "3" in written.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    server.kill()
    server.wait()
    databases = open_databases(folder)
    assert {s.state for s in databases.work.jobs.standings("running")} == {"running"}
    notes = Notes()
    thread = JobThread(databases, {"note": notes}, every=0.05)
    thread.start()
    while left(databases):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    thread.stop()
    databases.close()
    assert notes.done == [3, 4, 5], "the one that was interrupted, at once, and the rest"


def test_the_thread_is_woken_stops_and_outlives_an_error_of_the_database(databases, monkeypatch):
    notes = Notes()
    thread = JobThread(databases, {"note": notes}, every=60)
    thread.start()
    order(databases, number=1)
    thread.wake()
    deadline = time.monotonic() + 10
    while left(databases):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    thread.stop()
    assert not thread.is_alive()
    assert notes.done == [1]


def test_a_lease_of_another_host_or_a_living_process_is_not_broken():
    assert not is_gone("another-host:1:abcd:ef")
    assert not is_gone(holder_name())
    host, pid, _token, own = holder_name().split(":")
    assert is_gone(f"{host}:{pid}:00000000:{own}"), "the number was given to us again"
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert is_gone(f"{host}:{ended.pid}:abcd:{own}")


def test_administrators_see_what_waits_runs_and_failed_and_mend_it(district, ada, cora, commit):
    one, two = (
        Order(new_id(), "note", {"number": n}, ordered_by=5, ordered_at=district.now)
        for n in (1, 2)
    )
    district.site.orders[one.id] = one
    district.site.orders[two.id] = two
    commit()
    standings = district.work.jobs
    now = district.now
    standings.take(one.id, "site", "note", holder="x", now=now, until=now + timedelta(minutes=1))
    board = look_at_jobs(ada, district)
    assert [queued.order.id for queued in board.waiting] == [two.id]
    assert [standing.id for standing in board.running] == [one.id]
    standings.fail(one.id, "x", "no line", again=None, now=now)
    board = look_at_jobs(ada, district)
    assert [(standing.id, standing.result) for standing in board.failed] == [(one.id, "no line")]
    assert board.waiting_in_all == 1
    for person in (cora,):
        for action in (
            lambda p: look_at_jobs(p, district),
            lambda p: run_again(p, one.id, district),
            lambda p: give_up(p, one.id, district),
        ):
            with pytest.raises(Refused):
                action(person)
    run_again(ada, one.id, district)
    assert look_at_jobs(ada, district).waiting_in_all == 2
    with pytest.raises(NotThere):
        run_again(ada, 12345, district)
    give_up(ada, one.id, district)
    assert standings.standing(one.id).state == "done"


def test_what_was_run_again_by_hand_is_carried_out(databases):
    order_id = order(databases, number=1)
    for _ in range(jobs.TRIES):
        drain_once(databases, {"note": Notes(failures=9)}, clock=at(days=9))
        databases.work.jobs.put_back(order_id, NOW)
    notes = Notes()
    drain_once(databases, {"note": notes}, clock=at(days=9))
    assert notes.done == [1]
