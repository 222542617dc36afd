"""How far each order has come: who works on it, how often it was tried, what came of it.

An order without a row waits to be tried for the first time.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from academe.store.workfile import WorkFile
from academe.wording import from_line, to_line

SCHEMA = """
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY, place TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
    holder TEXT NOT NULL DEFAULT '', lease REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0,
    steps_done INTEGER NOT NULL DEFAULT 0, steps INTEGER NOT NULL DEFAULT 0,
    result TEXT NOT NULL DEFAULT '', changed REAL NOT NULL
);
CREATE INDEX jobs_by_state ON jobs (state);
CREATE TABLE mailed (
    id INTEGER NOT NULL, person_id INTEGER NOT NULL, sent REAL NOT NULL, PRIMARY KEY (id, person_id)
) WITHOUT ROWID
"""
COLUMNS = "id, place, kind, state, holder, lease, tries, due, steps_done, steps, result, changed"
KEPT = timedelta(days=7)  # how long the result of a finished job can be looked at


@dataclass(frozen=True)
class Standing:
    """Where one order stands."""

    id: int
    place: str  # the database of the order: "site" or "records"
    kind: str
    state: str  # "waiting" "running" "done" "closed" (done, and its order taken away) "failed"
    holder: str
    lease: datetime  # UTC; a running job whose lease has run out may be taken by another
    tries: int
    due: datetime  # UTC; not before
    steps_done: int
    steps: int  # 0: not known
    result: str  # or why it failed; may be translated before it is shown
    changed: datetime  # UTC


class Progress:
    """The standing of orders, by their ids."""

    def __init__(self, file: WorkFile) -> None:
        self._file = file

    def take(
        self, order_id: int, place: str, kind: str, *, holder: str, now: datetime, until: datetime
    ) -> int | None:
        """Take the order until a time; return which try this is, or None if it cannot be had."""
        moment = now.timestamp()
        with self._file.transaction() as work:
            work.execute(
                "INSERT OR IGNORE INTO jobs (id, place, kind, state, changed)"
                " VALUES (?, ?, ?, 'waiting', ?)",
                (order_id, place, kind, moment),
            )
            row = work.execute(
                "UPDATE jobs SET state = 'running', holder = ?, lease = ?, tries = tries + 1,"
                " steps_done = 0, steps = 0, changed = ? WHERE id = ?"
                " AND (state = 'waiting' AND due <= ? OR state = 'running' AND lease <= ?)"
                " RETURNING tries",
                (holder, until.timestamp(), moment, order_id, moment, moment),
            ).fetchall()
        return int(row[0][0]) if row else None

    def renew(self, order_id: int, holder: str, until: datetime) -> bool:
        """Hold the order longer; False if it is no longer held."""
        return self._held(order_id, holder, "lease = ?", (until.timestamp(),))

    def report(self, order_id: int, holder: str, done: int, steps: int) -> bool:
        """Say how far it is; False if it is no longer held."""
        return self._held(order_id, holder, "steps_done = ?, steps = ?", (done, steps))

    def finish(self, order_id: int, holder: str, result: str, now: datetime) -> bool:
        """Say what came of it; False if another has taken it over."""
        return self._held(
            order_id,
            holder,
            "state = 'done', holder = '', result = ?, changed = ?",
            (to_line(result), now.timestamp()),
        )

    def fail(
        self, order_id: int, holder: str, why: str, *, again: datetime | None, now: datetime
    ) -> bool:
        """Say why it did not work and when to try again; None: not unless somebody says so."""
        state, due = ("failed", 0.0) if again is None else ("waiting", again.timestamp())
        return self._held(
            order_id,
            holder,
            "state = ?, holder = '', due = ?, result = ?, changed = ?",
            (state, due, to_line(why), now.timestamp()),
        )

    def free(self, is_gone: Callable[[str], bool]) -> int:
        """Let go of what is held by those who are gone; return how many."""
        with self._file.transaction() as work:
            found = work.execute("SELECT DISTINCT holder FROM jobs WHERE state = 'running'")
            gone = [row for row in found.fetchall() if is_gone(row[0])]
            work.executemany(
                "UPDATE jobs SET state = 'waiting', holder = '' WHERE holder = ?", gone
            )
        return len(gone)

    def not_now(self, now: datetime) -> set[int]:
        """Return the ids of orders that nobody may take now."""
        with self._file.reading() as work:
            rows = work.execute(
                "SELECT id FROM jobs WHERE state IN ('done', 'closed', 'failed')"
                " OR state = 'running' AND lease > ? OR state = 'waiting' AND due > ?",
                (now.timestamp(), now.timestamp()),
            ).fetchall()
        return {row[0] for row in rows}

    def done_in(self, place: str) -> list[int]:
        """Return the ids of done orders that still lie in a database."""
        with self._file.reading() as work:
            rows = work.execute("SELECT id FROM jobs WHERE state = 'done' AND place = ?", (place,))
            return [row[0] for row in rows.fetchall()]

    def close(self, order_ids: Iterable[int], now: datetime) -> None:
        """Note that these orders were taken away; forget what was closed long ago."""
        with self._file.transaction() as work:
            work.executemany(
                "UPDATE jobs SET state = 'closed' WHERE id = ? AND state = 'done'",
                [(order_id,) for order_id in order_ids],
            )
            work.execute(
                "DELETE FROM jobs WHERE state = 'closed' AND changed < ?",
                ((now - KEPT).timestamp(),),
            )
            work.execute("DELETE FROM mailed WHERE sent < ?", ((now - KEPT).timestamp(),))

    def note_mailed(self, order_id: int, person_id: int, now: datetime) -> None:
        """Note that this order's mail has gone to somebody."""
        with self._file.transaction() as work:
            row = (order_id, person_id, now.timestamp())
            work.execute("INSERT OR REPLACE INTO mailed VALUES (?, ?, ?)", row)

    def was_mailed(self, order_id: int, person_id: int) -> bool:
        with self._file.reading() as work:
            question = "SELECT 1 FROM mailed WHERE id = ? AND person_id = ?"
            return work.execute(question, (order_id, person_id)).fetchone() is not None

    def put_back(self, order_id: int, now: datetime) -> bool:
        """Let a failed order, or one that waits for its next try, be tried at once."""
        return self._settle(order_id, "waiting", "", now)

    def give_up(self, order_id: int, result: str, now: datetime) -> bool:
        """Count a failed order, or one that waits for its next try, as done."""
        return self._settle(order_id, "done", result, now)

    def standing(self, order_id: int) -> Standing | None:
        found = self._select("WHERE id = ?", (order_id,))
        return found[0] if found else None

    def standings(self, *states: str, at_most: int = 200) -> list[Standing]:
        """Return those in one of the states, the last changed first."""
        marks = ", ".join("?" * len(states))
        return self._select(
            f"WHERE state IN ({marks}) ORDER BY changed DESC LIMIT ?", (*states, at_most)
        )

    def _select(self, where: str, values: tuple[object, ...]) -> list[Standing]:
        with self._file.reading() as work:
            rows = work.execute(f"SELECT {COLUMNS} FROM jobs {where}", values)  # noqa: S608 our own words
            return [_standing(row) for row in rows.fetchall()]

    def _settle(self, order_id: int, state: str, result: str, now: datetime) -> bool:
        return self._write(
            "UPDATE jobs SET state = ?, result = ?, tries = 0, due = 0, changed = ?"
            " WHERE id = ? AND state IN ('failed', 'waiting')",
            (state, to_line(result), now.timestamp(), order_id),
        )

    def _held(self, order_id: int, holder: str, what: str, values: tuple[object, ...]) -> bool:
        return self._write(
            f"UPDATE jobs SET {what} WHERE id = ? AND holder = ? AND state = 'running'",  # noqa: S608 our own words
            (*values, order_id, holder),
        )

    def _write(self, statement: str, values: tuple[object, ...]) -> bool:
        with self._file.transaction() as work:
            cursor: sqlite3.Cursor = work.execute(statement, values)
            return cursor.rowcount == 1


def _standing(row: tuple[object, ...]) -> Standing:
    told = dict(zip(COLUMNS.split(", "), row, strict=True))
    for moment in ("lease", "due", "changed"):
        told[moment] = datetime.fromtimestamp(float(str(told[moment])), UTC)
    told["result"] = from_line(str(told["result"]))
    return Standing(**told)  # type: ignore[arg-type]
