"""The check of a database's end before it is opened: what was cut or spoiled there is put aside.

FileStorage appends. A process or machine that dies leaves, at worst, a last transaction that
nobody was told of; a damaged disk leaves zeros or garbage. See docs/decisions/0011-tail-repair.md.
"""

import logging
import mmap
import os
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ZODB.FileStorage.FileStorage import packed_version as MAGIC  # noqa: N812 it is a constant
from ZODB.FileStorage.format import DATA_HDR, DATA_HDR_LEN, TRANS_HDR, TRANS_HDR_LEN

from academe.errors import DatabaseError
from academe.store.stamping import has_stamp
from academe.store.syncing import sync_file, sync_folder

log = logging.getLogger(__name__)

START = len(MAGIC)

# The end is searched for a whole transaction in windows of growing size, in bytes.
WINDOWS = (1 << 20, 1 << 25)

# A transaction's length is 8 bytes, the first 3 of them 0 (nobody commits a terabyte), then the
# state: " " or "p" (packed). The 8 bytes of its time stand before.
_MAYBE = re.compile(rb"(?s)(?=\x00\x00\x00.{5}[ pu])")


class Whole(NamedTuple):
    """A transaction found whole: where it ends (bytes) and its id."""

    end: int
    tid: bytes


def repair_tail(path: Path) -> None:
    """Cut the file back to its last whole transaction; the cut bytes are kept beside it.

    Raises DatabaseError, and changes nothing, if it is no FileStorage, if nothing in it is whole,
    or if whole transactions follow the damage (cutting would lose them).
    """
    with path.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        if file.read(START) != MAGIC:
            raise DatabaseError(f"{path} is not a database of Academe (it is no FileStorage).")
        if size == START:
            raise DatabaseError(f"{path} holds no transaction. Restore a backup.")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            end = find_end(data, path.name)
            if end < size and not has_stamp(data, end):
                raise DatabaseError(
                    f"{path} is damaged from byte {end} on, and what stands before is not a "
                    "database of Academe (it has no stamp). Nothing was changed. Restore a backup."
                )
        if end < size:
            _save_cut(path, file.fileno(), end)
            file.truncate(end)
            os.fsync(file.fileno())


def damaged_bytes(path: Path) -> int:
    """Return how many bytes behind the last whole transaction belong to none; changes nothing."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return len(data) - find_end(data, path.name)


def find_end(data: mmap.mmap, name: str) -> int:
    """Return where the last whole transaction ends, in bytes."""
    size = len(data)
    if _ends_whole(data, size):
        return size
    end = START
    for window in (*WINDOWS, size):
        begin = max(START, size - window)
        first = next(_whole_ones(data, begin), None) if begin > START else START
        if first is not None:
            end = _follow(data, first)
            break
    if end == START:
        raise DatabaseError(f"{name} holds no whole transaction any more. Restore a backup.")
    later = next(_whole_ones(data, end), None)
    if later is not None:
        raise DatabaseError(
            f"{name} is damaged at byte {end} of {size}, and whole transactions follow at byte "
            f"{later}: cutting it there would lose them. Nothing was changed. Restore a backup."
        )
    return end


def whole_at(data: mmap.mmap, position: int) -> Whole | None:
    """Return the transaction at ``position`` if all of it is there and fits together."""
    if position + TRANS_HDR_LEN > len(data):
        return None
    header = struct.unpack_from(TRANS_HDR, data, position)
    tid, length, state, user, description, extension = header
    tail = position + length
    record = position + TRANS_HDR_LEN + user + description + extension
    if state not in (b" ", b"p", b"u") or record > tail or tail + 8 > len(data):
        return None
    if struct.unpack_from(">Q", data, tail)[0] != length:
        return None
    while record < tail:
        step = _record_length(data, record, position, tid)
        if step is None:
            return None
        record += step
    return Whole(tail + 8, tid) if record == tail else None


def _record_length(data: mmap.mmap, record: int, position: int, tid: bytes) -> int | None:
    if record + DATA_HDR_LEN > len(data):
        return None
    _, record_tid, before, transaction, versions, length = struct.unpack_from(
        DATA_HDR, data, record
    )
    if record_tid != tid or transaction != position or versions or before >= record:
        return None
    return int(DATA_HDR_LEN + (length or 8))


def _ends_whole(data: mmap.mmap, size: int) -> bool:
    """Tell whether the last transactions, read from the end, are whole: the usual case."""
    for _ in range(8):
        if size == START:
            return True
        if size < START + 8:
            return False
        position = size - 8 - int(struct.unpack_from(">Q", data, size - 8)[0])
        found = whole_at(data, position) if position >= START else None
        if found is None or found.end != size:
            return False
        size = position
    return True


def _follow(data: mmap.mmap, position: int) -> int:
    """Return where the unbroken row of whole transactions from ``position`` on ends."""
    before = b""
    while (found := whole_at(data, position)) is not None and found.tid > before:
        position, before = found
    return position


def _whole_ones(data: mmap.mmap, begin: int) -> Iterator[int]:
    """Yield every place from ``begin`` on where a whole transaction stands."""
    for maybe in _MAYBE.finditer(data, begin):
        position = maybe.start() - 8
        found = whole_at(data, position) if position >= begin else None
        # One without a record proves too little: its length stands twice by chance.
        if found is not None and found.end - position > TRANS_HDR_LEN + DATA_HDR_LEN:
            yield position


def _save_cut(path: Path, descriptor: int, end: int) -> None:
    """Write what will be cut beside the database, and take away the index that knows of it."""
    now = datetime.now(UTC)
    beside = path.with_name(f"{path.name}.cut-{now:%Y%m%dT%H%M%S.%fZ}")
    size = os.fstat(descriptor).st_size
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as saved:
        position = end
        while chunk := os.pread(descriptor, 1 << 20, position):
            saved.write(chunk)
            position += len(chunk)
    sync_file(beside)
    path.with_name(f"{path.name}.index").unlink(missing_ok=True)
    sync_folder(path.parent)
    log.warning(
        "%s: %d bytes behind the last whole transaction were cut off and kept in %s.",
        path,
        size - end,
        beside.name,
    )
