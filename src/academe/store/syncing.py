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
