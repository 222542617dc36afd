"""Passages of texts with the words that were sought marked."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from academe.search.comparing import WORD, Sought

LENGTH = 220  # characters of a passage
BEFORE = 50  # of these, before the first marked word
LOOKED_AT = 60_000  # characters of one text
MOST_HITS = 2_000


class Piece(NamedTuple):
    """A stretch of text; ``is_marked``: it is a word that was sought."""

    text: str
    is_marked: bool = False


class Passage(NamedTuple):
    """A text or a part of one; ``met``: the numbers of the sought words in it."""

    pieces: tuple[Piece, ...] = ()
    met: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Hit(NamedTuple):
    """One sought word in a text."""

    start: int
    end: int
    number: int


def mark(text: str, sought: Sought) -> Passage:
    """Return the whole text with what was sought marked."""
    text = unicodedata.normalize("NFC", text)
    return _cut(text, _hits(text, sought), 0, len(text))


def find_passage(text: str, sought: Sought) -> Passage:
    """Return the passage with most of the sought words; an empty one where none is."""
    text = unicodedata.normalize("NFC", text[:LOOKED_AT])
    hits = _hits(text, sought)
    if not hits:
        return Passage()
    start, end = _room(text, _best(hits))
    return _cut(text, hits, start, end, is_part=True)


def shorten(text: str, sought: Sought, most: int = LENGTH) -> Passage:
    """Return the beginning of a text, marked."""
    if len(text) <= most:
        return mark(text, sought)
    end = text.rfind(" ", most // 2, most)
    text = unicodedata.normalize("NFC", text[: end if end > 0 else most])
    found = _cut(text, _hits(text, sought), 0, len(text))
    return Passage((*found.pieces, Piece(" …")), found.met)


def _hits(text: str, sought: Sought) -> list[Hit]:
    found: list[Hit] = []
    if not sought.words:
        return found
    known, number_of = sought.known, sought.number_of
    for match in WORD.finditer(text):
        word = match[0]
        number = known[word] if word in known else number_of(word)  # a list has 5,000 words
        if number >= 0:
            found.append(Hit(match.start(), match.end(), number))
            if len(found) == MOST_HITS:
                break
    return found


def _best(hits: Sequence[Hit]) -> Hit:
    """Return the hit from which on a passage has most of the words; the first of several."""
    best, most = hits[0], 0
    for at, first in enumerate(hits):
        numbers = set()
        for hit in hits[at:]:
            if hit.end > first.start + LENGTH - BEFORE:
                break
            numbers.add(hit.number)
        if len(numbers) > most:
            best, most = first, len(numbers)
    return best


def _room(text: str, first: Hit) -> tuple[int, int]:
    """Return from where to where a passage goes; no word is cut, where there are blanks."""
    start = max(0, first.start - BEFORE)
    if start:
        blank = text.find(" ", start, first.start)
        start = blank + 1 if blank >= 0 else first.start
    end = min(len(text), max(start + LENGTH, first.end))
    if end < len(text):
        blank = text.rfind(" ", first.end, end)
        end = blank if blank >= 0 else end
    return start, end


def _cut(text: str, hits: Sequence[Hit], start: int, end: int, *, is_part: bool = False) -> Passage:
    pieces, at, met = [], start, set()
    if is_part and start:
        pieces.append(Piece("… "))
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            pieces += [Piece(text[at : hit.start]), Piece(text[hit.start : hit.end], True)]
            at = hit.end
            met.add(hit.number)
    pieces.append(Piece(text[at:end]))
    if is_part and end < len(text):
        pieces.append(Piece(" …"))
    return Passage(tuple(piece for piece in pieces if piece.text), frozenset(met))
