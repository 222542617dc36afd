"""How people write numbers, times, days, standards and links, and how that is read."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from academe.actions.answers import WrongAnswerError
from academe.store.standards import KINDS
from academe.web.standards_shown import ALIGNMENTS
from academe.web.translating import locale_of
from academe.wording import _

NUMBER = re.compile(r"[-+−]?[\d.,'’\s]{1,30}")
PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]*)\.?", re.UNICODE)
CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
STANDARD = re.compile(r"(?P<code>.+?)(?: ?\((?P<word>[^()]*)\))?")  # of a line of single spaces
LONGEST_STANDARD = 200  # characters of a line
MOST_MINUTES = 60 * 24 * 366


def read_number(text: str, language: str) -> int | float:
    """Return a number written as the language writes it: 2.5 in English, also 2,5 in Spanish."""
    wrong = WrongAnswerError(_("Please write a number, such as 3 or 2.5."))
    if not NUMBER.fullmatch(text):
        raise wrong
    for locale in (locale_of(language), language.replace("-", "_")):
        try:
            found = parse_decimal(text.replace("−", "-"), locale=locale, strict=True)
            break
        except NumberFormatError:
            continue
    else:
        try:
            found = Decimal(text)
        except ArithmeticError:
            raise wrong from None
    return int(found) if found == int(found) else float(found)


def write_number(value: Any, language: str) -> str:
    return str(format_decimal(value, locale=locale_of(language), group_separator=False))


def read_duration(text: str) -> int:
    """Return minutes: from ``45``, ``45 min``, ``1 h 30 min``, ``1:30``, ``1.5 hours``."""
    wrong = WrongAnswerError(_("Please write a time such as 45 min or 1 h 30 min."))
    clock = CLOCK.fullmatch(text.strip())
    if clock:
        return int(clock.group(1)) * 60 + int(clock.group(2))
    if len(text) > 60 or PIECE.sub("", text).strip(" ,+&"):
        raise wrong
    minutes = 0.0
    pieces = PIECE.findall(text)
    for number, word in pieces:
        factor = {"h": 60, "m": 1, "": 1}.get(word[:1].lower())
        if factor is None or len(number) > 8:
            raise wrong
        minutes += float(number.replace(",", ".")) * factor
    if not pieces or not 0 < minutes <= MOST_MINUTES:
        raise wrong
    return max(1, round(minutes))


def write_duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else "")))


def read_day(text: str) -> date:
    """Return a day; browsers send it as 2026-09-01, whatever they show."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise WrongAnswerError(_("Please write a date such as 2026-09-01.")) from None


def read_moment(text: str, time_zone: str) -> datetime:
    """Return the instant (UTC) of a day and a time of day in the reader's own time zone."""
    day, _t, time = text.partition("T")
    if not day or not time:
        raise WrongAnswerError(_("Please give both the day and the time."))
    try:
        return (
            datetime.fromisoformat(f"{day}T{time}")
            .replace(tzinfo=ZoneInfo(time_zone))
            .astimezone(UTC)
        )
    except (ValueError, OverflowError):
        raise WrongAnswerError(
            _("Please write a day such as 2026-09-01 and a time such as 14:30.")
        ) from None


def write_moment(value: datetime, time_zone: str) -> str:
    return value.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%dT%H:%M")


def lines_of(text: str) -> list[str]:
    """Return the lines that say something, without spaces around them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def standard_in(line: str) -> tuple[str, str] | None:
    """Return the code and the word in brackets behind it of one line; None if it is no standard.

    Many spaces in a long line would let the search for the bracket take hours.
    """
    match = STANDARD.fullmatch(" ".join(line.split())) if len(line) <= LONGEST_STANDARD else None
    return None if match is None else (match["code"], (match["word"] or "").strip())


def read_standards(text: str, say: Any) -> tuple[tuple[str, str], ...]:
    """Return (code, alignment) pairs from lines such as ``5.NF.A.1 (assessed)``."""
    known = {word: word for word in KINDS} | {
        say(title).casefold(): word for word, title in ALIGNMENTS.items()
    }
    pairs = []
    for line in lines_of(text):
        found = standard_in(line)
        kind = known.get((found[1] or "taught").casefold()) if found else None
        if found is None or kind is None:
            raise WrongAnswerError(
                _(
                    "“${line}” is not understood. Write one standard a line, and behind it, in "
                    "brackets, how it is used: ${words}.",
                    mapping={
                        "line": line[:80],
                        "words": ", ".join(say(title) for title in ALIGNMENTS.values()),
                    },
                )
            )
        pairs.append((found[0], kind))
    return tuple(pairs)


def write_standards(pairs: Iterable[tuple[str, str]], say: Any) -> str:
    return "\n".join(
        code if kind == "taught" else f"{code} ({say(ALIGNMENTS[kind])})" for code, kind in pairs
    )
