"""The site of the matrix as it is served, and the browsers of everybody in it."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import transaction
from tests.actions.model import Node, Someone, Words
from tests.web.conftest import ServedSite
from tests.web.doors import SAFE, Door, find_doors
from tests.web.matrix_site import NOW, PEOPLE, MatrixSite, enrol
from webtest import TestApp

import academe.app
from academe.actions.founding import found_records, found_site
from academe.actions.sealing import make_secret
from academe.actions.sessions import start_session, write_cookie
from academe.definitions.loading import defaults_folder, read_definitions
from academe.definitions.settings import read_settings
from academe.store.databases import create_databases, open_databases

TOKEN = "t" * 40  # of forms: the cookie and the field only have to be the same
MARK = re.compile(r"(?:hw|hp|n|w|p)qxj\d{3}z")
RAW = re.compile(r"<u>\s*\w*qxj\d+z")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def not_kept(request: Any, response: Any) -> bool:
    """Veto the commit of a request that only tries a door."""
    return "HTTP_X_ONLY_TRYING" in request.environ


class Matrix:
    """Asks the application as everybody, and looks at each answer."""

    def __init__(self, folder: Path) -> None:
        (folder / "etc").mkdir(parents=True)
        shutil.copy(defaults_folder() / "etc" / "development.ini", folder / "etc")
        settings = read_settings(folder / "etc" / "development.ini")
        self.definitions = read_definitions(None)
        create_databases(settings.data_folder)
        make_secret(settings.secret_path)
        databases = open_databases(settings.data_folder)
        manager = transaction.TransactionManager()
        content, records = databases.content.open(manager), databases.records.open(manager)
        found_site(content, "Site", "", self.definitions, NOW)
        manager.commit()
        enrol(found_records(records))
        manager.commit()
        content.close()
        records.close()
        databases.close()
        self.serve(folder)

    def serve(self, folder: Path) -> None:
        self.named: dict[Someone, set[str]] = {}
        before = dict(academe.app.PYRAMID)
        academe.app.PYRAMID["tm.commit_veto"] = not_kept
        try:
            self.site = ServedSite(folder, self.definitions)
        finally:
            academe.app.PYRAMID.clear()
            academe.app.PYRAMID.update(before)
        self.grown = MatrixSite(Words(defaults_folder()), "UTC")
        self.site.act(self.grown.grow)
        self.world = self.grown.world
        self.doors = sorted(set(find_doors(self.site.app.registry)))
        self.sign_in()
        self.words = {person: self.grown.open_words(person) for person in PEOPLE}
        self.nodes = self.world.nodes()

    def close(self) -> None:
        self.site.close()

    def sign_in(self) -> None:
        """Give everybody a new session: one of the doors ends all that somebody has."""
        self.browsers = {person: self.browser(person) for person in PEOPLE}

    def browser(self, person: Someone) -> TestApp:
        """A browser of its own; a new session, where somebody is signed in."""
        browser = TestApp(
            self.site.app, extra_environ={"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:80"}
        )
        browser.set_cookie("form", TOKEN)
        if person.id:
            token = self.site.act(lambda d: start_session(d.records.person(person.id), d))
            secret = self.site.settings.secret_path.read_bytes().strip()
            browser.set_cookie("session", write_cookie(secret, token, datetime.now(UTC)))
        return browser

    def ask(self, person: Someone, method: str, address: str, **given: Any) -> Any:
        """Send a request as somebody; what holds for every answer is checked here."""
        browser = given.pop("browser", None) or self.browsers[person]
        headers = {"X-Only-Trying": "1", **given.pop("headers", {})}
        path = address.encode().decode("latin-1")
        answer = browser.request(path, method=method, headers=headers, expect_errors=True, **given)
        self.check_answer(person, address, answer)
        if is_told_next(answer):  # a toast names what the person has just named themselves
            self.named[person] = set(MARK.findall(address))
        return answer

    def check_answer(self, person: Someone, address: str, answer: Any) -> None:
        where = f"{person.login or 'a visitor'} {answer.request.method} {address}"
        assert answer.status_int < 500, where
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (where, name)
        assert answer.headers.get("Referrer-Policy") in ("same-origin", "no-referrer"), where
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, where
        assert "unsafe" not in policy, where
        told = answer.headers.get("Cache-Control", "")
        is_own = person.id and answer.content_type == "text/html"
        assert told == "no-store" if is_own else told, (where, told)
        text = answer.body.decode("utf-8", "replace")
        told_too = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
        met = set(MARK.findall(f"{text} {told_too}")) - set(MARK.findall(address))
        met -= self.named.get(person, set())
        assert met <= self.words[person], (where, met - self.words[person])
        if answer.content_type == "text/html":
            assert not RAW.search(text), (where, RAW.search(text))

    def behind(self, door: Door, node: Node, paths: dict[str, tuple[str, ...]]) -> Iterator[str]:
        """What is tried behind a view's name, filled in for a content."""
        steps = self.world.words.workflows[self.world.workflow(node)]["transitions"]
        for path in paths[door.name]:
            for step in steps if "{step}" in path else ("",):
                binned = self.world.bin[0].id
                yield path.format(step=step, person=101, group=90, binned=binned)


def is_told_next(answer: Any) -> bool:
    return any(cookie.startswith("toasts=") for cookie in answer.headers.getall("Set-Cookie"))


def is_safe(method: str) -> bool:
    return method in SAFE
