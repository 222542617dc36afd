"""A cut, zeroed or spoiled end of a database: it starts with all that is whole, or says why not."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from persistent.mapping import PersistentMapping
from ZODB.FileStorage import FileStorage

from academe.errors import DatabaseError
from academe.store.databases import create_databases, open_databases

COUNT = 14


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with some transactions."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    create_databases(folder)
    databases = open_databases(folder)
    for number in range(COUNT):
        with databases.content.transaction() as connection:
            connection.root()[number] = PersistentMapping(text=f"lesson {number} \0\0 " * 9)
    databases.close()
    return folder


@pytest.fixture(scope="module")
def ends(whole: Path) -> list[int]:
    """Where each transaction ends, in bytes."""
    storage = FileStorage(str(whole / "content.fs"), read_only=True)
    ends = [entry._tend + 8 for entry in storage.iterator()]
    storage.close()
    return ends


def outcome(whole: Path, place: Path, spoil: Callable[[bytearray], bytes]) -> int | str:
    """Return how many changes are there after such damage, or the sentence of the refusal."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(whole, place)
    path = place / "content.fs"
    before = path.read_bytes()
    spoilt = bytes(spoil(bytearray(before)))
    path.write_bytes(spoilt)
    try:
        databases = open_databases(place)
    except DatabaseError as refusal:
        assert path.read_bytes() == spoilt
        return str(refusal)
    try:
        with databases.content.transaction() as connection:
            there = [n for n in range(COUNT) if n in connection.root()]
            assert all(connection.root()[n]["text"] == f"lesson {n} \0\0 " * 9 for n in there)
            connection.root()["new"] = "can be written"
    finally:
        databases.close()
    assert there == list(range(len(there)))
    saved = b"".join(each.read_bytes() for each in place.glob("content.fs.cut-*"))
    assert saved == spoilt[len(spoilt) - len(saved) :]
    open_databases(place).close()
    return len(there)


def whole_until(ends: list[int], position: int) -> int:
    """Return how many changes are whole before a position (two transactions make the site)."""
    return sum(end <= position for end in ends) - 2


def check_truncated(whole: Path, place: Path, ends: list[int], positions: list[int]) -> None:
    for position in positions:
        found = outcome(whole, place, lambda data, position=position: data[:position])
        if whole_until(ends, position) >= 0:
            assert found == whole_until(ends, position), position
        else:
            assert str(found).endswith("."), position


def check_zeroed(whole: Path, place: Path, ends: list[int], lengths: list[int]) -> None:
    for length in lengths:

        def zero(data: bytearray, length: int = length) -> bytearray:
            data[len(data) - length :] = bytes(length)
            return data

        found = outcome(whole, place, zero)
        at_least = whole_until(ends, ends[-1] - length)
        if at_least >= 0:
            assert found in (at_least, at_least + 1), length  # a zero may have been one before
        else:
            assert str(found).endswith("."), length


def test_every_truncation_starts_or_is_refused(
    whole: Path, tmp_path: Path, ends: list[int]
) -> None:
    positions = [
        0,
        1,
        3,
        4,
        5,
        30,
        *ends,
        *(end - 1 for end in ends),
        *(end + 9 for end in ends[:-1]),
    ]
    positions += random.sample(range(ends[-1]), 20)
    check_truncated(whole, tmp_path / "data", ends, positions)


def test_every_zeroed_end_starts_or_is_refused(
    whole: Path, tmp_path: Path, ends: list[int]
) -> None:
    lengths = [1, 2, 7, 8, 9, 512, ends[-1] - 4, *random.sample(range(1, ends[-1] - 4), 20)]
    check_zeroed(whole, tmp_path / "data", ends, lengths)


@pytest.mark.parametrize("kind", ["zeros", "garbage", "half a transaction"])
def test_what_stands_behind_the_last_transaction_is_put_aside(
    whole: Path, tmp_path: Path, ends: list[int], kind: str
) -> None:
    for length in (1, 8, 22, 23, 24, 100, 512, 5000):
        more = {
            "zeros": bytes(length),
            "garbage": random.randbytes(length),
            "half a transaction": (whole / "content.fs").read_bytes()[ends[-2] :][:length],
        }[kind]
        if len(more) == ends[-1] - ends[-2]:
            continue
        assert outcome(whole, tmp_path / "data", lambda data, more=more: data + more) == COUNT


def test_a_last_transaction_that_is_spoilt_inside_is_put_aside(
    whole: Path, tmp_path: Path, ends: list[int]
) -> None:
    def spoil(data: bytearray) -> bytearray:
        data[ends[-2] + 30 : ends[-2] + 60] = bytes(30)
        return data

    assert outcome(whole, tmp_path / "data", spoil) == COUNT - 1


def test_damage_before_whole_transactions_is_refused(
    whole: Path, tmp_path: Path, ends: list[int]
) -> None:
    """Cutting there would lose acknowledged changes; the end is spoilt, too, or nobody looks."""

    def spoil(data: bytearray) -> bytearray:
        data[ends[4] : ends[4] + 40] = bytes(40)
        return data + b"garbage"

    said = outcome(whole, tmp_path / "data", spoil)
    assert isinstance(said, str)
    assert "whole transactions follow" in said


def test_a_database_that_cannot_be_read_is_refused_and_let_go(
    whole: Path, tmp_path: Path, ends: list[int]
) -> None:
    """Damage far from the end shows when there is no index to go by."""

    def spoil(data: bytearray) -> bytearray:
        data[ends[2] + 8 : ends[2] + 40] = b"\xff" * 32
        return data

    for _ in range(2):
        (whole / "content.fs.index").unlink(missing_ok=True)
        said = outcome(whole, tmp_path / "data", spoil)
        assert isinstance(said, str)
        assert said.endswith(".")


@pytest.mark.long
def test_every_byte_of_truncation(whole: Path, tmp_path: Path, ends: list[int]) -> None:
    check_truncated(whole, tmp_path / "data", ends, list(range(ends[-1])))


@pytest.mark.long
def test_every_length_of_zeros(whole: Path, tmp_path: Path, ends: list[int]) -> None:
    check_zeroed(whole, tmp_path / "data", ends, list(range(1, ends[-1] - 4)))


@pytest.mark.long
def test_a_thousand_kinds_of_garbage(whole: Path, tmp_path: Path, ends: list[int]) -> None:
    for _ in range(1000):
        more = os.urandom(random.randrange(1, 3000))
        assert outcome(whole, tmp_path / "data", lambda data, more=more: data + more) == COUNT
