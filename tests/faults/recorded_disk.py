"""A folder whose every change is recorded, so that a disk can be rebuilt as a power cut left it.

The model is harsher than any file system we know:

- bytes that were written but not synced may be missing, whole or in pieces of 512 bytes;
- a new, renamed, linked or removed name may be missing until its *folder* was synced;
- a rename happens whole or not at all; what a folder's sync promised stays promised.

``Replay.rebuild`` with the loss "nothing" gives the disk itself, byte for byte: what proves that the
recorder sees everything.
"""

import builtins
import io
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import ZODB.blob
import ZODB.FileStorage.fspack
import ZODB.fsIndex

from academe.store import durable, syncing

SECTOR = 512
IGNORED = (".lock", ".sqlite", ".sqlite-wal", ".sqlite-shm")
# Functions of os whose names were copied into these modules when they were imported.
COPIED_INTO = (
    ZODB.blob,
    import_module("ZODB.FileStorage.FileStorage"),  # the package has a class of that name
    ZODB.FileStorage.fspack,
    ZODB.fsIndex,
    syncing,
    durable,
)
LOSSES = ("unsynced", "unsynced bytes", "unsynced names", "some")


@dataclass(frozen=True)
class Event:
    """One change: of a file's bytes (``node``), of names (``names``), a sync, or a note."""

    kind: str
    node: int = -1
    offset: int = 0
    data: bytes = b""
    path: str = ""
    target: str = ""
    note: Any = None

    @property
    def folders(self) -> tuple[str, ...]:
        return tuple(os.path.dirname(name) for name in (self.path, self.target) if name)


NAME_CHANGES = ("create", "mkdir", "rename", "link", "unlink", "rmdir")


@dataclass
class RecordedDisk:
    """Records what happens below ``top`` while ``recording``."""

    top: Path
    events: list[Event] = field(default_factory=list)
    nodes: dict[tuple[int, int], int] = field(default_factory=dict)
    first: dict[str, bytes | None] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.RLock)
    count: int = 0

    def note(self, note: Any) -> None:
        """Record that something was acknowledged."""
        with self.lock:
            self.events.append(Event("note", note=note))

    @contextmanager
    def recording(self) -> Iterator[None]:
        self._take_stock()
        with _patched(self):
            yield

    def _take_stock(self) -> None:
        """What is there before counts as synced."""
        for path in sorted(self.top.rglob("*")):
            name = self.name_of(path)
            if name is None:
                continue
            if path.is_dir():
                self.first[name] = None
            else:
                self.node_of(path.stat(), name)
                self.first[name] = path.read_bytes()

    def name_of(self, path: Any, dir_fd: int | None = None) -> str | None:
        """Return the name below ``top``, None for what is not recorded."""
        if isinstance(path, int):
            path = os.readlink(f"/proc/self/fd/{path}")
        if dir_fd is not None:
            path = os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), path)
        name = os.path.relpath(os.path.abspath(os.fspath(path)), self.top)
        if name.startswith("..") or name.endswith(IGNORED):
            return None
        return "" if name == "." else name

    def node_of(self, stat: os.stat_result, new_name: str | None = None) -> int:
        """Return our number of a file; a new name begins a new file (inodes are used again)."""
        key = (stat.st_dev, stat.st_ino)
        if new_name is not None:
            self.nodes[key] = self.count
            self.count += 1
            self.events.append(Event("create", self.nodes[key], path=new_name))
        return self.nodes[key]


class RecordedFile(io.FileIO):
    """A raw file whose writes are recorded."""

    disk: RecordedDisk
    node: int

    def write(self, data: Any) -> int:
        with self.disk.lock:
            append = "a" in self.mode
            offset = os.fstat(self.fileno()).st_size if append else self.tell()
            written = super().write(data)
            self.disk.events.append(
                Event("write", self.node, offset, bytes(memoryview(data)[:written]))
            )
            return written

    def truncate(self, size: int | None = None) -> int:
        with self.disk.lock:
            size = super().truncate(size)
            self.disk.events.append(Event("truncate", self.node, size))
            return size


@contextmanager
def _patched(disk: RecordedDisk) -> Iterator[None]:
    replaced = {
        (io, "open"): _opening(disk, io.open),
        (builtins, "open"): _opening(disk, io.open),
        (ZODB.blob.BlobFile, "write"): _blob_write(disk),
        (os, "open"): _os_open(disk, os.open),
    }
    for name in ("rename", "replace", "link"):
        replaced[os, name] = _two_names(disk, name, getattr(os, name))
    for name in ("mkdir", "rmdir", "unlink", "remove"):
        replaced[os, name] = _one_name(disk, name, getattr(os, name))
    for name in ("fsync", "fdatasync", "pwrite", "write", "ftruncate"):
        replaced[os, name] = _on_descriptor(disk, name, getattr(os, name))
    originals = {getattr(place, name): new for (place, name), new in replaced.items()}
    with mock.patch.object(os, "posix_fallocate", None):  # nobody may write behind our back
        patches = [mock.patch.object(place, name, new) for (place, name), new in replaced.items()]
        for module in COPIED_INTO:
            patches += _copies(module, originals)
        for patch in patches:
            patch.start()
        try:
            yield
        finally:
            for patch in reversed(patches):
                patch.stop()


