"""Keeps the index true: follows the log, or reads everything anew where the log does not do."""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from threading import Condition, Event, RLock, Thread
from typing import Any

from transaction.interfaces import TransactionError
from ZODB.POSException import POSError

from academe.actions.district import District
from academe.actions.opening import open_district
from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings
from academe.errors import DatabaseError, IndexDamaged, RecordDamaged
from academe.search.documents import Document, Making, documents_of
from academe.search.engine import NOTHING_YET, TantivyEngine
from academe.search.following import Changes, changes_after
from academe.store.content import Content, subtree
from academe.store.databases import Databases
from academe.store.file_texts import pages_of
from academe.store.standards import Standards

log = logging.getLogger(__name__)

FOLDER = "index"
BATCH = 500  # contents that are looked at before memory is given back
STUMBLES = (POSError, TransactionError, DatabaseError, OSError)
WAIT = 5  # seconds before the next try
PATIENCE = 0.2  # seconds that a search waits for the newest changes
Tell = Callable[[int, int], None]  # (contents looked at, contents in all)


class Indexer:
    """The one that writes the index of a site; made with the application, opened when asked."""

    def __init__(
        self,
        databases: Databases,
        definitions: Definitions,
        settings: Settings,
    ) -> None:
        self._databases, self._definitions, self._settings = databases, definitions, settings
        self._pages = partial(pages_of, databases.work)
        self._engine: TantivyEngine | None = None
        self._lock = RLock()  # held by whoever writes
        self._moved = Condition()
        self._true_until = NOTHING_YET
        self._asked: set[int] = set()  # ids to read again though they did not change
        self._thread: Thread | None = None
        self._stop, self._wake = Event(), Event()
        self.is_rebuilding = False

    @property
    def folder(self) -> Path:
        """Where the index lies; it may be thrown away at any time."""
        return self._databases.folder / FOLDER

    @property
    def engine(self) -> TantivyEngine:
        """The open index; raises DatabaseError if another process writes it."""
        found = self._engine
        if found is None:
            with self._lock:
                found = self._engine or self._open()
        return found

    def _open(self) -> TantivyEngine:
        try:
            engine = TantivyEngine(self.folder, self._definitions)
        except ValueError as error:
            raise DatabaseError("Another process writes the search index.") from error
        self._engine, self._true_until = engine, engine.cursor
        return engine

    def open_again(self) -> None:
        """Close a damaged index; what opens it next begins a new one if it is past use."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
            self._engine = None

    def begin_anew(self) -> None:
        """Throw the index away; whoever follows the log makes another one."""
        with self._lock:
            log.error("the search index is damaged and is made anew")
            self.open_again()
            shutil.rmtree(self.folder, ignore_errors=True)
        self._wake.set()

    @property
    def storage(self) -> Any:
        return self._databases.content.storage

    def pending(self) -> Changes:
        """Return what the index does not know yet."""
        self.engine  # noqa: B018  # opened, which says until when it is true
        return changes_after(self.storage, self._true_until)

    def step(self) -> int:
        """Bring the index up to date; return how many documents were written."""
        with self._lock:
            engine = self.engine
            changes = changes_after(self.storage, self._true_until)
            asked, self._asked = self._asked, set()
            if changes.is_lost or self._true_until == NOTHING_YET:
                return self.rebuild()
            count = 0
            if not changes.is_empty or asked:
                with self._district() as district:
                    count = self._follow(engine, changes, asked, district)
            self._has_come_to(changes.until)
            return count

    def _follow(
        self, engine: TantivyEngine, changes: Changes, asked: set[int], district: District
    ) -> int:
        found: dict[int, Content] = {}
        for content_id in changes.below:
            place = district.site.content(content_id)
            found.update((one.id, one) for one in (subtree(place) if place else ()))
        for content_id in changes.changed | asked:
            content = district.site.content(content_id)
            if content is not None:
                found[content_id] = content
        gone = changes.changed | asked | found.keys()
        documents = self._documents(found.values(), district)
        return engine.write(documents, changes.until, gone=gone, gone_below=changes.below)

    def rebuild(self, tell: Tell | None = None) -> int:
        """Read everything anew. What was found before is found until that is done."""
        with self._lock:
            self.is_rebuilding = True
            try:
                until = self.storage.lastTransaction()  # before: what is seen then is in it
                with self._district() as district:
                    contents = self._all(district, tell)
                    count = self.engine.write(
                        self._documents(contents, district), until, afresh=True
                    )
                self._has_come_to(until)
            finally:
                self.is_rebuilding = False
            return count

    def _all(self, district: District, tell: Tell | None) -> Iterator[Content]:
        total = len(district.site.contents) if tell else 0
        for number, content in enumerate(_all_whole(district.site.root)):
            if tell and number % BATCH == 0:
                tell(number, total)
            yield content
        if tell:
            tell(total, total)

    def _documents(self, contents: Iterable[Content], district: District) -> Iterator[Document]:
        making = Making(district, Standards(district.site), self._pages)
        for number, content in enumerate(contents, 1):
            yield from self._documents_of(content, making)
            if number % BATCH == 0:
                district.site.connection.cacheGC()

    def _documents_of(self, content: Content, making: Making) -> list[Document]:
        """Return what is told of a content; of one that the disk has damaged, nothing."""
        try:
            return list(documents_of(content, making))
        except RecordDamaged as error:
            log.error("search leaves out a content: %s", error)
            return []

    def _district(self) -> Any:
        return open_district(self._databases, self._definitions, self._settings)

    def _has_come_to(self, until: bytes) -> None:
        with self._moved:
            self._true_until = until
            self._moved.notify_all()

    def take_again(self, content_ids: Iterable[int]) -> None:
        """Read contents again: what is known of their files has changed."""
        self._asked.update(content_ids)
        self._wake.set()

    def catch_up(self, patience: float = PATIENCE) -> None:
        """Wait until the index knows what is committed now; do it here where no thread does."""
        self.engine  # noqa: B018
        wanted = self.storage.lastTransaction()
        if self._true_until >= wanted and not self._asked:
            return
        if self._thread is None:
            self.step()
            return
        self._wake.set()
        with self._moved:
            self._moved.wait_for(lambda: self._true_until >= wanted, patience)

    def start(self) -> None:
        """Follow the log in a thread of its own."""
        self._thread = Thread(target=self._run, name="indexer", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.step()
            except IndexDamaged as error:
                log.error("the search index could not be written: %s", error)
                self.open_again()
                self._stop.wait(WAIT)
            except STUMBLES as error:
                # A thread that ended would leave searches behind for good.
                log.error("the search index stands: %s: %s", type(error).__name__, error)
                self._stop.wait(WAIT)
            self._wake.wait(0.05)
            self._wake.clear()

    def stop(self) -> None:
        """Finish what is under way, and let another process write the index."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(30)
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None


def _all_whole(root: Content) -> Iterator[Content]:
    """Yield all contents, but what lies below one that the disk has damaged."""
    waiting = [root]
    while waiting:
        place = waiting.pop()
        yield place
        try:
            waiting += list(place.children())
        except RecordDamaged as error:
            log.error("search leaves out what lies below a content: %s", error)
