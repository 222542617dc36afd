"""CheckedStorage: a FileStorage that writes each record with its checksum and looks at it again.

Packs and iterators take the records as they are; who copies or forgets by what they say asks
``academe.store.checksums`` besides.
"""

from typing import Any

from ZODB.FileStorage import FileStorage

from academe.store.checksums import check, seal


class CheckedStorage(FileStorage):
    """A FileStorage that writes no record without a checksum and answers with no damaged one."""

    def store(self, oid: bytes, old: bytes, data: bytes, version: str, transaction: Any) -> None:
        """Store a record, checksum and all."""
        super().store(oid, old, seal(oid, data), version, transaction)

    def tryToResolveConflict(  # noqa: N802 ZODB's name
        self, oid: bytes, committed: bytes, old: bytes, new: bytes, committed_data: bytes = b""
    ) -> bytes:
        """Return what two commits of a tree make together: a record of its own."""
        return seal(oid, super().tryToResolveConflict(oid, committed, old, new, committed_data))

    def restore(
        self,
        oid: bytes,
        serial: bytes,
        data: bytes | None,
        version: str,
        previous: bytes | None,
        transaction: Any,
    ) -> None:
        """Store a record of another storage; None is one of an object that was undone."""
        sealed = None if data is None else seal(oid, data)
        super().restore(oid, serial, sealed, version, previous, transaction)

    def load(self, oid: bytes, version: str = "") -> tuple[bytes, bytes]:
        """Return record and transaction; raises RecordDamaged, as all that load do."""
        data, tid = super().load(oid, version)
        return check(oid, data), tid

    def loadBefore(  # noqa: N802 ZODB's name
        self, oid: bytes, tid: bytes
    ) -> tuple[bytes, bytes, bytes | None] | None:
        """Return record, transaction and the next one of the state before a transaction."""
        found = super().loadBefore(oid, tid)
        if found is not None:
            check(oid, found[0])
        return found

    def loadSerial(self, oid: bytes, serial: bytes) -> bytes:  # noqa: N802 ZODB's name
        """Return the record that a transaction wrote."""
        return check(oid, super().loadSerial(oid, serial))
