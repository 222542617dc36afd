"""Databases are created once, opened by one process, and never confused with others."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import transaction
import ZODB
from persistent.mapping import PersistentMapping
from ZODB.blob import Blob
from ZODB.FileStorage import FileStorage
from ZODB.POSException import ConflictError, InvalidObjectReference, ReadOnlyError

from academe.errors import DatabaseError
from academe.store.databases import Databases, create_databases, open_databases


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_databases(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def databases(folder: Path) -> Iterator[Databases]:
    databases = open_databases(folder)
    yield databases
    databases.close()


def refusal(folder: Path, *, read_only: bool = False) -> str:
    with pytest.raises(DatabaseError) as refused:
        open_databases(folder, read_only=read_only)
    return str(refused.value)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


def test_what_was_written_is_there_after_opening_again(folder: Path) -> None:
    first = open_databases(folder)
    with first.content.transaction() as connection:
        connection.root()["a"] = 1
    first.close()
    second = open_databases(folder)
    with second.content.transaction() as connection:
        assert connection.root()["a"] == 1
    assert second.site_id == first.site_id
    second.close()


def test_the_folder_is_for_the_service_account_only(folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0


def test_nothing_is_created_over_a_database(folder: Path) -> None:
    before = files_in(folder)
    with pytest.raises(DatabaseError, match="already"):
        create_databases(folder)
    assert files_in(folder) == before


@pytest.mark.parametrize("name", ["content.fs", "records.fs"])
@pytest.mark.parametrize("read_only", [False, True])
def test_the_server_never_creates_a_database(folder: Path, name: str, read_only: bool) -> None:
    (folder / name).unlink()
    assert "academe init" in refusal(folder, read_only=read_only)
    assert not (folder / name).exists()


@pytest.mark.parametrize("name", ["content.fs", "records.fs"])
def test_an_empty_file_is_refused_and_left_as_it_is(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")
    assert "0 bytes" in refusal(folder)
    assert (folder / name).stat().st_size == 0


def test_a_file_of_something_else_is_refused(folder: Path) -> None:
    (folder / "content.fs").write_bytes(b"SQLite format 3\0" * 100)
    assert "no FileStorage" in refusal(folder)


def test_a_database_of_another_product_is_refused_and_left_as_it_is(folder: Path) -> None:
    for name in ("content.fs", "content.fs.index"):
        (folder / name).unlink()
    foreign = ZODB.DB(FileStorage(str(folder / "content.fs")))
    foreign.close()
    (folder / "content.fs.tmp").unlink()
    before = (folder / "content.fs").read_bytes()
    assert "no stamp" in refusal(folder)
    assert (folder / "content.fs").read_bytes() == before


def test_a_database_of_another_product_with_a_spoilt_end_is_left_as_it_is(folder: Path) -> None:
    for name in ("content.fs", "content.fs.index"):
        (folder / name).unlink()
    ZODB.DB(FileStorage(str(folder / "content.fs"))).close()
    before = (folder / "content.fs").read_bytes() + b"garbage"
    (folder / "content.fs").write_bytes(before)
    assert "no stamp" in refusal(folder)
    assert (folder / "content.fs").read_bytes() == before


def test_databases_of_two_sites_are_not_mixed(folder: Path, tmp_path: Path) -> None:
    create_databases(tmp_path / "other")
    shutil.copy(tmp_path / "other/records.fs", folder / "records.fs")
    (folder / "records.fs.index").unlink()
    assert "not made together" in refusal(folder)


def test_exchanged_files_are_refused(folder: Path) -> None:
    for name in ("content.fs.index", "records.fs.index"):
        (folder / name).unlink()
    (folder / "content.fs").rename(folder / "x")
    (folder / "records.fs").rename(folder / "content.fs")
    (folder / "x").rename(folder / "records.fs")
    assert "exchanged" in refusal(folder)


@pytest.mark.parametrize(("version", "release"), [(0, "an older release"), (2, "a newer release")])
def test_data_of_another_version_is_refused(
    folder: Path, databases: Databases, version: int, release: str
) -> None:
    with databases.content.transaction() as connection:
        stamp = connection.root()["stamp"]
        connection.root()["stamp"] = stamp.replace("version 1", f"version {version}")
    databases.close()
    assert f"serve it with {release}" in refusal(folder)


def test_only_one_process_serves_a_site(folder: Path, databases: Databases) -> None:
    program = "import sys; from pathlib import Path; from academe.store.databases import open_databases; open_databases(Path(sys.argv[1]))"
    other = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False
    )
    assert other.returncode != 0
    assert "The site is being served" in other.stderr


def test_a_served_site_can_be_read_and_is_not_written(folder: Path, databases: Databases) -> None:
    with databases.content.transaction() as connection:
        connection.root()["a"] = 1
    reading = open_databases(folder, read_only=True)
    with reading.content.transaction() as connection:
        assert connection.root()["a"] == 1
        connection.root()["a"] = 2
        with pytest.raises(ReadOnlyError):
            connection.transaction_manager.commit()
        connection.transaction_manager.abort()
    reading.close()
    with databases.content.transaction() as connection:
        assert connection.root()["a"] == 1


def test_one_transaction_does_not_write_two_databases(databases: Databases) -> None:
    transactions = transaction.TransactionManager()
    content, records = databases.content.open(transactions), databases.records.open(transactions)
    content.root()["a"] = 1
    records.root()["a"] = 1
    with pytest.raises(DatabaseError, match="changed both"):
        transactions.commit()
    transactions.abort()
    assert "a" not in content.root()
    assert "a" not in records.root()
    content.root()["a"] = records.root().get("a", 2)  # reading the other is no harm
    transactions.commit()
    assert content.root()["a"] == 2
    content.close()
    records.close()


def test_an_object_does_not_point_into_the_other_database(databases: Databases) -> None:
    transactions = transaction.TransactionManager()
    content, records = databases.content.open(transactions), databases.records.open(transactions)
    records.root()["person"] = person = PersistentMapping()
    transactions.commit()
    content.root()["person"] = person
    with pytest.raises(InvalidObjectReference, match="foreign"):
        transactions.commit()
    transactions.abort()
    content.close()
    records.close()


def test_an_upload_that_is_given_up_leaves_no_file(databases: Databases, folder: Path) -> None:
    transactions = transaction.TransactionManager()
    connection = databases.content.open(transactions)
    connection.root()["file"] = blob = Blob(b"made before it belonged to a connection")
    transactions.savepoint()
    connection.root()["more"] = Blob(b"more")
    transactions.savepoint()
    transactions.abort()
    connection.close()
    del blob
    left = [path for path in (folder / "content.blobs").rglob("*") if path.is_file()]
    assert [path.name for path in left] == [".layout"]


def test_an_upload_that_conflicts_leaves_no_file(databases: Databases, folder: Path) -> None:
    mine, theirs = transaction.TransactionManager(), transaction.TransactionManager()
    one, two = databases.content.open(mine), databases.content.open(theirs)
    one.root()["file"] = Blob(b"mine")
    two.root()["file"] = Blob(b"theirs")
    theirs.commit()
    with pytest.raises(ConflictError):
        mine.commit()
    mine.abort()
    one.close()
    two.close()
    left = [path for path in (folder / "content.blobs").rglob("*") if path.is_file()]
    assert sorted(path.read_bytes() for path in left if path.suffix == ".blob") == [b"theirs"]
    assert len(left) == 2


@pytest.mark.parametrize("damage", ["missing", "torn", "zeros", "stale"])
def test_the_index_file_may_be_lost_torn_or_old(folder: Path, damage: str) -> None:
    old = (folder / "content.fs.index").read_bytes()
    databases = open_databases(folder)
    for number in range(20):
        with databases.content.transaction() as connection:
            connection.root()[number] = PersistentMapping(number=number)
    databases.close()
    index = folder / "content.fs.index"
    new = index.read_bytes()
    if damage == "missing":
        index.unlink()
    else:
        index.write_bytes({"torn": new[:40], "zeros": bytes(len(new)), "stale": old}[damage])
    databases = open_databases(folder)
    with databases.content.transaction() as connection:
        assert [connection.root()[n]["number"] for n in range(20)] == list(range(20))
    databases.close()


def test_a_pack_that_was_cut_between_its_renames_is_finished(folder: Path) -> None:
    (folder / "content.fs").rename(folder / "content.fs.old")
    shutil.copy(folder / "content.fs.old", folder / "content.fs.pack")
    open_databases(folder).close()
    assert not (folder / "content.fs.pack").exists()


def test_what_a_pack_left_half_written_is_taken_away(folder: Path) -> None:
    (folder / "content.fs.pack").write_bytes(b"FS30half")
    open_databases(folder).close()
    assert not (folder / "content.fs.pack").exists()


def test_a_killed_upload_is_swept_away_at_the_next_start(folder: Path) -> None:
    (folder / "content.blobs/tmp/BUCxyz").write_bytes(b"half")
    (folder / "content.blobs/tmp/savepoints").mkdir()
    open_databases(folder).close()
    assert os.listdir(folder / "content.blobs/tmp") == []
