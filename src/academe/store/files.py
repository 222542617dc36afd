"""Files as they were handed in: a blob with what one must know to serve it.

Class and attribute names are frozen (tests/house/stored_names.txt).
"""

import hashlib
from io import BufferedWriter
from typing import BinaryIO

from persistent import Persistent
from ZODB.blob import Blob
from ZODB.Connection import Connection

CHUNK = 1 << 20  # bytes read at a time


class StoredFile(Persistent):
    """One file; never changed, only replaced, so it can be cached for ever by its hash."""

    def __init__(self, name: str, media_type: str) -> None:
        self.blob = Blob()
        self.name = name  # as the person's machine called it; shown, never used as a path
        self.media_type = media_type
        self.size = 0  # bytes
        self.sha256 = ""  # hex

    def __repr__(self) -> str:
        return f"<StoredFile of {self.size} bytes>"

    def open(self) -> BinaryIO:
        """Open the bytes for reading."""
        return self.blob.open("r")


def store_file(stream: BinaryIO, name: str, media_type: str, jar: Connection) -> StoredFile:
    """Copy ``stream`` into a new StoredFile that belongs to the connection ``jar``.

    The blob joins the connection before it is written: its temporary file then
    lies in the blob folder, on the same disk as its final place.
    """
    stored = StoredFile(name, media_type)
    jar.add(stored)
    jar.add(stored.blob)
    digest = hashlib.sha256()
    size = 0
    # A blob's file is unbuffered: on a full disk it takes a part and raises nothing.
    with BufferedWriter(stored.blob.open("w")) as target:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    stored.size, stored.sha256 = size, digest.hexdigest()
    return stored
