"""Brings the sample district's own standards in, as whoever keeps its standards does."""

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from academe.actions.district import District
from academe.actions.opening import identity_called
from academe.actions.standards import adopt_framework
from academe.actions.standards_draft import FrameworkDraft
from academe.commands.history import Calendar
from academe.errors import CommandError
from academe.exchange.standards_table import read_csv

Lend = Callable[[datetime], AbstractContextManager[District]]


def plant_standards(folder: Path, calendar: Calendar, lend: Lend) -> None:
    """Adopt the tables of ``folder`` as its frameworks.toml says: by whom, how many days ago."""
    frameworks = tomllib.loads((folder / "frameworks.toml").read_text(encoding="utf-8"))
    for name, words in frameworks.items():
        source = folder / f"{name}.csv"
        draft = _draft(source, words)
        with lend(calendar.moment(words["days_ago"])) as district:
            person = identity_called(words["by"], district)
            if person is None:
                raise CommandError(f"frameworks.toml: there is no person {words['by']!r}.")
            adopt_framework(person, draft, source.name, district)


def _draft(source: Path, words: dict[str, Any]) -> FrameworkDraft:
    """Read one table; it is our own, so no process of its own stands around it."""
    draft = read_csv(source.read_bytes(), words["title"])
    return draft._replace(
        creator="Riverside Unified School District",
        subject=words["subject"],
        language="en",
        adoption="Adopted",
        names_itself=True,
        notes=(),
    )
