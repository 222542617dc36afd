"""The folder of the index: what it was made with and why, and whether it is as it was written."""

import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from academe.errors import IndexDamaged

MARK = "made-with.json"
NOTE = "made-anew.json"
OURS = (".json", ".lock")  # endings of what is written over and over
OF_AN_INDEX = re.compile(
    r"[0-9a-f]{32}(\.\d+)?(\.\w+)?|(meta|\.managed|made-(with|anew))\.json"
    r"|\.tantivy-\w+\.lock|\.tmp\w+|lost\+found"
)
"""Names of what tantivy and we write there, and what the root of a disk has."""
LOST_AND_FOUND = "lost+found"
CHUNK = 1 << 20
SIGNED = 1337  # the last four bytes of a file that tantivy has finished
UNREADABLE = (OSError, ValueError, KeyError, TypeError)


class Remaking(NamedTuple):
    """That the index was read anew, for those who look after the site."""

    reason: str  # missing, removed, other, damaged or behind
    since: datetime  # UTC
    until: datetime | None = None  # None: not yet done


class Folder:
    """One index folder. It may vanish, be exchanged or rot at any time."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.path, self._fingerprint = path, fingerprint
        self._sign: tuple[int, int, int] | None = None
        self._read: dict[str, tuple[int, int]] = {}  # files that were read through as they are

    def check(self) -> None:
        """Raise IndexDamaged if the folder is missing, of another making, or has a rotten file."""
        try:
            mark = self.path / MARK
            made_with = json.loads(mark.read_text())["fingerprint"]
            self._sign = _sign_of(mark)
        except FileNotFoundError as error:
            raise IndexDamaged("it is not there", "missing") from error
        except UNREADABLE as error:
            raise IndexDamaged(str(error)) from error
        if made_with != self._fingerprint:
            raise IndexDamaged("made by another release or for other types", "other")
        self.read_through()

    def begin(self) -> None:
        """Make the folder empty, and mark it; raises OSError if something cannot be moved away."""
        clear(self.path)
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = self.path / ".tmpmark"  # half a mark, of a server that was killed, is none
        written.write_text(json.dumps({"fingerprint": self._fingerprint}))
        written.replace(self.path / MARK)
        self._sign, self._read = _sign_of(self.path / MARK), {}

    def is_there(self) -> bool:
        """Say whether this is still the folder that was opened."""
        try:
            return _sign_of(self.path / MARK) == self._sign
        except OSError:
            return False

    def read_through(self) -> None:
        """Read each file that is new or changed, once; raises IndexDamaged if one is not whole.

        tantivy signs what it has written, but looks at the signatures itself only in part.
        """
        for path, stamp in self._files():
            if self._read.get(path.name) == stamp:
                continue
            is_whole = _is_whole(path)
            if is_whole is None and path.name not in self._read:
                continue  # it is being written
            if not is_whole and path.exists():
                raise IndexDamaged(f"{path.name} is not as it was written")
            self._read[path.name] = stamp

    def _files(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        """Yield what tantivy writes once, and a stamp that changes when somebody else writes it."""
        for path in list(self.path.iterdir()):
            if path.name.endswith(OURS) or path.name.startswith("."):
                continue
            with suppress(FileNotFoundError):  # merged away at this moment
                found = path.stat()
                yield path, (found.st_size, found.st_mtime_ns)

    def note(self, remaking: Remaking) -> None:
        """Keep why the index was made anew, as long as this one lasts."""
        kept = {"reason": remaking.reason, "since": remaking.since.isoformat()}
        if remaking.until is not None:
            kept["until"] = remaking.until.isoformat()
        (self.path / NOTE).write_text(json.dumps(kept))

    def noted(self) -> Remaking | None:
        """Return why this index was made anew; None if nobody need know."""
        try:
            kept = json.loads((self.path / NOTE).read_text())
            since, until = datetime.fromisoformat(kept["since"]), kept.get("until")
            return Remaking(
                str(kept["reason"]), since, datetime.fromisoformat(until) if until else None
            )
        except UNREADABLE:
            return None


def clear(path: Path) -> None:
    """Take an index away; of a folder what is in it, for it may be a disk of its own, or a link.

    Raises IndexDamaged where something lies there that no index has: then nothing is taken away,
    for whoever linked to another folder may have meant another one.
    """
    if path.is_file():
        path.unlink()
    inside = list(path.iterdir()) if path.is_dir() else []
    foreign = sorted(one.name for one in inside if not OF_AN_INDEX.fullmatch(one.name))
    if foreign:
        named = ", ".join(foreign[:3])
        raise IndexDamaged(f"{path} holds what is no index ({named}): it is left alone")
    for one in inside:
        if one.name != LOST_AND_FOUND:
            _take_away(one)


def _take_away(one: Path) -> None:
    if one.is_dir() and not one.is_symlink():
        shutil.rmtree(one)
    else:
        one.unlink(missing_ok=True)


def _sign_of(mark: Path) -> tuple[int, int, int]:
    found = mark.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _is_whole(path: Path) -> bool | None:
    """Say whether a file has the checksum that it ends with; None if it has no end yet."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 8))
            tail = file.read()
            if len(tail) < 8 or int.from_bytes(tail[4:], "little") != SIGNED:
                return None
            length = int.from_bytes(tail[:4], "little")
            if length > size - 8:
                return False
            file.seek(size - 8 - length)
            signed = json.loads(file.read(length))["crc"]
            return signed == _checksum(file, size - 8 - length)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return False


def _checksum(file: BinaryIO, size: int) -> int:
    """Return the CRC-32 of the first ``size`` bytes."""
    file.seek(0)
    found = 0
    while size > 0 and (piece := file.read(min(CHUNK, size))):
        found, size = zlib.crc32(piece, found), size - len(piece)
    return found
