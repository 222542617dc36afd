"""DurableStorage: a FileStorage whose acknowledged commits survive power cut and full disk.

What it adds to ZODB's FileStorage, and why, is told in docs/decisions/0010-durable-storage.md.
"""

import contextlib
import errno
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from persistent.timestamp import TimeStamp
from ZODB.blob import set_not_writable
from ZODB.FileStorage import FileStorage
from ZODB.FileStorage.format import TxnHeader
from ZODB.POSException import StorageTransactionError
from ZODB.utils import p64

from academe.errors import DatabaseError
from academe.store.checked import CheckedStorage
from academe.store.swapping import pack_and_sync
from academe.store.syncing import NotedFolders, sync_data, sync_file, sync_folder, write_at
from academe.store.turns import give_turns
from academe.store.uploads import bring_inside, sweep

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

# These say that there is no room; all others that the disk can no longer be trusted.
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# A transaction's records are kept in memory up to this many bytes before they are written.
IN_MEMORY = 32_000_000
CHUNK = 1_000_000


class DurableStorage(CheckedStorage):
    """A FileStorage that syncs blobs, folders and packs, and fails while it can still step back.

    ``broken`` is None, or the sentence that says why nothing may be written any more: the process
    has to end and be started again, because after a failed sync nobody knows what is on the disk.
    """

    broken: str | None = None

    _clock: Clock | None = None
    """Says when a transaction is; None is now. For a site that is made with a history."""

    # FileStorage's own, which has no types.
    _tfile: Any
    _pos: int

    def __init__(
        self,
        path: Path,
        *,
        blobs: Path | None = None,
        create: bool = False,
        read_only: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock
        if create and path.exists():
            raise DatabaseError(f"{path} exists already; nothing was changed.")
        # Held by whoever needs the files to stay where they are: a pack, or a backup.
        self.settled = threading.Lock()
        self._folders = NotedFolders(str(blobs.absolute()) if blobs else "")
        try:
            super().__init__(
                str(path.absolute()),
                create=create,
                read_only=read_only,
                blob_dir=str(blobs.absolute()) if blobs else None,
                packer=pack_and_sync,
            )
        except BaseException:
            close_files(self)
            raise
        self.turns = give_turns(self)
        if not read_only:
            self._file.flush()
            self._tfile.close()
            os.remove(self._file_name + ".tmp")
            self._renew_temp()
            if blobs:
                sweep(self.fshelper.temp_dir)
        if create:
            sync_file(path)
            sync_folder(path.parent)

    # Transactions

    def tpc_begin(self, transaction: Any, tid: Any = None, status: str = " ") -> None:
        """Begin a commit, unless the storage is broken."""
        if self.broken:
            raise DatabaseError(self.broken)
        if tid is None and self._clock is not None:
            tid = self._tid_at(self._clock())
        super().tpc_begin(transaction, tid, status)

    def _tid_at(self, moment: datetime) -> bytes:
        """Make a transaction's id of a moment, later than all before."""
        utc = moment.astimezone(UTC)
        day = (utc.year, utc.month, utc.day, utc.hour, utc.minute)
        stamp = TimeStamp(*day, utc.second + utc.microsecond / 1e6)
        return bytes(stamp.laterThan(TimeStamp(self.lastTransaction())).raw())

    def tpc_vote(self, transaction: Any) -> Any:
        """Put everything but one byte on the disk: what is full or broken shows here.

        Unsynced, the byte that makes a transaction valid could reach the disk before the rest.
        """
        try:
            with self._lock:
                if transaction is not self._transaction:
                    raise StorageTransactionError("tpc_vote called with wrong transaction")
                self._write_transaction()
            # Other commits wait for the disk; readers, who need the lock, do not.
            self._folders.sync()
            sync_data(self._file.fileno())
        except OSError as error:
            if error.errno not in DISK_FULL:
                self._break(error)
            with self._lock:
                self._nextpos = 0
                self._cut_back()
            raise
        return self._resolved

    def _write_transaction(self) -> None:
        """Append the transaction, not yet valid ("c").

        FileStorage writes through a buffer here: on a full disk the rest stays in the buffer, gets
        in the way of the cut back, and is written later, behind the next transaction.
        """
        user, description, extension = self._ude
        records = self._tfile.tell()
        length = self._thl + records
        header = TxnHeader(self._tid, length, "c", len(user), len(description), len(extension))
        header.user, header.descr, header.ext = user, description, extension
        descriptor = self._file.fileno()
        position = write_at(descriptor, header.asString(), self._pos)
        self._tfile.seek(0)
        while chunk := self._tfile.read(CHUNK):
            position = write_at(descriptor, chunk, position)
        position = write_at(descriptor, p64(length), position)
        self._file.seek(0, os.SEEK_END)  # drops what the buffer had read of the file's old end
        self._nextpos = position

    def _finish(self, tid: bytes, user: bytes, description: bytes, extension: bytes) -> None:
        try:
            super()._finish(tid, user, description, extension)
        except BaseException as error:  # FileStorage has closed itself: nobody can go on
            self._break(error)
            raise

    def _finish_finish(self, tid: bytes) -> None:
        self._file.flush()
        sync_data(self._file.fileno())
        self._pos = self._nextpos
        self._index.update(self._tindex)
        self._ltid = tid
        self._blob_tpc_finish()

    def _abort(self) -> None:
        if self._nextpos:
            self._nextpos = 0
            self._cut_back()
        # FileStorage forgets the blobs of a transaction that failed before its vote.
        folders = {
            os.path.dirname(self.fshelper.getBlobFilename(*dirty)) for dirty in self.dirty_oids
        }
        self._blob_tpc_abort()
        for folder in folders:
            with contextlib.suppress(OSError):  # not empty: stop there
                os.removedirs(folder)

    def _cut_back(self) -> None:
        try:
            self._file.truncate(self._pos)
            self._files.flush()
        except OSError as error:
            self._break(error)
            raise

    def _break(self, error: BaseException) -> None:
        self.broken = (
            f"{os.path.basename(self._file_name)} can no longer be written safely ({error}). "
            "Look at the disk, then start the site again; what was saved before is safe."
        )
        log.critical(self.broken)

    # The records of the running transaction

    def _clear_temp(self) -> None:
        self._tindex.clear()
        if self._tfile is not None:
            self._renew_temp()

    def _renew_temp(self) -> None:
        """Take a fresh place for records: one on a full disk could not even be rewound.

        In memory, and beyond that in a file without a name, so that no copy of deleted
        records stays behind in a file beside the database.
        """
        if not self._tfile.closed:
            with contextlib.suppress(OSError):
                self._tfile.close()
        self._tfile = tempfile.SpooledTemporaryFile(  # noqa: SIM115 lives as long as the storage
            IN_MEMORY, dir=os.path.dirname(self._file_name)
        )
        self._tfmt._file = self._tfile

    # Blobs

    def storeBlob(  # noqa: N802 ZODB's name
        self, oid: bytes, old: bytes, data: bytes, filename: str, version: str, transaction: Any
    ) -> None:
        """Store a record with its blob; takes the file away, also when that fails."""
        try:
            super().storeBlob(oid, old, data, filename, version, transaction)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.remove(filename)
            raise

    def _blob_storeblob(self, oid: bytes, serial: bytes, filename: str) -> None:
        filename = bring_inside(filename, self.blob_dir, self.fshelper.temp_dir)
        sync_file(filename)
        target = self.fshelper.getBlobFilename(oid, serial)
        with self._lock:
            self.dirty_oids.append((oid, serial))
            self._folders.make(os.path.dirname(target))
            os.rename(filename, target)
        set_not_writable(target)

    # Pack and index

    def pack(self, t: float, referencesf: Any, gc: bool | None = None) -> None:
        """Pack; waits for a running backup."""
        with self.settled:
            try:
                super().pack(t, referencesf, gc)
            except BaseException as error:
                if self._file.closed or self._folders_unsure:
                    self._break(error)
                raise

    _folders_unsure = False

    def _initIndex(self, index: Any, tindex: Any) -> None:  # noqa: N802 ZODB's name
        super()._initIndex(index, tindex)
        if self._pack_is_in_progress:
            # FileStorage calls this between the renames of a pack and the first commit after
            # them. Unsynced, that commit could lie in a file that has lost its name.
            self._folders_unsure = True
            sync_folder(os.path.dirname(self._file_name))
            self._folders_unsure = False

    def remove_old_files(self) -> None:
        """Remove what the last pack left beside (".old"); asked for after a verified backup."""
        with self.settled:
            with contextlib.suppress(FileNotFoundError):
                os.remove(self._file_name + ".old")
            if self.blob_dir and os.path.isdir(self.blob_dir + ".old"):
                shutil.rmtree(self.blob_dir + ".old")

    def _save_index(self) -> None:
        """Save the index, synced: a torn one could lead to wrong records. It may be lost."""
        if self._is_read_only:
            return
        name, new = self._file_name + ".index", self._file_name + ".index_tmp"
        try:
            self._index.save(self._pos, new)
            sync_file(new)
            os.replace(new, name)
        except OSError as error:
            log.warning("The index of %s was not saved: %s", self._file_name, error)
            with contextlib.suppress(OSError):
                os.remove(new)
        self._saved += 1


def close_files(storage: FileStorage) -> None:
    """Close what a FileStorage has opened that failed to open: else the lock would stay."""
    for name in ("_file", "_files", "_tfile", "_lock_file"):
        opened = getattr(storage, name, None)
        if opened is not None:
            opened.close()
