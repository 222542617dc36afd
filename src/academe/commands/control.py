"""The way of commands into the server: a socket beside the databases that only its user opens.

The request is one line of JSON, ``{"command": NAME, "words": {...}}``. The answer is lines of JSON:
``{"report": [what, done, total]}`` as often as there is news, then ``{"lines": [...]}``, or
``{"refused": SENTENCE}``.
"""

import contextlib
import json
import logging
import os
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

from academe.commands.desk import Words
from academe.errors import AcademeError, CommandError, DatabaseError
from academe.store.verifying import Progress

log = logging.getLogger(__name__)

NAME = "control.sock"
LONGEST_PATH = 100  # bytes; Linux takes 108, others less
LONGEST_LINE = 1_000_000  # bytes
PATIENCE = 20.0  # seconds for commands that run while the server ends

Do = Callable[[str, Words, Progress], list[str]]


@contextlib.contextmanager
def _short(folder: Path) -> Iterator[str]:
    """Lend a path to the socket that is short enough: through a link, where the folder's is not."""
    path = str(folder / NAME)
    if len(os.fsencode(path)) <= LONGEST_PATH:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="academe-", dir="/tmp") as top:
        link = os.path.join(top, "data")
        os.symlink(folder, link)
        try:
            yield os.path.join(link, NAME)
        finally:
            os.unlink(link)


class ControlThread(Thread):
    """Takes the commands of the site's keeper while the site is served."""

    def __init__(self, folder: Path, do: Do) -> None:
        super().__init__(name="control", daemon=True)
        self._do, self._path = do, folder / NAME
        self._stopping = Event()
        self._busy: list[Thread] = []
        self._path.unlink(missing_ok=True)  # of a killed server: the site's lock says so
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            with _short(folder) as path:
                self._socket.bind(path)
        finally:
            os.umask(before)
        self._socket.listen(8)

    def run(self) -> None:
        """Take commands until stopped, each in a thread of its own."""
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                if not self._stopping.is_set():
                    log.exception("commands are no longer taken")
                return
            self._busy = [thread for thread in self._busy if thread.is_alive()]
            thread = Thread(target=self._serve, args=(connection,), name="command", daemon=True)
            self._busy.append(thread)
            thread.start()

    def stop(self) -> None:
        """Take no more commands, and wait a while for those that run."""
        self._stopping.set()
        self._path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # wakes accept()
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._busy:
            thread.join(PATIENCE)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as stream:
            try:
                answer = self._answer(stream)
            except BaseException:
                _send(stream, {"refused": "The server failed at this command; its log says why."})
                raise
            _send(stream, answer)

    def _answer(self, stream: Any) -> dict[str, Any]:
        try:
            asked = json.loads(stream.readline(LONGEST_LINE))
            command, words = str(asked["command"]), dict(asked["words"])
        except (ValueError, KeyError, TypeError):
            return {"refused": "The server did not understand the command."}
        log.info("command: %s", command)
        try:
            report = lambda *news: _send(stream, {"report": news})  # noqa: E731
            return {"lines": self._do(command, words, report)}
        except AcademeError as error:
            return {"refused": str(error)}
        except OSError as error:
            return {"refused": say_os_error(error)}


def ask_server(folder: Path, command: str, words: Words, report: Progress) -> list[str] | None:
    """Have the server do a command; None if nobody serves the site.

    Raises CommandError with the server's sentence if it refused.
    """
    connection = _connect(folder)
    if connection is None:
        return None
    with connection, connection.makefile("rwb") as stream:
        _send(stream, {"command": command, "words": words})
        for line in stream:
            news = json.loads(line)
            if "report" in news:
                report(*news["report"])
            elif "refused" in news:
                raise CommandError(news["refused"])
            else:
                return [str(each) for each in news["lines"]]
    raise CommandError("The server ended before it answered. Look whether it was done, then retry.")


def _connect(folder: Path) -> socket.socket | None:
    path = folder / NAME
    try:
        if not stat.S_ISSOCK(path.stat().st_mode):
            raise DatabaseError(f"{path} is in the way: it is no socket. Take it away.")
    except FileNotFoundError:
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _short(folder) as short:
            connection.connect(short)
    except (ConnectionRefusedError, FileNotFoundError):  # left by a killed server
        connection.close()
        return None
    except BaseException:
        connection.close()
        raise
    return connection


def _send(stream: Any, message: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # whoever asked is gone; the deed goes on
        stream.write(json.dumps(message).encode() + b"\n")
        stream.flush()


def say_os_error(error: OSError) -> str:
    """Return a sentence about a file or a disk."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}."
