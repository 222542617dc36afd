"""kill -9 at any moment, also between the commits to two databases: nothing acknowledged is lost."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.faults.writing_child import bytes_of

from academe.store.databases import create_databases, open_databases
from academe.store.verifying import verify

CHILD = Path(__file__).with_name("writing_child.py")


def write_until_killed(folder: Path, number: int) -> list[tuple[str, int]]:
    """Return what a child acknowledged before it was killed."""
    command = [sys.executable, str(CHILD), str(folder), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(random.uniform(0, 0.15))
        child.kill()
        lines = [first, *child.stdout.read().splitlines(keepends=True)]
    told = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return [(name, int(count)) for name, count in told]


def missing(folder: Path, acknowledged: list[tuple[str, int]]) -> list[tuple[str, int]]:
    databases = open_databases(folder)
    try:
        lost = []
        for name, number in acknowledged:
            with getattr(databases, name).transaction() as connection:
                thing = connection.root().get(number)
                if thing is None:
                    lost.append((name, number))
                elif name == "content":
                    with thing.open() as stream:
                        if stream.read() != bytes_of(number):
                            lost.append((name, number))
        return lost
    finally:
        databases.close()


def kill_again_and_again(folder: Path, times: int) -> None:
    create_databases(folder)
    acknowledged: list[tuple[str, int]] = []
    for _ in range(times):
        new = write_until_killed(folder, max((count for _, count in acknowledged), default=0))
        acknowledged += new
        # All of the last life, and a sample of those before.
        looked_at = new + random.sample(acknowledged, min(50, len(acknowledged)))
        assert missing(folder, looked_at) == []
    assert missing(folder, acknowledged) == []
    databases = open_databases(folder)
    assert verify(databases) == []
    assert list((folder / "content.blobs/tmp").iterdir()) == []
    databases.close()


def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "data", 7)


@pytest.mark.long
def test_200_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "data", 200)
