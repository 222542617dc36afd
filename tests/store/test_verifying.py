"""Verify finds every kind of damage and says at which content."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from academe.errors import DatabaseError
from academe.store.content import Children, Content
from academe.store.databases import Databases, create_databases, open_databases
from academe.store.files import store_file
from academe.store.verifying import verify


class Gone(Persistent):
    """A class that a later release forgets."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_databases(tmp_path / "data")
    databases = open_databases(tmp_path / "data")
    with databases.content.transaction() as connection:
        connection.root()["site"] = site = Content("site")
        site._children = Children(manual=False)
        site._children.by_name["algebra"] = lesson = Content("lesson")
        lesson.__parent__, lesson.__name__ = site, "algebra"
        stored = store_file(BytesIO(b"sheet" * 99), "sheet.pdf", "application/pdf", connection)
        lesson._values = {"title": "Needle in a haystack", "file": stored}
        connection.root()["tree"] = OOBTree({str(number): number for number in range(500)})
    databases.close()
    return tmp_path / "data"


@pytest.fixture
def databases(folder: Path) -> Iterator[Databases]:
    databases = open_databases(folder)
    yield databases
    databases.close()


def findings(folder: Path) -> list[str]:
    databases = open_databases(folder)
    try:
        return [str(finding) for finding in verify(databases)]
    finally:
        databases.close()


def the_blob(folder: Path) -> Path:
    path = next((folder / "content.blobs").rglob("*.blob"))
    os.chmod(path, 0o600)
    return path


def test_a_sound_site_has_no_findings_and_progress_is_told(databases: Databases) -> None:
    told: list[tuple[str, int, int]] = []
    assert verify(databases, lambda *said: told.append(said)) == []
    assert {what for what, _, _ in told} == {
        "content: history",
        "content: objects",
        "records: history",
        "records: objects",
    }
    assert all(done <= total for _, done, total in told)


def test_a_changed_bit_in_a_file_is_found(folder: Path) -> None:
    path = the_blob(folder)
    data = path.read_bytes()
    path.write_bytes(data[:50] + bytes([data[50] ^ 4]) + data[51:])
    (found,) = findings(folder)
    assert "(/algebra)" in found
    assert "are not the 495 bytes stored" in found


def test_a_missing_file_is_found(folder: Path) -> None:
    the_blob(folder).unlink()
    found = findings(folder)
    assert any("is missing" in each for each in found)
    assert any("(/algebra)" in each for each in found)


def test_a_record_that_cannot_be_read_is_found_and_the_rest_is_read(folder: Path) -> None:
    path = folder / "content.fs"
    data = path.read_bytes()
    at = data.index(b"Needle in a haystack") - 4  # the text's length goes with it
    path.write_bytes(data[:at] + b"\xff" * 12 + data[at + 12 :])
    the_blob(folder).unlink()
    found = findings(folder)
    assert any("(/algebra): its state of " in each and "is damaged" in each for each in found)
    assert any("is missing" in each for each in found)


def test_an_unknown_class_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    databases = open_databases(folder)
    with databases.records.transaction() as connection:
        connection.root()["gone"] = Gone()
    databases.close()
    monkeypatch.delitem(globals(), "Gone")
    (found,) = findings(folder)
    assert "has the unknown class" in found
    assert ".Gone" in found


def test_a_reference_to_nothing_is_found(databases: Databases) -> None:
    with databases.content.transaction() as connection:
        lost = connection.root()["site"]["algebra"]._values["file"]._p_oid
    del databases.content.storage._index[lost]
    found = [str(finding) for finding in verify(databases)]
    assert any("which is not there" in each for each in found)


def test_an_inconsistent_tree_is_found(databases: Databases) -> None:
    with databases.content.transaction() as connection:
        tree = connection.root()["tree"]
        bucket = tree._firstbucket
        state = bucket.__getstate__()
        bucket.__setstate__((("zz", 0, *state[0][2:]), *state[1:]))
        bucket._p_changed = True
    (found,) = [str(finding) for finding in verify(databases)]
    assert "its tree is inconsistent" in found


def test_a_check_of_another_floor_is_asked(databases: Databases) -> None:
    (found,) = verify(databases, checks=[lambda databases: ["/a is in no index."]])
    assert "/a is in no index." in str(found)


def test_a_served_site_can_be_verified(folder: Path, databases: Databases) -> None:
    reading = open_databases(folder, read_only=True)
    assert verify(reading) == []
    reading.close()


@pytest.mark.parametrize("spoil", [b"\0" * 40, b"garbage that nobody wrote"])
def test_a_damaged_end_is_named_by_whoever_only_looks(tmp_path, spoil):
    folder = tmp_path / "data"
    create_databases(folder)
    with open(folder / "content.fs", "ab") as file:
        file.write(spoil)
    with pytest.raises(DatabaseError, match=f"last {len(spoil)} bytes of"):
        open_databases(folder, read_only=True)
    open_databases(folder).close()
    open_databases(folder, read_only=True).close()
