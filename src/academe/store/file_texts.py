"""The words of files, page by page, as they were read out of them: derived, never the truth.

They are kept by what the bytes hash to: contents that share a file share its words, and a file
that is replaced has other bytes. Losing them costs nothing but reading the files again.
"""

import json
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from academe.store.workfile import WorkFile
from academe.wording import from_line, to_line

SCHEMA = """
CREATE TABLE IF NOT EXISTS file_texts (
    sha256 TEXT PRIMARY KEY, pages BLOB NOT NULL, reason TEXT NOT NULL,
    reader INTEGER NOT NULL, made_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS file_texts_complete (reader INTEGER PRIMARY KEY)
"""
READER = 1  # raised when readers read more than before: what older ones read counts as missing
MOST_CHARACTERS = 400_000  # of one file, all pages together
ASKED_AT_ONCE = 500


def pages_of(work: WorkFile, sha256: str) -> tuple[str, ...]:
    """Return the text of each page of a file; nothing where none was read."""
    with work.reading() as reading:
        found = reading.execute("SELECT pages FROM file_texts WHERE sha256 = ?", (sha256,))
        row = found.fetchone()
    return tuple(json.loads(zlib.decompress(row[0]))) if row else ()


def reason_for(work: WorkFile, sha256: str) -> str | None:
    """Return why there is no text, or not all of it; "" if nothing is amiss, None: not read yet."""
    with work.reading() as reading:
        found = reading.execute("SELECT reason FROM file_texts WHERE sha256 = ?", (sha256,))
        row = found.fetchone()
    return from_line(row[0]) if row else None


def keep(
    work: WorkFile, sha256: str, pages: Sequence[str], now: datetime, *, reason: str = ""
) -> None:
    """Keep what was read of a file, and the sentence that says what was not; read again, it wins.

    Pages beyond MOST_CHARACTERS are not kept.
    """
    packed = zlib.compress(json.dumps(_cut(pages), ensure_ascii=False).encode())
    row = (sha256, packed, to_line(reason), READER, now.timestamp())
    with work.transaction() as writing:
        writing.execute("INSERT OR REPLACE INTO file_texts VALUES (?, ?, ?, ?, ?)", row)


def missing(work: WorkFile, sha256s: Iterable[str]) -> set[str]:
    """Return those of which nothing is kept, not even a reason."""
    asked = list(dict.fromkeys(sha256s))
    known: set[str] = set()
    with work.reading() as reading:
        for start in range(0, len(asked), ASKED_AT_ONCE):
            some = asked[start : start + ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            question = f"SELECT sha256 FROM file_texts WHERE reader = ? AND sha256 IN ({marks})"  # noqa: S608 question marks
            known.update(row[0] for row in reading.execute(question, (READER, *some)))
    return set(asked) - known


def is_complete(work: WorkFile) -> bool:
    """Say whether these readers have gone through the files of all contents once.

    Since then each change orders its own files.
    """
    with work.reading() as reading:
        found = reading.execute("SELECT 1 FROM file_texts_complete WHERE reader = ?", (READER,))
        return found.fetchone() is not None


def note_complete(work: WorkFile) -> None:
    """Keep that the files of all contents were gone through."""
    with work.transaction() as writing:
        writing.execute("INSERT OR REPLACE INTO file_texts_complete VALUES (?)", (READER,))


def forget_all_but(work: WorkFile, sha256s: set[str], before: datetime) -> int:
    """Forget what was read before a moment of other files than these; return of how many."""
    with work.transaction() as writing:
        asked = "SELECT sha256 FROM file_texts WHERE made_at < ?"
        found = {row[0] for row in writing.execute(asked, (before.timestamp(),))}
        gone = [(sha256,) for sha256 in found - sha256s]
        writing.executemany("DELETE FROM file_texts WHERE sha256 = ?", gone)
    return len(gone)


def page_with(pages: Sequence[str], words: Iterable[str]) -> int | None:
    """Return the number (from 1) of the first page with most of ``words``; None if none has any.

    Case and accents do not count, and what begins with a word has it: stems may be given.
    """
    wanted = {part for word in words for part in _parts(word)}
    best, most = None, 0
    for number, page in enumerate(pages, 1):
        there = " " + " ".join(_parts(page))
        count = sum(f" {word}" in there for word in wanted)
        if count > most:
            best, most = number, count
        if most == len(wanted):
            break
    return best


def _cut(pages: Sequence[str]) -> list[str]:
    kept, left = [], MOST_CHARACTERS
    for page in pages:
        if left <= 0:
            break
        kept.append(page[:left])
        left -= len(page)
    return kept


def _parts(text: str) -> list[str]:
    """Split into words without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return bare.split()
