"""Where the files of a package come from: a folder's, one by one, and plain files only."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from academe.errors import ImportRefused
from academe.exchange.limits import Clock, Limits
from academe.exchange.names import check_name, is_leftover, shorten
from academe.wording import _

BLOCK = 64 * 1024
"""How many bytes are copied at a time."""


@dataclass(frozen=True)
class Source:
    """One file that waits to be copied; ``claimed`` is what a directory says of its size."""

    name: str
    stream: IO[bytes]
    claimed: int | None = None


def walk(folder: Path, limits: Limits, clock: Clock) -> Iterator[Source]:
    """Give every regular file below a folder, by name; anything else than files is refused."""
    waiting, count = [(folder, "")], 0
    while waiting:
        here, prefix = waiting.pop()
        with os.scandir(here) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            clock.check()
            if is_leftover(entry.name):
                continue
            count += 1
            if count > limits.entries:
                raise ImportRefused(
                    _(
                        "The folder has more than ${most} files.",
                        mapping={"most": f"{limits.entries:,}"},
                    )
                )
            name = check_name(prefix + entry.name, limits)
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), name + "/"))
            else:
                yield Source(name, open_regular(Path(entry.path), name))


def open_regular(path: Path, name: str) -> IO[bytes]:
    """Open without following a link or waiting for a pipe, then look at what was opened."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ImportRefused(
            _("${name} is a link or cannot be read.", mapping={"name": shorten(name)})
        ) from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise ImportRefused(_("${name} is not a plain file.", mapping={"name": shorten(name)}))
    return os.fdopen(number, "rb")
