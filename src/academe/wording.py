"""Sentences that a person will read: marked where they are written, translated where shown."""

import json
from collections.abc import Iterable
from typing import Any

from translationstring import TranslationString, TranslationStringFactory

_ = TranslationStringFactory("academe")


def in_english(text: str) -> str:
    """Return the sentence with its values filled in, for logs and the command line."""
    if not isinstance(text, TranslationString):
        return text
    values = {name: in_english(value) for name, value in (text.mapping or {}).items()}
    return TranslationString(text, mapping=values).interpolate()


def word_of_files(word: str) -> str:
    """Return a title or label of the district's own files, to be translated where it is shown.

    ``definitions/messages.py`` gathers it there: it stands in no line of Python.
    """
    return _(word)


def in_a_row(words: Iterable[str]) -> str:
    """Return words with commas between, each of which is still translated for whoever reads it."""
    row = ""
    for word in words:
        row = _("${first}, ${more}", mapping={"first": row, "more": _(word)}) if row else _(word)
    return row


Plain = str | list[Any]  # what JSON can hold: a text, or [message id, {name: value}]
DEEPEST = 8  # sentences within sentences


def to_line(text: str) -> str:
    """Write a sentence down in a column of text; a plain text stays as it is."""
    return json.dumps(to_plain(text)) if isinstance(text, TranslationString) else text


def from_line(line: str) -> str:
    """Read what ``to_line`` wrote; anything else is a plain text."""
    try:
        return from_plain(json.loads(line)) if line.startswith("[") else line
    except ValueError:
        return line


def to_plain(text: str) -> Plain:
    """Return a sentence so that it can be written down, and be translated when it is read."""
    if not isinstance(text, TranslationString):
        return str(text)
    return [str(text), {name: _plain_value(one) for name, one in (text.mapping or {}).items()}]


def from_plain(plain: Any, depth: int = 0) -> str:
    """Read a sentence back; raises ValueError for anything that ``to_plain`` does not return."""
    if isinstance(plain, str):
        return plain
    if not isinstance(plain, list) or len(plain) != 2 or depth > DEEPEST:
        raise ValueError("no sentence")
    text, values = plain
    if not isinstance(text, str) or not isinstance(values, dict):
        raise ValueError("no sentence")
    mapping = {
        str(name): one if isinstance(one, int | float) else from_plain(one, depth + 1)
        for name, one in values.items()
    }
    return _(text, mapping=mapping)


def _plain_value(value: object) -> Any:
    if isinstance(value, int | float):
        return value
    return to_plain(value if isinstance(value, str) else str(value))
