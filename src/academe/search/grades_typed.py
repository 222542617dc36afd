"""Grades as people type them - grade 5, 5th grade, quinto grado - in English and in Spanish."""

import re
from collections.abc import Sequence
from typing import NamedTuple

GRADE = {"grade", "grado"}
NUMBERED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ro|do|to|mo|vo|no|o)?")
SIGNS = {"º", "°", "ª"}  # between the number and the word: 5.º grado
NAMED = [
    *(("first", "primer", "primero"), ("second", "segundo"), ("third", "tercer", "tercero")),
    *(
        ("fourth", "cuarto"),
        ("fifth", "quinto"),
        ("sixth", "sexto"),
        ("seventh", "septimo", "séptimo"),
    ),
    *(("eighth", "octavo"), ("ninth", "noveno")),
    *(("tenth", "decimo", "décimo"), ("eleventh", "undecimo", "undécimo")),
    ("twelfth", "duodecimo", "duodécimo"),
]
NUMBERS = {name: number for number, names in enumerate(NAMED, 1) for name in names}


class Typed(NamedTuple):
    """A grade among words: from where to where (not included), and its number."""

    start: int
    end: int
    number: int


def grade_at(words: Sequence[str], start: int) -> Typed | None:
    """Return the grade that begins at a word; None where none does."""
    first, *more = (word.casefold() for word in words[start : start + 3])
    if not more:
        return None
    if first in GRADE:
        return _typed(start, 2, _number(more[0]) if more[0].isdecimal() else 0)
    if words[start + 1] in SIGNS:
        more = more[1:]
        return _typed(start, 3, _number(first)) if more and more[0] in GRADE else None
    return _typed(start, 2, _number(first)) if more[0] in GRADE else None


def _typed(start: int, length: int, number: int) -> Typed | None:
    return Typed(start, start + length, number) if 1 <= number <= len(NAMED) else None


def _number(word: str) -> int:
    found = NUMBERED.fullmatch(word)
    return int(found[1]) if found else NUMBERS.get(word, 0)
