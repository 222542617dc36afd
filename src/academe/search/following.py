"""What changed since the index was last true, read from the content database's own log."""

from collections.abc import Iterator
from contextlib import closing
from time import sleep
from typing import Any, NamedTuple

from ZODB.FileStorage import FileStorage
from ZODB.FileStorage.format import CorruptedDataError

TRIES = 5
PACKED = "p"  # the status of a transaction in the log that a pack has gone over
# A log that somebody writes at the same moment is misread now and then: it is read again.
MISREAD = (AttributeError, ValueError, CorruptedDataError, EOFError)


class Changes(NamedTuple):
    """The ids that transactions after a cursor name."""

    until: bytes  # the last transaction that was read
    changed: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()  # with all that lies below them
    is_lost: bool = False  # the log does not tell all any more: everything is to be read anew

    @property
    def is_empty(self) -> bool:
        """Say whether no content was changed."""
        return not (self.changed or self.below or self.is_lost)


def changes_after(storage: Any, cursor: bytes, as_of: bytes | None = None) -> Changes:
    """Return what changed after the transaction ``cursor``.

    ``as_of``: what changed from there on as well, where that is before the cursor: a reader who
    began earlier does not see it, though the index knows it.
    """
    for turn in range(TRIES):
        try:
            return _read(storage, cursor, as_of)
        except MISREAD:
            if turn == TRIES - 1:
                raise
            sleep(0.01 * (turn + 1))
    raise AssertionError("not reached")


def _read(storage: Any, cursor: bytes, as_of: bytes | None) -> Changes:
    last = storage.lastTransaction()
    begin = cursor if as_of is None or as_of > cursor else as_of
    is_earlier = begin is not cursor
    if last == cursor and not is_earlier:
        return Changes(cursor)
    if last < cursor:  # an older backup was restored
        return Changes(last, is_lost=True)
    until, changed, below = cursor, set[int](), set[int]()
    with closing(_log_between(storage, begin, last)) as log:
        if not is_earlier and not _begins_with(log, cursor):
            return Changes(last, is_lost=True)
        for transaction in log:
            if transaction.status == PACKED:
                return Changes(last, is_lost=True)
            named = transaction.extension
            changed.update(named.get("changed", ()))
            below.update(named.get("below", ()))
            until = transaction.tid
    return Changes(until, frozenset(changed), frozenset(below))


def _log_between(storage: Any, cursor: bytes, last: bytes) -> Any:
    """Return the transactions from ``cursor`` to ``last``, from something that can be closed.

    What is appended meanwhile is left for the next look: half of it may be on the disk, which
    FileStorage would put into its own log as damage.
    """
    if not isinstance(storage, FileStorage):
        return storage.iterator(cursor, last)
    log = storage.iterator(None, last)
    try:
        # ``iterator(cursor)`` does this while it opens the file, and leaves it open if it misreads.
        log._skip_to_start(cursor)
    except BaseException:
        log.close()
        raise
    return log


def _begins_with(log: Iterator[Any], cursor: bytes) -> bool:
    first = next(log, None)
    return first is not None and first.tid == cursor
