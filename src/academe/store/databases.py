"""The databases of a site: made once by ``create_databases``, opened by everything else."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ZODB
from zc.lockfile import LockError, LockFile
from ZODB.Connection import Connection
from ZODB.FileStorage.FileStorage import FileStorageError
from ZODB.FileStorage.format import CorruptedError

from academe.errors import DatabaseError
from academe.store.completing import complete_site
from academe.store.durable import Clock, DurableStorage
from academe.store.records import complete_records
from academe.store.stamping import (
    ROOT_KEY,
    Stamp,
    check_same_site,
    check_stamp,
    new_site_id,
    read_stamp,
)
from academe.store.swapping import finish_pack_swap
from academe.store.syncing import sync_folder
from academe.store.tail import damaged_bytes, repair_tail
from academe.store.work import Work

NAMES = ("content", "records")
LOCK = "site.lock"

# Below this share of the disk uploads are refused, so that small commits still fit.
ROOM_FOR_UPLOADS = 0.05


class OneDatabasePerTransaction(Connection):
    """A connection that refuses a transaction in which the other database was changed, too.

    Two storages do not finish as one: killed in between, one of them would be ahead.
    """

    def tpc_begin(self, transaction: Any) -> None:
        """Begin the commit; comes before anything is written to either database."""
        super().tpc_begin(transaction)  # first: the abort that follows a refusal needs it
        name = self.db().database_name
        try:
            other = transaction.data(OneDatabasePerTransaction)
        except KeyError:
            transaction.set_data(OneDatabasePerTransaction, name)
        else:
            if other != name:
                raise DatabaseError(
                    f"One transaction changed both {other} and {name}. One action writes one "
                    "database; what must touch the other is an order (a job)."
                )


class Database(ZODB.DB):
    """One object database of a site."""

    klass = OneDatabasePerTransaction


@dataclass(frozen=True)
class Databases:
    """The open databases of one site; they belong together (``site_id``)."""

    folder: Path
    site_id: str
    content: Database
    records: Database
    work: Work
    read_only: bool = False
    _lock: Any = field(default=None, repr=False)

    @property
    def broken(self) -> str | None:
        """The sentence that says why this process must end, None while all is well."""
        broken: str | None = self.content.storage.broken or self.records.storage.broken
        return broken

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other thread commit inside: for one that met another one, and tries again."""
        with self.content.storage.turns.alone(), self.records.storage.turns.alone():
            yield

    def has_room_for_uploads(self) -> bool:
        """Tell whether enough of the disk is free to take files."""
        disk = os.statvfs(self.folder)
        return disk.f_bavail >= disk.f_blocks * ROOM_FOR_UPLOADS

    def close(self) -> None:
        """Close all and let others open them."""
        try:
            self.content.close()
            self.records.close()
            self.work.close()
        finally:
            if self._lock is not None:
                self._lock.close()


