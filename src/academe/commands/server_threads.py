"""Threads of the server beside those that answer: who looks after the storage, who compiles."""

import gc
import logging
import os
import signal
from collections.abc import Callable
from threading import Event, Thread

from chameleon.exc import TemplateError

from academe.store.databases import Databases
from academe.web.rendering import Templates

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between two looks at the storage's health
FIRST_PAGES = 5.0  # seconds that are left to whoever waits for the first answer
BREATH = 0.05  # seconds between two templates that are compiled
ASKED_FIRST = ("types/", "pages/search", "pages/home", "pages/sign_in")
PATIENCE = 15  # seconds for the one that is being compiled


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
    """Compiles all templates, one by one, so that nobody who reads a page waits for it.

    Seconds of work at the first start of a release; at later ones they are kept.
    ``then``: what is done after the last one.
    """

    def __init__(self, templates: Templates, then: Callable[[], None] = lambda: None) -> None:
        super().__init__(name="compiling", daemon=True)
        self._templates, self._then, self._stopping = templates, then, Event()

    def run(self) -> None:
        """Leave pages the time between two templates; say which one is wrong before a page does."""
        if self._stopping.wait(FIRST_PAGES):
            return
        self._compile_all()
        if not self._stopping.is_set():
            self._then()

    def _compile_all(self) -> None:
        for name in sorted(self._templates.names(), key=_is_asked_later):
            if self._stopping.wait(BREATH):
                return
            try:
                self._templates.compile(name)
            except (TemplateError, ValueError, OSError) as error:
                log.error("the template %s cannot be compiled: %s", name, error)

    def stop(self) -> None:
        self._stopping.set()
        self.join(PATIENCE)


def _is_asked_later(name: str) -> bool:
    return not name.startswith(ASKED_FIRST)


def spare_what_stays() -> None:
    """Have the collector of garbage look no more at what stays for good: code, words, templates.

    A full collection looks at every object that is alive while nobody is answered: 0.3 seconds
    at 100,000 contents, and six of them within 900 searches; less than 0.07 without these.
    Nothing is collected before: a start leaves next to no garbage.
    """
    gc.freeze()
    gc.enable()
