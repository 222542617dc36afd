"""Names of files inside packages: which are refused, how they sort, what a link means."""

import mimetypes
import re
import unicodedata
from collections.abc import Iterable
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from academe.errors import ImportRefused
from academe.exchange.limits import Limits
from academe.wording import _

MARKDOWN = (".md", ".markdown")
PAGES = (".html", ".htm", ".xhtml")
WORD = (".docx",)
TEXTS = (*MARKDOWN, *PAGES, *WORD)
"""What the names of texts end with, whatever they were written with."""
OF_CARTRIDGE, OF_MOODLE = "imsmanifest.xml", "moodle_backup.xml"
"""The file by which a cartridge or a backup of Moodle is known."""

_DRIVE = re.compile(r"^[A-Za-z]:")
_NUMBER = re.compile(r"(\d+)")
_LEFTOVERS = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".git", ".gitignore"}

# Without /etc/mime.types: the same package means the same on every machine.
_TYPES = mimetypes.MimeTypes(filenames=())
for _suffix, _type in {
    ".py": "text/x-python",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".webp": "image/webp",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
}.items():
    _TYPES.add_type(_type, _suffix)

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""What becomes an image content; SVG is program text and stays a file."""


def check_name(name: str, limits: Limits) -> str:
    """Give the name with plain slashes, or refuse it; a folder's closing slash is dropped."""
    name = in_letters(name)
    clean = name.replace("\\", "/")
    shown = shorten(name)
    if "\0" in name or any(unicodedata.category(c) == "Cc" for c in name):
        raise ImportRefused(
            _(
                "The package has a file name with control characters: ${name}.",
                mapping={"name": shown},
            )
        )
    if clean.startswith("/") or _DRIVE.match(clean):
        raise ImportRefused(
            _("The package has a file with an absolute name: ${name}.", mapping={"name": shown})
        )
    parts = clean.rstrip("/").split("/")
    if ".." in parts:
        raise ImportRefused(
            _("The package has a file that points outside of it: ${name}.", mapping={"name": shown})
        )
    if any(len(part.encode("utf-8", "surrogatepass")) > limits.name_bytes for part in parts):
        raise ImportRefused(
            _("The package has a file name that is too long: ${name}.", mapping={"name": shown})
        )
    if len(parts) > limits.folder_depth:
        raise ImportRefused(
            _("The package has folders nested too deep: ${name}.", mapping={"name": shown})
        )
    return "/".join(part for part in parts if part not in ("", "."))


def in_letters(name: str) -> str:
    """Give a name that old machines wrote in no UTF-8 as Windows would read it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return name


def check_names_differ(names: Iterable[str]) -> None:
    """Refuse names that are one name on some machines, and files that are also folders."""
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen and seen[key] == name:
            raise ImportRefused(
                _(
                    "The package has two files of one name: ${name}.",
                    mapping={"name": shorten(name)},
                )
            )
        if key in seen:
            first, second = shorten(seen[key]), shorten(name)
            raise ImportRefused(
                _(
                    "The package has names that differ in case only: ${first}, ${second}.",
                    mapping={"first": first, "second": second},
                )
            )
        seen[key] = name
    for key, name in seen.items():
        parent = dirname(key)
        while parent:
            if parent in seen:
                raise ImportRefused(
                    _(
                        "The package has ${name} below a file, not a folder.",
                        mapping={"name": shorten(name)},
                    )
                )
            parent = dirname(parent)


def is_leftover(name: str) -> bool:
    """Say whether an operating system or a version control system left this behind."""
    return any(part.lower() in _LEFTOVERS for part in name.split("/"))


def media_type_of(name: str) -> str:
    """Guess the media type from the ending."""
    return _TYPES.guess_type(name, strict=False)[0] or "application/octet-stream"


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort as people count: lesson-10 comes after lesson-9."""
    pieces = _NUMBER.split(name.casefold())
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in pieces if p)


def resolve(link: str, from_name: str) -> tuple[str, str] | None:
    """Find which file of the package a relative link means: (name, fragment).

    None means that it leads elsewhere: another site, another scheme, or outside of the package.
    """
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return None
    path = unquote(parts.path).replace("\\", "/")
    if parts.scheme or parts.netloc or not path:
        return None
    start = "" if path.startswith("/") else dirname(from_name)
    name = normpath(join(start, path.lstrip("/")))
    return None if name.startswith("../") or name == ".." else (name, parts.fragment)


def title_from(name: str) -> str:
    """Make a title of a file's name: ``wind_speed.md`` becomes ``Wind speed``."""
    stem = name.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return words[:1].upper() + words[1:] if words else name


def shorten(text: str, length: int = 80) -> str:
    """Make a foreign text fit for a sentence of ours: one line, printable, short."""
    line = "".join(c if c.isprintable() else "�" for c in text)
    return line if len(line) <= length else line[: length - 1] + "…"
