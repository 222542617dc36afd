"""What is asked of a large district over the wire: `academe serve` in a process of its own."""

import re
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlencode

from lxml import html
from scaling_cases import Took, queries

AT = re.compile(r"http://127\.0\.0\.1:(\d+)")
WRITERS, EACH = 8, 50
TURNS = 30


class Served:
    """The site's server."""

    def __init__(self, ini: Path) -> None:
        command = Path(sys.executable).with_name("academe")
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [command, "serve", ini, "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        found = AT.search(self._process.stdout.readline())
        if found is None:
            sys.exit("The site could not be served.")
        self.port = int(found.group(1))
        self.get("/")
        self.cold_start = time.perf_counter() - begun

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str, cookie: str = "") -> bytes:
        return answer(self.connect(), "GET", path, cookie)

    def time(self, paths: list[str], cookie: str = "") -> Took:
        """Return how long answers take over one kept-alive connection."""
        connection, seconds = self.connect(), []
        answer(connection, "GET", paths[0], cookie)
        for path in paths:
            begun = time.perf_counter()
            answer(connection, "GET", path, cookie)
            seconds.append(time.perf_counter() - begun)
        return Took(seconds)

    def memory(self) -> int:
        """Return the bytes of memory that the process takes."""
        text = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", text)
        return int(found.group(1)) * 1024 if found else 0

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)


def answer(
    connection: HTTPConnection, method: str, path: str, cookie: str, body: str = ""
) -> bytes:
    """Return the body of a 200; a redirect is taken for one where something was sent."""
    found = send(connection, method, path, cookie, body)
    text = found.read()
    if found.status not in ((200,) if method == "GET" else (200, 302, 303)):
        raise ConnectionError(f"{method} {path}: {found.status}")
    return text


def send(
    connection: HTTPConnection, method: str, path: str, cookie: str, body: str = ""
) -> HTTPResponse:
    headers = {"Cookie": cookie} if cookie else {}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body=body or None, headers=headers)
    return connection.getresponse()


class Writer(Thread):
    """Adds pages one after another, as fast as the answers come."""

    def __init__(self, served: Served, number: int, cookie: str) -> None:
        super().__init__()
        self._connection, self._cookie = served.connect(), cookie
        self._path = f"/writing/writer-{number}/@@add/page"
        self.errors: list[str] = []
        self.count = 0

    def prepare(self) -> None:
        """Ask for the form, once: its token holds for the session."""
        found = send(self._connection, "GET", self._path, self._cookie)
        form = max(html.fromstring(found.read()).forms, key=lambda one: len(one.inputs))
        kept = dict(one.split("=", 1) for one in self._cookie.split("; ") if one)
        for given in found.headers.get_all("Set-Cookie") or ():  # a new session now and then, too
            name, _equals, value = given.partition(";")[0].partition("=")
            kept[name] = value
        self._cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
        self._answers: list[tuple[str, Any]] = list(form.form_values())

    def run(self) -> None:
        for number in range(EACH):
            named = {"title": f"Page {number}", "text": "Words of a page. " * 30}
            answers = [(name, named.get(name, value)) for name, value in self._answers]
            answers += [(name, value) for name, value in named.items() if name not in dict(answers)]
            try:
                answer(self._connection, "POST", self._path, self._cookie, urlencode(answers))
                self.count += 1
            except (OSError, ConnectionError) as error:
                self.errors.append(str(error))


def time_creates(served: Served, cookie: str) -> tuple[float, list[str]]:
    """Return creates a second of eight writers at once, each in a folder of their own; errors."""
    writers = [Writer(served, number, cookie) for number in range(WRITERS)]
    for writer in writers:
        writer.prepare()
    begun = time.perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    seconds = time.perf_counter() - begun
    errors = [error for writer in writers for error in writer.errors]
    return sum(writer.count for writer in writers) / seconds, errors


def pages_of(sizes: Any) -> dict[str, list[str]]:
    """Return {case: addresses that are asked one after another}."""
    first = "/wide/@@contents"
    searches = [f"/@@search?q={quote(typed)}" for typed in queries()]
    return {
        "front page": ["/"] * TURNS,
        "home": ["/@@home"] * TURNS,
        "folder of 100": ["/hundred"] * TURNS,
        "folder of many, first page": ["/wide"] * TURNS,
        "work table of many, first page": [first] * TURNS,
        "search page": searches,
    }
