"""Keeps the index true: follows the log, or reads everything anew where the log does not do."""

import logging
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Condition, Event, RLock, Thread
from time import monotonic
from typing import Any

from academe.actions.district import District
from academe.actions.opening import open_district
from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings
from academe.errors import IndexDamaged
from academe.search.batches import Tell, all_contents, documents_from, ids_below
from academe.search.damage import damage_told
from academe.search.engine import MEMORY, NOTHING_YET, TantivyEngine
from academe.search.folder import Remaking, clear
from academe.search.following import Changes, changes_after
from academe.search.keeping import KeptAccesses
from academe.store.databases import Databases
from academe.store.file_texts import pages_of

log = logging.getLogger(__name__)

FOLDER = "index"
WAIT = 5  # seconds before the next try
LOOK_EVERY = 2.0  # seconds between two looks at the files
BREATH = 0.05  # seconds between two looks at the log
REST = 10  # times as long as a step took, nothing is indexed unless somebody searches
LONGEST_REST = 1.0  # seconds
PATIENCE = 0.2  # seconds that a search waits for the newest changes
NEW = timedelta(days=1)  # a site of this age never had an index that could be missing


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
        self._damaged: TantivyEngine | None = None  # found to be so by a search
        self._lock = RLock()  # held by whoever writes
        self._moved = Condition()
        self._true_until = NOTHING_YET
        self._asked: set[int] = set()  # ids to read again though they did not change
        self._thread: Thread | None = None
        self._stop, self._wake = Event(), Event()
        self.accesses = KeptAccesses()
        self.remaking: Remaking | None = None  # the last one that people should know of

    @property
    def folder(self) -> Path:
        """Where the index lies; it may be thrown away at any time."""
        return self._databases.folder / FOLDER

    @property
    def engine(self) -> TantivyEngine:
        """The open index; raises DatabaseError if another process writes it, IndexDamaged."""
        found = self._engine
        if found is None:
            with self._lock:
                found = self._engine or self._open()
        return found

    def _open(self) -> TantivyEngine:
        engine = TantivyEngine(self.folder, self._definitions)
        self._engine, self._true_until = engine, engine.cursor
        self.remaking = engine.folder.noted()
        with self._moved:
            self._moved.notify_all()
        return engine

    def wait_until_open(self, patience: float) -> None:
        """Wait for the thread to open the index, so that who asks first is answered."""
        with self._moved:
            self._moved.wait_for(lambda: self._engine is not None, patience)

    def ready_engine(self) -> TantivyEngine | None:
        """Return what can be searched now; None while it is opened or made. Never waits."""
        if self._thread is None:
            return self.engine
        found = self._engine
        return None if found is self._damaged else found

    def _close(self) -> None:
        """Let the index go; what opens it next begins a new one if it is past use."""
        engine, self._engine, self._damaged = self._engine, None, None
        if engine is not None:
            engine.close()

    def tell_damage(self, engine: TantivyEngine, error: IndexDamaged) -> None:
        """Have an index made anew that a search could not read; the search does not wait for it."""
        if engine is not self._engine or engine is self._damaged:
            return  # it is done already
        log.error("the search index cannot be read: %s", error)
        self._damaged = engine
        if self._thread is None:
            self._mend()
        self._wake.set()

    def begin_anew(self, reason: str) -> None:
        """Throw the index away and begin another one, which ``step`` fills."""
        with self._lock:
            log.error("the search index is made anew: %s", reason)
            self._close()
            self._true_until = NOTHING_YET
            try:
                clear(self.folder)
            except OSError as error:
                raise IndexDamaged(str(error)) from error
            self.engine.begun_for = reason

    def _mend(self) -> None:
        """Begin another index if this one was found damaged, or its folder is gone."""
        with self._lock:
            if self.engine is self._damaged:
                self.begin_anew("damaged")
            elif not self.engine.folder.is_there():
                self.begin_anew("removed")

    @property
    def storage(self) -> Any:
        return self._databases.content.storage

    def pending(self, as_of: bytes | None = None) -> Changes:
        """Return what the index does not know yet, or knows and a reader ``as_of`` does not."""
        return changes_after(self.storage, self._true_until, as_of)

    def step(self) -> int:
        """Bring the index up to date; return how many documents were written."""
        with self._lock:
            return self._or_anew(self._step)

    def _or_anew(self, write: Callable[[], int]) -> int:
        """Write, into another index if this one is not to be written any more."""
        self._mend()
        try:
            return write()
        except IndexDamaged as error:
            log.error("the search index could not be written: %s", error)
            if shutil.disk_usage(self._databases.folder).free < MEMORY:
                self._close()  # what was found is found on: there is no space for another one
                self._open()
                raise
            self.begin_anew("damaged" if self.engine.folder.is_there() else "removed")
        return write()

    def _step(self) -> int:
        engine = self.engine
        changes = changes_after(self.storage, self._true_until)
        if changes.is_lost or self._true_until == NOTHING_YET:
            return self._rebuild("behind" if self._true_until != NOTHING_YET else "")
        count, asked = 0, set(self._asked)
        if not changes.is_empty or asked:
            with self._district() as district:
                count = self._follow(engine, changes, asked, district)
        self._asked -= asked
        self._has_come_to(changes.until)
        return count

    def _follow(
        self, engine: TantivyEngine, changes: Changes, asked: set[int], district: District
    ) -> int:
        """Take out and in what was named, and what lies below where that was named, too."""
        ids = dict.fromkeys(ids_below(changes.below, district))
        ids.update(dict.fromkeys(changes.changed | asked))
        contents = (found for one in ids if (found := district.site.content(one)) is not None)
        documents = documents_from(contents, district, self._pages)
        return engine.write(documents, changes.until, gone=ids, gone_below=changes.below)

    def make_first(self) -> int:
        """Make the index of a new site, which nobody need be told of; return its documents."""
        with self._lock:
            self.engine.begun_for = ""
            return self.step()

    def rebuild(self, tell: Tell | None = None) -> int:
        """Read everything anew. What was found before is found until that is done."""
        with self._lock:
            return self._or_anew(partial(self._rebuild, "", tell))

    def _rebuild(self, reason: str, tell: Tell | None = None) -> int:
        """Read everything; ``reason``: why, if it is not that the index was begun anew."""
        engine = self.engine
        until = self.storage.lastTransaction()  # before: what is seen then is in it
        with self._district() as district:
            self._note(engine, engine.begun_for or reason, district)
            documents = documents_from(all_contents(district, tell), district, self._pages)
            count = engine.write(documents, until, afresh=True)
        engine.begun_for, self._damaged = "", None
        self._has_come_to(until)
        self._note_end(engine)
        return count

    def _note(self, engine: TantivyEngine, reason: str, district: District) -> None:
        """Keep why everything is read anew; not where it was asked for, or is the first time."""
        founded = district.site.root.created
        is_first = reason == "missing" and founded is not None and founded > district.now - NEW
        is_noted = self.remaking is not None and self.remaking.until is None
        if reason and not is_first and not is_noted:
            self.remaking = Remaking(reason, district.now)
            with damage_told():
                engine.folder.note(self.remaking)

    def _note_end(self, engine: TantivyEngine) -> None:
        if self.remaking is not None and self.remaking.until is None:
            self.remaking = self.remaking._replace(until=datetime.now(UTC))
            with damage_told():
                engine.folder.note(self.remaking)

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
        wanted = self.storage.lastTransaction()
        if self._thread is None:
            if self._true_until < wanted or self._asked or not self.engine.folder.is_there():
                self.step()
            return
        if not self._knows(wanted) and patience > 0:
            self._wake.set()
            with self._moved:
                self._moved.wait_for(partial(self._knows, wanted), patience)

    def _knows(self, wanted: bytes) -> bool:
        """Say whether there is no use in waiting: a damaged index takes longer than that."""
        if self._engine is not None and self._engine is self._damaged:
            return True
        return self._engine is not None and self._true_until >= wanted

    def start(self) -> None:
        """Follow the log in a thread of its own."""
        self._thread = Thread(target=self._run, name="indexer", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        looked = 0.0
        while not self._stop.is_set():
            begun = monotonic()
            try:
                self.step()
                if monotonic() > looked + LOOK_EVERY:
                    self._look(is_first=not looked)
                    looked = monotonic()
            except BaseException:
                # A thread that ended would leave searches behind for good; a panic of tantivy's is
                # no Exception.
                log.exception("the search index stands")
                self._stop.wait(WAIT)
            # While many write, a step for each would take as long as what they write.
            rest = REST * (monotonic() - begun)
            self._wake.wait(min(max(BREATH, rest), LONGEST_REST))
            self._wake.clear()

    def _look(self, *, is_first: bool) -> None:
        """Look whether the files are as they were written."""
        engine = self.engine
        try:
            with damage_told():
                engine.folder.read_through()
            if is_first:
                engine.warm()
        except IndexDamaged as error:
            self.tell_damage(engine, error)

    def stop(self) -> None:
        """Finish what is under way, and let another process write the index."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(30)
        with self._lock:
            self._close()
