"""Reading everything that is stored, to find damage before a person does."""

import hashlib
import os
import pickle
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import transaction
from BTrees.check import check as check_keys
from BTrees.Interfaces import IBTree, ITreeSet
from BTrees.OOBTree import OOBTree, OOBucket
from persistent.timestamp import TimeStamp
from ZODB.blob import is_blob_record
from ZODB.broken import Broken
from ZODB.POSException import POSError
from ZODB.serialize import referencesf
from ZODB.utils import load_current, u64

from academe.errors import DatabaseError, RecordDamaged
from academe.store.checksums import check_whole
from academe.store.content import Content, path_of
from academe.store.databases import NAMES, Databases
from academe.store.files import CHUNK, StoredFile

# What loading a damaged record can raise; anything else is a fault of ours and is not hidden.
DAMAGE = (
    RecordDamaged,
    POSError,
    pickle.UnpicklingError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    ImportError,
    EOFError,
    OSError,
)

# Called with the name of what is read, how much of it was read, and how much there is.
Progress = Callable[[str, int, int], None]
# What a later floor knows to hold between objects; yields each that does not, or a sentence.
Check = Callable[[Databases], Iterable["str | Finding"]]

REPORT_EVERY = 500


@dataclass(frozen=True)
class Finding:
    """One damaged thing; ``place`` is the address of the content it belongs to, "" if unknown."""

    database: str
    oid: int
    place: str
    sentence: str

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        return f"{self.database}, object {self.oid:#x}{where}: {self.sentence}"


def verify(
    databases: Databases, progress: Progress | None = None, checks: Iterable[Check] = ()
) -> list[Finding]:
    """Load every record and read every file of both databases; return what is damaged.

    Works while the site is served; a pack waits for it.
    """
    report = progress or _say_nothing
    findings: list[Finding] = []
    for name in NAMES:
        reading = _Reading(name, getattr(databases, name), report)
        findings += reading.read()
    for check in checks:
        findings += [
            each if isinstance(each, Finding) else Finding("content", 0, "", each)
            for each in check(databases)
        ]
    return findings


def _say_nothing(what: str, done: int, total: int) -> None:
    """Take the place of a progress bar."""


