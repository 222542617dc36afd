"""A bundle as JSON and back: the channel through which the reading process answers.

What comes back is believed as little as the package itself: every type, path and size is checked.
"""

import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from academe.errors import ImportRefused
from academe.exchange.bundle import (
    Bundle,
    ImportedContent,
    ImportedFile,
    Outcome,
    ReportLine,
    Value,
)
from academe.wording import _, from_line, to_line

_DEEPEST = 64  # contents below each other


def to_json(bundle: Bundle, workfolder: Path) -> str:
    """Write a bundle; files are named relative to the work folder."""
    return json.dumps(
        {
            "format": bundle.format,
            "fingerprint": bundle.fingerprint,
            "identifier": bundle.identifier,
            "roots": [_plain_content(root, workfolder) for root in bundle.roots],
            "report": [
                [line.identifier, line.title, line.outcome, to_line(line.reason)]
                for line in bundle.report
            ],
        }
    )


def _plain_content(content: ImportedContent, workfolder: Path) -> dict[str, object]:
    return {
        "type_name": content.type_name,
        "title": content.title,
        "identifier": content.identifier,
        "name_hint": content.name_hint,
        "values": dict(content.values),
        "children": [_plain_content(child, workfolder) for child in content.children],
        "files": [
            [str(f.path.relative_to(workfolder)), f.name, f.media_type, f.size, f.sha256, f.field]
            for f in content.files
        ],
    }


def from_json(text: str | bytes, workfolder: Path) -> Bundle:
    """Read a bundle back; raises ImportRefused when anything in it is not what it must be."""
    try:
        plain = json.loads(text)
        bundle = Bundle(
            format=_text(plain["format"]),
            roots=tuple(_content(root, workfolder, 0) for root in _list(plain["roots"])),
            report=tuple(_line(line) for line in _list(plain["report"])),
            fingerprint=_text(plain["fingerprint"]),
            identifier=_text(plain["identifier"]),
        )
    except (ValueError, LookupError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise ImportRefused(
            _("The package could not be read: its reader gave no answer.")
        ) from error
    identifiers = [content.identifier for content in bundle.contents()]
    if len(set(identifiers)) < len(identifiers):
        raise ImportRefused(
            _("The package could not be read: two of its parts have one identifier.")
        )
    return bundle


def _content(plain: Mapping[str, Any], workfolder: Path, depth: int) -> ImportedContent:
    if depth > _DEEPEST:
        raise ValueError("contents below each other without end")
    return ImportedContent(
        type_name=_text(plain["type_name"]),
        title=_text(plain["title"]),
        identifier=_text(plain["identifier"]),
        name_hint=_text(plain["name_hint"]),
        values={_text(name): _value(value) for name, value in plain["values"].items()},
        children=tuple(_content(c, workfolder, depth + 1) for c in _list(plain["children"])),
        files=tuple(_file(file, workfolder) for file in _list(plain["files"])),
    )


def _file(plain: Any, workfolder: Path) -> ImportedFile:
    path, name, media_type, size, sha256, field = _list(plain)
    place = workfolder / _text(path)
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise ValueError("a file outside of the work folder")
    found = place.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_size != size:
        raise ValueError("a file that is no file, or of another size")
    if place.resolve() != workfolder.resolve() / path:
        raise ValueError("a file behind a link")
    return ImportedFile(place, _text(name), _text(media_type), size, _text(sha256), _text(field))


def _line(plain: Any) -> ReportLine:
    identifier, title, outcome, reason = _list(plain)
    if outcome not in get_args(Outcome):
        raise ValueError("an outcome that is none")
    return ReportLine(_text(identifier), _text(title), outcome, from_line(_text(reason)))


def _value(plain: Any) -> Value:
    if plain is None or isinstance(plain, (str, bool, int, float)):
        return plain
    return tuple(_text(word) for word in _list(plain))


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError("no text")
    return plain


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise TypeError("no list")
    return plain
