"""The pack's new file: written and synced before it takes the place of the database's."""

import contextlib
import logging
import os
from pathlib import Path
from typing import Any

from ZODB.FileStorage.fspack import FileStoragePacker

from academe.store.syncing import sync_file, sync_folder

log = logging.getLogger(__name__)


class SyncingPacker(FileStoragePacker):
    """ZODB's packer, with the bulk of its new file on the disk before commits have to wait."""

    def copyToPacktime(self) -> Any:  # noqa: N802 ZODB's name
        positions = super().copyToPacktime()
        self._tfile.flush()
        os.fsync(self._tfile.fileno())
        return positions


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
