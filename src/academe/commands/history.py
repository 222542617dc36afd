"""Reads the history of the sample district: who made what, when, and what was done with it.

demo/README.md explains the words for those who write one.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

from academe.errors import CommandError

ENTRY_WORDS = frozenset({"by", "made", "grants", "fields", "copy_of", "acts"})
DOINGS = frozenset({"step", "was", "set", "share", "workflows", "remove"})
ACT_WORDS = frozenset({"days_ago", "by", "comment", "in_force_from", "until"}) | DOINGS
DAYS = re.compile(r"(?:in (\d+) days|(\d+) days ago)(?: at (\d\d:\d\d))?")


@dataclass(frozen=True)
class Act:
    """One thing that was done; ``doing`` is one of DOINGS and ``what`` its value."""

    days_ago: int
    by: str
    doing: str
    what: Any
    comment: str = ""
    in_force_from: str = ""
    until: str = ""


@dataclass(frozen=True)
class Entry:
    """What is told of one content; ``made`` is None where it is made with what it lies in."""

    by: str = ""
    made: int | None = None
    grants: Mapping[str, Sequence[str]] = ()  # type: ignore[assignment]
    fields: Mapping[str, Any] = ()  # type: ignore[assignment]
    copy_of: str = ""
    acts: tuple[Act, ...] = ()


NOTHING_TOLD = Entry(grants={}, fields={})


def read_history(path: Path) -> dict[str, Entry]:
    """Return {address: entry}, in the file's order; raises CommandError with the wrong word."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CommandError(f"{path}: {error}.") from error
    return {address: _entry(f"{path}: {address}", table) for address, table in tables.items()}


def _entry(where: str, table: Mapping[str, Any]) -> Entry:
    _check_words(where, table, ENTRY_WORDS)
    acts = tuple(_act(where, words) for words in table.get("acts", ()))
    given = {word: table[word] for word in ("by", "made", "copy_of") if word in table}
    grants, fields = table.get("grants", {}), table.get("fields", {})
    return Entry(**given, grants=grants, fields=fields, acts=acts)


def _act(where: str, words: Mapping[str, Any]) -> Act:
    _check_words(where, words, ACT_WORDS)
    doings = DOINGS & set(words)
    if len(doings) != 1 or "by" not in words or "days_ago" not in words:
        raise CommandError(f"{where}: an act has days_ago, by and one of {sorted(DOINGS)}.")
    (doing,) = doings
    rest = {word: words[word] for word in ("comment", "in_force_from", "until") if word in words}
    return Act(words["days_ago"], words["by"], doing, words[doing], **rest)


def _check_words(where: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := set(table) - known:
        raise CommandError(f"{where}: {sorted(unknown)} is none of {sorted(known)}.")


@dataclass(frozen=True)
class Calendar:
    """The days of a history, counted back from today in the district's time zone."""

    today: date
    zone: tzinfo

    def moment(self, days_ago: int, at: time = time(8)) -> datetime:
        """Return a moment of a day, in UTC."""
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def day(self, words: str) -> date:
        """Return the day of "in 12 days"; raises CommandError."""
        return self.read(words).astimezone(self.zone).date()

    def read(self, words: str) -> datetime:
        """Return the moment of "in 12 days at 18:00" or "30 days ago"; raises CommandError."""
        match = DAYS.fullmatch(words)
        if match is None:
            raise CommandError(f"{words!r} is not like 'in 12 days at 18:00' or '30 days ago'.")
        days = -int(match[1]) if match[1] else int(match[2])
        return self.moment(days, time.fromisoformat(match[3] or "00:00"))

    def plain(self, value: Any) -> Any:
        """Return a value with the words for days read, and dates as ISO 8601."""
        if isinstance(value, str) and (match := DAYS.fullmatch(value)):
            return (self.read(value) if match[3] else self.day(value)).isoformat()
        if isinstance(value, date):
            return value.isoformat()
        return tuple(map(self.plain, value)) if isinstance(value, list) else value
