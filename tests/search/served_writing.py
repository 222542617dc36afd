"""A served site in a process of its own, and people who write in it over the wire."""

import random
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from threading import Thread

from tests.web.conftest import ServedSite

from academe.actions.sessions import start_session, write_cookie

TOKEN = "a" * 40  # of forms: the cookie and the field say the same
WORDS = ("wind", "river", "lake", "cloud", "stone", "leaf", "moon", "salt")


def cookie_of(folder: Path, definitions, login: str) -> str:
    """Sign somebody in before the site is served, and return what their browser then sends."""
    site = ServedSite(folder, definitions)
    token = site.act(lambda d: start_session(d.records.person_called(login), d))
    secret = site.settings.secret_path.read_bytes().strip()
    site.close()
    return f"session={write_cookie(secret, token, datetime.now(UTC))}; form={TOKEN}"


class _Staying(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as it is: where it leads is what is asked for."""

    def redirect_request(self, *_anything):
        return None


OPENER = urllib.request.build_opener(_Staying)


def send(address: str, cookie: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
    """Return (status, where it leads or the page)."""
    body = None if fields is None else urllib.parse.urlencode({"csrf_token": TOKEN, **fields})
    request = urllib.request.Request(address, body and body.encode(), {"Cookie": cookie})
    try:
        answer = OPENER.open(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers.get("Location") or answer.read().decode()


class Writer(Thread):
    """Somebody who adds, renames, moves and removes folders until the server is gone."""

    def __init__(self, address: str, cookie: str) -> None:
        super().__init__(daemon=True)
        self._address, self._cookie = address, cookie
        self.done, self.statuses = 0, set[int]()
        self._paths: list[str] = []

    def run(self) -> None:
        """Write on; a server that is killed refuses, resets or answers nothing."""
        with suppress(OSError, HTTPException):
            while True:
                self._write()

    def _write(self) -> None:
        title = " ".join(random.sample(WORDS, 3))
        path = random.choice(self._paths) if self._paths and random.random() < 0.5 else ""
        what = random.random()
        if path and what < 0.2:
            status, _page = send(f"{self._address}{path}/@@remove", self._cookie, {})
            self._paths.remove(path)
        else:
            fields = {"title": title}
            status, leads = send(f"{self._address}{path}/@@add/folder", self._cookie, fields)
            if status == 303:
                self._paths.append(urllib.parse.urlsplit(leads).path)
        self.statuses.add(status)
        self.done += 1


def write_for_a_while(address: str, cookie: str, people: int = 3) -> list[Writer]:
    """Let people write for a moment; they go on until the server is gone."""
    writers = [Writer(address, cookie) for _ in range(people)]
    for one in writers:
        one.start()
    while not any(one.done for one in writers):
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.5))
    return writers
