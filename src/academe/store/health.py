"""Whether a site can be read and written at this moment; found out without writing anything."""

import logging
import os
from collections.abc import Iterator
from typing import Any

from ZODB.POSException import POSError
from ZODB.utils import load_current, z64

from academe.errors import DatabaseError
from academe.store.databases import NAMES, Databases

log = logging.getLogger(__name__)


def trouble_of(databases: Databases) -> str | None:
    """Return a sentence on what is wrong, None if the site can be read and written.

    Names no path: everybody may ask. What the keeper has to know besides is logged.
    """
    return next(_troubles(databases), None)


def _troubles(databases: Databases) -> Iterator[str]:
    if databases.broken:
        log.error("health: %s", databases.broken)
        yield "A database can no longer be written safely: the site has to be started again."
    for name in NAMES:
        storage = getattr(databases, name).storage
        if not _can_be_read(storage, name):
            yield f"The {name} database cannot be read."
        if storage.isReadOnly():
            yield f"The {name} database is open for reading only."
        with storage._lock:  # between the two renames of a pack there is no file of that name
            is_there = os.path.exists(storage.getName())
        if not is_there:
            yield f"The file of the {name} database is no longer in its place."
    if not os.access(databases.folder, os.W_OK | os.X_OK):
        yield "The folder of the databases cannot be written."
    elif not databases.has_room_for_uploads():
        yield "The disk is nearly full."


def _can_be_read(storage: Any, name: str) -> bool:
    """Read the root's record, past every cache of objects."""
    try:
        load_current(storage, z64)
    except (POSError, DatabaseError, OSError, ValueError) as error:  # ValueError: a closed file
        log.error("health: %s cannot be read: %s", name, error)
        return False
    return True
