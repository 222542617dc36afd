"""The stamp that says what a database is: whose site, which of its databases, which version.

It is one line of text in the root object, so that it can be read without loading a class.
"""

import mmap
import re
import secrets
from typing import Any, NamedTuple

from ZODB.POSException import POSKeyError
from ZODB.utils import load_current, z64

from academe.errors import DatabaseError

# Raised by a release that cannot work on the data of the one before; its page in CHANGES.md tells
# how to go over.
DATA_VERSION = 1
ROOT_KEY = "stamp"

_LINE = re.compile(rb"academe stamp: ([a-z]+) of site ([0-9a-f]{32}), version (\d{1,9})\.")


class Stamp(NamedTuple):
    """What a database says of itself; ``site`` is the same in all databases of one site."""

    holds: str
    site: str
    version: int = DATA_VERSION

    def __str__(self) -> str:
        return f"academe stamp: {self.holds} of site {self.site}, version {self.version}."


def new_site_id() -> str:
    """Return a new random name for a site: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def find_stamp(root_record: bytes) -> Stamp | None:
    """Return the stamp in the stored bytes of a root object, None if there is none."""
    found = _LINE.search(root_record)
    if found is None:
        return None
    holds, site, version = found.groups()
    return Stamp(holds.decode("ascii"), site.decode("ascii"), int(version))


def has_stamp(data: bytes | mmap.mmap, until: int) -> bool:
    """Tell whether a stamp stands anywhere in the first ``until`` bytes of a database."""
    return _LINE.search(data, 0, until) is not None


def read_stamp(storage: Any) -> Stamp | None:
    """Return the stamp of an open storage, None if it is not a database of Academe."""
    try:
        record, _ = load_current(storage, z64)
    except POSKeyError:
        return None
    return find_stamp(record)


def check_stamp(stamp: Stamp | None, holds: str, name: str) -> Stamp:
    """Return the stamp if it is the one of such a database of this version, else raise."""
    if stamp is None:
        raise DatabaseError(
            f"{name} is a database, but not one of Academe (it has no stamp). "
            "Put the right file there, or restore a backup."
        )
    if stamp.holds != holds:
        raise DatabaseError(
            f"{name} holds the {stamp.holds}, not the {holds}: the files were exchanged."
        )
    if stamp.version != DATA_VERSION:
        written = "an older" if stamp.version < DATA_VERSION else "a newer"
        raise DatabaseError(
            f"{name} has data of version {stamp.version}; this release works on version "
            f"{DATA_VERSION}. Nothing was changed: serve it with {written} release, such as the "
            "one that wrote it; CHANGES.md says which release takes which data over."
        )
    return stamp


def check_same_site(content: Stamp, records: Stamp) -> str:
    """Return the id of the site that both databases belong to, else raise."""
    if content.site != records.site:
        raise DatabaseError(
            f"content.fs belongs to site {content.site[:8]} and records.fs to site "
            f"{records.site[:8]}: they were not made together. Restore both from one backup."
        )
    return content.site
