"""The queue: orders that lie in the databases are carried out one after another by a thread.

Somebody who carries out an order (a *doer*) opens its own transactions and may be called again for
an order that it has carried out already: when the server was killed before that was noted, or when
the file of work was lost. So it asks first what is still to be done. An order is taken out of its
database only after it was done.
"""

import logging
import os
import sqlite3
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import transaction
from transaction.interfaces import TransactionError, TransientError
from ZODB.POSException import POSError

from academe.actions.lease_holders import holder_name, is_gone
from academe.errors import AcademeError, DatabaseError
from academe.store.databases import Database, Databases
from academe.store.orders import Order
from academe.store.progress import Progress
from academe.wording import _, in_english, to_line

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # a job of a killed process can be taken over after that
RENEW = 15.0  # seconds
BATCH = 200  # orders looked at in one go
TRIES = 8
LONGEST = 2_000  # what is kept of a result with its values, in characters
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
UNHURRIED = {"extract"}  # kinds that take long and let all others go first
PLACES = {"site": "content", "records": "records"}  # whose orders -> in which database


@dataclass(frozen=True)
class Job:
    """One order as its doer sees it."""

    order: Order  # a copy that belongs to no database
    place: str
    holder: str
    tries: int  # 1: the first
    standings: Progress = field(repr=False)

    def report(self, done: int, steps: int) -> None:
        """Show how far it is, for those who look at the queue."""
        self.standings.report(self.order.id, self.holder, done, steps)


# Returns what came of it, in a few words that may be translated, without names.
Doer = Callable[[Job], str]
Doers = Mapping[str, Doer]  # {kind of order: who carries it out}; given by app.py
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Drained:
    """What one round has done."""

    done: int = 0
    failed: int = 0


def utc_now() -> datetime:
    return datetime.now(UTC)


