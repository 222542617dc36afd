"""Writes dates as iCalendar (RFC 5545, with names of RFC 7986) that calendars subscribe to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar"
LONGEST_LINE = 75  # octets, without the line's end
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ALONE = (  # a calendar has to hold something, also where nothing happens
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Happening:
    """One day, or one stretch of time, that a content names."""

    uid: str  # the same for ever
    title: str
    starts: date | datetime
    told: datetime  # UTC: when the text that says so was published
    number: int  # of that text: goes up with each new one
    address: str
    ends: datetime | None = None
    description: str = ""
    place: str = ""


def write_calendar(
    title: str, address: str, language: str, happenings: Iterable[Happening]
) -> bytes:
    """Return the calendar as UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Academe//Academe//EN",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{escaped(title)}",
        f"X-WR-CALNAME;LANGUAGE={language}:{escaped(title)}",
        f"URL;VALUE=URI:{plain(address)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    told = [line for one in happenings for line in _event(one)]
    lines += told or ALONE
    return "".join(fold(line) for line in (*lines, "END:VCALENDAR")).encode()


def _event(one: Happening) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{plain(one.uid)}"
    yield f"DTSTAMP:{_moment(one.told)}"
    yield f"LAST-MODIFIED:{_moment(one.told)}"
    yield f"SEQUENCE:{one.number}"
    yield from _times(one)
    yield f"SUMMARY:{escaped(one.title)}"
    if one.description:
        yield f"DESCRIPTION:{escaped(one.description)}"
    if one.place:
        yield f"LOCATION:{escaped(one.place)}"
    yield f"URL;VALUE=URI:{plain(one.address)}"
    yield "END:VEVENT"


def _times(one: Happening) -> Iterator[str]:
    if isinstance(one.starts, datetime):
        yield f"DTSTART:{_moment(one.starts)}"
        if one.ends is not None and one.ends > one.starts:
            yield f"DTEND:{_moment(one.ends)}"
        return
    yield f"DTSTART;VALUE=DATE:{_day(one.starts)}"
    if one.starts < date.max:
        yield f"DTEND;VALUE=DATE:{_day(one.starts + timedelta(days=1))}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy all day because a policy comes into force


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _moment(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{_day(utc)}T{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


def escaped(text: str) -> str:
    """Return a text value (RFC 5545, 3.3.11)."""
    one = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    one = one.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return UNSEEN.sub("", one)


def plain(text: str) -> str:
    """Return a value that is not escaped, on one line."""
    return re.sub("[\x00-\x20\x7f\ud800-\udfff]", "", text)


def fold(line: str) -> str:
    """Break a line into parts of 75 octets at most, never within a character."""
    parts, room = [""], LONGEST_LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append(" ")
            room = LONGEST_LINE - 1
        parts[-1] += character
        room -= size
    return "\r\n".join(parts) + "\r\n"
