"""What each setting may be: a check raises ValueError with the rest of "'listen' must be ..."."""

import difflib
import ipaddress
import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def _check_listen(text: str) -> None:
    host, _, port = text.rpartition(":")
    if not host or not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise ValueError("must be a host and a port like 127.0.0.1:6543")


def _check_address(text: str) -> None:
    parts = urlsplit(text)
    whole = f"{parts.scheme}://{parts.netloc}"
    if text and (parts.scheme not in ("http", "https") or not parts.hostname or text != whole):
        raise ValueError('must be like https://curriculum.example.org, without a "/" at its end')


def _check_zone(text: str) -> None:
    if not _is_zone(text):
        near = difflib.get_close_matches(text, available_timezones(), n=1)
        raise ValueError(f"must be a time zone like {(near or ['America/New_York'])[0]}")


def _is_zone(text: str) -> bool:
    """Say whether there is such a zone; to list all of them would read 600 files at each start."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder's name, like Europe
        return False
    return not text.startswith(("posix/", "right/")) and text != "posixrules"


def _check_mail(text: str) -> None:
    parts = urlsplit(text)
    try:
        known = text == "files" or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname))
        known = known and (parts.port is None or parts.port > 0)
    except ValueError:  # its text would show a part of the password
        known = False
    if not known:
        raise ValueError("must be 'files' or smtp://name:password@host:port") from None


def _check_mail_from(text: str) -> None:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(text)[1]):
        raise ValueError("must be an address like curriculum@district.example")


def _check_proxy(text: str) -> None:
    try:
        ipaddress.ip_address(text or "127.0.0.1")
    except ValueError:
        raise ValueError("must be an IP address like 127.0.0.1") from None


def _check_word(text: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text):
        raise ValueError("must be one plain name")


def _check_language(text: str) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError("must be a language code like en or es")


def _check_not_empty(text: str) -> None:
    if not text:
        raise ValueError("must not be empty")


def _check_threads(number: int) -> None:
    if number > 64:
        raise ValueError("must be at most 64")


CHECKS: dict[str, Callable[[Any], None]] = {
    "data": _check_not_empty,
    "listen": _check_listen,
    "address": _check_address,
    "theme": _check_word,
    "language": _check_language,
    "time_zone": _check_zone,
    "mail": _check_mail,
    "mail_from": _check_mail_from,
    "threads": _check_threads,
    "trusted_proxy": _check_proxy,
    "secret_file": _check_word,
}
