"""What the sample district said before: its files, taken back change by change."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from academe.commands.history import Calendar, Entry
from academe.errors import CommandError
from academe.exchange.bundle import Bundle, ImportedContent, identifier_of
from academe.exchange.reading import read
from academe.exchange.vocabulary import Vocabulary

Overrides = Mapping[str, Any]


class Versions:
    """The texts of all contents at all times, read from a copy of the folder that has them all."""

    def __init__(self, tree: Path, workfolder: Path, vocabulary: Vocabulary) -> None:
        self._copy = workfolder / "all-versions"
        shutil.copytree(tree, self._copy)
        self._workfolder, self._vocabulary = workfolder, vocabulary
        self._names: dict[
            str, list[str]
        ] = {}  # identifier -> identifiers of versions, oldest first
        self._overrides: dict[str, list[dict[str, Any]]] = {}
        self._found: dict[str, ImportedContent] = {}

    def take_back(self, identifier: str, name: str, entry: Entry, calendar: Calendar) -> None:
        """Write the file as it was before each of its changes, from the last to the first."""
        text = (self._copy / name).read_text(encoding="utf-8")
        overrides = {word: calendar.plain(value) for word, value in entry.fields.items()}
        names, every = [identifier], [dict(overrides)]
        changes = [act.what for act in entry.acts if act.doing == "was"]
        for number, was in enumerate(reversed(changes), start=1):
            for word, value in was.items():
                if isinstance(value, list) and value and isinstance(value[0], list):
                    text = _take_back(text, value, f"{name}: {word}")
                else:
                    overrides[word] = calendar.plain(value)
            earlier = Path(name).with_suffix(f".was-{number}.md")
            (self._copy / earlier).write_text(text, encoding="utf-8")
            names.insert(0, identifier_of(str(earlier)))
            every.insert(0, dict(overrides))
        self._names[identifier], self._overrides[identifier] = names, every

    def read(self) -> None:
        """Read them all; asked for once, when all is taken back."""
        bundle: Bundle = read(self._copy, self._workfolder, vocabulary=self._vocabulary)
        self._found = {one.identifier: one for one in bundle.contents()}

    def version(self, one: ImportedContent, number: int) -> ImportedContent:
        """Return a content as it was after ``number`` of its changes; 0 is the beginning."""
        names = self._names.get(one.identifier)
        if names is None:
            return one
        found = self._found[names[number]]
        return with_answers(
            replace(found, identifier=one.identifier, files=one.files),
            self._overrides[one.identifier][number],
        )


def with_answers(one: ImportedContent, answers: Overrides) -> ImportedContent:
    """Return a content with other answers; "" takes an answer away."""
    title = str(answers.get("title", one.title))
    values = {**one.values, **answers}
    kept = {word: value for word, value in values.items() if word != "title" and value != ""}
    return replace(one, title=title, values=kept)


def _take_back(text: str, pairs: list[list[str]], where: str) -> str:
    for now, before in pairs:
        if text.count(now) != 1:
            raise CommandError(f"{where} has {now[:60]!r} {text.count(now)} times, not once.")
        text = text.replace(now, before)
    return text
