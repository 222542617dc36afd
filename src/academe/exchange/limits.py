"""How much a package from outside may be: the numbers, and the clock that watches the time."""

import time
from dataclasses import dataclass, field

from academe.errors import ImportRefused
from academe.wording import _

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The budgets of one reading; the defaults fit a year's course without its videos."""

    entries: int = 10_000
    total_bytes: int = 2048 * MIB
    file_bytes: int = 512 * MIB
    ratio: int = 100
    """Unpacked bytes for each packed byte, over the whole package; a bomb has thousands."""
    ratio_free_bytes: int = 10 * MIB
    """Up to here a package may be as dense as it likes: small spreadsheets reach 300."""
    folder_depth: int = 32
    name_bytes: int = 255
    seconds: float = 120.0
    """Of wall clock and of processor time each."""
    least_seconds: float = 4.0
    """Of processor time, for a small package: enough for hundreds of texts."""
    seconds_for_each_mib: float = 1.0
    """Beside the least ones, for each MiB that was brought: a large package may take longer."""
    memory_bytes: int = 256 * MIB
    """Of address space, the interpreter and its libraries included."""
    markup_bytes: int = 20 * MIB
    """One XML, HTML or Markdown file: more is not a lesson."""
    markup_depth: int = 200
    markup_elements: int = 400_000
    markup_attributes: int = 2_000
    """Words in one tag; lxml compares each with all others."""
    markup_definitions: int = 5_000
    """Addresses that one Markdown file gives a name."""
    answer_bytes: int = 64 * MIB
    """What the child process may tell back: texts, not files."""

    def seconds_for(self, size: int) -> float:
        """Give the processor time in which a package of so many bytes must be read."""
        return min(self.seconds, self.least_seconds + self.seconds_for_each_mib * size / MIB)


@dataclass
class Clock:
    """Refuses when a reading takes longer than its budget."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise ImportRefused when the time is over."""
        if time.monotonic() - self.started > self.seconds:
            raise ImportRefused(
                _(
                    "Reading took longer than ${seconds} seconds. Split the package into smaller "
                    "ones.",
                    mapping={"seconds": f"{self.seconds:g}"},
                )
            )
