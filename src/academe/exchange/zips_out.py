"""Writes zips: names that every system takes, the same bytes for the same course."""

import zipfile
from posixpath import splitext

from academe.store.files import StoredFile

WHEN = (2000, 1, 1, 0, 0, 0)  # of every file, so that the same course is the same zip
BLOCK = 64 * 1024


def safe_name(name: str) -> str:
    """Return a file's name that every system takes; most are taken as they are."""
    kept = "".join(c if c.isalnum() or c in "-_. ()[]',&+!" else "_" for c in name).strip(". ")
    stem, ending = splitext(kept)
    return f"{stem[:60].rstrip() or 'file'}{ending[:12]}"


def free_name(name: str, taken: set[str]) -> str:
    """Return the name, in a folder of its own where another file has it already."""
    found, number = name, 2
    while found.casefold() in taken:
        found, number = f"{number}/{name}", number + 1
    taken.add(found.casefold())
    return found


def write_text(archive: zipfile.ZipFile, name: str, text: str | bytes) -> None:
    """Write a text in UTF-8."""
    info = zipfile.ZipInfo(name, WHEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text if isinstance(text, bytes) else text.encode("utf-8"))


def write_stored(archive: zipfile.ZipFile, name: str, stored: StoredFile) -> None:
    """Write a stored file piece by piece, as it is."""
    info = zipfile.ZipInfo(name, WHEN)
    info.file_size = stored.size
    with stored.open() as source, archive.open(info, "w") as target:
        while block := source.read(BLOCK):
            target.write(block)
