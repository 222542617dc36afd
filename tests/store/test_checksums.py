"""What the disk has changed in a record is never taken for an answer, and is told by name."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import transaction
import ZODB
from BTrees.OOBTree import OOBTree
from hypothesis import given, settings
from hypothesis import strategies as st
from persistent.mapping import PersistentMapping
from ZODB.FileStorage import FileIterator, FileStorage
from ZODB.FileStorage.format import DATA_HDR_LEN
from ZODB.utils import p64, u64

from academe.errors import DatabaseError, RecordDamaged
from academe.store.backing_up import back_up, check_backup
from academe.store.checksums import LENGTH, MARK, check, check_whole, has_checksum, seal
from academe.store.content import Children, Content
from academe.store.databases import create_databases, open_databases
from academe.store.durable import DurableStorage
from academe.store.packing import pack
from academe.store.verifying import verify

OLD = Path(__file__).parents[1] / "databases" / "0.1.0"
DATABASES = ("content", "records")


class Record(NamedTuple):
    """One stored state, and where its data begin in the file."""

    oid: bytes
    tid: bytes
    data: bytes
    place: int


def records_of(path: Path) -> list[Record]:
    with closing(FileIterator(str(path))) as log:
        return [
            Record(record.oid, record.tid, record.data, record.pos + DATA_HDR_LEN)
            for entry in log
            for record in entry
            if record.data is not None
        ]


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


def write_both(folder: Path) -> None:
    """Two states of a lesson and of a person's record."""
    databases = open_databases(folder)
    for turn in ("first", "second"):
        with databases.content.transaction() as connection:
            root = connection.root()
            if "site" not in root:
                root["site"] = site = Content("site")
                site._children = Children(manual=False)
                site._children.by_name["algebra"] = lesson = Content("lesson")
                lesson.__parent__, lesson.__name__ = site, "algebra"
                root["tree"] = OOBTree({f"{number:03}": number for number in range(90)})
            root["site"]["algebra"]._values = {"title": f"The {turn} needle in a haystack"}
        with databases.records.transaction() as connection:
            connection.root()["pat"] = PersistentMapping({"name": f"Pat, the {turn}"})
    databases.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "data"
    create_databases(folder)
    write_both(folder)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "data"))


def record_with(path: Path, text: bytes) -> tuple[Record, int]:
    """Return the first record that holds a text, and where the text stands in the file."""
    record = next(each for each in records_of(path) if text in each.data)
    return record, record.place + record.data.index(text)


def told(folder: Path) -> list[str]:
    databases = open_databases(folder, read_only=True)
    try:
        return [str(finding) for finding in verify(databases)]
    finally:
        databases.close()


@pytest.mark.parametrize("name", DATABASES)
def test_every_record_is_written_with_a_checksum(folder: Path, name: str) -> None:
    found = records_of(folder / f"{name}.fs")
    assert len(found) > 4
    assert all(has_checksum(each.data) for each in found)
    for each in found:
        check_whole(each.oid, each.data)


@pytest.mark.parametrize("name", DATABASES)
def test_no_flipped_bit_in_a_record_is_answered_with_a_wrong_state(
    built: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    known = records_of(built / f"{name}.fs")
    bits = sum(len(record.data) for record in known) * 8
    folder = tmp_path_factory.mktemp("flipped")

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, bits - 1))
    def one_flip(bit: int) -> None:
        path = folder / f"{name}.fs"
        shutil.copy(built / f"{name}.fs", path)
        hit, place = next(_where(known, bit))
        flip(path, place, bit % 8)
        with closing(DurableStorage(path, read_only=True)) as storage:
            for record in known:
                if record is hit:
                    with pytest.raises(RecordDamaged):
                        storage.loadSerial(record.oid, record.tid)
                    with pytest.raises(RecordDamaged):
                        storage.loadBefore(record.oid, p64(u64(record.tid) + 1))
                else:
                    assert storage.loadSerial(record.oid, record.tid) == record.data
                    assert storage.loadBefore(record.oid, p64(u64(record.tid) + 1))

    one_flip()


def _where(known: list[Record], bit: int) -> Iterator[tuple[Record, int]]:
    byte = bit // 8
    for record in known:
        if byte < len(record.data):
            yield record, record.place + byte
        byte -= len(record.data)


