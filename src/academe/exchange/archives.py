"""The one reader of archives and folders: every package is unpacked here, within budgets.

Files are written under numbers, never under names that a package gives: whatever a name says,
nothing can be written outside of the work folder.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from posixpath import basename

from academe.errors import ImportRefused
from academe.exchange.limits import Clock, Limits
from academe.exchange.names import TEXTS, check_name, check_names_differ, in_letters, shorten
from academe.exchange.sources import BLOCK, Source, open_regular, walk
from academe.exchange.tars import MARK as GZIP
from academe.exchange.tars import open_tar
from academe.exchange.vocabulary import Vocabulary
from academe.exchange.zips import DAMAGED, open_zip
from academe.wording import _

_ENDINGS = (".tar.gz", ".tgz", ".imscc", ".mbz", ".zip")


@dataclass(frozen=True)
class Unpacked:
    """One file of a package: where its copy lies, how long it really is, what it hashes to."""

    name: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True)
class Package:
    """A package, unpacked: ``files`` by their names inside, in the package's order."""

    title: str
    files: Mapping[str, Unpacked]
    limits: Limits
    clock: Clock
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    is_alone: bool = False
    """One file that came by itself, or by itself in an archive: no folder says what it is for."""

    @cached_property
    def called(self) -> Mapping[str, list[str]]:
        """The last part of a name, without case -> the names that end so, in their order."""
        found: dict[str, list[str]] = {}
        for name in self.files:
            found.setdefault(basename(name).casefold(), []).append(name)
        return found

    def fingerprint(self) -> str:
        """Give what tells this package from others, however it was packed: 64 hexadecimal digits.

        It is made of the files' names and bytes alone, so that an archive that was packed anew,
        or unpacked into a folder, is known again.
        """
        lines = sorted(f"{name}\0{unpacked.sha256}\n" for name, unpacked in self.files.items())
        return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    def read(self, name: str) -> bytes:
        """Give the bytes of one file of markup; raises ImportRefused when it is too large."""
        self.clock.check()
        unpacked = self.files[name]
        if unpacked.size > self.limits.markup_bytes:
            most = self.limits.markup_bytes // (1024 * 1024)
            raise ImportRefused(
                _(
                    "${name} is larger than ${most} MB of text.",
                    mapping={"name": shorten(name), "most": most},
                )
            )
        return unpacked.path.read_bytes()


def unpack(path: Path, workfolder: Path, limits: Limits, clock: Clock) -> Package:
    """Copy a folder's or archive's files, or a text, to the work folder; raises ImportRefused."""
    target = workfolder / "files"
    target.mkdir(mode=0o700)
    name, sources = _open(path, limits, clock)
    title = in_letters(name)
    files: dict[str, Unpacked] = {}
    total = 0
    for number, source in enumerate(sources):
        if source.name in files:
            raise ImportRefused(
                _(
                    "The package has two files of one name: ${name}.",
                    mapping={"name": shorten(source.name)},
                )
            )
        left = min(limits.file_bytes, limits.total_bytes - total)
        with source.stream:
            unpacked = _copy(source, target / str(number), left, clock)
        total += unpacked.size
        files[source.name] = unpacked
    if not files:
        raise ImportRefused(_("The package is empty."))
    check_names_differ(files)
    is_alone = len(files) == 1 and "/" not in next(iter(files)) and not path.is_dir()
    return Package(title, files, limits, clock, is_alone=is_alone)


def _open(path: Path, limits: Limits, clock: Clock) -> tuple[str, Iterator[Source]]:
    """Say what the package is called, and give its files one by one; a text is its only file."""
    if stat.S_ISDIR(os.lstat(path).st_mode):
        return path.name, walk(path, limits, clock)
    if path.name.lower().endswith(TEXTS):
        name = check_name(path.name, limits)
        return path.stem, iter((Source(name, open_regular(path, path.name)),))
    with open_regular(path, path.name) as raw:
        is_tar = raw.read(len(GZIP)) == GZIP
    sources = open_tar(path, limits, clock) if is_tar else open_zip(path, limits)
    ending = next((end for end in _ENDINGS if path.name.lower().endswith(end)), path.suffix)
    return path.name[: -len(ending)] if ending else path.name, sources


def _copy(source: Source, target: Path, most: int, clock: Clock) -> Unpacked:
    """Copy block by block and count the bytes that really come, whatever a directory says."""
    size, digest, shown = 0, hashlib.sha256(), shorten(source.name)
    try:
        with target.open("xb") as out:
            while block := source.stream.read(BLOCK):
                clock.check()
                size += len(block)
                if source.claimed is not None and size > source.claimed:
                    break  # it lies: how much more there would be is of no interest
                if size > most:
                    raise ImportRefused(
                        _(
                            "The package is too large when unpacked, at ${name}.",
                            mapping={"name": shown},
                        )
                    )
                digest.update(block)
                out.write(block)
    except DAMAGED as error:
        raise ImportRefused(
            _(
                "${name} in the package is damaged: ${why}.",
                mapping={"name": shown, "why": str(error)},
            )
        ) from error
    if source.claimed not in (None, size):
        raise ImportRefused(
            _(
                "${name} in the package has another size than the package says.",
                mapping={"name": shown},
            )
        )
    return Unpacked(source.name, target, size, digest.hexdigest())
