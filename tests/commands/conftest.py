"""Real processes: a sample district made once, copied for whoever changes it, and served."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from academe.actions.district import District
from academe.actions.opening import open_district
from academe.commands.asking import looking
from academe.commands.sites import Call
from academe.definitions.loading import read_definitions

ACADEME = (str(Path(sys.executable).with_name("academe")),)
SAYS_WHERE = re.compile(r"Academe is at (http://\S+) ")


def academe(*words: object, cwd: Path | None = None, typed: str = "", **environ: str):
    """Run a command in a process of its own, with a bare environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [*ACADEME, *map(str, words)],
        cwd=cwd,
        env={**kept, **environ},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
    )


class Served:
    """A site with its server."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.ini = folder, folder / "etc" / "development.ini"
        self.log = (folder.parent / f"{folder.name}.log").open("w+")
        self.process = subprocess.Popen(
            [*ACADEME, "serve", str(self.ini), "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        line = self.process.stdout.readline()
        match = SAYS_WHERE.match(line)
        if match is None:
            code, said = self.end(), self.said()
            self.log.close()
            pytest.fail(f"The server ended with {code}: {said}")
        self.address = match[1]

    def get(self, path: str) -> tuple[int, dict, str]:
        try:
            answer = urllib.request.urlopen(self.address + path, timeout=10)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, dict(answer.headers), answer.read().decode()

    def academe(self, *words: object, typed: str = ""):
        return academe(*words, typed=typed, ACADEME_CONFIG=str(self.ini))

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(30)
        self.process.stdout.close()
        return code

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()


@pytest.fixture(scope="session")
def run():
    """Run a command: ``run("person", "list", ACADEME_CONFIG=...)``."""
    return academe


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory) -> Path:
    """The sample district, made once; nobody changes it."""
    folder = tmp_path_factory.mktemp("demo") / "district"
    made = academe("demo", folder, "--no-serve")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def sample(built_demo) -> Iterator[District]:
    """The sample district, opened to read."""
    with (
        looking(Call(built_demo / "etc" / "development.ini")) as (settings, databases),
        open_district(databases, read_definitions(built_demo), settings) as district,
    ):
        yield district


@pytest.fixture
def demo_copy(built_demo, tmp_path) -> Path:
    folder = tmp_path / "district"
    shutil.copytree(built_demo, folder)
    return folder


@pytest.fixture(scope="module")
def served(built_demo, tmp_path_factory) -> Iterator[Served]:
    """The sample district, served for all tests of a module."""
    folder = tmp_path_factory.mktemp("served") / "district"
    shutil.copytree(built_demo, folder)
    server = Served(folder)
    yield server
    server.end()
    server.log.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Serve a folder; ended after the test."""
    running: list[Served] = []

    def start(folder: Path, *options: str) -> Served:
        running.append(Served(folder, *options))
        return running[-1]

    yield start
    for server in running:
        server.end()
        server.log.close()
