"""A district of any size: how long it takes to make, how much room, and how quick it answers.

    .venv/bin/python benchmarks/scale.py [N] [--keep FOLDER]

Makes N contents (100,000 unless told) in a site of its own by the same actions as people's, asks in
this process what search asks, then serves it with `academe serve` and asks over the wire. Every
figure stands beside a yardstick of the same run: a bare Pyramid "hello", a bare tantivy query.
"""

import argparse
import gc
import resource
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path

warnings.simplefilter("ignore")

from pages import Server, hello_app  # noqa: E402 - after the filter
from scaling_cases import (  # noqa: E402
    Took,
    time_following,
    time_move,
    time_publish,
    time_search,
    time_share,
    timed,
)
from scaling_server import Served, pages_of, time_creates  # noqa: E402
from scaling_site import Filling, Sizes, add_bea, bytes_of  # noqa: E402
from site_for_benchmarks import BenchmarkSite  # noqa: E402

from academe.actions.jobs import drain_once  # noqa: E402
from academe.app import make_jobs  # noqa: E402
from academe.search.indexing import Indexer  # noqa: E402

SETTLED = 5  # seconds in which nothing more was compiled


def line(case: str, figure: str, goal: str = "", beside: str = "") -> None:
    print(f"{case:52}{figure:>26}{goal:>16}  {beside}", flush=True)


def milliseconds(took: Took) -> str:
    return f"{took.median * 1000:.2f} ms, p99 {took.p99 * 1000:.1f}"


def make(site: BenchmarkSite, contents: int) -> Sizes:
    """Fill the site and its index, and say how fast and how large."""
    filling = Filling(site, contents)
    filling.all(lambda made: print(f"\r{made:,}", end="", file=sys.stderr))
    places, barriers = add_bea(site)
    indexer = Indexer(site.databases, site.definitions, site.settings)
    seconds = filling.seconds
    begun = time.perf_counter()
    texts = indexer.step()
    indexed = time.perf_counter() - begun
    size = bytes_of(site.settings.data_folder) / filling.made
    of_index = bytes_of(indexer.folder) / filling.made
    line("contents", f"{filling.made:,}", "", str(filling.sizes))
    line("made, with journal", f"{filling.made / seconds:,.0f} a second")
    line("indexed", f"{texts / indexed:,.0f} texts a second")
    rate = filling.made / (seconds + indexed)
    line("made and indexed", f"{rate:,.0f} a second", "1,000")
    line("disk for one content, files of the index in it", f"{size / 1000:.1f} kB", "10 kB")
    line("  of that the index", f"{of_index / 1000:.1f} kB")
    line("most memory while it was made and indexed", f"{peak() / 1e6:.0f} MB")
    line("an author's places and barriers below", f"{places}, {barriers}", "200, 20")
    indexer.stop()
    return filling.sizes


def peak() -> int:
    """Return the most bytes of memory that this process has taken."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def ask_inside(site: BenchmarkSite) -> None:
    """Search, share, publish and move in this process, with the index following in its thread."""
    indexer = Indexer(site.databases, site.definitions, site.settings)
    found = time_search(site, indexer)
    bare = found.pop("bare tantivy query")
    line("bare tantivy query", milliseconds(bare))
    for name, took in found.items():
        goal = "p99 25 ms" if name.startswith("search") else "10 ms"
        line(name, milliseconds(took), goal, f"{took.median / bare.median:.1f} of a bare query")
    rate = time_following(site, indexer, 1000)
    line("1,000 new contents taken into the index", f"{rate:,.0f} a second")
    indexer.start()
    line("sharing the top folder", milliseconds(time_share(site)), "50 ms")
    line("publishing the long course", f"{time_publish(site):.2f} s", "2 s")
    moved, again = time_move(site, indexer)
    line("moving the large folder", f"{moved * 1000:.0f} ms")
    line("  until all in it is found again", f"{again:.2f} s", "15 s")
    indexer.stop()


def send_letters(site: BenchmarkSite) -> None:
    """Carry out what filling the site has ordered: letters about every step of every course.

    To write one orders to send it, so there is more than one round.
    """
    begun, done = time.perf_counter(), 0
    doers = make_jobs(site.settings, site.databases, site.definitions)
    while (drained := drain_once(site.databases, doers)).done:
        done += drained.done
    seconds = time.perf_counter() - begun
    line("letters of all steps, waiting jobs done", f"{done / seconds:,.0f} a second")


def wait_until_compiled(site: BenchmarkSite) -> None:
    """Wait until the server has compiled and kept all pages, as any has after a minute."""
    kept, before = site.settings.data_folder / "templates", -1
    while (now := len(list(kept.iterdir()))) != before:
        before = now
        time.sleep(SETTLED)


def ask_served(site: BenchmarkSite, sizes: Sizes) -> None:
    """Serve the site and ask over the wire."""
    ana, bea = site.cookie("ana"), site.cookie("bea")
    with site.open() as district:
        root = district.site.root
        names = root["wide"].names()
        course = next(iter(root["mathematics"].names()))
        lesson = f"/mathematics/{course}"
    site.close()
    gc.collect()
    gc.freeze()  # what this process has made is no part of the time that an answer takes
    hello = Server(hello_app)
    bare = Took([timed(partial(hello.ask, "/")) for _ in range(200)])
    hello.stop()
    ini = site.settings.site_folder / "etc" / "development.ini"
    served = Served(ini)
    line("first start of a release until the first answer", f"{served.cold_start:.2f} s")
    wait_until_compiled(site)
    served.stop()
    served = Served(ini)
    try:
        line("cold start until the first answer", f"{served.cold_start:.2f} s", "2 s")
        line("hello (bare Pyramid)", milliseconds(bare))
        fiftieth = names[min(49 * 50, max(0, len(names) - 50))]
        first = timed(partial(served.get, "/@@search?q=mispelled"))
        line("first search page of a process, with a mistake", f"{first * 1000:.0f} ms", "200 ms")
        cases = {**pages_of(sizes), "course page": [lesson] * 30}
        cases["work table of many, page 50"] = [f"/wide/@@contents?from={fiftieth}"] * 30
        for name, paths in cases.items():
            for who, cookie in (("visitor", ""), ("author", ana), ("of 200 places", bea)):
                if who == "of 200 places" and name.startswith("work table"):
                    continue
                if name.startswith(("work table", "home")) and who == "visitor":
                    continue
                took = served.time(paths, cookie)
                goal = "p99 50 ms" if name == "search page" else ""
                ratio = f"{took.median / bare.median:.1f} of hello"
                line(f"{name}, {who}", milliseconds(took), goal, ratio)
        rate, errors = time_creates(served, ana)
        line("creates of 8 writers at once, by form", f"{rate:.0f} a second", "200")
        line("  errors", f"{len(errors)}", "0", errors[0] if errors else "")
        line("memory of the server", f"{served.memory() / 1e6:.0f} MB", "600 MB")
    finally:
        served.stop()


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("contents", type=int, nargs="?", default=100_000)
    words.add_argument("--keep", type=Path, help="make the site here and leave it")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        site = BenchmarkSite(folder / "site")
        sizes = make(site, given.contents)
        ask_inside(site)
        send_letters(site)
        ask_served(site, sizes)


if __name__ == "__main__":
    main()
