"""The index itself: one folder on this machine's disk, one writer, derived from the database.

Whatever is wrong with the folder, it is made anew: the truth lies elsewhere.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import tantivy
from tantivy import Document as Entry
from tantivy import Query
from zope.interface import implementer

from academe.definitions.definitions import Definitions
from academe.errors import DatabaseError, IndexDamaged
from academe.interfaces import ISearchEngine
from academe.search.asking import Question
from academe.search.clauses import ALWAYS, Clause
from academe.search.conditions import compiled, order_of
from academe.search.damage import damage_told
from academe.search.folder import Folder
from academe.search.queries import Asking
from academe.search.schema import (
    FILTERS,
    STEMMED,
    fingerprint,
    kept_fields,
    make_schema,
    register_analyzers,
)
from academe.search.texts_told import Document

log = logging.getLogger(__name__)

CURSOR = "cursor"
MEMORY = 64_000_000  # bytes that wait to be written
NOTHING_YET = b"\0" * 8
MOST_COUNTED = {"stage": 10_000}  # values of a filter; a state is made up of several stages
WARMING = Question(words=("lesson", "grrade"), is_open=True)
COMPILED = 100  # conditions of people that are kept as queries


class Hits(NamedTuple):
    """The ids of one page of hits, how many there are in all, and the counts of the filters."""

    ids: tuple[int, ...]
    total: int
    counts: Mapping[str, Sequence[tuple[str, int]]]


@implementer(ISearchEngine)
class TantivyEngine:
    """One index folder, open for reading and writing.

    Whatever is wrong with it is raised as IndexDamaged, by every method. ``begun_for``: why it was
    begun anew when it was opened; "": it was not.
    """

    def __init__(self, path: Path, definitions: Definitions, *, read_only: bool = False) -> None:
        self.folder = Folder(path, fingerprint(definitions))
        self.kept = kept_fields(definitions)
        self._lock = Lock()  # of the writer
        self._stages: tuple[str, ...] | None = None
        self.schema = make_schema(self.kept)
        self._compiled = lru_cache(maxsize=COMPILED)(partial(compiled, self.schema))
        self._index: Any = None
        self._writer: Any = None
        self.begun_for = ""
        if read_only:
            self._read()
        else:
            self._open()

    def _open(self) -> None:
        """Open the folder, or begin a new one if it is missing, damaged or of another making."""
        try:
            self._read()
        except IndexDamaged as error:
            if error.reason != "missing":
                log.warning("the search index is made anew: %s", error)
            self.begun_for = error.reason
            self._begin()
        try:
            self._writer = self._index.writer(heap_size=MEMORY, num_threads=1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise DatabaseError("Another process writes the search index.") from error
            raise IndexDamaged(str(error)) from error

    def _read(self) -> None:
        self.folder.check()
        with damage_told():
            self._index = tantivy.Index.open(str(self.folder.path))
            self._prepare()
            self.cursor = self._read_cursor()
            self.stages()

    def _begin(self) -> None:
        with damage_told():
            self.folder.begin()
            self._index = tantivy.Index(self.schema, str(self.folder.path))
            self._prepare()
        self.cursor, self._stages = NOTHING_YET, None

    def _prepare(self) -> None:
        """Know the languages, and show a commit when ``write`` says so.

        By itself tantivy looks for commits in a thread of its own. On a busy machine that one
        could come to an end after ``write`` did, and show the index as it was before.
        """
        self._index.config_reader("manual")
        register_analyzers(self._index)

    def _searcher(self) -> Any:
        index = self._index
        if index is None:
            raise IndexDamaged("it was closed")
        with damage_told():
            return index.searcher()

    def _read_cursor(self) -> bytes:
        searcher = self._searcher()
        query = Query.term_query(self.schema, "key", CURSOR, index_option="basic")
        for _score, address in searcher.search(query, 1).hits:
            return bytes.fromhex(searcher.doc(address)["cursor"][0])
        return NOTHING_YET

    def write(
        self,
        documents: Iterable[Document],
        cursor: bytes,
        *,
        gone: Iterable[int] = (),
        gone_below: Iterable[int] = (),
        afresh: bool = False,
    ) -> int:
        """Take documents away and in, and note up to where this is true, all at once or not at all.

        ``gone``: ids whose documents go; ``gone_below``: with all that lies below them; ``afresh``:
        all go. Returns how many came in.
        """
        with self._lock:
            if self._writer is None:
                raise IndexDamaged("it was closed")
            try:
                count = self._write(documents, cursor, gone, gone_below, afresh)
            except BaseException:
                with suppress(IndexDamaged), damage_told():  # a writer that broke may not go back
                    self._writer.rollback()
                raise
            with damage_told():
                self._index.reload()
            self.cursor, self._stages = cursor, None
        return count

    def _write(
        self,
        documents: Iterable[Document],
        cursor: bytes,
        gone: Iterable[int],
        gone_below: Iterable[int],
        afresh: bool,
    ) -> int:
        writer, count = self._writer, 0
        with damage_told():
            if afresh:
                writer.delete_all_documents()
            # By a raw text field: deleting by a number silently deletes nothing.
            for content_id in gone:
                writer.delete_documents_by_term("id", str(content_id))
            for content_id in gone_below:
                writer.delete_documents_by_term("within", str(content_id))
        for document in documents:
            entry = Entry.from_dict(self._entry(document), self.schema)
            with damage_told():
                writer.add_document(entry)
            count += 1
        noted = {"key": CURSOR, "cursor": cursor.hex()}
        with damage_told():
            writer.delete_documents_by_term("key", CURSOR)
            writer.add_document(Entry.from_dict(noted, self.schema))
            writer.commit()
        return count

    def _entry(self, document: Document) -> dict[str, Any]:
        entry = {**document, "number": int(document["id"])}
        language = next(iter(document["language"]), "").partition("-")[0]
        if language in STEMMED:
            entry[f"title_{language}"] = document["title"]
            entry[f"text_{language}"] = [document["summary"], *document["body"], document["about"]]
            entry[f"inside_{language}"] = document["inside"]
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in entry.items()
            if value not in ("", [], ())
        }

    def stages(self) -> tuple[str, ...]:
        """Return all stages that documents have."""
        known, cursor = self._stages, self.cursor
        if known is None:
            searcher = self._searcher()
            _total, counts = self._count(searcher, Query.all_query(), ("stage",))
            known = tuple(name for name, _ in counts["stage"])
            if self.cursor == cursor:  # else they may be those of before a write
                self._stages = known
        return known

    def find(
        self,
        question: Question,
        where: Clause,
        *,
        rest: Clause = ALWAYS,
        kept: Mapping[str, Clause] | None = None,
        start: int = 0,
        most: int = 20,
        count_by: Sequence[str] = (),
        with_mistakes: bool = False,
    ) -> Hits:
        """Return the hits from ``start`` on among the documents that fulfil ``where``.

        ``most``: 0 where the counts alone are wanted: then nothing is weighed.
        ``rest``: what they must fulfil besides; ``where`` is remembered, for it comes again.
        ``kept``: {field with an answer that not everybody sees: where it may be searched}.
        """
        searcher = self._searcher()
        with damage_told():
            asking = Asking(self.schema, searcher, self._compiled, kept or {})
            differing = asking.differing(question) if with_mistakes else set()
            query = asking.question(question, where, rest, differing)
            if most:
                hits = self._hits(searcher, query, question, start, most, count_by)
            else:
                hits = Hits((), *self._count(searcher, query, count_by))
        return hits

    def warm(self) -> None:
        """Ask what somebody will ask: the first question of a process waits for the disk."""
        self.find(WARMING, ALWAYS, count_by=FILTERS)
        self.find(WARMING, ALWAYS, count_by=FILTERS, with_mistakes=True)

    def _hits(
        self,
        searcher: Any,
        query: Any,
        question: Question,
        start: int,
        most: int,
        count_by: Sequence[str],
    ) -> Hits:
        found = searcher.search(query, most, True, offset=start, **order_of(question))
        addresses = [address for _score, address in found.hits]
        ids = searcher.fast_field_values("number", addresses) if addresses else []
        if not (found.count and count_by):  # what finds nothing is asked again with mistakes
            return Hits(tuple(ids), found.count or 0, {name: [] for name in count_by})
        return Hits(tuple(ids), *self._count(searcher, query, count_by))

    def _count(
        self, searcher: Any, query: Any, fields: Sequence[str]
    ) -> tuple[int, dict[str, list[tuple[str, int]]]]:
        """Return how many documents there are, and for each field (value, how many)."""
        sizes = {name: MOST_COUNTED.get(name, 60) for name in fields}
        asked: Any = {one: {"terms": {"field": one, "size": size}} for one, size in sizes.items()}
        asked[""] = {"value_count": {"field": "number"}}
        with damage_told():
            found = searcher.aggregate(query, asked)
            return int(found[""]["value"]), {
                name: [(one["key"], one["doc_count"]) for one in found[name]["buckets"]]
                for name in fields
            }

    def ids(self, where: Clause = ALWAYS) -> list[int]:
        """Return the id of the content of every document that fulfils ``where``."""
        searcher = self._searcher()
        with damage_told():
            wanted = Query.exists_query("number") if where == ALWAYS else self._compiled(where)
            found = searcher.search(wanted, max(searcher.num_docs, 1)).hits
            addresses = [address for _score, address in found]
            return list(searcher.fast_field_values("number", addresses)) if addresses else []

    def count(self) -> int:
        """Return the number of documents, the note of the cursor not counted."""
        searcher = self._searcher()
        with damage_told():
            return int(searcher.num_docs) - (self.cursor != NOTHING_YET)

    def close(self) -> None:
        """Let another process write; what was written stays."""
        with self._lock:
            writer, self._writer, self._index = self._writer, None, None
            if writer is not None:
                with suppress(IndexDamaged), damage_told():  # one that broke merges nothing
                    writer.wait_merging_threads()
