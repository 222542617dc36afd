"""The program that reads a package in a process of its own; started by ``reading`` only."""

import errno
import json
import math
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from academe.errors import ImportRefused
from academe.exchange.channel import to_json
from academe.exchange.limits import MIB, Clock, Limits
from academe.exchange.reading import ANSWER, REFUSAL
from academe.exchange.vocabulary import Vocabulary
from academe.wording import _, to_plain

Reader = Callable[[Path, Path, Limits, Vocabulary], str]


def run(read: Reader) -> None:
    """Take the order from stdin, bind this process, read, leave the answer in the work folder."""
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    bind(limits)
    workfolder = Path(order["workfolder"])
    said = ""
    try:
        vocabulary = Vocabulary.from_plain(order["vocabulary"])
        answer = read(Path(order["path"]), workfolder, limits, vocabulary)
        (workfolder / ANSWER).write_text(answer, encoding="utf-8")
    except ImportRefused as refusal:
        said = refusal.sentence
    except MemoryError:
        said = _("The package needs more memory to be read than an import may take.")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        said = _("There is no room left on the server's disk for this package.")
    except RecursionError:
        said = _("The package is nested too deep.")
    if said:  # said now: after an error all that was read is forgotten, and there is memory again
        refuse(workfolder, said)


def bind(limits: Limits) -> None:
    """Bound memory, processor time, file size and open files; leave no core file."""
    seconds = math.ceil(limits.seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, max(limits.file_bytes, limits.answer_bytes) + MIB),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        bounded = most if hard == resource.RLIM_INFINITY else min(most, hard - 1)
        # One second between the limits of processor time: the softer one says why it ends.
        resource.setrlimit(what, (bounded, bounded + (what == resource.RLIMIT_CPU)))
    os.umask(0o077)


def read_here(path: Path, workfolder: Path, limits: Limits, vocabulary: Vocabulary) -> str:
    """Read in this very process; the parsers are loaded only now, when the limits hold."""
    from academe.exchange.archives import unpack

    package = unpack(path, workfolder, limits, Clock(limits.seconds))
    from academe.exchange.recognising import recognise  # for what is no damaged archive

    unpacked = sum(one.size for one in package.files.values())
    hurry(limits.seconds_for(unpacked if path.is_dir() else path.stat().st_size))
    package = replace(package, vocabulary=vocabulary)
    reader, package = recognise(package)
    bundle = replace(reader(package), fingerprint=package.fingerprint())
    return to_json(bundle, workfolder)


def hurry(seconds: float) -> None:
    """End this process after so much processor time in all: no parser can be asked to stop."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    last = max(1, math.floor(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, last), hard))


def refuse(workfolder: Path, sentence: str) -> None:
    (workfolder / REFUSAL).write_text(json.dumps(to_plain(sentence)), encoding="utf-8")


def main() -> None:
    """Read a package."""
    run(read_here)


if __name__ == "__main__":
    main()
