"""The checksum behind every stored record: what the disk has changed is never taken for an answer.

Eight bytes follow a record's two pickles, where no reader of pickles looks: the CRC-32 of object id
and pickles, then MARK. Records of older databases have none; docs/decisions/0045 tells the rest.
"""

import zlib
from io import BytesIO

from ZODB._compat import PersistentUnpickler
from ZODB.utils import u64

from academe.errors import RecordDamaged

# A pickle ends with STOP. The mark's last byte is its complement: no flip of fewer than eight bits
# makes a record with a checksum look like one of an older database.
STOP = b"."
MARK = b"\xabC3" + bytes([STOP[0] ^ 0xFF])
LENGTH = 4 + len(MARK)


def seal(oid: bytes, data: bytes) -> bytes:
    """Return a record with its checksum; one that has a right one stays as it is."""
    if has_checksum(data):
        return check(oid, data)
    return data + _checksum(oid, data) + MARK


def check(oid: bytes, data: bytes) -> bytes:
    """Return a record as it was read; raises RecordDamaged if its checksum is not that of its data.

    Quick enough for each load. Of a record of an older database only the end is looked at.
    """
    if has_checksum(data):
        if data[-LENGTH : -len(MARK)] != _checksum(oid, data[:-LENGTH]):
            raise RecordDamaged(u64(oid), "its data are not those that its checksum was made of")
    elif not data.endswith(STOP):
        raise RecordDamaged(u64(oid), "its end is neither that of a pickle nor a checksum")
    return data


def check_whole(oid: bytes, data: bytes) -> None:
    """Raise RecordDamaged also if a record looks like one of an older database and is none.

    Such a one ends with its second pickle: bytes behind that were once a checksum. Raises whatever
    reading a damaged pickle raises, too.
    """
    if has_checksum(check(oid, data)):
        return
    stream = BytesIO(data)
    pickles = PersistentUnpickler(None, lambda reference: None, stream)
    pickles.noload()
    pickles.noload()
    if behind := len(data) - stream.tell():
        raise RecordDamaged(u64(oid), f"{behind} bytes that are no checksum follow its data")


def has_checksum(data: bytes) -> bool:
    """Tell whether a record has a checksum, right or wrong: one of an older database has none."""
    return data.endswith(MARK)


def _checksum(oid: bytes, data: bytes) -> bytes:
    return zlib.crc32(data, zlib.crc32(oid)).to_bytes(4, "big")
