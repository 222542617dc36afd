"""What reading a package costs: a small program of its own reads packages, as the server would."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from academe.exchange.limits import MIB

# Of its own, because the system counts the largest of all children that a program ever had.
_PROGRAM = """
import json, resource, sys
from pathlib import Path
from academe.errors import ImportRefused
from academe.exchange.reading import read
def used():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime, children.ru_maxrss
for line in sys.stdin:
    before, said = used()[0], ""
    try:
        read(*map(Path, json.loads(line)))
    except ImportRefused as refusal:
        said = str(refusal)
    seconds, peak = used()
    print(json.dumps([said, seconds - before, peak]), flush=True)
"""
MOST_SECONDS = 5.0
MOST_BYTES = 256 * MIB


@dataclass(frozen=True)
class Cost:
    """What came of it: the sentence of a refusal ("" where it was read), and what it took."""

    said: str
    seconds: float
    """Of processor time: how busy the machine is with other things does not count."""
    peak: int
    """The most memory that it held at once, in bytes."""


class Measurer:
    """The program, started once for many packages while none needs more memory than it may.

    The peak is that of the largest package so far: while it is small enough, each of them was.
    """

    def __init__(self) -> None:
        self._program: subprocess.Popen[str] | None = None

    def read(self, package: Path, workfolder: Path) -> Cost:
        if self._program is None:
            command = [sys.executable, "-c", _PROGRAM]
            pipe = subprocess.PIPE
            self._program = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        print(json.dumps([str(package), str(workfolder)]), file=self._program.stdin, flush=True)
        answer = self._program.stdout.readline()
        if not answer:
            self.end()
            raise RuntimeError("the reading ended with an error that is no refusal")
        said, seconds, kilobytes = json.loads(answer)
        if kilobytes * 1024 >= MOST_BYTES:
            self.end()  # the next package is measured for itself
        return Cost(said, seconds, kilobytes * 1024)

    def end(self) -> None:
        if self._program is not None:
            self._program.communicate()
            self._program = None


MEASURER = Measurer()


def read_and_measure(package: Path, workfolder: Path) -> Cost:
    """Read a package with the limits of the server."""
    return MEASURER.read(package, workfolder)


def check_refusal(cost: Cost, word: str) -> None:
    """Check that a package was refused soon, with little memory and in one sentence for people."""
    assert word in cost.said, cost
    assert cost.said.endswith(".")
    assert "\n" not in cost.said
    check_cost(cost)


def check_cost(cost: Cost) -> None:
    assert cost.seconds < MOST_SECONDS, cost
    assert cost.peak < MOST_BYTES, cost
