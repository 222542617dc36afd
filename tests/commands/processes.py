"""Commands in processes of their own, and a server that is one."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from academe.command import main

ACADEME = (str(Path(sys.executable).with_name("academe")),)
SAYS_WHERE = re.compile(r"Academe is at (http://\S+) ")


def academe(*words: object, cwd: Path | None = None, typed: str = "", **environ: str):
    """Run a command of these sources in a process of its own, with a bare environment."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "PYTHONPATH")
        if name in os.environ
    }
    return subprocess.run(
        [*ACADEME, *map(str, words)],
        cwd=cwd,
        env={**kept, **environ},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
    )


def academe_here(*words: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command in this process: to load a new one takes longer than most commands."""
    done = CliRunner(env=environ).invoke(main, [*map(str, words)])
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)


class Served:
    """A site with its server."""

    compiled: Path | None = None
    """Where the processes of this run keep compiled templates; each server would make its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.ini = folder, folder / "etc" / "development.ini"
        templates = folder / "data" / "templates"
        if self.compiled is not None and not templates.exists():
            templates.symlink_to(self.compiled)
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

    def academe_here(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run a command in this process, which asks the server as one of its own would."""
        return academe_here(*words, ACADEME_CONFIG=str(self.ini))

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(30)
        self.process.stdout.close()
        return code

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()
