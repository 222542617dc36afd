"""Forgetting old states: never those of the content, unless a date is given."""

import os
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ZODB.DB import toTimeStamp
from ZODB.POSException import POSKeyError

from academe.errors import DatabaseError, RecordDamaged
from academe.store.databases import NAMES, Databases

DAY = 86_400  # seconds

# Old states of people's records are no business of anybody's: short enough for a privacy officer,
# long enough to look into what went wrong last week.
RECORDS_DAYS = 7


@dataclass(frozen=True)
class Packed:
    """What a pack of one database did; sizes in bytes, ``forgotten`` counts old states."""

    database: str
    before: int
    after: int
    forgotten: int
    since: datetime | None = None

    def __str__(self) -> str:
        if self.database == "content" and self.since is None:
            return "content: all history is kept (give a date to forget what is older)."
        sizes = f"{self.before:,} bytes before, {self.after:,} after"
        if self.since is None:
            return f"{self.database}: {self.forgotten:,} old states were forgotten; {sizes}."
        return (
            f"{self.database}: {self.forgotten:,} old states were forgotten; no page can be seen "
            f"as it was before {self.since:%Y-%m-%d} any more; {sizes}."
        )


def pack(databases: Databases, *, forget_before: datetime | None = None) -> list[Packed]:
    """Pack the records, and the content only if told from which date (UTC) on it is kept.

    The files before the pack stay beside (".old") until the next backup was verified.
    """
    done = []
    for name in NAMES:
        database = getattr(databases, name)
        storage = database.storage
        before, forgotten = storage.getSize(), 0
        until = forget_before.timestamp() if forget_before else None
        if name == "records":
            until = time.time() - RECORDS_DAYS * DAY
        if until is not None:
            forgotten = count_forgotten(storage, until)
            _pack(database, name, until)
        _remove_unowned_blobs(storage)
        since = forget_before if name == "content" else None
        done.append(Packed(name, before, storage.getSize(), forgotten, since))
    return done


def _pack(database: Any, name: str, until: float) -> None:
    try:
        database.pack(until)
    except RecordDamaged as error:
        raise DatabaseError(
            f"{name}.fs was not packed: what damaged records refer to could be lost. {error}"
        ) from error


def count_forgotten(storage: Any, until: float) -> int:
    """Return how many old states a pack to ``until`` (seconds) will forget, at least.

    Of each object the state current at that time is kept.
    """
    moment = toTimeStamp(datetime.fromtimestamp(until).astimezone()).raw()
    last = min(moment, storage.lastTransaction())
    states: Counter[bytes] = Counter()
    log = storage.iterator()
    try:
        for entry in log:
            if entry.tid > last:
                break
            states.update(record.oid for record in entry)
            if entry.tid == last:  # what comes behind may be half written
                break
    finally:
        log.close()
    return sum(count - 1 for count in states.values())


def _remove_unowned_blobs(storage: Any) -> None:
    """Remove the files of commits that a kill ended before they were finished."""
    if not storage.blob_dir:
        return
    with storage.settled:
        last = storage.lastTransaction()  # a running commit comes later than that
        for oid, folder in storage.fshelper.listOIDs():
            for name in os.listdir(folder):
                path = os.path.join(folder, name)
                _, tid = storage.fshelper.splitBlobFilename(path)
                if tid is not None and tid <= last and not _has_state(storage, oid, tid):
                    os.remove(path)


def _has_state(storage: Any, oid: bytes, tid: bytes) -> bool:
    try:
        storage.loadSerial(oid, tid)
    except POSKeyError:
        return False
    return True
