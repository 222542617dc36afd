"""Sitemaps kept in memory, packed, until the next commit to the content database.

They hold paths behind a mark: the address of the site is put in when they are read, so that
whatever somebody calls the site makes nothing anew.
"""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from academe.exchange.xml_text import escaped

BASE = "\ue000"  # a character of no address of ours: paths are ASCII
ROOM = 16 * 1024 * 1024  # bytes, packed
AT_ONCE = 65_536  # bytes that are unpacked
PATIENCE = 5  # seconds that one request waits while another makes a part


class SitemapParts:
    """The parts of one state of the contents; one is made at a time."""

    def __init__(self) -> None:
        self._state: Any = None
        self._parts: dict[Any, bytes] = {}
        self._lock = Lock()

    def find(self, state: Any, part: Any) -> bytes | None:
        """Return a part as it was packed for this state of the contents."""
        return self._parts.get(part) if self._state == state else None

    @contextmanager
    def making(self) -> Iterator[bool]:
        """Let one request make parts; False for those whose patience ends."""
        is_mine = self._lock.acquire(timeout=PATIENCE)
        try:
            yield is_mine
        finally:
            if is_mine:
                self._lock.release()

    def keep(self, state: Any, part: Any, packed: bytes) -> None:
        """Keep a part; whoever makes it holds the lock."""
        if self._state != state:
            self._state, self._parts = state, {}
        if sum(map(len, self._parts.values())) + len(packed) <= ROOM:
            self._parts[part] = packed


def pack(chunks: Iterable[bytes]) -> bytes:
    """Return the chunks packed; no more than one of them is ever there as it is."""
    packer = zlib.compressobj()
    return b"".join([*(packer.compress(chunk) for chunk in chunks), packer.flush()])


def unpack(packed: bytes, base: str) -> Iterator[bytes]:
    """Yield the text with the address of the site, a piece at a time."""
    opener, rest, mark = zlib.decompressobj(), packed, BASE.encode()
    told, kept = escaped(base).encode(), b""
    while not opener.eof:
        piece = kept + opener.decompress(rest, AT_ONCE)
        rest = opener.unconsumed_tail
        whole, kept = (piece, b"") if opener.eof else (piece[:-2], piece[-2:])  # half a mark?
        yield whole.replace(mark, told)
