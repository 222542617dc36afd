"""A disk that fills up and gets room again: nothing is lost, and nobody has to start anything."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from persistent.mapping import PersistentMapping

from academe.store.databases import Databases, create_databases, open_databases
from academe.store.files import store_file
from academe.store.verifying import verify


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=3m", "academe-test", str(place)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def write(databases: Databases, number: int, size: int) -> None:
    with databases.records.transaction() as connection:
        connection.root()[number] = PersistentMapping(text="t" * (size // 4))
    with databases.content.transaction() as connection:
        stream = BytesIO(bytes([number % 256]) * size)
        connection.root()[number] = store_file(stream, "a.bin", "x/y", connection)


def read(databases: Databases, number: int, size: int) -> None:
    with databases.records.transaction() as connection:
        assert connection.root()[number]["text"] == "t" * (size // 4)
    with databases.content.transaction() as connection, connection.root()[number].open() as stream:
        assert stream.read() == bytes([number % 256]) * size


def fill(databases: Databases, numbers: Iterator[int], size: int, written: dict[int, int]) -> int:
    """Write until nothing fits any more; return how often it was refused."""
    refused = 0
    while refused < 6:
        number = next(numbers)
        try:
            write(databases, number, size)
            written[number] = size
        except OSError:
            refused += 1
    return refused


@pytest.mark.parametrize("size", [40_000, 9_000])
def test_a_full_disk_refuses_and_goes_on_when_there_is_room(small_disk: Path, size: int) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(500_000))
    folder = small_disk / "data"
    create_databases(folder)
    databases = open_databases(folder)
    numbers, written = iter(range(10**6)), {}
    for step in (size, 3_000, 200):  # ever smaller ones find the last room
        fill(databases, numbers, step, written)
    assert not databases.has_room_for_uploads()
    assert databases.broken is None
    for number, length in written.items():
        read(databases, number, length)
    with pytest.raises(OSError, match="No space"):
        write(databases, next(numbers), 400_000)

    ballast.unlink()
    for _ in range(3):
        number = next(numbers)
        write(databases, number, 5_000)
        written[number] = 5_000
    assert databases.broken is None
    databases.close()

    databases = open_databases(folder)
    for number, length in written.items():
        read(databases, number, length)
    assert verify(databases) == []
    assert list((folder / "content.blobs/tmp").iterdir()) == []
    databases.close()


def test_uploads_that_were_refused_leave_no_file(small_disk: Path) -> None:
    folder = small_disk / "data"
    create_databases(folder)
    databases = open_databases(folder)
    fill(databases, iter(range(10**6)), 60_000, written := {})
    databases.close()
    blobs = [path for path in (folder / "content.blobs").rglob("*.blob")]
    assert len(blobs) in (len(written), len(written) + 6)  # records may fit where files do not
    assert sum(path.stat().st_size == 60_000 for path in blobs) == len(blobs)
