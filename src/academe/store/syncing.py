"""Making sure that what was written is on the disk: the few calls that everything safe rests on.

A rename, a new file and a removed file are entries of a *folder*; they are only safe once the
folder itself was synced. The contents of a file are only safe once the file was synced.
"""

import os
from pathlib import Path

# Only what is needed to read the data back is synced (length, yes; time of change, no), which
# spares a journal commit for a byte that is overwritten in place. macOS has no fdatasync.
sync_data = getattr(os, "fdatasync", os.fsync)


def sync_file(path: str | Path) -> None:
    """Return when the contents of the file are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: str | Path) -> None:
    """Return when the entries of the folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_at(descriptor: int, data: bytes, position: int) -> int:
    """Write all of ``data`` past any buffer and return the position behind it, in bytes."""
    rest = memoryview(data)
    while rest:
        written = os.pwrite(descriptor, rest, position)
        position += written
        rest = rest[written:]
    return position


class NotedFolders:
    """The folders below ``top`` in which there may be a new entry that is not yet synced."""

    def __init__(self, top: str) -> None:
        self.top = top
        self._synced: set[str] = set()
        self._noted: set[str] = set()

    def make(self, folder: str) -> None:
        """Make a folder, and those above, for a file that will come into it."""
        self._make(folder)
        self._noted.add(folder)

    def _make(self, folder: str) -> None:
        if folder == self.top:
            return
        above = os.path.dirname(folder)
        self._make(above)
        try:
            os.mkdir(folder)
        except FileExistsError:
            if folder in self._synced:
                return
        # New, or of an earlier process that was perhaps killed before it could sync.
        self._synced.discard(folder)
        self._noted.add(above)

    def sync(self) -> None:
        """Sync what was noted; it stays noted when that fails."""
        for folder in self._noted:
            if os.path.isdir(folder):  # else of a commit that was given up
                sync_folder(folder)
        self._synced |= self._noted
        self._noted.clear()
