"""Power cuts: at any moment, nothing that was acknowledged may be missing afterwards."""

import random
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import transaction
import ZODB
from persistent.mapping import PersistentMapping
from tests.faults.recorded_disk import LOSSES, RecordedDisk, Replay
from ZODB.blob import Blob
from ZODB.FileStorage import FileStorage

from academe.store.databases import create_databases, open_databases
from academe.store.durable import close_files

Pair = dict[str, Any]


@contextmanager
def ours(folder: Path) -> Iterator[Pair]:
    databases = open_databases(folder)
    try:
        yield {"content": databases.content, "records": databases.records}
    finally:
        databases.close()


@contextmanager
def stock(folder: Path) -> Iterator[Pair]:
    """The same two databases on ZODB's own FileStorage."""
    pair: Pair = {}
    try:
        for name in ("content", "records"):
            storage = FileStorage.__new__(FileStorage)
            try:
                storage.__init__(str(folder / f"{name}.fs"), blob_dir=str(folder / f"{name}.blobs"))
                pair[name] = ZODB.DB(storage)
            except BaseException:
                close_files(storage)
                raise
        yield pair
    finally:
        for database in pair.values():
            database.close()


def bytes_of(number: int) -> bytes:
    return random.Random(number).randbytes(700 + number * 37 % 9000)


def change(database: Any, number: int, *, with_file: bool) -> None:
    with database.transaction() as connection:
        root = connection.root()
        root[f"n{number}"] = PersistentMapping(text=f"text {number} " * 40)
        root["garbage"] = PersistentMapping(of=number)  # something for the pack
        if with_file:
            root[f"n{number}"]["file"] = blob = Blob()
            root["garbage"]["file"] = unwanted = Blob()
            for each in (blob, unwanted):
                connection.add(each)
                with each.open("w") as stream:
                    stream.write(bytes_of(number))


def change_half(database: Any) -> None:
    """Begin an upload and let it go."""
    transactions = transaction.TransactionManager()
    connection = database.open(transactions)
    connection.root()["half"] = blob = Blob()
    connection.add(blob)
    with blob.open("w") as stream:
        stream.write(b"half" * 1000)
    transactions.abort()
    connection.close()


def work(disk: RecordedDisk, pair: Pair, changes: int) -> None:
    """Write and upload, with packs at the same time, noting what was acknowledged."""
    packs = []
    for number in range(changes):
        if number % 12 == 6:
            packs.append(threading.Thread(target=pair["content"].pack))
            packs[-1].start()
        if number % 12 == 11:
            packs.pop().join()
            pair["records"].pack()
        for name in ("records", "content"):
            change(pair[name], number, with_file=name == "content" and number % 2 == 0)
            disk.note((name, number))
        if number % 5 == 4:
            change_half(pair["content"])
    for pack in packs:
        pack.join()


def missing_after(make: Any, folder: Path, acknowledged: list[tuple[str, int]]) -> list[Any]:
    """Open what is left, return what is missing; what cannot be opened has lost everything."""
    try:
        with make(folder) as pair:
            return [note for note in acknowledged if not is_there(pair, *note)] + written_on(pair)
    except Exception as error:
        return [repr(error)]


def is_there(pair: Pair, name: str, number: int) -> bool:
    with pair[name].transaction() as connection:
        thing = connection.root().get(f"n{number}")
        if thing is None or thing["text"] != f"text {number} " * 40:
            return False
        if "file" not in thing:
            return True
        with thing["file"].open() as stream:
            return stream.read() == bytes_of(number)


def written_on(pair: Pair) -> list[Any]:
    """A database that opens must also take the next change."""
    change(pair["content"], 10**6, with_file=True)
    return [] if is_there(pair, "content", 10**6) else ["cannot be written"]


def record(make: Any, top: Path, changes: int) -> RecordedDisk:
    disk = RecordedDisk(top)
    with make(top) as pair:  # roots and folders are there before the first cut
        change(pair["content"], 0, with_file=True)
        change(pair["records"], 0, with_file=False)
    with disk.recording(), make(top) as pair:
        work(disk, pair, changes)
    return disk


def cut(make: Any, disk: RecordedDisk, place: Path, points: int) -> list[Any]:
    """Cut the power at so many moments; return all that was lost."""
    replay, lost = Replay(disk), []
    moments = sorted(random.randrange(replay.begin, len(disk.events)) for _ in range(points))
    for count, moment in enumerate(moments):
        replay.advance(moment)
        folder = place / f"cut{count}"
        replay.rebuild(folder, LOSSES[count % len(LOSSES)], random.Random(count))
        missing = missing_after(make, folder, replay.notes)
        lost += [(moment, LOSSES[count % len(LOSSES)], missing)] if missing else []
        shutil.rmtree(folder)
    return lost


def is_same(one: Path, two: Path) -> bool:
    def files(top: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(top)): path.read_bytes()
            for path in top.rglob("*")
            if path.is_file()
            and path.suffix not in (".lock", ".sqlite")
            and not path.name.endswith(("-wal", "-shm"))
        }

    left, right = files(one), files(two)
    assert sorted(left) == sorted(right)
    return left == right


@pytest.fixture
def top(tmp_path: Path) -> Path:
    create_databases(tmp_path / "data")
    return tmp_path / "data"


def test_the_recorder_sees_every_byte_and_every_name(top: Path, tmp_path: Path) -> None:
    disk = record(ours, top, 14)
    replay = Replay(disk)
    replay.advance(len(disk.events))
    replay.rebuild(tmp_path / "all", "nothing", random.Random(0))
    assert is_same(tmp_path / "all", top)


def test_no_acknowledged_change_is_lost_by_a_power_cut(top: Path, tmp_path: Path) -> None:
    assert cut(ours, record(ours, top, 30), tmp_path, 100) == []


def lost_on_stock(place: Path, changes: int, points: int) -> list[Any]:
    (place / "stock").mkdir()
    return cut(stock, record(stock, place / "stock", changes), place, points)


def test_the_same_cuts_do_lose_changes_on_stock_file_storage(tmp_path: Path) -> None:
    assert lost_on_stock(tmp_path, 14, 20)


@pytest.mark.long
def test_no_acknowledged_change_is_lost_at_500_power_cuts(top: Path, tmp_path: Path) -> None:
    assert cut(ours, record(ours, top, 120), tmp_path, 500) == []


@pytest.mark.long
def test_stock_file_storage_loses_files_and_packs(tmp_path: Path) -> None:
    assert len(lost_on_stock(tmp_path, 60, 100)) > 20
