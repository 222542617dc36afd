"""What the files of a folder are for a course, judged by their names and places alone."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from posixpath import basename, dirname, splitext

from academe.exchange.bundle import identifier_of
from academe.exchange.names import natural_key

_MAIN = ("lesson", "index", "_index", "readme")  # the text of its folder, the best name first
_LESSON = re.compile(r"(lesson|session)([-_ .]?\d|$)|\d+[-_ .]", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One content to be: ``kind`` is a type's name, or file for whatever is no text.

    ``name`` is the file that it is made of, "" for a folder that has no text of its own.
    """

    kind: str
    name: str
    folder: str
    parts: tuple["Part", ...] = ()

    @property
    def identifier(self) -> str:
        return identifier_of(self.name or self.folder or ".")

    def has_lessons(self) -> bool:
        return self.kind == "lesson" or any(part.has_lessons() for part in self.parts)


def plan(names: Collection[str], texts: Collection[str], lessons: Collection[str] = ()) -> Part:
    """Plan a course: folders with a main text are lessons, other folders with texts are units.

    Where nothing is named like a lesson, every text is one. Lessons and units come first, then
    pages, then files; lesson-10 comes after lesson-9. ``lessons``: texts whose headings say that
    they are some, which counts in a folder where no name says so.
    """
    shape = _Shape(names, texts, lessons)
    main = shape.main_of("")
    return Part("course", main, "", shape.parts_of("", main, in_unit=False))


def is_main(name: str) -> bool:
    """Say whether a file is by its name the text of its folder."""
    return splitext(basename(name))[0].lower() in _MAIN


class _Shape:
    """The names of one folder, with what is asked of them again and again."""

    def __init__(
        self, names: Collection[str], texts: Collection[str], lessons: Collection[str]
    ) -> None:
        self.texts = set(texts)
        self.own: dict[str, list[str]] = {}  # folder -> names right in it
        self.inside: dict[str, list[str]] = {}  # folder -> names anywhere below it
        for name in sorted(names, key=natural_key):
            self.own.setdefault(dirname(name), []).append(name)
            for folder in _parents(name):
                self.inside.setdefault(folder, []).append(name)
        self.subfolders: dict[str, list[str]] = {}
        for folder in sorted({*self.inside} - {""}, key=natural_key):
            self.subfolders.setdefault(dirname(folder), []).append(folder)
        self.folders_with_texts = {parent for text in texts for parent in _parents(text)} - {""}
        self.says_lessons = any(
            _LESSON.match(_stem(text)) or (is_main(text) and _LESSON.match(basename(dirname(text))))
            for text in texts
        )
        named = {dirname(text) for text in texts if _LESSON.match(_stem(text))}
        self.lessons = {name for name in lessons if dirname(name) not in named}

    def main_of(self, folder: str) -> str:
        own = self.own.get(folder, ())
        here = {_stem(name).lower(): name for name in own if name in self.texts}
        wanted = _MAIN if folder else ("readme", "index")
        return next((here[stem] for stem in wanted if stem in here), "")

    def parts_of(self, folder: str, main: str, in_unit: bool) -> tuple[Part, ...]:
        parts: list[Part] = []
        for name in self.own.get(folder, ()):
            if name != main:
                parts.append(Part(self._kind_of(name), name, folder))
        for below in self.subfolders.get(folder, ()):
            parts.extend(self._folder(below, in_unit))
        return tuple(sorted(parts, key=_rank))

    def _folder(self, folder: str, in_unit: bool) -> Iterator[Part]:
        main = self.main_of(folder)
        if folder not in self.folders_with_texts:
            yield from (Part("file", name, folder) for name in self.inside[folder])
        elif main and self._is_lesson(folder, main):
            inside = [name for name in self.inside[folder] if name != main]
            parts = [Part("page" if n in self.texts else "file", n, folder) for n in inside]
            yield Part("lesson", main, folder, tuple(sorted(parts, key=_rank)))
        elif in_unit:  # units do not nest: what is deeper stands beside
            yield from self.parts_of(folder, "", in_unit=True)
        else:
            yield Part("unit", main, folder, self.parts_of(folder, main, in_unit=True))

    def _is_lesson(self, folder: str, main: str) -> bool:
        if _stem(main).lower() == "lesson":
            return True
        inside = [name for name in self.inside[folder] if name in self.texts and name != main]
        deeper = any(dirname(name) != folder for name in inside)
        return not deeper and not any(_LESSON.match(_stem(name)) for name in inside)

    def _kind_of(self, name: str) -> str:
        if name not in self.texts:
            return "file"
        alone = bool(dirname(name)) or not self.folders_with_texts
        by_place = not self.says_lessons and alone
        by_name = _LESSON.match(_stem(name))
        return "lesson" if by_place or by_name or name in self.lessons else "page"


def _rank(part: Part) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    ranks = {"lesson": 0, "unit": 0 if part.has_lessons() else 1, "page": 2, "file": 3}
    return ranks[part.kind], natural_key(part.name or part.folder)


def _parents(name: str) -> Iterator[str]:
    while name:
        name = dirname(name)
        yield name


def _stem(name: str) -> str:
    return splitext(basename(name))[0]