def _copies(module: ModuleType, originals: dict[Any, Any]) -> list[Any]:
    known = {key for key in originals if key is not io.open}
    return [
        mock.patch.object(module, name, originals[value])
        for name, value in list(vars(module).items())
        if callable(value) and any(value is each for each in known)
    ]


def _opening(disk: RecordedDisk, real: Any) -> Any:
    def opened(file: Any, mode: str = "r", buffering: int = -1, *args: Any, **words: Any) -> Any:
        writes = any(letter in mode for letter in "wax+")
        name = disk.name_of(file) if writes else None
        if name is None:
            return real(file, mode, buffering, *args, **words)
        with disk.lock:
            raw_mode = mode.replace("b", "").replace("t", "")
            is_new = not isinstance(file, int) and not os.path.exists(file)
            raw = RecordedFile(file, raw_mode)
            raw.disk = disk
            raw.node = disk.node_of(os.fstat(raw.fileno()), name if is_new else None)
            if "w" in mode and not is_new:
                disk.events.append(Event("truncate", raw.node, 0))
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *args, **words)

    return opened


def _os_open(disk: RecordedDisk, real: Any) -> Any:
    def opened(path: Any, flags: int, *args: Any, **words: Any) -> int:
        creates = flags & os.O_CREAT and not words.get("dir_fd")
        name = disk.name_of(path) if creates else None
        with disk.lock:
            is_new = name is not None and not os.path.exists(path)
            descriptor = real(path, flags, *args, **words)
            if is_new:
                disk.node_of(os.fstat(descriptor), name)
            return int(descriptor)

    return opened


def _blob_write(disk: RecordedDisk) -> Any:
    def write(self: Any, data: Any) -> int:
        with disk.lock:
            offset = self.tell()
            written = io.FileIO.write(self, data)
            node = _known_node(disk, self.fileno())
            if node is None:  # made by FileIO itself, which opens behind our back
                stat = os.fstat(self.fileno())
                node = disk.node_of(stat, disk.name_of(self.fileno()))
            disk.events.append(Event("write", node, offset, bytes(memoryview(data)[:written])))
            return int(written)

    return write


def _known_node(disk: RecordedDisk, descriptor: int) -> int | None:
    stat = os.fstat(descriptor)
    return disk.nodes.get((stat.st_dev, stat.st_ino))


def _two_names(disk: RecordedDisk, kind: str, real: Any) -> Any:
    def changed(source: Any, target: Any, **words: Any) -> None:
        with disk.lock:
            replaced = os.stat(target) if os.path.isfile(target) else None
            real(source, target, **words)
            if replaced is not None and replaced.st_nlink == 1:
                disk.nodes.pop((replaced.st_dev, replaced.st_ino), None)
            one, two = disk.name_of(source), disk.name_of(target)
            if one is not None and two is not None:
                word = "link" if kind == "link" else "rename"
                node = -1 if os.path.isdir(target) else disk.node_of(os.stat(target))
                disk.events.append(Event(word, node, path=one, target=two))
            elif two is not None and not os.path.isdir(target):  # came in from outside
                node = disk.node_of(os.stat(target), two)
                disk.events.append(Event("write", node, 0, Path(target).read_bytes()))

    return changed


def _one_name(disk: RecordedDisk, kind: str, real: Any) -> Any:
    def changed(path: Any, *args: Any, dir_fd: int | None = None, **words: Any) -> None:
        with disk.lock:
            name = disk.name_of(path, dir_fd)
            stat = os.lstat(path, dir_fd=dir_fd) if kind in ("unlink", "remove") else None
            real(path, *args, dir_fd=dir_fd, **words)
            if name is not None:
                word = "unlink" if kind == "remove" else kind
                disk.events.append(Event(word, path=name))
                if stat is not None and stat.st_nlink == 1:
                    disk.nodes.pop((stat.st_dev, stat.st_ino), None)  # the number is used again

    return changed


def _on_descriptor(disk: RecordedDisk, kind: str, real: Any) -> Any:
    def changed(descriptor: int, *args: Any) -> Any:
        with disk.lock:
            if kind in ("fsync", "fdatasync") and os.path.isdir(f"/proc/self/fd/{descriptor}"):
                name = disk.name_of(descriptor)
                result = real(descriptor)
                if name is not None:
                    disk.events.append(Event("sync folder", path=name))
                return result
            node = _known_node(disk, descriptor)
            offset = os.lseek(descriptor, 0, os.SEEK_CUR) if kind == "write" else 0
            result = real(descriptor, *args)
            if node is not None:
                disk.events.append(_bytes_event(kind, node, offset, args, result))
            return result

    return changed


