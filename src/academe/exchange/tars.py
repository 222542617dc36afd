"""Archives of the kind tar.gz: read in one go, block by block, and nothing but plain files."""

import struct
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from academe.errors import ImportRefused
from academe.exchange.limits import Clock, Limits
from academe.exchange.names import check_name, is_leftover, shorten
from academe.exchange.sources import BLOCK, Source, open_regular
from academe.wording import _

MARK = b"\x1f\x8b"
"""The first bytes of everything that gzip has packed."""

_HEAD = 512  # bytes; heads and files begin at a multiple of it
_LONGEST_EXTRA = 64 * 1024  # bytes of a long name or of the words of POSIX about one file
_ZEROS = bytes(_HEAD)
_FILES, _FOLDERS = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE), (tarfile.DIRTYPE,)
_OF_ALL = tarfile.XGLTYPE  # what holds for every file that follows: comments, mostly


def open_tar(path: Path, limits: Limits, clock: Clock) -> Iterator[Source]:
    """Give the files of a tar.gz one by one; each has to be read to its end before the next."""
    with open_regular(path, path.name) as raw:
        inflated = _Inflated(raw, path.stat().st_size, limits, clock)
        for name, size in _entries(inflated, limits):
            rest = _Rest(inflated, size)
            if is_leftover(name):
                rest.skip()
            else:
                yield Source(name, cast(IO[bytes], rest), size)
            inflated.take(-size % _HEAD)


def _entries(inflated: "_Inflated", limits: Limits) -> Iterator[tuple[str, int]]:
    """Give name and size of each plain file, standing at its first byte."""
    count, said = 0, dict[str, str]()
    while (block := inflated.take(_HEAD)) != _ZEROS:
        head = _read_head(block)
        count += 1
        if count > limits.entries:
            raise ImportRefused(
                _(
                    "The archive has more than ${most} files.",
                    mapping={"most": f"{limits.entries:,}"},
                )
            )
        if head.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, _OF_ALL):
            extra = _take_extra(inflated, head.size)
            said |= _words(extra, head.type)
            continue
        name = check_name(said.get("path", head.name), limits)
        size = _size(said.get("size"), head.size)
        said = {}
        if head.type in _FILES:
            yield name, size
        elif head.type not in _FOLDERS or size:
            shown = shorten(head.name)
            raise ImportRefused(
                _(
                    "${name} in the package is a link or a device, not a file.",
                    mapping={"name": shown},
                )
            )
    inflated.check_end()


def _damaged(why: str) -> ImportRefused:
    return ImportRefused(_("The archive is damaged: ${why}.", mapping={"why": why}))


def _read_head(block: bytes) -> Any:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError, struct.error) as error:
        raise _damaged(_("it has something else where a file begins")) from error


def _take_extra(inflated: "_Inflated", size: int) -> bytes:
    if not 0 <= size <= _LONGEST_EXTRA:
        raise ImportRefused(_("The package has a file name that is too long."))
    return inflated.take(size + -size % _HEAD)[:size]


def _words(extra: bytes, kind: bytes) -> dict[str, str]:
    """Read what is said about the file that follows: its whole name, its size."""
    if kind == _OF_ALL:
        return {}
    if kind == tarfile.GNUTYPE_LONGNAME:
        return {"path": extra.rstrip(b"\0").decode("utf-8", "surrogateescape")}
    found = {}
    while extra.strip(b"\0"):
        digits, _space, _rest = extra.partition(b" ")
        length = int(digits) if digits.isdigit() and len(digits) < 6 else 0
        if not len(digits) + 1 < length <= len(extra):
            raise _damaged(_("what it says about a file cannot be read"))
        key, _equals, value = extra[len(digits) + 1 : length - 1].partition(b"=")
        if key.startswith(b"GNU.sparse"):
            raise ImportRefused(_("The package is packed in an unusual way."))
        found[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        extra = extra[length:]
    return {name: found[name] for name in ("path", "size") if name in found}


def _size(said: str | None, in_head: int) -> int:
    size = in_head if said is None else int(said) if said.isascii() and said.isdigit() else -1
    if not 0 <= size < 2**63:
        raise _damaged(_("a file has no size"))
    return size


class _Inflated:
    """The unpacked bytes of a gzip file, counted: it may not swell without end."""

    def __init__(self, raw: IO[bytes], packed: int, limits: Limits, clock: Clock) -> None:
        self._raw, self._clock = raw, clock
        self._inflate = zlib.decompressobj(wbits=31)
        self._buffer = bytearray()
        self._left = max(limits.ratio_free_bytes, packed * limits.ratio)

    def take(self, wanted: int) -> bytes:
        """Give exactly so many bytes."""
        while len(self._buffer) < wanted:
            if not self._fill():
                raise ImportRefused(_("The archive is cut off."))
        taken = bytes(self._buffer[:wanted])
        del self._buffer[:wanted]
        return taken

    def _fill(self) -> bool:
        """Unpack a little more; False at the end."""
        self._clock.check()
        packed = self._inflate.unconsumed_tail or self._raw.read(BLOCK)
        if self._inflate.eof or not packed:
            return False
        try:
            more = self._inflate.decompress(packed, BLOCK)
        except zlib.error as error:
            raise _damaged(str(error)) from error
        self._left -= len(more)
        if self._left < 0:
            raise ImportRefused(
                _("The package unpacks to far more than it should: it looks like a zip bomb.")
            )
        self._buffer += more
        return True

    def check_end(self) -> None:
        """Refuse an archive behind whose end something else lies: it would be two things in one."""
        while True:
            if self._buffer.strip(b"\0"):
                raise _damaged(_("something lies behind its end"))
            self._buffer.clear()
            if not self._fill():
                break
        behind = self._inflate.unused_data
        while behind or not self._inflate.eof:
            if behind.strip(b"\0") or not self._inflate.eof:
                raise _damaged(_("something lies behind its end"))
            self._clock.check()
            behind = self._raw.read(BLOCK)


class _Rest:
    """The bytes of one file inside of the archive, as a stream."""

    def __init__(self, inflated: _Inflated, size: int) -> None:
        self._inflated, self._left = inflated, size

    def read(self, wanted: int) -> bytes:
        taken = self._inflated.take(min(wanted, self._left))
        self._left -= len(taken)
        return taken

    def skip(self) -> None:
        while self.read(BLOCK):
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close: the archive is read on."""
