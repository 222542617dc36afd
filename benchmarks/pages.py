"""Pages per second and processor time per page, beside a bare Pyramid "hello".

    .venv/bin/python benchmarks/pages.py

Two waitress servers on loopback, one with the smallest Pyramid application and one
with a site on the disk, are asked over kept-alive connections by this process, case
after case in turns, so that a machine that drifts slows all of them. Figures are
medians of the turns; the ratios are what counts. Processor time is the server's own.
"""

import argparse
import http.client
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

import waitress  # noqa: E402 - after the filter: Pyramid's imports warn
from pyramid.config import Configurator  # noqa: E402
from pyramid.response import Response  # noqa: E402
from site_for_benchmarks import BenchmarkSite  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


def hello_app() -> Any:
    """Return the smallest Pyramid application: the yardstick."""
    config = Configurator()
    config.add_route("hello", "/")
    config.add_view(lambda request: Response("Hello"), route_name="hello")
    return config.make_wsgi_app()


class Server:
    """A waitress in a process of its own."""

    def __init__(self, make_app: Callable[[], Any]) -> None:
        here, there = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=serve, args=(make_app, there), daemon=True)
        self._process.start()
        self.port = here.recv()
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port)

    def ask(self, path: str, cookie: str = "") -> None:
        headers = {"Cookie": cookie} if cookie else {}
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status}")

    def used(self) -> float:
        """Return seconds of processor time so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()


def serve(make_app: Callable[[], Any], pipe: Any) -> None:
    server = waitress.create_server(make_app(), host="127.0.0.1", port=0, threads=4)
    pipe.send(server.effective_port)
    server.run()


def without_store(app: Any) -> Any:
    """Empty the page store before each request whose address asks for it."""

    def forgetful(environ: Any, start_response: Any) -> Any:
        if environ.get("HTTP_X_FORGET"):
            app.registry.page_store.forget()
        return app(environ, start_response)

    return forgetful


class Forgetting(Server):
    """Asks so that every page is rendered anew."""

    def ask_anew(self, path: str) -> None:
        self._connection.request("GET", path, headers={"X-Forget": "yes"})
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status}")


Case = tuple[Server, Callable[[], None]]


def measure(cases: dict[str, Case], seconds: float, turns: int) -> dict[str, tuple[float, float]]:
    """Return {case: (median requests per second, median processor ms per request)}."""
    rates: dict[str, list[float]] = {name: [] for name in cases}
    costs: dict[str, list[float]] = {name: [] for name in cases}
    for _server, case in cases.values():
        for _warm in range(3):
            case()
    for _turn in range(turns):
        for name, (server, case) in cases.items():
            count, begun, used = 0, time.perf_counter(), server.used()
            while time.perf_counter() - begun < seconds:
                case()
                count += 1
            rates[name].append(count / (time.perf_counter() - begun))
            costs[name].append((server.used() - used) / count * 1000)
    return {
        name: (statistics.median(rates[name]), statistics.median(costs[name])) for name in cases
    }


def cases_of(hello: Server, pages: Forgetting, site: Any) -> dict[str, Case]:
    """Return the cases: hello, then each page as the people it is for meet it."""
    author, lesson = site["cookie"], site["lesson"]
    return {
        "hello (bare Pyramid)": (hello, lambda: hello.ask("/")),
        "course page, visitor, kept": (pages, lambda: pages.ask("/course")),
        "course page, visitor, rendered": (pages, lambda: pages.ask_anew("/course")),
        "lesson, signed-in author": (pages, lambda: pages.ask(lesson, author)),
        "folder of 100, visitor, rendered": (pages, lambda: pages.ask_anew("/hundred")),
        "folder of 100, signed-in author": (pages, lambda: pages.ask("/hundred", author)),
        "folder of 100, work table": (pages, lambda: pages.ask("/hundred/@@contents", author)),
    }


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--seconds", type=float, default=1.0, help="for each case and turn")
    words.add_argument("--turns", type=int, default=5)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = BenchmarkSite(Path(folder))
        site.fill()
        bare, create = site.time_commits(count=60)
        facts = {"cookie": site.cookie("ana"), "lesson": site.lesson_path}
        site.close()
        hello = Server(hello_app)
        pages = Forgetting(lambda: without_store(BenchmarkSite.reopen(Path(folder)).app))
        found = measure(cases_of(hello, pages, facts), given.seconds, given.turns)
        hello.stop()
        pages.stop()
    base = found["hello (bare Pyramid)"][0]
    print(f"{'case':36}{'requests/s':>12}{'CPU ms':>9}{'of hello':>10}")
    for name, (rate, cost) in found.items():
        print(f"{name:36}{rate:12.0f}{cost:9.2f}{rate / base:10.2f}")
    print(f"\none durable commit of a bare ZODB object: {bare * 1000:.2f} ms")
    print(f"commit part of a create:                  {create * 1000:.2f} ms")
    print(f"ratio: {create / bare:.2f}")


if __name__ == "__main__":
    main()
