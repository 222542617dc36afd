"""The pack's new file: written and synced before it takes the place of the database's."""

import contextlib
import logging
import os
from pathlib import Path
from typing import Any

from ZODB.FileStorage.fspack import GC, FileStoragePacker

from academe.store.checksums import check
from academe.store.syncing import sync_file, sync_folder
from academe.store.turns import NoTurn, PackTurn

log = logging.getLogger(__name__)


# So much of what was committed meanwhile is copied while commits wait, in bytes; more only if it
# grows as fast as it is copied, for after so many rounds they wait in any case.
LAST_BYTES, ROUNDS = 1_000_000, 20


class CheckingGC(GC):
    """ZODB's search for what is still referred to; a damaged record stops it.

    A reference that the disk has changed would make the pack forget what is in use.
    """

    # GC's own, which has no types.
    _file: Any

    def findrefs(self, pos: int) -> Any:
        """Return what the record at ``pos`` refers to; raises RecordDamaged."""
        header = self._read_data_header(pos)
        if header.plen:
            check(header.oid, self._file.read(header.plen))
        return super().findrefs(pos)


class SyncingPacker(FileStoragePacker):
    """ZODB's packer, with the bulk of its new file on the disk before commits have to wait.

    ZODB's own lets commits pass after each one that it has copied: it may never come to the end.
    """

    # FileStoragePacker's own, which has no types.
    _commit_lock: Any
    _file: Any
    _storage: Any
    _tfile: Any

    def __init__(self, storage: Any, referencesf: Any, stop: bytes, gc: bool) -> None:
        super().__init__(storage, referencesf, stop, gc)
        self.gc = CheckingGC(self._file, self.file_end, stop, gc, referencesf)
        self._commit_lock = PackTurn(storage._commit_lock)

    def copyToPacktime(self) -> Any:  # noqa: N802 ZODB's name
        positions = super().copyToPacktime()
        self._sync()
        return positions

    def copyRest(self, ipos: int) -> None:  # noqa: N802 ZODB's name
        """Copy what was committed since the pack's time, the last bit of it with the lock held."""
        turn, self._commit_lock = self._commit_lock, NoTurn()
        turn.release()
        for _ in range(ROUNDS):
            end = self._storage.getSize()
            if end - ipos < LAST_BYTES:
                break
            ipos = self._copy_until(ipos, end)
            self._sync()
        turn.acquire()
        try:
            self._copy_until(ipos, self._storage.getSize())
        except BaseException:
            turn.release()
            raise
        self._commit_lock, self.locked = turn, True  # let go by whoever asked for the pack

    def _copy_until(self, position: int, end: int) -> int:
        while position < end:
            position = self.copyOne(position)
        return position

    def _sync(self) -> None:
        self._tfile.flush()
        os.fsync(self._tfile.fileno())


def pack_and_sync(storage: Any, referencesf: Any, stop: bytes, gc: bool) -> Any:
    """Write the packed file beside the database and sync it; returns with commits locked out."""
    packer = SyncingPacker(storage, referencesf, stop, gc)
    try:
        end = packer.pack()
        if end is None:
            return None
        try:
            _make_ready(storage._file_name)
        except BaseException:
            storage._commit_lock.release()
            raise
        return end, packer.index
    finally:
        packer.close()


def _make_ready(name: str) -> None:
    """Put the packed file on the disk, and take away the index: positions move."""
    try:
        with contextlib.suppress(FileNotFoundError):
            os.remove(f"{name}.index")
        sync_file(f"{name}.pack")
        sync_folder(os.path.dirname(name))
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(f"{name}.pack")
        raise


def finish_pack_swap(path: Path) -> None:
    """Finish or forget a pack that was cut: call before opening, with the site's lock held.

    A pack renames the database to ".old" and ".pack" to the database. Only between the two is
    there no database, and then ".pack" is whole, because it was synced before.
    """
    packed = Path(f"{path}.pack")
    if not packed.exists():
        return
    if path.exists():
        packed.unlink()
        log.warning("Removed %s, left by a pack that was cut short.", packed)
    elif Path(f"{path}.old").exists():
        packed.rename(path)
        sync_folder(path.parent)
        log.warning("Finished the pack of %s that was cut between its two renames.", path)
