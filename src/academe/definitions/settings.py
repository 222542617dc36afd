"""The settings of one server: the section [academe] of an ini file in etc/.

Read without interpolation: a "%" in a password is a "%".
"""

import configparser
import ipaddress
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

from academe.definitions.checking_settings import CHECKS
from academe.definitions.reading import suggest, words_of
from academe.errors import DefinitionError

SECTION = "academe"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - places to listen at, of which no link can be made


@dataclass(frozen=True)
class Settings:
    """The words of the section, each with its default."""

    site_folder: Path  # not a word: the folder above the ini file's etc/
    data: str = "data"  # folder, relative to the site's
    listen: str = "127.0.0.1:6543"
    address: str = ""  # https://... as people type it; empty: as `listen`
    theme: str = "plain"
    language: str = "en"
    time_zone: str = "America/New_York"
    mail: str = field(default="files", repr=False)  # may hold a password
    mail_from: str = "academe@localhost"
    upload_limit_mb: int = 50
    threads: int = 6
    trusted_proxy: str = ""
    session_idle_minutes: int = 30
    session_hours: int = 12
    secret_file: str = "secret"  # noqa: S105 - a file's name, relative to the data folder
    demo: bool = False
    pyramid_includes: tuple[str, ...] = field(default=(), metadata={"word": "pyramid.includes"})

    @property
    def data_folder(self) -> Path:
        """Return the absolute folder of the databases."""
        return (self.site_folder / self.data).resolve()

    @property
    def secret_path(self) -> Path:
        """Return the absolute path of the secret."""
        return self.data_folder / self.secret_file

    @property
    def host(self) -> str:
        """Return the name or number to listen at, without the brackets of IPv6."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """Return the port to listen at."""
        return int(self.listen.rpartition(":")[2])

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def public_address(self) -> str:
        """Return the address as people type it, without a "/" at its end."""
        if self.host in EVERYWHERE and not self.address:
            return f"http://{socket.gethostname()}:{self.port}"
        return self.address or f"http://{self.listen}"

    @property
    def zone(self) -> ZoneInfo:
        """Return the district's time zone."""
        return ZoneInfo(self.time_zone)


def read_settings(ini_path: Path) -> Settings:
    """Read an ini file; raises DefinitionError for anything unknown or wrong in it."""
    where = str(ini_path)
    words = _read_section(ini_path, where)
    known = words_of(Settings)
    hints = get_type_hints(Settings)
    del known["site_folder"]
    values: dict[str, Any] = {}
    for word, text in words.items():
        if word not in known:
            raise DefinitionError(f"{where}: unknown word '{word}'.{suggest(word, known)}")
        read = _READ[hints[known[word].name]]
        values[known[word].name] = _checked(word, text, read, f"{where}: '{word}'")
    settings = Settings(site_folder=site_folder_of(ini_path), **values)
    if settings.demo and not settings.is_loopback:
        raise DefinitionError(
            f"{where}: 'demo' shows a password to everybody, so it works only where 'listen' is"
            f" 127.0.0.1, not {settings.host}."
        )
    return settings


def site_folder_of(ini_path: Path) -> Path:
    """Return the absolute folder of the site that an ini file belongs to."""
    folder = ini_path.absolute().parent
    return folder.parent if folder.name == "etc" else folder


def is_loopback(host: str) -> bool:
    """Tell whether a host's name or number means this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read_section(ini_path: Path, where: str) -> Mapping[str, str]:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), default_section="")
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keep the words' case
    try:
        parser.read_string(ini_path.read_text(encoding="utf-8"), source=where)
    except OSError as error:
        raise DefinitionError(f"{where}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{where}: is not UTF-8 text.") from error
    except configparser.Error as error:
        raise DefinitionError(f"{where}: {' '.join(str(error).split())}") from error
    for section in parser.sections():
        if section != SECTION:
            near = suggest(section, [SECTION])
            raise DefinitionError(f"{where}: unknown section [{section}].{near}")
    if SECTION not in parser:
        raise DefinitionError(f"{where}: the section [{SECTION}] is missing.")
    return parser[SECTION]


def _read_yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("must be yes or no")
    return text == "yes"


def _read_number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) == 0:
        raise ValueError("must be a whole number above 0")
    return int(text)


def _read_words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_READ: dict[object, Callable[[str], Any]] = {
    str: str,
    bool: _read_yes_no,
    int: _read_number,
    tuple[str, ...]: _read_words,
}


def _checked(word: str, text: str, read: Callable[[str], Any], where: str) -> Any:
    try:
        value = read(text)
        if word in CHECKS:
            CHECKS[word](value)
    except ValueError as error:
        shown = "" if word == "mail" else f", not '{text}'"  # it may hold a password
        raise DefinitionError(f"{where} {error}{shown}.") from error
    return value
