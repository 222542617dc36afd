"""What a translator finds in the TOML files: titles, summaries, labels and helps.

For Babel's extraction: ``[extractors] toml = academe.definitions.messages:extract_toml``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

SHOWN = ("title", "summary", "label", "help")  # words whose text people see
SHOWN_TABLE = "labels"  # the table of choices/ whose every text people see

Message = tuple[int, None, str, list[str]]  # line, no function, text, no comments


def extract_toml(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Message]:
    """Yield each text that people see, with the line in which it stands, as Babel asks for."""
    source = file.read().decode("utf-8")
    lines = source.splitlines()
    for text in dict.fromkeys(_texts(tomllib.loads(source))):
        yield _line_of(text, lines), None, text, []


def _texts(table: Mapping[str, Any], all_shown: bool = False) -> Iterator[str]:
    for word, value in table.items():
        if isinstance(value, Mapping):
            yield from _texts(value, word == SHOWN_TABLE)
        elif isinstance(value, str) and value and (all_shown or word in SHOWN):
            yield value


def _line_of(text: str, lines: list[str]) -> int:
    first = text.strip().split("\n", 1)[0]
    found = (number for number, line in enumerate(lines, 1) if first in line and "=" in line)
    return next(found, 1)
