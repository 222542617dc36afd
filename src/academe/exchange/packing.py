"""Files that were handed in one by one become one package, which waits as the others do."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from academe.errors import ImportRefused, InvalidAnswers
from academe.exchange.limits import Limits
from academe.exchange.names import TEXTS, check_name, check_names_differ, is_leftover, shorten
from academe.exchange.sources import BLOCK
from academe.wording import _

MOST_FILES = 500
"""That one form takes: each waits as an open file. More of them come as a zip archive."""

Handed = tuple[str, BinaryIO]  # (name, with its folders where there are some; the bytes)


@contextmanager
def packed(handed: Sequence[Handed], folder: Path) -> Iterator[Handed]:
    """Give name and bytes of the package that files make, for as long as it is asked.

    A package that came by itself stays what it is. All else is put into a zip archive that is
    called as the folder is, or as the first file where there is no folder. ``folder``: where there
    is room for that. Raises InvalidAnswers for the field ``package``.
    """
    if len(handed) == 1 and not handed[0][0].lower().endswith(TEXTS):
        yield handed[0]
        return
    named = _named(handed)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as kept:
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
            for name, stream in named.items():
                stream.seek(0)
                with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
                    shutil.copyfileobj(stream, target, BLOCK)
        kept.seek(0)
        yield _called(list(named)), cast(BinaryIO, kept)


def _named(handed: Sequence[Handed]) -> dict[str, BinaryIO]:
    """Check names and number before a byte is copied; leftovers of systems are passed over."""
    if len(handed) > MOST_FILES:
        raise InvalidAnswers({"package": too_many()})
    limits, found = Limits(), dict[str, BinaryIO]()
    try:
        for name, stream in handed:
            clean = check_name(name, limits)
            if clean in found:
                said = {"name": shorten(clean)}
                raise ImportRefused(_("There are two files of one name: ${name}.", mapping=said))
            if clean and not is_leftover(clean):
                found[clean] = stream
        check_names_differ(found)
    except ImportRefused as refusal:
        raise InvalidAnswers({"package": refusal.sentence}) from refusal
    if not found:
        raise InvalidAnswers({"package": _("There is nothing in this folder.")})
    return found


def too_many() -> str:
    """Say what to do with more files than one form takes."""
    return _(
        "These are more than ${most} files. Pack the folder as a zip archive and choose that: it "
        "is one file.",
        mapping={"most": MOST_FILES},
    )


def _called(names: list[str]) -> str:
    tops = {name.split("/", 1)[0] for name in names}
    if len(tops) == 1 and "/" in names[0]:
        return f"{tops.pop()}.zip"
    first = next((name for name in names if name.lower().endswith(TEXTS)), names[0])
    return f"{Path(first).stem}.zip"
