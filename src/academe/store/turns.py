"""Whose turn it is to commit: a pack that asks is next, however many commits wait.

ZODB's own lock goes to whoever comes first when it is let go. Under people who save without
a pause that is never the pack, and whoever waits for the pack would wait for ever, too.
"""

import threading
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

    def acquire(self) -> bool:
        """Begin a commit, behind a pack that asks."""
        while True:
            self._gate.wait()
            self._lock.acquire()
            if self._gate.is_set():
                return True
            self._lock.release()  # a pack began to ask while this one waited

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


def give_turns(storage: Any) -> None:
    """Put the lock in the place of ZODB's, which nobody may hold."""
    turns = CommitTurns()
    storage._commit_lock = turns
    storage._commit_lock_acquire, storage._commit_lock_release = turns.acquire, turns.release
