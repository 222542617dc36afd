"""Whose turn it is to commit: a pack that asks is next, and whoever met others has a turn alone.

ZODB's own lock goes to whoever comes first when it is let go. Under people who save without
a pause that is never the pack, and whoever waits for the pack would wait for ever, too. For the
same reason somebody whose save met another one could meet the next one again and again.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class CommitTurns:
    """The storage's commit lock, with a gate before it that is shut while a pack asks.

    Only a pack may call ``acquire_first``, and only one pack runs at a time. Whoever waits at
    the gate holds nothing of the storage, so nobody waits in a circle.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gate = threading.Event()
        self._gate.set()
        self._alone = threading.RLock()
        self._only: int | None = None  # the thread that has a turn alone

    def acquire(self) -> bool:
        """Begin a commit, behind a pack that asks, and behind whoever has a turn alone."""
        while True:
            self._gate.wait()
            with self._alone:
                pass
            self._lock.acquire()
            if self._gate.is_set() and self._only in (None, threading.get_ident()):
                return True
            self._lock.release()  # somebody began to ask while this one waited

    def acquire_first(self) -> bool:
        """Be next; those who wait and those who come let this one pass."""
        self._gate.clear()
        try:
            self._lock.acquire()
        finally:
            self._gate.set()
        return True

    def release(self) -> None:
        """Let the next one begin."""
        self._lock.release()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody but this thread commit inside: what it reads now stays true until it is done.

        Only a pack still gets its turn, which changes nothing that is read.
        """
        with self._alone:
            self._only = threading.get_ident()
            try:
                with self._lock:  # whoever is committing ends first
                    pass
                yield
            finally:
                self._only = None


class PackTurn:
    """The commit lock as ZODB's packer takes it."""

    def __init__(self, turns: CommitTurns) -> None:
        self.acquire, self.release = turns.acquire_first, turns.release


class NoTurn:
    """Stands for the commit lock where none is needed, or where it is held already."""

    def acquire(self) -> bool:
        """Take nothing."""
        return True

    def release(self) -> None:
        """Give nothing back."""


def give_turns(storage: Any) -> CommitTurns:
    """Put the lock in the place of ZODB's, which nobody may hold."""
    turns = CommitTurns()
    storage._commit_lock = turns
    storage._commit_lock_acquire, storage._commit_lock_release = turns.acquire, turns.release
    return turns