def drain_once(
    databases: Databases,
    doers: Doers,
    *,
    clock: Clock = utc_now,
    hands: ThreadPoolExecutor | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Drained:
    """Carry out every order that may be tried now, the oldest first; take the done ones away."""
    if hands is None:
        with ThreadPoolExecutor(1) as own:
            return drain_once(databases, doers, clock=clock, hands=own, stopped=stopped)
    outcomes = []
    for place, order in _in_turn(databases, clock):
        if stopped():
            break
        outcomes.append(_carry_out(place, order, databases, doers, clock, hands))
    for place in PLACES:
        take_away_done(place, databases, clock())
    return Drained(outcomes.count(True), outcomes.count(False))


def _in_turn(databases: Databases, clock: Clock) -> Iterator[tuple[str, Order]]:
    """Yield each waiting order once; after an unhurried one look again who has come meanwhile."""
    seen: set[int] = set()
    looks_again = True
    while looks_again:
        looks_again = False
        for place, order in _waiting_orders(databases, clock()):
            if order.id in seen:
                continue
            seen.add(order.id)
            yield place, order
            if order.kind in UNHURRIED:
                looks_again = True
                break


def take_away_done(place: str, databases: Databases, now: datetime) -> int:
    """Take the done orders out of a database in one transaction; return how many."""
    done = databases.work.jobs.done_in(place)
    if not done:
        return 0
    try:
        with _own_transaction(_database(databases, place)) as root:
            for order_id in done:
                root["orders"].pop(order_id, None)
    except TransientError:  # somebody gave an order at the same time: the next round does it
        return 0
    databases.work.jobs.close(done, now)
    return len(done)


def _carry_out(
    place: str,
    order: Order,
    databases: Databases,
    doers: Doers,
    clock: Clock,
    hands: ThreadPoolExecutor,
) -> bool | None:
    """Return whether it worked; None if somebody else has it."""
    jobs, holder, now = databases.work.jobs, holder_name(), clock()
    tries = jobs.take(order.id, place, order.kind, holder=holder, now=now, until=now + LEASE)
    if tries is None:
        return None
    doer = doers.get(order.kind)
    if doer is None:
        jobs.fail(order.id, holder, _("Nobody carries out this kind."), again=None, now=now)
        return False
    running = hands.submit(doer, Job(order, place, holder, tries, jobs))
    while not wait([running], timeout=RENEW).done:
        jobs.renew(order.id, holder, clock() + LEASE)
    return _note_outcome(order, holder, tries, running, jobs, clock())


def _note_outcome(
    order: Order, holder: str, tries: int, running: Future[str], jobs: Progress, now: datetime
) -> bool:
    error = running.exception()
    if error is None:
        jobs.finish(order.id, holder, _short(running.result()), now)
        return True
    again = None if tries >= TRIES else now + wait_after(tries)
    jobs.fail(order.id, holder, _describe(error), again=again, now=now)
    # The text of an error may hold a name or an address: only its class and place are logged.
    log.warning(
        "job %s (%s), try %s: %s at %s",
        *(order.id, order.kind, tries, type(error).__name__, _place_of(error)),
    )
    return False


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after this many tries: half a minute, two, eight, up to six hours."""
    return min(FIRST_WAIT * 4 ** (tries - 1), LONGEST_WAIT)


def _describe(error: BaseException) -> str:
    """Return what administrators read: our own sentence, or the class of a foreign error."""
    return _short(error.sentence) if isinstance(error, AcademeError) else type(error).__name__


def _short(sentence: str) -> str:
    """Return the sentence if it is short enough to be kept, else the beginning of it in English."""
    return sentence if len(to_line(sentence)) <= LONGEST else in_english(sentence)[:500]


def _place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "?"


def _waiting_orders(databases: Databases, now: datetime) -> list[tuple[str, Order]]:
    not_now = databases.work.jobs.not_now(now)
    found = [
        (place, order)
        for place in PLACES
        for order in _copy_orders(_database(databases, place), not_now)
    ]
    return sorted(found, key=lambda one: (one[1].kind in UNHURRIED, one[1].ordered_at or now))


def _copy_orders(database: Database, not_now: set[int]) -> list[Order]:
    """Return copies of what may be tried; many unhurried orders hide no other one."""
    hurried: list[Order] = []
    unhurried: list[Order] = []
    with _own_transaction(database) as root:
        for order_id, order in root["orders"].items():
            copies = unhurried if order.kind in UNHURRIED else hurried
            if order_id not in not_now and len(copies) < BATCH:
                copies.append(copy_order(order))
            if len(hurried) == BATCH:
                break
    return hurried + unhurried


def copy_order(order: Order) -> Order:
    """Return the order as a thing of its own, which outlives its connection."""
    moment = order.ordered_at or utc_now()
    return Order(
        order.id, order.kind, order.details, ordered_by=order.ordered_by, ordered_at=moment
    )


def _database(databases: Databases, place: str) -> Database:
    return databases.content if PLACES[place] == "content" else databases.records


@contextmanager
def _own_transaction(database: Database) -> Iterator[Any]:
    """Lend a database's root inside a transaction that nobody else takes part in."""
    own = transaction.TransactionManager(explicit=True)
    own.begin()
    connection = database.open(own)
    try:
        yield connection.root()
        own.commit()
    except BaseException:
        own.abort()
        raise
    finally:
        connection.close()


class JobThread(Thread):
    """Drains the queue while the site is served: when woken, and every few seconds."""

    def __init__(
        self, databases: Databases, doers: Doers, *, every: float = 2.0, clock: Clock = utc_now
    ) -> None:
        super().__init__(name="jobs", daemon=True)
        self._databases, self._doers, self._clock, self._every = databases, doers, clock, every
        self._woken, self._stopping = Event(), Event()

    def wake(self) -> None:
        """Look at the queue now: an order was given."""
        self._woken.set()

    def stop(self) -> None:
        """Let the job that runs come to its end, and end the thread."""
        self._stopping.set()
        self._woken.set()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        """Drain until stopped; an error of a database is not the end of the queue."""
        with ThreadPoolExecutor(1, thread_name_prefix="job") as hands:
            self._databases.work.jobs.free(is_gone)
            while not self._stopping.is_set():
                self._woken.clear()
                self._drain(hands)
                self._woken.wait(self._every)

    def _drain(self, hands: ThreadPoolExecutor) -> None:
        try:
            drain_once(
                self._databases,
                self._doers,
                clock=self._clock,
                hands=hands,
                stopped=self._stopping.is_set,
            )
        except (POSError, TransactionError, DatabaseError, sqlite3.Error, OSError) as error:
            log.error("the queue stands: %s at %s", type(error).__name__, _place_of(error))
            self._stopping.wait(30)
