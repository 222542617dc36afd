"""What is wrong with a site is said in a sentence, and nothing is written to find it out."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from ZODB.FileStorage.format import DATA_HDR_LEN

from academe.store.databases import Databases, create_databases, open_databases
from academe.store.health import trouble_of


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    create_databases(tmp_path / "data")
    databases = open_databases(tmp_path / "data")
    yield databases
    databases.close()


def everything_in(folder: Path) -> dict[str, tuple[int, int]]:
    found = {path: path.stat() for path in folder.rglob("*")}
    return {str(path): (stat.st_size, stat.st_mtime_ns) for path, stat in found.items()}


def test_a_sound_site_has_no_trouble_and_nothing_is_written(databases: Databases) -> None:
    before = everything_in(databases.folder)
    assert trouble_of(databases) is None
    assert everything_in(databases.folder) == before


@pytest.mark.parametrize("name", ["content", "records"])
def test_a_database_that_cannot_be_read_is_named(databases: Databases, name: str) -> None:
    storage = getattr(databases, name).storage
    place = storage._index[bytes(8)] + DATA_HDR_LEN
    with open(storage.getName(), "r+b") as file:
        file.seek(place + 8)
        file.write(b"\0\0\0\0")
    storage._files.flush()  # what the readers had in memory
    assert trouble_of(databases) == f"The {name} database cannot be read."


def test_a_database_that_is_only_read_is_named(databases: Databases) -> None:
    reading = open_databases(databases.folder, read_only=True)
    try:
        assert trouble_of(reading) == "The content database is open for reading only."
    finally:
        reading.close()


def test_a_storage_that_must_not_be_written_is_told_without_its_path(databases: Databases) -> None:
    databases.records.storage.broken = "records.fs can no longer be written safely (disk)."
    said = trouble_of(databases)
    assert said is not None
    assert "has to be started again" in said
    assert "records.fs" not in said


def test_a_file_that_was_taken_away_is_missed(databases: Databases) -> None:
    path = databases.folder / "records.fs"
    path.rename(path.with_suffix(".away"))
    said = trouble_of(databases)
    path.with_suffix(".away").rename(path)
    assert said == "The file of the records database is no longer in its place."


def test_a_folder_that_cannot_be_written_is_told(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that the kernel has set to reading only."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert trouble_of(databases) == "The folder of the databases cannot be written."


def test_a_disk_that_is_nearly_full_is_told(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = list(os.statvfs(databases.folder))
    disk[4] = disk[2] // 100  # blocks that are free for us
    monkeypatch.setattr(os, "statvfs", lambda path: os.statvfs_result(disk))
    assert trouble_of(databases) == "The disk is nearly full."
