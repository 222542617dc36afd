"""Saying on the terminal how far a long command is: a bar, or plain lines where there is none."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from academe.store.verifying import Progress as Report

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def progress() -> Iterator[Report]:
    """Lend what a long command reports to."""
    if not sys.stderr.isatty():
        yield _PlainLines()
        return
    # Loaded for people alone: a script waits for no bars.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bars(bars)


class _PlainLines:
    """One line when something new begins: a log needs no percentages."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._last:
            self._last = what
            click.echo(what, err=True)


class _Bars:
    """A bar for each thing."""

    def __init__(self, bars: "Progress") -> None:
        self._bars, self._tasks = bars, dict[str, "TaskID"]()

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(what)
        self._bars.update(self._tasks[what], completed=done, total=max(total, 1))