def _bytes_event(kind: str, node: int, offset: int, args: tuple[Any, ...], result: Any) -> Event:
    if kind == "pwrite":
        return Event("write", node, args[1], bytes(memoryview(args[0])[:result]))
    if kind == "write":
        return Event("write", node, offset, bytes(memoryview(args[0])[:result]))
    if kind == "ftruncate":
        return Event("truncate", node, args[0])
    return Event("sync", node)


# Rebuilding


@dataclass
class _File:
    synced: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        for event in self.waiting:
            _change(self.synced, event)
        self.waiting.clear()

    def after(self, loss: str, dice: random.Random) -> bytearray:
        """Return the bytes that such a loss leaves."""
        content = bytearray(self.synced)
        for event in self.waiting if loss in ("nothing", "unsynced names", "some") else ():
            if loss != "some":
                _change(content, event)
            elif event.kind == "write":
                for offset, piece in _sectors(event):
                    if dice.random() < 0.5:
                        _write(content, offset, piece)
            elif dice.random() < 0.5:
                _change(content, event)
        return content


@dataclass
class Replay:
    """What was recorded, played again up to one moment after another."""

    disk: RecordedDisk
    at: int = 0
    notes: list[Any] = field(default_factory=list)
    files: dict[int, _File] = field(default_factory=dict)
    names: list[tuple[Event, bool]] = field(default_factory=list)
    unsynced: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        stock = [name for name, content in self.disk.first.items() if content is None]
        self.names = [(Event("mkdir", path=name), True) for name in stock]
        self.advance(self.begin)
        self._sync_names(lambda event: True)
        for event in self.disk.events[: self.begin]:
            self.files[event.node].synced = bytearray(self.disk.first[event.path] or b"")

    @property
    def begin(self) -> int:
        return sum(1 for content in self.disk.first.values() if content is not None)

    def advance(self, until: int) -> None:
        for event in self.disk.events[self.at : until]:
            self._play(event)
        self.at = max(self.at, until)

    def _play(self, event: Event) -> None:
        if event.kind == "note":
            self.notes.append(event.note)
        elif event.kind == "sync folder":
            self._sync_names(lambda each: event.path in each.folders)
        elif event.kind == "sync":
            self.files[event.node].sync()
        elif event.kind in NAME_CHANGES:
            self.unsynced.append(len(self.names))
            self.names.append((event, False))
            if event.kind == "create":
                self.files[event.node] = _File()
        else:
            self.files[event.node].waiting.append(event)

    def _sync_names(self, is_meant: Callable[[Event], bool]) -> None:
        for number in [n for n in self.unsynced if is_meant(self.names[n][0])]:
            self.names[number] = (self.names[number][0], True)
            self.unsynced.remove(number)

    def rebuild(self, target: Path, loss: str, dice: random.Random) -> None:
        """Write the disk as a cut at this moment could leave it: "nothing" or one of LOSSES."""
        tree: dict[str, int | None] = {}
        for event, is_synced in self.names:
            is_kept = is_synced or loss in ("nothing", "unsynced bytes")
            if is_kept or (loss == "some" and dice.random() < 0.5):
                _rename(tree, event)
        for name, node in tree.items():
            path = target / name
            if node is None:
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.files[node].after(loss, dice))


def _rename(tree: dict[str, int | None], event: Event) -> None:
    """Change the names; where folder or source are missing, nothing happens."""
    path, target = event.path, event.target
    if event.kind in ("create", "mkdir"):
        if _has_folder(tree, path):
            tree[path] = event.node if event.kind == "create" else None
    elif event.kind in ("unlink", "rmdir"):
        for name in [name for name in tree if name == path or name.startswith(path + "/")]:
            del tree[name]
    elif event.node >= 0:  # a file: its new name leads to it, even if the old one was never safe
        if event.kind == "rename":
            tree.pop(path, None)
        if _has_folder(tree, target):
            tree[target] = event.node
    elif path in tree and _has_folder(tree, target):
        for name in [name for name in tree if name.startswith(path + "/")]:
            tree[target + name[len(path) :]] = tree.pop(name)
        tree[target] = tree.pop(path)


def _has_folder(tree: dict[str, int | None], path: str) -> bool:
    folder = os.path.dirname(path)
    return folder == "" or (folder in tree and tree[folder] is None)


def _change(content: bytearray, event: Event) -> None:
    if event.kind == "truncate":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
    else:
        _write(content, event.offset, event.data)


def _sectors(event: Event) -> Iterator[tuple[int, bytes]]:
    step, start = SECTOR - event.offset % SECTOR, 0
    while start < len(event.data):
        yield event.offset + start, event.data[start : start + step]
        start, step = start + step, SECTOR


def _write(content: bytearray, offset: int, data: bytes) -> None:
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data
