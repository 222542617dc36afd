"""Threads of the server beside those that answer: who looks after the storage, who compiles."""

import gc
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from academe.definitions.settings import Settings
from academe.store.databases import Databases
from academe.web.rendering import Templates

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between two looks at the storage's health, or for templates
PATIENCE = 15  # seconds for the program that compiles to end


class Watch(Thread):
    """Ends the process when the storage is broken: whoever keeps it running starts it anew."""

    def __init__(self, databases: Databases, ended: Event) -> None:
        super().__init__(name="watch", daemon=True)
        self._databases, self._ended = databases, ended

    def run(self) -> None:
        """Look at the storage now and then."""
        while not self._ended.wait(LOOK_EVERY):
            if self._databases.broken:
                log.critical("the server ends: %s", self._databases.broken)
                os.kill(os.getpid(), signal.SIGTERM)
                return

    def stop(self) -> None:
        """Nothing to wait for: it ends with the server."""


class Compiling(Thread):
    """Has all templates compiled by a program beside the server, and takes them as they come.

    Seconds of work at the first start of a release; at later ones they are kept.
    ``then``: what is done after the last one.
    """

    def __init__(
        self,
        templates: Templates,
        settings: Settings,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="compiling", daemon=True)
        self._templates, self._then, self._stopping = templates, then, Event()
        themes, kept = settings.site_folder / "themes", kept_templates(settings)
        program = [sys.executable, "-P", "-s", "-m", "academe.commands.compiling_apart"]
        self._command = [*program, str(themes), settings.theme, str(kept)]

    def run(self) -> None:
        """Take what is there now and then until all is; pages compile what they need before."""
        if self._templates.take_kept():
            return
        child = self._start()
        while child.poll() is None:
            if self._stopping.wait(LOOK_EVERY):
                child.terminate()
                child.wait(PATIENCE)
                return
            self._templates.take_kept()
        self._templates.take_kept()
        self._then()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 our own interpreter, no shell, no foreign word
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the server, which ends it
        )

    def stop(self) -> None:
        self._stopping.set()
        self.join(PATIENCE)


def kept_templates(settings: Settings) -> Path:
    """Return the folder in which a site keeps its compiled templates."""
    return settings.data_folder / "templates"


def spare_what_stays() -> None:
    """Have the collector of garbage look no more at what stays for good: code, words, templates.

    A full collection looks at every object that is alive while nobody is answered: 0.3 seconds
    at 100,000 contents, and six of them within 900 searches; less than 0.07 without these.
    Nothing is collected before: a start leaves next to no garbage.
    """
    gc.freeze()
    gc.enable()
