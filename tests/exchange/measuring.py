"""What reading a package costs: a small program of its own reads it, as the server would."""

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
try:
    read(Path(sys.argv[1]), Path(sys.argv[2]))
    said = ""
except ImportRefused as refusal:
    said = str(refusal)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([said, used.ru_utime + used.ru_stime, used.ru_maxrss]))
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


def read_and_measure(package: Path, workfolder: Path) -> Cost:
    """Read a package with the limits of the server."""
    command = [sys.executable, "-c", _PROGRAM, str(package), str(workfolder)]
    done = subprocess.run(command, capture_output=True, check=True)
    said, seconds, kilobytes = json.loads(done.stdout)
    return Cost(said, seconds, kilobytes * 1024)


def check_refusal(cost: Cost, word: str) -> None:
    """Check that a package was refused soon, with little memory and in one sentence for people."""
    assert word in cost.said, cost
    assert cost.said.endswith(".")
    assert "\n" not in cost.said
    check_cost(cost)


def check_cost(cost: Cost) -> None:
    assert cost.seconds < MOST_SECONDS, cost
    assert cost.peak < MOST_BYTES, cost
