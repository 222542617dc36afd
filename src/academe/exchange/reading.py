"""The one entry for what comes from outside: a folder or package becomes a bundle, or is refused.

The parsing happens in a child process with limits of memory, processor and time, because parsers
of foreign input are where a server is broken into or brought down. A program of its own and not a
fork: the server has threads, and a fork would copy its locks and its secrets.
"""

import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from academe.errors import ImportRefused
from academe.exchange.bundle import Bundle
from academe.exchange.channel import from_json
from academe.exchange.limits import Limits
from academe.exchange.vocabulary import NO_WORDS, Vocabulary
from academe.wording import _, from_plain

_log = logging.getLogger(__name__)

ANSWER, REFUSAL, COMPLAINTS = "answer.json", "refused.json", "complaints.txt"
"""What the child leaves in its folder: a bundle, or a sentence; and what it wrote to stderr."""

LONGEST_REFUSAL = 20_000  # bytes

_PLACE = re.compile(r'  File "([^"\n]+)", line (\d+), in ')
_ERROR = re.compile(r"([A-Za-z_][\w.]*)(?::|$)")  # the last line of a traceback begins with it

_GRACE = 3.0  # seconds for starting the interpreter, beside the budget of the reading


class TookTooLong(ImportRefused):
    """The child process was ended because its time was over."""


class ReaderEnded(ImportRefused):
    """The child process ended without an answer: its memory was not enough, or a parser broke."""


def read(
    path: Path,
    workfolder: Path,
    limits: Limits | None = None,
    vocabulary: Vocabulary = NO_WORDS,
) -> Bundle:
    """Read a folder, zip or cartridge; its files wait below ``workfolder``.

    ``vocabulary``: the district's words, for texts that name types and fields.

    The caller removes that folder. Raises ImportRefused with one sentence for a person, and
    then leaves nothing behind.
    """
    limits = limits or Limits()
    if not path.exists():
        raise ImportRefused(_("There is no file or folder ${path}.", mapping={"path": str(path)}))
    own = Path(tempfile.mkdtemp(prefix="reading-", dir=workfolder)).resolve()
    try:
        run_apart(path.resolve(), own, limits, vocabulary)
        return _take_answer(own, limits)
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise


def run_apart(
    path: Path,
    own: Path,
    limits: Limits,
    vocabulary: Vocabulary = NO_WORDS,
    module: str = "academe.exchange.reading_apart",
) -> None:
    """Run a reader as a program of its own, told everything through its stdin."""
    plain = {"path": str(path), "workfolder": str(own), "limits": asdict(limits)}
    order = json.dumps({**plain, "vocabulary": vocabulary.as_plain()})
    # -P: the folder of foreign files, where the child starts, is no place to import from.
    command = [sys.executable, "-P", "-s", "-m", module]
    with (own / COMPLAINTS).open("xb") as complaints:
        try:
            done = subprocess.run(  # noqa: S603  # our own interpreter, no shell, no foreign word
                command,
                input=order.encode(),
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                cwd=own,
                env=_environment(),
                timeout=limits.seconds + _GRACE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TookTooLong(_too_long(limits)) from error
    if done.returncode == -signal.SIGXCPU:
        raise TookTooLong(
            _(
                "It takes far longer to read than others of its size: something in it may be "
                "damaged. Bring it in smaller pieces."
            )
        )
    if done.returncode != 0:
        complaint = _read_limited(own / COMPLAINTS, 1_000_000).decode("utf-8", "replace")
        _log.warning("the reader ended with %s: %s", done.returncode, _place_in(complaint))
        raise ReaderEnded(
            _("The package could not be read: it is damaged, or too large for the reader's memory.")
        )


def _place_in(complaint: str) -> str:
    """Return the class and place of an error: its words may be those of the package."""
    lines = complaint.splitlines() or [""]
    places = [found for line in lines if (found := _PLACE.match(line))]
    error = _ERROR.match(lines[-1])
    where = f" at {Path(places[-1][1]).name}:{places[-1][2]}" if places else ""
    return f"{error[1] if error else 'no word'}{where}"


def _too_long(limits: Limits) -> str:
    return _(
        "Reading took longer than ${seconds} seconds. Bring it in smaller pieces.",
        mapping={"seconds": f"{limits.seconds:g}"},
    )


def _environment() -> dict[str, str]:
    """Give the child what an interpreter needs to start, and none of the server's secrets."""
    kept = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONUTF8": "1"}


def _take_answer(own: Path, limits: Limits) -> Bundle:
    bundle = from_json(answer_of(own, limits), own)
    for name in (ANSWER, COMPLAINTS):
        (own / name).unlink()
    return bundle


def answer_of(own: Path, limits: Limits) -> bytes:
    """Return what the reader left; raises ImportRefused with the sentence of a refusal."""
    refusal = _read_limited(own / REFUSAL, LONGEST_REFUSAL)
    if refusal:
        raise ImportRefused(_sentence(refusal))
    answer = _read_limited(own / ANSWER, limits.answer_bytes + 1)
    if len(answer) > limits.answer_bytes:
        raise ImportRefused(_("The package has more text than one import takes."))
    return answer


def _sentence(refusal: bytes) -> str:
    """Return what the child says of the package, as a sentence that can be translated."""
    try:
        return from_plain(json.loads(refusal))
    except (ValueError, RecursionError):
        return _("The package could not be read: its reader gave no answer.")


def _read_limited(path: Path, most: int) -> bytes:
    """Read a plain file of the child's folder, empty where there is none."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return b""
    with os.fdopen(number, "rb") as stream:
        return stream.read(most)
