"""Backups are made while others write, are checked, and are restored into empty places only."""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from persistent.mapping import PersistentMapping

from academe.errors import DatabaseError
from academe.store.backing_up import back_up, check_backup, restore
from academe.store.databases import Databases, create_databases, open_databases
from academe.store.files import store_file
from academe.store.packing import pack
from academe.store.verifying import verify

WRITERS = 8


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    create_databases(tmp_path / "site/data")
    databases = open_databases(tmp_path / "site/data")
    for database in (databases.content, databases.records):
        with database.transaction() as connection:
            for writer in range(WRITERS):
                connection.root()[f"writer {writer}"] = PersistentMapping()
    yield databases
    databases.close()


def write(databases: Databases, writer: int, number: int) -> None:
    for name in ("records", "content"):
        with getattr(databases, name).transaction() as connection:
            mine = connection.root()[f"writer {writer}"]
            mine[number] = f"{writer} wrote {number}"
            if name == "content" and number % 3 == 0:
                stream = BytesIO(f"{writer} {number} ".encode() * 500)
                mine[number] = store_file(stream, "a.txt", "text/plain", connection)


def is_there(databases: Databases, writer: int, number: int) -> bool:
    for name in ("records", "content"):
        with getattr(databases, name).transaction() as connection:
            value = connection.root()[f"writer {writer}"].get(number)
            if value is None:
                return False
            if not isinstance(value, str):
                with value.open() as stream:
                    assert stream.read() == f"{writer} {number} ".encode() * 500
    return True


@pytest.mark.parametrize("with_pack", [False, True])
def test_a_backup_under_eight_writers_has_all_that_was_acknowledged_before(
    databases: Databases, tmp_path: Path, with_pack: bool
) -> None:
    acknowledged: list[tuple[int, int]] = []
    stop = threading.Event()

    def keep_writing(writer: int) -> None:
        number = 0
        while not stop.is_set() and number < 500:
            write(databases, writer, number)
            acknowledged.append((writer, number))
            number += 1

    threads = [threading.Thread(target=keep_writing, args=(w,)) for w in range(WRITERS)]
    if with_pack:
        threads.append(threading.Thread(target=databases.content.pack))
    for thread in threads:
        thread.start()
    while len(acknowledged) < 40:
        stop.wait(0.01)
    before = list(acknowledged)
    assert verify(databases) == []
    back_up(databases, tmp_path / "copy")
    stop.set()
    for thread in threads:
        thread.join()

    restore(tmp_path / "copy", tmp_path / "again")
    again = open_databases(tmp_path / "again/data")
    try:
        assert verify(again) == []
        assert [each for each in before if not is_there(again, *each)] == []
        assert again.site_id == databases.site_id
        write(again, 0, 10**6)
    finally:
        again.close()


def test_definitions_come_along(databases: Databases, tmp_path: Path) -> None:
    types = tmp_path / "site/content_types"
    (types / "choices").mkdir(parents=True)
    (types / "lab.toml").write_text('title = "Lab"')
    (types / "choices/grades.toml").write_text("")
    (tmp_path / "site/x.ini").write_text("[academe]")
    extras = {"content_types": types, "etc/x.ini": tmp_path / "site/x.ini"}
    back_up(databases, tmp_path / "copy", extras)
    restore(tmp_path / "copy", tmp_path / "again")
    assert (tmp_path / "again/content_types/lab.toml").read_text() == 'title = "Lab"'
    assert (tmp_path / "again/content_types/choices/grades.toml").exists()
    assert (tmp_path / "again/etc/x.ini").read_text() == "[academe]"


@pytest.mark.parametrize("damage", ["a bit", "cut", "missing", "no manifest", "manifest"])
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    databases: Databases, tmp_path: Path, damage: str
) -> None:
    write(databases, 1, 3)
    copy = tmp_path / "copy"
    manifest = back_up(databases, copy)
    victim = copy / max(manifest.files)
    spoil(victim, copy / "manifest.json", damage)
    with pytest.raises(DatabaseError, match=r"damaged|no backup"):
        restore(copy, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def spoil(victim: Path, manifest: Path, damage: str) -> None:
    data = victim.read_bytes()
    os.chmod(victim, 0o600)
    if damage == "a bit":
        victim.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    elif damage == "cut":
        victim.write_bytes(data[:-1])
    elif damage == "missing":
        victim.unlink()
    elif damage == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text(manifest.read_text()[:-30])


def test_a_manifest_does_not_lead_out_of_the_backup(databases: Databases, tmp_path: Path) -> None:
    back_up(databases, tmp_path / "copy")
    path = tmp_path / "copy/manifest.json"
    said = json.loads(path.read_text())
    said["files"]["../outside"] = {"bytes": 0, "sha256": ""}
    path.write_text(json.dumps(said))
    with pytest.raises(DatabaseError, match="outside of the backup"):
        check_backup(tmp_path / "copy")


def test_a_place_that_is_not_empty_is_left_alone(databases: Databases, tmp_path: Path) -> None:
    back_up(databases, tmp_path / "copy")
    for action in (
        lambda: back_up(databases, tmp_path / "full"),
        lambda: restore(tmp_path / "copy", tmp_path / "full"),
    ):
        (tmp_path / "full").mkdir(exist_ok=True)
        (tmp_path / "full/letter.txt").write_text("mine")
        with pytest.raises(DatabaseError, match="not empty"):
            action()
        assert os.listdir(tmp_path / "full") == ["letter.txt"]


def test_a_served_site_can_be_copied_by_another_reader(
    databases: Databases, tmp_path: Path
) -> None:
    write(databases, 0, 0)
    reading = open_databases(tmp_path / "site/data", read_only=True)
    back_up(reading, tmp_path / "copy")
    reading.close()
    restore(tmp_path / "copy", tmp_path / "again")
    again = open_databases(tmp_path / "again/data")
    assert is_there(again, 0, 0)
    again.close()


def test_a_backup_ends_the_life_of_what_a_pack_left(databases: Databases, tmp_path: Path) -> None:
    for number in range(4):
        write(databases, 0, number)
    databases.content.pack()
    old = [tmp_path / "site/data/content.fs.old", tmp_path / "site/data/content.blobs.old"]
    assert all(path.exists() for path in old)
    back_up(databases, tmp_path / "copy")
    assert not any(path.exists() for path in old)


def test_a_backup_that_fails_leaves_nothing(databases: Databases, tmp_path: Path) -> None:
    write(databases, 0, 0)
    shutil.rmtree(tmp_path / "site/data/content.blobs/0x00")
    (tmp_path / "site/data/content.blobs/.layout").unlink()
    with pytest.raises(FileNotFoundError):
        back_up(databases, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_packing_keeps_all_history_of_the_content(databases: Databases) -> None:
    for number in range(4):
        write(databases, 0, number)
    size = databases.content.storage.getSize()
    lines = [str(packed) for packed in pack(databases)]
    assert lines[0] == "content: all history is kept (give a date to forget what is older)."
    assert lines[1].startswith("records: ")
    assert databases.content.storage.getSize() == size


def test_packing_to_a_date_says_what_is_forgotten(databases: Databases) -> None:
    for number in range(4):
        write(databases, 0, number)
    now = datetime.now(UTC)
    content, _ = pack(databases, forget_before=now)
    assert content.forgotten == 6  # of the writer's mapping 4, of the root 2
    assert f"before {now:%Y-%m-%d} any more" in str(content)
    assert all(is_there(databases, 0, number) for number in range(4))
    assert verify(databases) == []


def test_packing_removes_files_that_no_commit_owns(databases: Databases, tmp_path: Path) -> None:
    write(databases, 0, 0)
    blobs = tmp_path / "site/data/content.blobs"
    owned = next(blobs.rglob("*.blob"))
    orphan = owned.with_name("0x0000000000000001.blob")
    shutil.copy(owned, orphan)
    pack(databases)
    assert owned.exists()
    assert not orphan.exists()
