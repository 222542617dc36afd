"""What a reader of an outside format hands over: plain records that know no database."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from academe.wording import _

Value = str | int | float | bool | None | tuple[str, ...]
"""A field's value. Rich text is HTML as str and not yet cleaned; dates are ISO 8601;
durations are whole minutes; choices and lists of words are tuples."""

IMPORT_LINK = re.compile(r"import:(?P<identifier>[A-Za-z0-9._~/%-]+)(?P<fragment>#[^\s\"'<>]*)?")
"""How rich text names another content of the same bundle, in ``href`` and ``src``."""


@dataclass(frozen=True)
class ImportedFile:
    """A file that waits inside the work folder; ``field`` is the content's field that takes it."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str
    field: str = "file"


@dataclass(frozen=True)
class ImportedContent:
    """One content to be made, with all below it in their order.

    ``identifier`` is unique in its bundle and is what ``import:`` links name; for a cartridge it is
    the manifest's own. ``name_hint`` may be any text: the importing action makes the slug.
    """

    type_name: str
    title: str
    identifier: str
    name_hint: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    children: tuple["ImportedContent", ...] = ()
    files: tuple[ImportedFile, ...] = ()

    def with_all_below(self) -> Iterator["ImportedContent"]:
        """Give this content and all below it, parents first, in order."""
        waiting = [self]
        while waiting:
            content = waiting.pop()
            yield content
            waiting.extend(reversed(content.children))


Outcome = Literal["imported", "joined", "left out"]
"""``joined``: nothing is missing; it went into another content, or is not needed."""


@dataclass(frozen=True)
class ReportLine:
    """What became of one resource: ``reason`` says why it was not imported, or what was changed."""

    identifier: str
    title: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class Bundle:
    """All that one package or folder brings; ``format`` is its kind in plain words."""

    format: str
    roots: tuple[ImportedContent, ...]
    report: tuple[ReportLine, ...]
    fingerprint: str = ""
    """What tells the package's files from those of others, however they were packed."""
    identifier: str = ""
    """What the package calls itself, the same in each of its versions; "" if it has no name."""

    def contents(self) -> Iterator[ImportedContent]:
        """Give every content, parents first, in order."""
        for root in self.roots:
            yield from root.with_all_below()


def identifier_of(words: str) -> str:
    """Make an identifier that is safe inside an ``import:`` link: ASCII, no space, no ``#``."""
    return quote(words, safe="/~")


def link_to(identifier: str, fragment: str = "") -> str:
    """Write the link that names a content of the same bundle."""
    return f"import:{identifier}#{fragment}" if fragment else f"import:{identifier}"


def in_one(sentences: Sequence[str]) -> str:
    """Join sentences to one text that can still be translated."""
    if len(sentences) < 2:
        return sentences[0] if sentences else ""
    mapping = {"first": sentences[0], "second": in_one(sentences[1:4])}
    return _("${first} ${second}", mapping=mapping)
