"""Pages per second and processor time per page, beside a bare Pyramid "hello".

    .venv/bin/python benchmarks/pages.py

Everything runs in one process and one thread, through the whole WSGI application
on a site on the disk, case after case in turns, so that a machine that drifts
slows all of them. Figures are medians of the turns; the ratios are what counts.
"""

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response
from site_for_benchmarks import BenchmarkSite

Case = Callable[[], None]


def hello_app() -> Any:
    """Return the smallest Pyramid application: the yardstick."""
    config = Configurator()
    config.add_route("hello", "/")
    config.add_view(lambda request: Response("Hello"), route_name="hello")
    return config.make_wsgi_app()


def ask(app: Any, path: str, cookie: str = "", method: str = "GET", body: bytes = b"") -> bytes:
    """Send one request through WSGI and read the whole answer."""
    import io

    path, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "SCRIPT_NAME": "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    if cookie:
        environ["HTTP_COOKIE"] = cookie
    status: list[str] = []
    chunks = app(environ, lambda line, headers, exc_info=None: status.append(line))
    answer = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{path}: {status[0]}")
    return answer


def measure(cases: dict[str, Case], seconds: float, turns: int) -> dict[str, tuple[float, float]]:
    """Return {case: (median requests per second, median processor ms per request)}."""
    rates: dict[str, list[float]] = {name: [] for name in cases}
    costs: dict[str, list[float]] = {name: [] for name in cases}
    for case in cases.values():
        case()
        case()
    for _turn in range(turns):
        for name, case in cases.items():
            count, begun, used = 0, time.perf_counter(), time.process_time()
            while time.perf_counter() - begun < seconds:
                case()
                count += 1
            rates[name].append(count / (time.perf_counter() - begun))
            costs[name].append((time.process_time() - used) / count * 1000)
    return {
        name: (statistics.median(rates[name]), statistics.median(costs[name])) for name in cases
    }


def pages(site: BenchmarkSite) -> dict[str, Case]:
    """Return the cases: hello, then each page as the people it is for meet it."""
    hello, app = hello_app(), site.app
    author = site.cookie("ana")

    def rendered() -> None:
        site.app.registry.page_store.forget()
        ask(app, "/course")

    return {
        "hello (bare Pyramid)": lambda: ask(hello, "/") and None,
        "course page, visitor, kept": lambda: ask(app, "/course") and None,
        "course page, visitor, rendered": rendered,
        "lesson, signed-in author": lambda: ask(app, site.lesson_path, author) and None,
        "folder of 100, signed-in author": lambda: ask(app, "/hundred", author) and None,
        "folder of 100, visitor, rendered": lambda: (
            (
                site.app.registry.page_store.forget(),
                ask(app, "/hundred"),
            )
            and None
        ),
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--seconds", type=float, default=1.0, help="for each case and turn")
    words.add_argument("--turns", type=int, default=5)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = BenchmarkSite(Path(folder))
        site.fill()
        found = measure(pages(site), given.seconds, given.turns)
        base = found["hello (bare Pyramid)"][0]
        print(f"{'case':36}{'requests/s':>12}{'CPU ms':>9}{'of hello':>10}")
        for name, (rate, cost) in found.items():
            print(f"{name:36}{rate:12.0f}{cost:9.3f}{rate / base:10.2f}")
        bare, create = site.time_commits(count=60)
        print(f"\none durable commit of a bare ZODB object: {bare * 1000:.2f} ms")
        print(f"commit part of a create:                  {create * 1000:.2f} ms")
        print(f"ratio: {create / bare:.2f}")
        site.close()


if __name__ == "__main__":
    main()
