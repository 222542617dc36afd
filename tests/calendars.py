"""Reads iCalendar as strictly as RFC 5545 writes it: what the tests ask of a calendar."""

import re
from datetime import UTC, date, datetime

LINE = re.compile(
    r'(?P<name>[A-Z-]+)(?P<parameters>(?:;[A-Z-]+=(?:"[^"]*"|[^;:",]*))*):(?P<value>.*)'
)
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME"}


def read_calendar(body: bytes) -> list[dict[str, object]]:
    """Return the events, each with its values read; fails where a line breaks a rule."""
    lines = read_lines(body)
    assert lines[0][0] == "BEGIN", lines[0]
    assert lines[0][2] == "VCALENDAR"
    assert lines[-1][::2] == ("END", "VCALENDAR")
    names = [name for name, _parameters, _value in lines]
    assert names.count("VERSION") == names.count("PRODID") == 1
    events, open_ones, event = [], [], {}
    for name, parameters, value in lines:
        if name == "BEGIN":
            open_ones.append(value)
            event = {} if value == "VEVENT" else event
        elif name == "END":
            assert open_ones.pop() == value
            if value == "VEVENT":
                assert {"UID", "DTSTAMP", "DTSTART"} <= event.keys()
                events.append(event)
        elif open_ones[-1] == "VEVENT":
            assert name not in event, f"{name} stands twice"
            event[name] = _value(name, parameters, value)
    assert len({event["UID"] for event in events}) == len(events)
    assert names.count("BEGIN") > 1, "a calendar holds something"
    return events


def read_lines(body: bytes) -> list[tuple[str, str, str]]:
    """Return (name, parameters, value) of each line, unfolded."""
    assert body.endswith(b"\r\n")
    raw = body.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in raw), "a line is too long"
    assert all(b"\n" not in line and b"\r" not in line for line in raw)
    for line in raw:
        line.decode("utf-8")  # no character is torn apart
    whole = body.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n")
    found = [LINE.fullmatch(line) for line in whole.split("\r\n")]
    assert all(found)
    return [(one["name"], one["parameters"], one["value"]) for one in found]


def _value(name: str, parameters: str, value: str) -> object:
    if name in TEXTS:
        return unescaped(value)
    if re.fullmatch(r"\d{8}T\d{6}Z", value):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if "VALUE=DATE" in parameters:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    return value


def unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"not escaped: {value}"
    signs = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}
    return re.sub(r"\\(.)", lambda found: signs[found[1]], value)
