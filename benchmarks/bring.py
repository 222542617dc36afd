"""What bringing in and looking over costs, beside one durable commit.

    .venv/bin/python benchmarks/bring.py [coverage] [import] [copy]

Each section makes a site of its own on the disk, runs its cases in turns and prints medians and
their ratio to the commit of one small object, which is the yardstick: it moves with the machine.
Processor time stands beside: on a machine that does other work, too, it says more.
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


def measure(cases: list[Timed]) -> dict[str, tuple[float, float]]:
    """Return each case's median seconds, by the clock and of the processor.

    All in turns, the first turn left out.
    """
    found: dict[str, list[tuple[float, float]]] = {name: [] for name, _do in cases}
    for turn in range(TURNS + 1):
        for name, do in cases:
            begun, used = time.perf_counter(), time.process_time()
            do()
            if turn:
                found[name].append((time.perf_counter() - begun, time.process_time() - used))
    return {name: _medians(times) for name, times in found.items()}


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    clock, processor = zip(*times, strict=True)
    return statistics.median(clock), statistics.median(processor)


def run(section: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = BenchmarkSite(Path(folder) / "site")
        site.fill()
        commit, _create = site.time_commits(20)
        print(f"{section}: one durable commit takes {commit * 1000:.2f} ms")
        begun = time.perf_counter()
        cases = SECTIONS[section](site)
        print(f"  made in {time.perf_counter() - begun:.1f} s")
        for name, (clock, processor) in measure(cases).items():
            print(
                f"  {name:55} {clock * 1000:8.1f} ms {clock / commit:8.1f} commits"
                f" {processor * 1000:8.1f} ms of processor"
            )
        site.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", default=list(SECTIONS))
    for section in parser.parse_args().sections:
        run(section)


if __name__ == "__main__":
    main()