@dataclass
class _Reading:
    """One pass over one database."""

    name: str
    database: Any
    report: Progress
    findings: list[Finding] = field(default_factory=list)
    # object id -> id of one object that refers to it
    referrers: dict[int, int] = field(default_factory=dict)
    # object id -> sentences on its damaged states, told when their place is known
    damaged: dict[int, list[str]] = field(default_factory=dict)
    # id of a damaged object -> ids of all that refer to it: one of them says its name
    around: dict[int, list[int]] = field(default_factory=dict)
    trees: set[int] = field(default_factory=set)
    inner_nodes: set[int] = field(default_factory=set)

    def read(self) -> list[Finding]:
        storage = self.database.storage
        file = os.fstat(storage._file.fileno()).st_ino
        with storage.settled:
            self._read_history(storage)
            self._read_objects(storage)
        if storage.isReadOnly() and os.stat(storage.getName()).st_ino != file:
            raise DatabaseError(f"{self.name}.fs was packed while it was read. Run this again.")
        return self.findings

    def _found(self, oid: int, sentence: str, connection: Any = None) -> None:
        place = self._place(oid, connection) if connection is not None else ""
        self.findings.append(Finding(self.name, oid, place, sentence))

    def _read_history(self, storage: Any) -> None:
        """Read all records, old ones too, and look for their files."""
        last, total = storage.lastTransaction(), storage.getSize()
        log = storage.iterator()
        try:
            for count, entry in enumerate(log):
                for record in entry:
                    self._read_record(storage, record)
                if count % REPORT_EVERY == 0:
                    self.report(f"{self.name}: history", entry._tpos, total)
                if entry.tid >= last:  # what comes behind may be half written
                    break
        except DAMAGE as error:
            self._found(0, f"the history cannot be read on: {_say(error)}")
        finally:
            log.close()
        self.report(f"{self.name}: history", total, total)

    def _read_record(self, storage: Any, record: Any) -> None:
        if record.data is None:
            return
        oid = u64(record.oid)
        if said := damage_of(record):
            self.damaged.setdefault(oid, []).append(said)
            return
        if storage.blob_dir and is_blob_record(record.data):
            path = storage.fshelper.getBlobFilename(record.oid, record.tid)
            if not os.path.exists(path):
                self._found(oid, f"its file {os.path.relpath(path, storage.blob_dir)} is missing")

    def _read_objects(self, storage: Any) -> None:
        """Load every current object, and check what it refers to, its file or its tree."""
        with storage._lock:
            oids = list(storage._index.keys())
        transactions = transaction.TransactionManager()
        connection = self.database.open(transactions)
        try:
            for oid in oids:
                self._note_references(storage, oid)
            for count, oid in enumerate(oids):
                self._read_object(connection, oid)
                if count % REPORT_EVERY == 0:
                    connection.cacheGC()
                    self.report(f"{self.name}: objects", count, len(oids))
            for number in sorted(self.trees - self.inner_nodes):
                self._check_tree(connection, number)
            for number, sentences in self.damaged.items():
                for sentence in sentences:
                    self._found(number, sentence, connection)
        finally:
            transactions.abort()
            connection.close()
        self.report(f"{self.name}: objects", len(oids), len(oids))

    def _note_references(self, storage: Any, oid: bytes) -> None:
        number = u64(oid)
        try:
            references = referencesf(load_current(storage, oid)[0])
        except DAMAGE:
            return  # told when it is loaded
        for reference in references:
            self.referrers.setdefault(u64(reference), number)
            if u64(reference) in self.damaged:
                self.around.setdefault(u64(reference), []).append(number)
            if reference not in storage._index:
                self._found(number, f"refers to object {u64(reference):#x}, which is not there")

    def _read_object(self, connection: Any, oid: bytes) -> None:
        number = u64(oid)
        try:
            thing = connection.get(oid)
            thing._p_activate()
            if isinstance(thing, StoredFile):
                self._read_file(connection, thing)
            elif _is_tree(thing):
                self.trees.add(number)
                self.inner_nodes |= _nodes_below(thing)
        except DAMAGE as error:
            if number not in self.damaged:
                self._found(number, f"cannot be loaded: {_say(error)}", connection)
            return
        if isinstance(thing, Broken):
            kind = type(thing)
            self._found(
                number, f"has the unknown class {kind.__module__}.{kind.__name__}", connection
            )

    def _read_file(self, connection: Any, stored: StoredFile) -> None:
        digest, size = hashlib.sha256(), 0
        with stored.open() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
        if (size, digest.hexdigest()) != (stored.size, stored.sha256):
            self._found(
                u64(stored._p_oid),
                f"its file has {size} bytes that are not the {stored.size} bytes stored",
                connection,
            )

    def _check_tree(self, connection: Any, number: int) -> None:
        tree = connection.get(number.to_bytes(8, "big"))
        try:
            tree._check()
            check_keys(tree)
        except DAMAGE as error:
            self._found(number, f"its tree is inconsistent: {_say(error)}", connection)
        connection.cacheGC()

    def _place(self, number: int, connection: Any, seen: set[int] | None = None) -> str:
        """Return the address of the nearest content above an object, "" if there is none."""
        seen = set() if seen is None else seen
        current: int | None = number
        while current is not None and current not in seen:
            seen.add(current)
            try:
                thing = connection.get(current.to_bytes(8, "big"))
                if isinstance(thing, Content):
                    return path_of(thing)
            except DAMAGE:  # as damaged as the one below: climb on
                if named := self._place_by_name(current, connection, seen):
                    return named
            current = self.referrers.get(current)
        return ""

    def _place_by_name(self, number: int, connection: Any, seen: set[int]) -> str:
        """Return the address of a damaged content by the name that it has among its siblings."""
        for referrer in self.around.get(number, ()):
            try:
                tree = connection.get(referrer.to_bytes(8, "big"))
                name = _name_in(tree, number)
            except DAMAGE:
                continue
            if name is not None:
                return f"{self._place(referrer, connection, seen).rstrip('/')}/{name}"
        return ""


def damage_of(record: Any) -> str | None:
    """Return a sentence on what is wrong with a state in the history, None if it is whole."""
    try:
        check_whole(record.oid, record.data)
        referencesf(record.data)
    except DAMAGE as error:
        said = error.what if isinstance(error, RecordDamaged) else _say(error)
        return f"its state of {TimeStamp(record.tid)} UTC is damaged: {said}"
    return None


def _name_in(tree: Any, number: int) -> str | None:
    """Return the name under which a tree of names, or a leaf of one, holds an object."""
    if isinstance(tree, (OOBTree, OOBucket)):
        for name, thing in tree.items():
            if isinstance(name, str) and getattr(thing, "_p_oid", None) == number.to_bytes(
                8, "big"
            ):
                return name
    return None


def _say(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _is_tree(thing: Any) -> bool:
    return bool(IBTree.providedBy(thing) or ITreeSet.providedBy(thing))


def _nodes_below(tree: Any) -> set[int]:
    """Return the ids of the inner nodes of a tree, which are of the tree's own class."""
    state = tree.__getstate__()
    if state is None or len(state) == 1:  # empty, or small enough to need no nodes
        return set()
    return {u64(node._p_oid) for node in state[0][::2] if type(node) is type(tree)}
