"""The words above a text: YAML between ``---``, TOML between ``+++``; and settings files.

YAML is read without aliases and tags: one alias of an alias of an alias is a bomb.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from academe.exchange.bundle import Value

FENCES = {"---": ("---", "..."), "+++": ("+++",)}  # first line -> lines that end the words
MOST_LINES = 5_000  # a transcript may stand among the words
MOST_WORDS = 200

Words = Mapping[str, Any]


def take_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Give the front matter's words, in lower case, and the text below it."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    first = lines[0].strip() if lines else ""
    for number, line in enumerate(lines[1:MOST_LINES], start=1):
        if first in FENCES and line.strip() in FENCES[first]:
            above, below = "".join(lines[1:number]), "".join(lines[number + 1 :])
            return (read_toml(above) if first == "+++" else read_words(above)), below
    return {}, text


def read_words(text: str) -> dict[str, Any]:
    """Read YAML whose top is a mapping; nothing where it is not one or is not well-formed."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, _Plain)):
            return {}
        found = yaml.load(text, _Plain)  # noqa: S506  # a safe loader, with less
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return _lowered(found)


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML; nothing where it is not well-formed."""
    try:
        return _lowered(tomllib.loads(text))
    except (ValueError, RecursionError):  # of numbers with too many digits, too
        return {}


def _lowered(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        return {}
    return {str(word).casefold(): value for word, value in list(found.items())[:MOST_WORDS]}


class _Plain(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """A safe loader that leaves clock times and yes and no as they were written.

    YAML 1.1 reads 8:30 as 510 and "no" as false, which no author means.
    """


_Plain.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rsplit(":", 1)[-1] not in ("int", "float", "bool", "value")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def text_of_word(value: Any) -> str:
    """Give a word of front matter as one line of text; a list's entries with commas between."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(text_of_word, value)))
    if isinstance(value, dict) or value is None:
        return ""
    return " ".join(str(value).split())


def value_of_word(value: Any) -> Value:
    """Give a word of front matter as a bundle has it: text, ISO dates, tuples of words."""
    if isinstance(value, list):
        return tuple(filter(None, map(text_of_word, value)))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return value
    return str(value).strip() if isinstance(value, str) else None
