"""Zip archives: the whole directory is checked before the first file is taken out."""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from academe.errors import ImportRefused
from academe.exchange.limits import Limits
from academe.exchange.names import check_name, check_names_differ, is_leftover, shorten
from academe.exchange.sources import BLOCK, Source, open_regular
from academe.wording import _

MARK = b"PK\x03\x04"
"""The first bytes of every zip archive that holds something."""

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError)
"""What reading an entry raises when its bytes are not what they should be."""

LONGEST_COMMENT = 64
"""Bytes behind the directory: git leaves 40, and more may be a page that opens as one."""

_END = struct.Struct("<4s4H2LH")  # end of central directory
_END64 = struct.Struct("<4sQ2H2L4Q")  # the same for large archives, 20 bytes of locator after it
_LARGEST_ENTRY_HEAD = 512  # bytes in the directory for one entry, names and extras, on average


def open_zip(path: Path, limits: Limits) -> Iterator[Source]:
    """Check the whole directory of the archive first, then give its files one by one."""
    with open_regular(path, path.name) as raw:
        check_ends(raw, limits)
        try:
            archive = zipfile.ZipFile(raw)
        except (
            zipfile.BadZipFile,
            struct.error,
            ValueError,
            OSError,
            NotImplementedError,
        ) as error:
            raise ImportRefused(_("The file is not a zip archive, or it is damaged.")) from error
        with archive:
            entries = archive.infolist()
            _check_entries(entries, limits)
            _check_places(entries, archive.start_dir)
            for entry in entries:
                name = check_name(entry.filename, limits)
                if not entry.is_dir() and not is_leftover(name):
                    claimed = entry.file_size
                    yield Source(name, _open_entry(archive, entry, limits), claimed)


def check_ends(raw: IO[bytes], limits: Limits) -> None:
    """Look at the first and the last bytes before anything is read as a directory.

    zipfile reads a directory of any length into memory, and accepts an archive that begins as
    something else (a picture, a program): both are refused here.
    """
    if raw.read(4) != MARK:
        raise ImportRefused(_("The file is not a zip archive, or it is empty."))
    size = raw.seek(0, os.SEEK_END)
    raw.seek(max(0, size - _END.size - 0xFFFF - 20 - _END64.size))
    tail = raw.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise ImportRefused(_("The zip archive is cut off: its directory is missing."))
    comment = tail[at + _END.size :]
    if len(comment) > LONGEST_COMMENT or b"<" in comment:
        raise ImportRefused(
            _("Something is written behind the end of the zip archive. Please pack it anew.")
        )
    count, directory_bytes = _read_counts(tail, at)
    if count > limits.entries or directory_bytes > limits.entries * _LARGEST_ENTRY_HEAD:
        raise ImportRefused(
            _("The archive has more than ${most} files.", mapping={"most": f"{limits.entries:,}"})
        )
    raw.seek(0)


def _read_counts(tail: bytes, at: int) -> tuple[int, int]:
    """Read how many entries the directory claims, and in how many bytes."""
    fields: tuple[Any, ...] = _END.unpack_from(tail, at)
    if at < 20 or tail[at - 20 : at - 16] != b"PK\x06\x07":
        return fields[4], fields[5]
    begin = at - 20 - _END64.size
    if begin < 0 or tail[begin : begin + 4] != b"PK\x06\x06":
        raise ImportRefused(_("The zip archive is damaged: its directory is missing."))
    fields = _END64.unpack_from(tail, begin)
    return fields[7], fields[8]


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise ImportRefused(
            _("The archive has more than ${most} files.", mapping={"most": f"{limits.entries:,}"})
        )
    names = []
    for entry in entries:
        _check_entry(entry)
        name = check_name(entry.orig_filename, limits)
        if not entry.is_dir():
            names.append(name)
    check_names_differ(names)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.total_bytes:
        raise ImportRefused(_("The package is too large when unpacked."))
    if unpacked > limits.ratio_free_bytes and unpacked > packed * limits.ratio:
        raise ImportRefused(
            _("The package unpacks to far more than it should: it looks like a zip bomb.")
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse what is not a plain file or folder, plainly packed."""
    shown = shorten(entry.filename)
    if entry.flag_bits & 0x2041:  # encrypted, strongly encrypted, masked directory
        raise ImportRefused(_("${name} in the package is encrypted.", mapping={"name": shown}))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ImportRefused(
            _("${name} in the package is packed in an unusual way.", mapping={"name": shown})
        )
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ImportRefused(
            _("${name} in the package is a link or a device, not a file.", mapping={"name": shown})
        )


def _check_places(entries: list[zipfile.ZipInfo], directory_at: int) -> None:
    """Refuse entries that share bytes: the way to make a bomb of any size."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ImportRefused(_("The package has files that lie inside each other: a zip bomb."))
        end = entry.header_offset + 30 + entry.compress_size
    if end > directory_at:
        raise ImportRefused(_("The zip archive is damaged: its files overlap its directory."))


def _open_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> IO[bytes]:
    """Open one file so that all of it comes: zipfile stops where the claimed size ends."""
    entry.file_size = limits.file_bytes + BLOCK
    try:
        return archive.open(entry)
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, RuntimeError) as error:
        shown = shorten(entry.filename)
        raise ImportRefused(
            _(
                "${name} in the package is damaged: ${why}.",
                mapping={"name": shown, "why": str(error)},
            )
        ) from error