def create_databases(folder: Path, clock: Clock | None = None) -> str:
    """Make the empty databases of a new site and return its id; roots are laid out by the caller.

    Raises DatabaseError if there is one already, and leaves nothing behind when it fails.
    """
    for name in NAMES:
        if _path(folder, name).exists() or _blobs(folder, name).exists():
            raise DatabaseError(f"{folder} holds a {name} database already; nothing was changed.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    site_id = new_site_id()
    lock = _take_lock(folder)
    try:
        for name in NAMES:
            _create(folder, name, site_id, clock)
        sync_folder(folder)
        sync_folder(folder.absolute().parent)
    except BaseException:
        for name in NAMES:
            _path(folder, name).unlink(missing_ok=True)
            shutil.rmtree(_blobs(folder, name), ignore_errors=True)
        raise
    finally:
        lock.close()
    return site_id


def open_databases(
    folder: Path,
    *,
    read_only: bool = False,
    pool_size: int = 12,
    cache_bytes: int = 200_000_000,
    clock: Clock | None = None,
) -> Databases:
    """Open the databases of a site; never creates one.

    With ``read_only`` they can be opened while the site is served, and show the state of the
    moment of opening. ``cache_bytes`` is the bound for all connections of one database together.
    ``clock`` dates the transactions of a site that is made with a history; None: they are of now.
    Raises DatabaseError with the way out.
    """
    for name in NAMES:
        _check_folder(folder, name)
    lock = None if read_only else _take_lock(folder)
    if read_only:
        _check_tails(folder)
    storages: list[DurableStorage] = []
    try:
        for name in NAMES:
            storages.append(_open_storage(folder, name, read_only, clock))
        stamps = [
            check_stamp(read_stamp(storage), name, f"{name}.fs")
            for name, storage in zip(NAMES, storages, strict=True)
        ]
        site_id = check_same_site(*stamps)
        content, records = (
            _open(storage, name, pool_size, cache_bytes)
            for name, storage in zip(NAMES, storages, strict=True)
        )
    except BaseException:
        for storage in storages:
            storage.close()
        if lock is not None:
            lock.close()
        raise
    if not read_only:
        _complete(content, records)
    work = Work(folder / "work.sqlite")
    return Databases(folder, site_id, content, records, work, read_only, lock)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.fs"


def _blobs(folder: Path, name: str) -> Path:
    return folder / f"{name}.blobs"


def _take_lock(folder: Path) -> Any:
    try:
        return LockFile(str(folder / LOCK))
    except LockError:
        raise DatabaseError(
            f"The site is being served: another process has {folder} open. "
            "Let the server do it, or stop it first."
        ) from None
    except OSError as error:
        raise DatabaseError(f"{folder} cannot be written: {error.strerror}.") from error


def is_served(folder: Path) -> bool:
    """Say whether another process has the databases open for writing."""
    try:
        lock = _take_lock(folder)
    except DatabaseError:
        return True
    lock.close()
    return False


def _check_tails(folder: Path) -> None:
    """Raise DatabaseError if a file that nobody is writing ends in the middle of a transaction."""
    if is_served(folder):
        return
    for name in NAMES:
        damaged = damaged_bytes(_path(folder, name))
        if damaged:
            raise DatabaseError(
                f"The last {damaged} bytes of {_path(folder, name)} belong to no transaction, "
                "as after a power cut. `academe serve` cuts them off and keeps them beside it."
            )


def _check_folder(folder: Path, name: str) -> None:
    path = _path(folder, name)
    waiting = Path(f"{path}.pack").exists() and Path(f"{path}.old").exists()
    if not path.exists() and not waiting:
        raise DatabaseError(
            f"There is no database at {path}. `academe init` makes a new site; "
            "if there was one, restore a backup."
        )
    if path.exists() and path.stat().st_size == 0:
        raise DatabaseError(
            f"{path} is empty (0 bytes), which a database never is. "
            f"Look for {path.name}.old beside it, or restore a backup."
        )


def _create(folder: Path, name: str, site_id: str, clock: Clock | None) -> None:
    blobs = _blobs_of(folder, name)
    storage = DurableStorage(_path(folder, name), blobs=blobs, create=True, clock=clock)
    database = Database(storage, database_name=name)
    try:
        with database.transaction("made by academe init") as connection:
            connection.root()[ROOT_KEY] = str(Stamp(name, site_id))
    finally:
        database.close()


def _blobs_of(folder: Path, name: str) -> Path | None:
    return _blobs(folder, name) if name == "content" else None


def _open_storage(
    folder: Path, name: str, read_only: bool, clock: Clock | None = None
) -> DurableStorage:
    path = _path(folder, name)
    try:
        if not read_only:
            finish_pack_swap(path)
            repair_tail(path)
        blobs = _blobs_of(folder, name)
        return DurableStorage(path, blobs=blobs, read_only=read_only, clock=clock)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {error.strerror}.") from error
    except (CorruptedError, FileStorageError, UnicodeDecodeError, ValueError) as error:
        raise DatabaseError(
            f"{path} cannot be read: {error}. Start the site once (it mends a cut end), "
            "or restore a backup."
        ) from error


def _complete(content: Database, records: Database) -> None:
    """Make what later releases keep beside the contents and people of an older one."""
    with content.transaction("trees of this release") as connection:
        complete_site(connection.root())
    with records.transaction("trees of this release") as connection:
        complete_records(connection.root())


def _open(storage: DurableStorage, name: str, pool_size: int, cache_bytes: int) -> Database:
    return Database(
        storage,
        database_name=name,
        pool_size=pool_size,
        # ZODB's default of 400 objects would decide; bytes shall.
        cache_size=200_000,
        cache_size_bytes=cache_bytes // pool_size,
        historical_pool_size=4,
        historical_cache_size=20_000,
        historical_cache_size_bytes=cache_bytes // pool_size,
    )
