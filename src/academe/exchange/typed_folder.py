"""The plan of a folder whose texts say what they are: the tree is the folders' own."""

from collections.abc import Collection, Mapping
from posixpath import basename, dirname, splitext
from typing import Any

from academe.exchange.course_folder import Part
from academe.exchange.names import natural_key

INDEX = ("index", "_index", "readme", "lesson")
# What a text or folder is that does not say it, by what it lies in.
_TEXTS = {"course": "lesson", "unit": "lesson"}
_FOLDERS = {"course": "unit", "unit": "lesson", "lesson": "page"}


def plan_typed(names: Collection[str], texts: Collection[str], kinds: Mapping[str, str]) -> Part:
    """Plan a tree: ``kinds`` says the type of texts, folders and files that name one.

    The top without a type is a course where lessons or units lie in it, else a folder.
    """
    shape = _Shape(names, texts, kinds)
    index = shape.index_of("")
    kind = kinds.get(index) or kinds.get("") or ""
    if not kind:
        kind = "course" if {"unit", "lesson"} & set(kinds.values()) else "folder"
        if "course" in kinds.values():
            kind = "folder"
    return Part(kind, index, "", shape.parts_of("", index, kind))


class _Shape:
    def __init__(
        self, names: Collection[str], texts: Collection[str], kinds: Mapping[str, str]
    ) -> None:
        self.texts, self.kinds = set(texts), kinds
        self.inside: dict[str, list[str]] = {}
        self.below: dict[str, set[str]] = {}
        for name in names:
            self.inside.setdefault(dirname(name), []).append(name)
            folder = dirname(name)
            while folder:
                self.below.setdefault(dirname(folder), set()).add(folder)
                folder = dirname(folder)
        self.with_texts = {place for text in (*texts, *kinds) for place in _places(text)}

    def index_of(self, folder: str) -> str:
        here = {_stem(n).lower(): n for n in self.inside.get(folder, ()) if n in self.texts}
        return next((here[stem] for stem in INDEX if stem in here), "")

    def parts_of(self, folder: str, index: str, kind: str) -> tuple[Part, ...]:
        """Give files and folders side by side, in the order of their names."""
        parts: list[tuple[Any, Part]] = []
        for name in self.inside.get(folder, ()):
            if name != index:
                parts.append((natural_key(basename(name)), self._one(name, folder, kind)))
        for deeper in self.below.get(folder, ()):
            for part in self._folder(deeper, kind):
                parts.append((natural_key(basename(deeper)), part))
        return tuple(part for _key, part in sorted(parts, key=lambda pair: pair[0]))

    def _one(self, name: str, folder: str, parent: str) -> Part:
        if name in self.texts:
            return Part(self.kinds.get(name) or _TEXTS.get(parent, "page"), name, folder)
        return Part("file", name, folder)

    def _folder(self, folder: str, parent: str) -> list[Part]:
        if folder not in self.with_texts:  # pictures or files of the texts around
            return list(self.parts_of(folder, "", parent))
        index = self.index_of(folder)
        kind = self.kinds.get(index) or self.kinds.get(folder) or _FOLDERS.get(parent, "folder")
        return [Part(kind, index, folder, self.parts_of(folder, index, kind))]


def _places(name: str) -> list[str]:
    places = []
    while name:
        name = dirname(name)
        places.append(name)
    return places


def _stem(name: str) -> str:
    return splitext(basename(name))[0]
