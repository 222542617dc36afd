"""Saying on the terminal how far a long command is: a bar, or plain lines where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from academe.store.verifying import Progress as Report


@contextmanager
def progress() -> Iterator[Report]:
    """Lend what a long command reports to."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _PlainLines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Bars(bars)


class _PlainLines:
    """One line when something new begins: a log needs no percentages."""

    def __init__(self, console: Console) -> None:
        self._console, self._last = console, ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._last:
            self._last = what
            self._console.print(what, highlight=False, markup=False, soft_wrap=True)


class _Bars:
    """A bar for each thing."""

    def __init__(self, bars: Progress) -> None:
        self._bars, self._tasks = bars, dict[str, TaskID]()

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(what)
        self._bars.update(self._tasks[what], completed=done, total=max(total, 1))
