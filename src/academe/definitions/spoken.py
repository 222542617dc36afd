"""The languages that Academe speaks: a catalogue of sentences for each, read once."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from babel.messages.pofile import read_po

SOURCE = "en"  # the language of the message ids


def locale_folder() -> Path:
    return Path(str(files("academe") / "locale"))


@cache
def available_languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a catalogue, the source first."""
    found = sorted(
        path.parent.parent.name for path in locale_folder().glob("*/LC_MESSAGES/academe.po")
    )
    return (SOURCE, *(code for code in found if code != SOURCE))


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return {message id: translation}; empty for the source language."""
    path = locale_folder() / language / "LC_MESSAGES" / "academe.po"
    if language == SOURCE or not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }


def in_all_languages(label: str) -> tuple[str, ...]:
    """Return a title or label of the district's files as it is, then in each other language."""
    return _in_languages(label, available_languages())


@cache
def _in_languages(label: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    said = (catalogue(code).get(label, label) for code in codes)
    return tuple(dict.fromkeys((label, *said)))
