"""The one entry for the words of a file: its pages, or the sentence that says why there are none.

A file that is broken, has a password, is too large or was made to do harm is no error: it has
no text, for a reason that is kept and shown.
"""

import errno
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from academe.errors import ImportRefused
from academe.exchange.gathering_pages import BROKEN, LIMITS, MOST_PAGES, too_long
from academe.exchange.limits import Limits
from academe.exchange.reading import ReaderEnded, TookTooLong, answer_of, run_apart
from academe.wording import _

READER = "academe.exchange.file_texts_apart"
ROOM = 2  # times the answer, that the disk must have: else a full disk would look like a bad file


class FileText(NamedTuple):
    """What was read of one file."""

    pages: tuple[str, ...]
    reason: str  # why there is no text, or not all of it; empty if nothing is amiss


def read_file_text(path: Path, limits: Limits = LIMITS) -> FileText:
    """Read the words of a file in a child process; raises OSError if this machine cannot."""
    if path.stat().st_size > limits.file_bytes:
        most = limits.file_bytes // (1024 * 1024)
        return FileText((), _("It is larger than ${most} MB.", mapping={"most": most}))
    own = Path(tempfile.mkdtemp(prefix="words-")).resolve()
    try:
        if shutil.disk_usage(own).free < limits.answer_bytes * ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        run_apart(path.resolve(), own, limits, module=READER)
        return _from_answer(answer_of(own, limits))
    except TookTooLong:
        return FileText((), too_long(limits.seconds))
    except ReaderEnded:
        return FileText((), _("It is damaged, or needs too much memory to be read."))
    except ImportRefused as refusal:
        return FileText((), refusal.sentence)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _from_answer(answer: bytes) -> FileText:
    """Look through what the child says: a hostile file may have taken it over."""
    try:
        said = json.loads(answer)
        pages, is_cut = said["pages"], said["is_cut"]
        if not all(isinstance(page, str) for page in pages) or len(pages) > MOST_PAGES:
            raise ValueError("no pages")
    except (ValueError, LookupError, TypeError, RecursionError):
        return FileText((), BROKEN)
    if not any(letter.isalnum() for page in pages for letter in page):
        return FileText((), _("There are no words in it: its pages may be pictures of text."))
    if is_cut:
        only = _(
            "Only the words on its first pages can be found, up to page ${page}: it is very long.",
            mapping={"page": len(pages)},
        )
        return FileText(tuple(pages), only)
    return FileText(tuple(pages), "")
