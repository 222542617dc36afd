"""A pack gets its turn among people who save without a pause, and takes nothing from them."""

import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from persistent.mapping import PersistentMapping

from academe.store.databases import Database, Databases, create_databases, open_databases
from academe.store.files import store_file
from academe.store.packing import pack
from academe.store.turns import CommitTurns
from academe.store.verifying import verify

WRITERS = 8
PATIENCE = 120  # seconds; a pack that never gets its turn fails the test instead of hanging it


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    create_databases(tmp_path / "data")
    databases = open_databases(tmp_path / "data", pool_size=WRITERS + 2)
    for database in (databases.content, databases.records):
        with database.transaction() as connection:
            for writer in range(WRITERS):
                connection.root()[writer] = PersistentMapping()
    yield databases
    databases.close()


class Writing:
    """People who save without a pause until they are stopped."""

    def __init__(self, database: Database) -> None:
        self.stopped = threading.Event()
        self.last = [0] * WRITERS
        self.errors: list[Exception] = []
        self._database = database
        self._threads = [threading.Thread(target=self._write, args=(w,)) for w in range(WRITERS)]

    def __enter__(self) -> "Writing":
        for thread in self._threads:
            thread.start()
        while min(self.last) < 5 and not self.errors:
            self.stopped.wait(0.01)
        return self

    def __exit__(self, *error: object) -> None:
        self.stopped.set()
        for thread in self._threads:
            thread.join()

    def _write(self, writer: int) -> None:
        try:
            while not self.stopped.is_set():
                number = self.last[writer] + 1
                with self._database.transaction() as connection:
                    mine = connection.root()[writer]
                    mine["number"] = number
                    if self._database.storage.blob_dir and number % 10 == 0:
                        stream = BytesIO(f"{writer} {number}".encode())
                        mine["file"] = store_file(stream, "a.txt", "text/plain", connection)
                self.last[writer] = number
        except Exception as error:
            self.errors.append(error)
            raise


def finish(deed: Any) -> bool:
    """Say whether it came to its end."""
    thread = threading.Thread(target=deed, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return not thread.is_alive()


@pytest.mark.parametrize("name", ["content", "records"])
def test_a_pack_ends_while_eight_people_save_without_a_pause(
    databases: Databases, tmp_path: Path, name: str
) -> None:
    database = getattr(databases, name)
    with Writing(database) as writing:
        packed = [finish(database.pack) for _ in range(3)]
        after = list(writing.last)
        while not writing.errors and min(writing.last) == min(after):
            writing.stopped.wait(0.01)  # they go on
    assert writing.errors == []
    assert packed == [True] * 3
    assert verify(databases) == []
    databases.close()
    again = open_databases(tmp_path / "data")
    with getattr(again, name).transaction() as connection:
        assert [connection.root()[w]["number"] for w in range(WRITERS)] == writing.last
    assert verify(again) == []
    again.close()


def test_verify_and_the_next_pack_do_not_wait_for_ever_behind_a_pack(databases: Databases) -> None:
    with Writing(databases.records) as writing:
        assert finish(lambda: [pack(databases), verify(databases), pack(databases)])
    assert writing.errors == []


def test_what_is_saved_during_a_pack_is_copied_without_keeping_others_waiting(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is copied in rounds; commits wait for the last of them only."""
    monkeypatch.setattr("academe.store.swapping.LAST_BYTES", 1)
    with Writing(databases.content) as writing:
        assert finish(databases.content.pack)
    assert writing.errors == []
    assert verify(databases) == []


def test_a_pack_that_fails_at_its_end_lets_commits_go_on(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    def save(number: int) -> None:
        with databases.records.transaction() as connection:
            connection.root()[0]["number"] = number

    for method in ("copyOne", "_sync", "_copy_until"):
        save(1)
        save(2)
        earlier = time.time()
        save(3)
        with monkeypatch.context() as spoilt:
            spoilt.setattr(f"academe.store.swapping.SyncingPacker.{method}", full)
            with pytest.raises(OSError, match="No space"):
                databases.records.pack(earlier)
    assert databases.broken is None
    assert finish(databases.records.pack)
    with databases.records.transaction() as connection:
        assert connection.root()[0]["number"] == 3


def test_whoever_waited_for_a_commit_before_a_pack_asked_lets_it_pass() -> None:
    turns = CommitTurns()
    order: list[str] = []

    def commit() -> None:
        turns.acquire()
        order.append("commit")
        turns.release()

    turns.acquire()
    waiting = [threading.Thread(target=commit) for _ in range(WRITERS)]
    for thread in waiting:
        thread.start()

    def ask() -> None:
        turns.acquire_first()
        order.append("pack")
        turns.release()

    packing = threading.Thread(target=ask)
    packing.start()
    while turns._gate.is_set():
        packing.join(0.001)
    turns.release()
    for thread in (*waiting, packing):
        thread.join(PATIENCE)
    assert order == ["pack", *["commit"] * WRITERS]
