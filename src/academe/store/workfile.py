"""The SQLite file for what may be lost: opened by many threads, made anew when it is missing."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from threading import Lock

log = logging.getLogger(__name__)

WAIT = 10.0  # seconds that a writer waits for another


class WorkFile:
    """Lends each transaction a connection of its own; a file that vanishes is laid out again."""

    def __init__(self, path: Path, schema: str, version: int) -> None:
        self.path, self._schema, self._version = path, schema, version
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._process = os.getpid()
        self._file = self._lay_out()

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection inside a transaction of its own: kept at the end, or undone on error.

        It is not part of a ZODB transaction: what is written stays, even if that one fails.
        """
        return self._lend("BEGIN IMMEDIATE")

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection that sees one state of the file and keeps no writer waiting."""
        return self._lend("BEGIN")

    @contextmanager
    def _lend(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            connection.execute(begin)
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            self._give_back(connection)

    def close(self) -> None:
        """Close every idle connection; the next transaction opens a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> sqlite3.Connection:
        if os.getpid() != self._process:  # a fork must not use its parent's connections
            self._idle, self._process = [], os.getpid()
        if self._identity() != self._file:
            self.close()
            self._file = self._lay_out()
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._open()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if self._identity() == self._file and os.getpid() == self._process:
                self._idle.append(connection)
                return
        connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        # FULL: a session that was ended must not come back with a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _lay_out(self) -> tuple[int, int] | None:
        try:
            self._make_tables()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, read-only, disk full
                raise
            log.warning("%s is damaged and was put aside; everybody signs in anew", self.path.name)
            self.path.replace(self.path.with_suffix(".damaged"))
            self._make_tables()
        return self._identity()

    def _make_tables(self) -> None:
        if not self.path.exists():
            self.path.touch(mode=0o600)
        with closing(self._open()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone()[0] != self._version:
                _empty(connection)
                for statement in self._schema.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {self._version}")
            connection.execute("COMMIT")


def _empty(connection: sqlite3.Connection) -> None:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in found:
        connection.execute(f'DROP TABLE "{name}"')
