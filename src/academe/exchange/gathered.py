"""What is gathered while a package is read: its pieces, and what became of each."""

from dataclasses import dataclass, field
from functools import cached_property

from academe.exchange.bundle import Value
from academe.exchange.lom import Facts
from academe.exchange.pieces import FILE, Piece
from academe.exchange.rewriting import Links


@dataclass(kw_only=True)
class Gathered:
    """The pieces of a package by their identifiers, while places are found for them."""

    shared: dict[str, Value]
    """The values of every content: licence, authors, language."""
    links: Links
    pieces: dict[str, Piece] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    """Identifier -> why it was left out."""
    joined: dict[str, str] = field(default_factory=dict)
    """Identifier -> into what it went, or why it was not needed."""
    placed: dict[str, str] = field(default_factory=dict)
    """Identifier -> title, once a content was made of it."""

    @property
    def language(self) -> str:
        return str(self.shared.get("language", ""))

    def stands_in_tree(self, identifier: str) -> bool:
        """Say whether the package gives it a place of its own."""
        return False

    def said_of(self, identifier: str) -> list[Facts]:
        """Give what the package says of it beside its own text."""
        return []

    @cached_property
    def belongings(self) -> dict[str, list[str]]:
        """Content -> pictures and files that stand in no tree and that it is the first to use."""
        found: dict[str, list[str]] = {}
        for identifier, name in self.links.used_in.items():
            owner = self.links.targets.get(name, "")
            piece = self.pieces.get(identifier)
            is_file = piece is not None and piece.kind == FILE
            if is_file and not self.stands_in_tree(identifier):
                found.setdefault(owner, []).append(identifier)
        return found