@given(st.binary(max_size=40), st.integers(0), st.integers(0, 63))
def test_a_checksum_is_of_the_object_and_of_all_of_its_data(
    data: bytes, bit: int, other: int
) -> None:
    oid = p64(7)
    sealed = seal(oid, data + b".")
    assert check(oid, sealed) == sealed == seal(oid, sealed)
    assert sealed.startswith(data + b".")
    assert len(sealed) == len(data) + 1 + LENGTH
    spoilt = bytearray(sealed)
    spoilt[bit // 8 % len(sealed)] ^= 1 << bit % 8
    with pytest.raises(RecordDamaged):
        check(oid, bytes(spoilt))
    with pytest.raises(RecordDamaged):
        check(p64(7 ^ 1 << other), sealed)


def test_what_no_longer_has_the_mark_is_told_apart_from_an_old_record(folder: Path) -> None:
    record = records_of(folder / "content.fs")[-1]
    old, rubbish = record.data[:-LENGTH], record.data[: -len(MARK)] + b"abc."
    check_whole(record.oid, old)
    assert check(record.oid, rubbish)  # ends as a pickle does: a load does not look further
    with pytest.raises(RecordDamaged, match="8 bytes that are no checksum follow its data"):
        check_whole(record.oid, rubbish)


def test_verify_names_the_content_of_a_damaged_record(folder: Path) -> None:
    _, place = record_with(folder / "content.fs", b"second needle")
    flip(folder / "content.fs", place, 0)
    (found,) = told(folder)
    assert "(/algebra): its state of " in found
    assert "its data are not those that its checksum was made of" in found


def test_verify_names_the_content_whose_earlier_state_is_damaged(folder: Path) -> None:
    _, place = record_with(folder / "content.fs", b"first needle")
    flip(folder / "content.fs", place, 0)
    (found,) = told(folder)
    assert "(/algebra): its state of " in found


def test_an_object_that_is_damaged_breaks_and_others_are_read(folder: Path) -> None:
    _, place = record_with(folder / "content.fs", b"second needle")
    flip(folder / "content.fs", place, 0)
    databases = open_databases(folder)
    with databases.content.transaction() as connection:
        lesson = connection.root()["site"]["algebra"]
        with pytest.raises(RecordDamaged, match="`academe verify` names the content"):
            _ = lesson.values
        assert connection.root()["tree"]["007"] == 7
    databases.close()


def test_what_two_people_put_into_a_leaf_at_once_has_a_checksum(folder: Path) -> None:
    databases = open_databases(folder)
    ours, theirs = (transaction.TransactionManager() for _ in range(2))
    one, other = databases.content.open(ours), databases.content.open(theirs)
    one.root()["tree"]["003 ana"] = 1
    other.root()["tree"]["005 rui"] = 2
    ours.commit()
    theirs.commit()
    ours.begin()
    tree = one.root()["tree"]
    both = (tree["003 ana"], tree["005 rui"])
    ours.abort()
    one.close()
    other.close()
    databases.close()
    assert both == (1, 2)
    last = records_of(folder / "content.fs")[-1]
    assert b"003 ana" in last.data
    assert b"005 rui" in last.data
    assert has_checksum(last.data)
    check_whole(last.oid, last.data)


def test_a_pack_keeps_the_checksums(folder: Path) -> None:
    databases = open_databases(folder)
    with databases.content.transaction() as connection:
        connection.root()["later"] = 1
    content, _ = pack(databases, forget_before=datetime.now(UTC))
    databases.close()
    assert content.forgotten > 0
    found = records_of(folder / "content.fs")
    assert all(has_checksum(each.data) for each in found)
    assert told(folder) == []


def test_a_pack_does_not_go_by_what_a_damaged_record_refers_to(folder: Path) -> None:
    _, place = record_with(folder / "content.fs", b"second needle")
    flip(folder / "content.fs", place, 0)
    before = (folder / "content.fs").read_bytes()
    databases = open_databases(folder)
    with pytest.raises(DatabaseError, match=r"content.fs was not packed"):
        pack(databases, forget_before=datetime.now(UTC))
    assert databases.broken is None
    with databases.content.transaction() as connection:
        connection.root()["later"] = 1
    databases.close()
    assert (folder / "content.fs").read_bytes().startswith(before)
    assert not (folder / "content.fs.pack").exists()


def test_a_copy_of_a_damaged_record_is_not_called_good(folder: Path, tmp_path: Path) -> None:
    databases = open_databases(folder)
    with databases.content.transaction() as connection:
        connection.root()["later"] = 1
    databases.content.pack()
    databases.close()
    _, place = record_with(folder / "content.fs", b"second needle")
    flip(folder / "content.fs", place, 0)
    databases = open_databases(folder)
    manifest = back_up(databases, tmp_path / "copy")
    databases.close()
    (said,) = manifest.damaged
    assert "content, object" in said
    assert "is damaged" in said
    assert check_backup(tmp_path / "copy").damaged == manifest.damaged
    assert (folder / "content.fs.old").exists()  # may hold the record as it was


def test_records_of_an_older_database_stay_as_they_are_and_new_ones_get_a_checksum(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(OLD, folder)
    before = len(records_of(folder / "content.fs"))
    assert not any(has_checksum(each.data) for each in records_of(folder / "content.fs"))
    databases = open_databases(folder)
    with databases.content.transaction() as connection:
        connection.root()["later"] = 1
    databases.close()
    found = [has_checksum(each.data) for each in records_of(folder / "content.fs")]
    assert not any(found[:before])
    assert all(found[before:])
    assert found[before:]
    assert told(folder) == []


def test_an_older_release_reads_and_packs_what_has_checksums(folder: Path) -> None:
    storage = FileStorage(str(folder / "content.fs"), blob_dir=str(folder / "content.blobs"))
    database = ZODB.DB(storage)
    with database.transaction() as connection:
        assert connection.root()["site"]["algebra"].values["title"].startswith("The second")
    database.pack()
    with database.transaction() as connection:
        assert connection.root()["tree"]["007"] == 7
    database.close()


def test_a_copy_of_an_older_database_gets_checksums(tmp_path: Path) -> None:
    old = FileStorage(str(shutil.copy(OLD / "records.fs", tmp_path / "old.fs")))
    new = DurableStorage(tmp_path / "new.fs", create=True)
    new.copyTransactionsFrom(old)
    old.close()
    new.close()
    found = records_of(tmp_path / "new.fs")
    assert len(found) == len(records_of(tmp_path / "old.fs"))
    assert all(has_checksum(each.data) for each in found)
