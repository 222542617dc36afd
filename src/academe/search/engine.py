"""The index itself: one folder on this machine's disk, one writer, derived from the database.

Whatever is wrong with the folder, it is made anew: the truth lies elsewhere.
"""

import json
import logging
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import tantivy
from tantivy import Document as Entry
from tantivy import Order, Query
from zope.interface import implementer

from academe.definitions.definitions import Definitions
from academe.errors import IndexDamaged
from academe.interfaces import ISearchEngine
from academe.search.asking import Question, Sort
from academe.search.clauses import Clause
from academe.search.documents import Document
from academe.search.queries import Asking
from academe.search.schema import (
    STEMMED,
    fingerprint,
    kept_fields,
    make_schema,
    register_analyzers,
)

log = logging.getLogger(__name__)

MARK = "made-with.json"
CURSOR = "cursor"
MEMORY = 64_000_000  # bytes that wait to be written
NOTHING_YET = b"\0" * 8
MOST_BUCKETS = 60  # values of a filter that are counted
DAMAGED = (OSError, ValueError, json.JSONDecodeError, KeyError)


class Hits(NamedTuple):
    """The ids of one page of hits, how many there are in all, and the counts of the filters."""

    ids: tuple[int, ...]
    total: int
    counts: Mapping[str, Sequence[tuple[str, int]]]


@implementer(ISearchEngine)
class TantivyEngine:
    """One index folder, open for reading and writing."""

    def __init__(self, folder: Path, definitions: Definitions, *, read_only: bool = False) -> None:
        self.folder = folder
        self.kept = kept_fields(definitions)
        self._fingerprint = fingerprint(definitions)
        self._lock = Lock()  # of the writer
        self._stages: tuple[str, ...] | None = None
        self.schema = make_schema(self.kept)
        self._writer: Any = None
        if read_only:
            self._read()
        else:
            self._open()

    def _open(self) -> None:
        """Open the folder, or begin a new one if it is missing, damaged or of another making."""
        try:
            self._read()
        except IndexDamaged as error:
            if self.folder.exists():
                log.warning("the search index is made anew: %s", error)
            self._begin()
        self._writer = self._index.writer(heap_size=MEMORY, num_threads=1)

    def _read(self) -> None:
        try:
            made_with = json.loads((self.folder / MARK).read_text())["fingerprint"]
            if made_with != self._fingerprint:
                raise ValueError("made by another release or for other types")
            self._index = tantivy.Index.open(str(self.folder))
            self.cursor = self._read_cursor()
            self.stages()
        except DAMAGED as error:
            raise IndexDamaged(str(error)) from error
        register_analyzers(self._index)

    def _begin(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700, parents=True)
        self._index = tantivy.Index(self.schema, str(self.folder))
        register_analyzers(self._index)
        (self.folder / MARK).write_text(json.dumps({"fingerprint": self._fingerprint}))
        self.cursor, self._stages = NOTHING_YET, None

    def _read_cursor(self) -> bytes:
        searcher = self._index.searcher()
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
            try:
                count = self._write(documents, cursor, gone, gone_below, afresh)
            except (ValueError, OSError) as error:  # what tantivy says to a damaged or full disk
                self._writer.rollback()
                raise IndexDamaged(str(error)) from error
            except BaseException:
                self._writer.rollback()
                raise
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
        if afresh:
            writer.delete_all_documents()
        # By a raw text field: deleting by a number silently deletes nothing.
        for content_id in gone:
            writer.delete_documents_by_term("id", str(content_id))
        for content_id in gone_below:
            writer.delete_documents_by_term("within", str(content_id))
        for document in documents:
            writer.add_document(Entry.from_dict(self._entry(document), self.schema))
            count += 1
        writer.delete_documents_by_term("key", CURSOR)
        noted = {"key": CURSOR, "cursor": cursor.hex()}
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
        if self._stages is None:
            self._stages = tuple(
                name for name, _ in self._count(Query.all_query(), ("stage",), 10_000)["stage"]
            )
        return self._stages

    def find(
        self,
        question: Question,
        where: Clause,
        *,
        kept: Mapping[str, Clause] | None = None,
        start: int = 0,
        most: int = 20,
        count_by: Sequence[str] = (),
        with_mistakes: bool = False,
    ) -> Hits:
        """Return the hits from ``start`` on among the documents that fulfil ``where``.

        ``kept``: {field with an answer that not everybody sees: where it may be searched}.
        """
        asking = Asking(self.schema, dict(kept or {}))
        query = asking.question(question, where, with_mistakes=with_mistakes)
        try:
            searcher: Any = self._index.searcher()
            found = searcher.search(query, max(most, 1), True, offset=start, **_order(question))
            addresses = [address for _score, address in found.hits][:most]
            ids = searcher.fast_field_values("number", addresses) if addresses else []
            counts = self._count(query, count_by, MOST_BUCKETS) if count_by else {}
        except (ValueError, OSError) as error:
            raise IndexDamaged(str(error)) from error
        return Hits(tuple(ids), found.count or 0, counts)

    def _count(
        self, query: Any, fields: Sequence[str], most: int
    ) -> dict[str, list[tuple[str, int]]]:
        asked = {name: {"terms": {"field": name, "size": most}} for name in fields}
        found = self._index.searcher().aggregate(query, asked)
        return {
            name: [(one["key"], one["doc_count"]) for one in found[name]["buckets"]]
            for name in fields
        }

    def words_from(self, beginning: str, where: Clause, most: int) -> list[str]:
        """Return words of titles that begin so, among what fulfils ``where``."""
        asked = Asking(self.schema, {}).clause(where)
        found = self._index.searcher().terms_with_prefix("title", beginning, asked, most)
        return [word for word, _count in found]

    def ids(self) -> list[int]:
        """Return the id of the content of every document."""
        searcher: Any = self._index.searcher()
        everything = Query.exists_query("number")
        found = searcher.search(everything, max(self.count(), 1)).hits
        addresses = [address for _score, address in found]
        return list(searcher.fast_field_values("number", addresses)) if addresses else []

    def count(self) -> int:
        """Return the number of documents, the note of the cursor not counted."""
        return int(self._index.searcher().num_docs) - (self.cursor != NOTHING_YET)

    def close(self) -> None:
        """Let another process write; what was written stays."""
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
            del self._writer, self._index


def _order(question: Question) -> dict[str, Any]:
    sort: Sort = question.sort
    if sort == "newest" or (sort == "relevance" and not question.has_words):
        return {"order_by_field": "when", "order": Order.Desc}
    if sort == "made":
        return {"order_by_field": "made", "order": Order.Desc}
    if sort == "title":
        return {"order_by_field": "order", "order": Order.Asc}
    return {}
