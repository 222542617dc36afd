"""A disk that reports an error: the site stops writing at once, and what was saved stays."""

import errno
import os
from pathlib import Path
from unittest import mock

import pytest

from academe.errors import DatabaseError
from academe.store import durable
from academe.store.databases import Databases, create_databases, open_databases


def write(databases: Databases, value: str) -> None:
    with databases.content.transaction() as connection:
        connection.root()["value"] = value


def read(databases: Databases) -> str:
    with databases.content.transaction() as connection:
        return str(connection.root()["value"])


@pytest.mark.parametrize("failing", [1, 2])
def test_after_a_failed_sync_nothing_is_written_any_more(tmp_path: Path, failing: int) -> None:
    """The first sync of a commit is the vote's, the second the finish's."""
    create_databases(tmp_path / "data")
    databases = open_databases(tmp_path / "data")
    write(databases, "safe")
    real, calls = os.fsync, []

    def sync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    with (
        mock.patch.object(durable, "sync_data", sync),
        pytest.raises(OSError, match="Input/output"),
    ):
        write(databases, "lost")
    assert databases.broken is not None
    assert "start the site again" in databases.broken
    with pytest.raises((DatabaseError, ValueError)):
        write(databases, "refused")
    databases.close()

    databases = open_databases(tmp_path / "data")
    assert databases.broken is None
    # After the finish's sync failed nobody knows; after the vote's, it was never valid.
    assert read(databases) in (("safe",) if failing == 1 else ("safe", "lost"))
    write(databases, "again")
    assert read(databases) == "again"
    databases.close()


def test_a_pack_whose_sync_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    create_databases(tmp_path / "data")
    databases = open_databases(tmp_path / "data")
    for value in ("a", "b", "c"):
        write(databases, value)
    with (
        mock.patch("academe.store.swapping.sync_file", side_effect=OSError(errno.EIO, "disk")),
        pytest.raises(OSError, match="disk"),
    ):
        databases.content.pack()
    assert databases.broken is None
    write(databases, "d")
    assert read(databases) == "d"
    assert not (tmp_path / "data/content.fs.pack").exists()
    databases.content.pack()
    databases.close()
