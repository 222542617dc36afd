"""Reads a package as its program does, in this process: to start one takes longer than to read."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from academe.exchange.archives import unpack
from academe.exchange.bundle import Bundle
from academe.exchange.channel import from_json, to_json
from academe.exchange.limits import Clock, Limits
from academe.exchange.recognising import recognise
from academe.exchange.vocabulary import NO_WORDS, Vocabulary


def read_here(
    path: Path,
    workfolder: Path,
    limits: Limits | None = None,
    vocabulary: Vocabulary = NO_WORDS,
) -> Bundle:
    """Take the place of ``read`` where small packages of our own are read, which do no harm.

    Neither memory nor processor time is bounded: they would be this process's own.
    """
    limits = limits or Limits()
    own = Path(tempfile.mkdtemp(prefix="reading-", dir=workfolder)).resolve()
    try:
        package = unpack(path.resolve(), own, limits, Clock(limits.seconds))
        reader, package = recognise(replace(package, vocabulary=vocabulary))
        bundle = replace(reader(package), fingerprint=package.fingerprint())
        return from_json(to_json(bundle, own), own)
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise
