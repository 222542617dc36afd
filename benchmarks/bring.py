"""What bringing in and looking over costs, beside one durable commit.

    .venv/bin/python benchmarks/bring.py [coverage] [import] [copy]

Each section makes a site of its own on the disk, runs its cases in turns and prints medians and
their ratio to the commit of one small object, which is the yardstick: it moves with the machine.
"""

import argparse
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

warnings.simplefilter("ignore")

from benchmarks_of_coverage import time_coverage  # noqa: E402 - after the filter
from bringing import time_copy, time_import  # noqa: E402
from site_for_benchmarks import BenchmarkSite  # noqa: E402

TURNS = 7
Timed = tuple[str, Callable[[], None]]
SECTIONS: dict[str, Callable[[BenchmarkSite], list[Timed]]] = {
    "coverage": time_coverage,
    "import": time_import,
    "copy": time_copy,
}


def measure(cases: list[Timed]) -> dict[str, float]:
    """Return the median seconds of each case, all in turns, the first turn left out."""
    found: dict[str, list[float]] = {name: [] for name, _do in cases}
    for turn in range(TURNS + 1):
        for name, do in cases:
            begun = time.perf_counter()
            do()
            if turn:
                found[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in found.items()}


def run(section: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = BenchmarkSite(Path(folder) / "site")
        site.fill()
        commit, _create = site.time_commits(20)
        print(f"{section}: one durable commit takes {commit * 1000:.2f} ms")
        begun = time.perf_counter()
        cases = SECTIONS[section](site)
        print(f"  made in {time.perf_counter() - begun:.1f} s")
        for name, seconds in measure(cases).items():
            print(f"  {name:58} {seconds * 1000:8.1f} ms {seconds / commit:8.1f} commits")
        site.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", default=list(SECTIONS))
    for section in parser.parse_args().sections:
        run(section)


if __name__ == "__main__":
    main()
