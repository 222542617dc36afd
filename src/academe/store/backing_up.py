"""Copies of a whole site: made while it is served, checked by hash, restored into an empty place.

A backup is a folder with the layout of a site (``data/`` and what else was given) and a
``manifest.json``, which is written last: a folder without it is no backup.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from ZODB.FileStorage import FileIterator
from ZODB.utils import u64

from academe.errors import DatabaseError
from academe.store.databases import Databases
from academe.store.syncing import sync_folder
from academe.store.verifying import DAMAGE, damage_of

MANIFEST = "manifest.json"
VERSION = 1
CHUNK = 1 << 20  # bytes


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; ``files`` is {path in the backup: (bytes, SHA-256)}.

    ``last`` is {database: number of the last transaction in the copy}; ``damaged`` has a sentence
    on each record that was damaged on the site's disk already.
    """

    site_id: str
    made: str
    last: Mapping[str, str]
    files: Mapping[str, tuple[int, str]]
    damaged: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(size for size, _ in self.files.values())


def back_up(
    databases: Databases, target: Path, extras: Mapping[str, Path] | None = None
) -> Manifest:
    """Copy the site into ``target`` (missing or empty) while others read and write.

    ``extras`` is {path in the backup: file or folder} for the definitions and settings. Everything
    acknowledged before the call is in the copy. The copy is read again and compared before this
    returns, and the checksum of every record in it is looked at; then the leftovers of the last
    pack (".old") are removed, unless the copy has damaged records: they may hold better ones.
    """
    _prepare(target)
    try:
        manifest = _copy_site(databases, target, extras or {})
        _write_manifest(target, manifest)
        check_backup(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    if not databases.read_only and not manifest.damaged:
        for database in (databases.records, databases.content):
            database.storage.remove_old_files()
    return manifest


def check_backup(folder: Path) -> Manifest:
    """Return the manifest if every file is there and unchanged, else raise DatabaseError."""
    manifest = _read_manifest(folder)
    damaged = [name for name, known in manifest.files.items() if _measure(folder / name) != known]
    if damaged:
        raise DatabaseError(
            f"The backup at {folder} is damaged: {len(damaged)} of {len(manifest.files)} files "
            f"are missing or changed, the first is {damaged[0]}. Use another backup."
        )
    return manifest


def restore(backup: Path, target: Path) -> Manifest:
    """Copy a whole backup to ``target`` (missing or empty), a site's folder.

    Raises DatabaseError, with nothing left in ``target``, if the backup is damaged.
    """
    manifest = check_backup(backup)
    _prepare(target)
    try:
        for name, known in manifest.files.items():
            if _copy_file(backup / name, target / name) != known:
                raise DatabaseError(f"{backup / name} changed while it was restored. Try again.")
        _sync_folders(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return manifest


def _prepare(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise DatabaseError(f"{target} is not empty; nothing was written. Name a new folder.")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)


def _copy_site(databases: Databases, target: Path, extras: Mapping[str, Path]) -> Manifest:
    files: dict[str, tuple[int, str]] = {}
    last: dict[str, str] = {}
    damaged: list[str] = []
    # Records first: a content may speak of a person, who must then be known.
    for name in ("records", "content"):
        storage = getattr(databases, name).storage
        with storage.settled:  # a pack would take files away
            files[f"data/{name}.fs"], tid = _copy_database(storage, target / f"data/{name}.fs")
            for path, place in _blobs_until(storage, tid):
                key = f"data/{name}.blobs/{place}"
                files[key] = _copy_file(path, target / key)
        last[name] = f"{u64(tid):#x}"
        damaged += _damaged_in(target / f"data/{name}.fs", name)
    for name, source in extras.items():
        for path, place in _files_of(source, name):
            files[place] = _copy_file(path, target / place)
    _sync_folders(target)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(databases.site_id, made, last, files, tuple(damaged))


def _damaged_in(copy: Path, name: str) -> Iterator[str]:
    """Yield a sentence on each record of a copied database that is not what was stored."""
    try:
        with closing(FileIterator(str(copy))) as log:
            for entry in log:
                for record in entry:
                    if record.data is not None and (said := damage_of(record)):
                        yield f"{name}, object {u64(record.oid):#x}: {said}"
    except DAMAGE as error:
        yield f"{name}: the history cannot be read on: {error}"


def _copy_database(storage: Any, target: Path) -> tuple[tuple[int, str], bytes]:
    """Copy what is committed now; what follows is only ever appended."""
    with storage._lock:
        descriptor = os.dup(storage._file.fileno())
        end, tid = storage.getSize(), storage.lastTransaction()
    try:
        return _write(target, _read_until(descriptor, end)), tid
    finally:
        os.close(descriptor)


def _read_until(descriptor: int, end: int) -> Iterator[bytes]:
    position = 0
    while position < end:
        chunk = os.pread(descriptor, min(CHUNK, end - position), position)
        if not chunk:
            raise DatabaseError("The database became shorter while it was copied.")
        position += len(chunk)
        yield chunk


def _blobs_until(storage: Any, tid: bytes) -> Iterator[tuple[Path, str]]:
    """Yield the files of committed blobs, and the marker of the folder's layout."""
    if not storage.blob_dir:
        return
    top = Path(storage.blob_dir)
    yield top / ".layout", ".layout"
    for _, folder in storage.fshelper.listOIDs():
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            _, serial = storage.fshelper.splitBlobFilename(path)
            if serial is not None and serial <= tid:
                yield Path(path), os.path.relpath(path, top)


def _files_of(source: Path, name: str) -> Iterator[tuple[Path, str]]:
    if source.is_file():
        yield source, name
        return
    for folder, _, names in os.walk(source):
        for each in sorted(names):
            path = Path(folder, each)
            yield path, str(PurePosixPath(name) / path.relative_to(source).as_posix())


def _copy_file(source: Path, target: Path) -> tuple[int, str]:
    return _write(target, _chunks(source), source.stat().st_mode & 0o777)


def _chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _write(target: Path, chunks: Iterator[bytes], mode: int = 0o600) -> tuple[int, str]:
    """Write a new file, synced; return its bytes and SHA-256."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(target, flags, mode), "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return size, digest.hexdigest()


def _measure(path: Path) -> tuple[int, str] | None:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in _chunks(path):
            digest.update(chunk)
            size += len(chunk)
    except OSError:
        return None  # missing, or the disk cannot read it: damaged either way
    return size, digest.hexdigest()


def _sync_folders(top: Path) -> None:
    for folder, _, _ in os.walk(top):
        sync_folder(folder)
    sync_folder(top.absolute().parent)


def _write_manifest(target: Path, manifest: Manifest) -> None:
    said = {
        "backup of": "Academe",
        "version": VERSION,
        "site": manifest.site_id,
        "made": manifest.made,
        "last transactions": manifest.last,
        "damaged records": manifest.damaged,
        "files": {
            name: {"bytes": size, "sha256": digest}
            for name, (size, digest) in sorted(manifest.files.items())
        },
    }
    text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    new = target / f"{MANIFEST}.new"
    _write(new, iter([text.encode()]))
    new.rename(target / MANIFEST)
    sync_folder(target)


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["backup of"] != "Academe" or said["version"] != VERSION:
            raise ValueError("of another version")
        files = {name: (told["bytes"], told["sha256"]) for name, told in said["files"].items()}
        damaged = tuple(map(str, said.get("damaged records", ())))
        manifest = Manifest(said["site"], said["made"], said["last transactions"], files, damaged)
    except FileNotFoundError:
        raise DatabaseError(f"{folder} is no backup: it has no {MANIFEST}.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatabaseError(f"{path} is damaged or of another version: {error!r}.") from error
    for name in files:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            raise DatabaseError(f"{path} names a file outside of the backup: {name}.")
    return manifest
