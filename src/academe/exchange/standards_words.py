"""Small words of files of standards: texts, grades, GUIDs."""

import re
from collections.abc import Iterable
from typing import Any

from academe.actions.standards_draft import GUID, made_guid

LONGEST = {"code": 80, "short": 500, "statement": 5000, "title": 300}  # characters
MOST_ENTRIES = 50  # of one list: grades, subjects
_GRADES = {"kg": "k", "kindergarten": "k", "prekindergarten": "pk", "pre-k": "pk"}
_SPANS = {"hs": "9-12", "high school": "9-12"}
_GRADE = re.compile(r"(?:grade\s*)?0*(\d{1,2})(?:\.0)?")
_SPAN = re.compile(r"(?:grades?\s*)?(k|\d{1,2})\s*[-–]\s*(\d{1,2})")
_POINTED = re.compile(r"(0\d|1[0-2])\.(0[1-9]|1[0-2])")  # 09.10: two grades, as some tables write


def words_of(value: Any, what: str = "statement") -> str:
    """Return a cell or a JSON value as one line of text; numbers as people write them."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    text = " ".join(str(value).split())
    kept = "".join(letter for letter in text if letter.isprintable())
    return kept[: LONGEST[what]]


def list_of(value: Any) -> list[str]:
    """Return a list of texts out of a list, or out of a text with commas."""
    entries = value if isinstance(value, list) else re.split(r"[,;|]", words_of(value))
    return [text for text in map(words_of, entries[:MOST_ENTRIES]) if text]


def grades_of(value: Any) -> tuple[str, ...]:
    """Return grades in the words of the district's list: pk, k, 1 to 12."""
    found = [grade for one in list_of(value) for grade in _grades_in(one.casefold())]
    return tuple(dict.fromkeys(found))[:MOST_ENTRIES]


def _grades_in(word: str) -> Iterable[str]:
    span = _SPAN.fullmatch(_SPANS.get(word, word)) or _POINTED.fullmatch(word)
    if span:
        first = 0 if span[1] == "k" else int(span[1])
        return ["k" if n == 0 else str(n) for n in range(first, int(span[2]) + 1)]
    number = _GRADE.fullmatch(word)
    return [str(int(number[1]))] if number else [_GRADES.get(word, word)[:20]]


def guid_of(identifier: str, framework: str) -> str:
    """Return the GUID as it stands, in small letters; else one made of what stands there."""
    folded = identifier.strip().casefold()
    return folded if GUID.fullmatch(folded) else made_guid(framework, identifier)
