"""What a request asks for, read strictly: whatever else was sent counts as nothing."""

import re
from typing import Any

LONGEST_PATH = 2000
# Exactly one "/" at the start; no "//", no "\\", nothing outside of what an address may hold.
OWN_PATH = re.compile(
    r"/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/%-]*)?"
)
DOORS = ("/@@sign-in", "/@@sign-out", "/@@forgot", "/@@welcome")


def text_of(request: Any, name: str, at_most: int = 1000) -> str:
    """Return one field of a form as text; empty where a file or too much was sent."""
    found = request.POST.get(name, "")
    return found if isinstance(found, str) and len(found) <= at_most else ""


def asked(request: Any, name: str, at_most: int = 200) -> str:
    """Return one word of the address's query, cut off where it is too long."""
    return str(request.GET.get(name, ""))[:at_most]


def number_of(text: str) -> int:
    """Return a whole number as our addresses hold it; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else 0


def own_path(text: str) -> str | None:
    """Return a path of this site to which one may be led; None for everything else."""
    if len(text) > LONGEST_PATH or not OWN_PATH.fullmatch(text):
        return None
    path = text.partition("?")[0]
    segments = path.split("/")[1:]
    if "" in segments[:-1] or any(
        part.lower().replace("%2e", ".") in (".", "..") for part in segments
    ):
        return None
    return None if any(door in path for door in DOORS) else text


def device_of(request: Any) -> str:
    """Return what somebody knows their browser by, such as ``Firefox, Linux``."""
    agent = request.user_agent or ""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)


# The first that fits: many browsers name others as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
