"""The district's words for types and fields, as far as readers of outside formats need them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from academe.definitions.definitions import Definitions

FILED = ("file", "image", "files")  # field types whose answers are files
LINKED = ("link", "links")
# What our own cartridges call what they tell of contents: said here, as a reader loads no writer.
ABOUT, ABOUT_PAGE = "academe-contents", "about.html"


@dataclass(frozen=True)
class Vocabulary:
    """Type -> word in lower case -> (field's name, field's type); a word is a name or a label."""

    types: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)

    def field_called(self, type_name: str, word: str) -> tuple[str, str] | None:
        """Return (name, type) of the field that a word or heading means; None for no field."""
        return self.types.get(type_name, {}).get(_plain(word))

    def as_plain(self) -> Any:
        return {name: dict(words) for name, words in self.types.items()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Mapping[str, list[str]]]) -> "Vocabulary":
        return cls(
            {
                name: {word: (found[0], found[1]) for word, found in words.items()}
                for name, words in plain.items()
            }
        )


NO_WORDS = Vocabulary()


def vocabulary_of(definitions: Definitions) -> Vocabulary:
    """Gather the words of all types; a field's name wins over another's label."""
    types: dict[str, dict[str, tuple[str, str]]] = {}
    for name, content_type in definitions.types.items():
        words: dict[str, tuple[str, str]] = {}
        for asked in content_type.fields.values():
            words.setdefault(_plain(str(asked.label)), (asked.name, asked.type))
        for asked in content_type.fields.values():
            words[_plain(asked.name)] = (asked.name, asked.type)
        types[name] = words
    return Vocabulary(types)


def _plain(word: str) -> str:
    return " ".join(word.replace("_", " ").replace("\u2019", "'").casefold().split())
