"""How often something was tried, and when it may be tried again.

A try that comes too early is not counted: whoever keeps hammering does not make others wait
longer. The wait has an upper end, so nobody is locked out for good.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from academe.store.workfile import WorkFile

SCHEMA = """
CREATE TABLE throttles (
    key TEXT PRIMARY KEY, tries INTEGER NOT NULL, next REAL NOT NULL, forget REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX throttles_forget ON throttles (forget)
"""


@dataclass(frozen=True)
class Limit:
    """So many tries are free; then each must wait twice as long as the one before."""

    free: int
    first: timedelta  # the wait after the last free try
    longest: timedelta
    forget: timedelta  # without a try for so long, all are free again

    def wait_after(self, tries: int) -> timedelta:
        """Return how long to wait after this many tries."""
        if tries < self.free:
            return timedelta(0)
        doublings = min(tries - self.free, 20)
        return min(self.first * 2**doublings, self.longest)


class Throttles:
    """Counted tries, by a key that names nobody (a hash)."""

    def __init__(self, file: WorkFile) -> None:
        self._file = file

    def try_now(self, limits: Iterable[tuple[str, Limit]], now: datetime) -> str | None:
        """Count one try under every key; return the key that says to wait instead, if one does.

        All is asked and counted in one go: a hundred tries at once get no more than the free ones.
        """
        asked, moment = list(limits), now.timestamp()
        with self._file.transaction() as work:
            work.execute("DELETE FROM throttles WHERE forget <= ?", (moment,))
            for key, _ in asked:
                if _row(work, key)[1] > moment:
                    return key
            for key, limit in asked:
                _count(work, key, limit, now)
        return None

    def wait(self, key: str, now: datetime) -> timedelta:
        """Return how long it is until the next try."""
        with self._file.reading() as work:
            left = _row(work, key)[1] - now.timestamp()
        return timedelta(seconds=max(left, 0))

    def clear(self, *keys: str) -> None:
        """Forget every try under these keys."""
        with self._file.transaction() as work:
            work.executemany("DELETE FROM throttles WHERE key = ?", [(key,) for key in keys])

    def take_back(self, key: str, limit: Limit, now: datetime) -> None:
        """Undo the count of one try that turned out well."""
        with self._file.transaction() as work:
            tries, _ = _row(work, key)
            if tries:
                _write(work, key, max(tries - 1, 0), limit, now)


def _row(work: sqlite3.Connection, key: str) -> tuple[int, float]:
    found = work.execute("SELECT tries, next FROM throttles WHERE key = ?", (key,)).fetchone()
    return found or (0, 0.0)


def _count(work: sqlite3.Connection, key: str, limit: Limit, now: datetime) -> None:
    _write(work, key, _row(work, key)[0] + 1, limit, now)


def _write(work: sqlite3.Connection, key: str, tries: int, limit: Limit, now: datetime) -> None:
    later, forgotten = now + limit.wait_after(tries), now + limit.forget
    work.execute(
        "INSERT OR REPLACE INTO throttles VALUES (?, ?, ?, ?)",
        (key, tries, later.timestamp(), forgotten.timestamp()),
    )
