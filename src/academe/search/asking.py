"""What somebody typed into the search box, and what they chose beside it, taken apart.

Every string is a question: what cannot be understood is taken as words. Never raises.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from academe.search.grades_typed import grade_at

LONGEST = 1_000  # characters that are looked at
LONGEST_WORD = 60  # characters; a longer one is found nowhere
MOST_WORDS = 20
MOST_VALUES = 20  # of one filter
NAMED = {
    **{name: name for name in ("type", "grade", "subject", "standard", "language", "licence")},
    **{"school": "school", "lang": "language", "license": "licence", "state": "state"},
    **{"tipo": "type", "grado": "grade", "materia": "subject"},
    **{"estandar": "standard", "estándar": "standard"},
    **{"idioma": "language", "licencia": "licence", "escuela": "school", "estado": "state"},
}
"""Names of filters as people type them, in English and in Spanish."""
TOKEN = re.compile(
    r"(?P<not>(?<!\S)-)?(?:(?P<name>[^\W\d_]{3,11}):)?"
    r"(?:[\"“”„](?P<phrase>[^\"“”]*)(?P<end>[\"“”]?)|(?P<word>[^\s\"“”„]+))",
    re.IGNORECASE,
)
WORD = re.compile(r"\w+")
CODE = re.compile(r"(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]+")
"""What stands for a standard or a policy: figures, with points or dashes between, as 5.NF.A.1."""
Sort = Literal["relevance", "newest", "title", "changed", "made"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "title")  # that people choose from


@dataclass(frozen=True)
class Question:
    """What is sought; the empty one finds everything."""

    words: tuple[str, ...] = ()  # all must occur
    phrases: tuple[tuple[str, ...], ...] = ()  # their words one after another
    forms: tuple[tuple[tuple[str, ...], ...], ...] = ()  # grades, codes: one phrase of each
    joined: tuple[tuple[str, ...], ...] = ()  # those of the words with no blank between
    without: tuple[tuple[str, ...], ...] = ()  # words or phrases that must not occur
    is_open: bool = False  # the last word may go on
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # {name: any of these}
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # {name: none of these}
    within: int = 0  # id of the place in which is sought; 0: everywhere
    sort: Sort = "relevance"
    language: str = ""  # as ``es``: what is written in it comes before its equals
    in_titles: bool = False  # words are sought in titles alone
    strange: tuple[str, ...] = ()  # what stands before a colon as if it were a filter
    was_cut: bool = False  # there were more words than are looked at

    @property
    def has_words(self) -> bool:
        return bool(self.words or self.phrases or self.forms)

    @property
    def typed(self) -> tuple[str, ...]:
        """Every word that is sought, as it was typed."""
        phrases = (*self.phrases, *(forms[0] for forms in self.forms))
        return (*self.words, *(word for phrase in phrases for word in phrase))

    def loosened(self) -> "Question":
        """Return the same with the words of grades and codes anywhere in a text."""
        words = tuple(word for forms in self.forms for word in forms[0])
        return replace(self, forms=(), words=(*self.words, *words)[:MOST_WORDS], is_open=False)

    @property
    def has_endless_word(self) -> bool:
        """Whether a word is longer than any that is found."""
        return any(len(word) > LONGEST_WORD for word in self.typed)


def understand(
    text: str,
    *,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    within: int = 0,
    sort: Sort = "relevance",
    is_open: bool = True,
) -> Question:
    """Return the question that a text of any kind asks."""
    found = _Found({name: list(values) for name, values in (filters or {}).items()})
    cut = text[:LONGEST].replace("\0", " ")
    for match in TOKEN.finditer(cut):
        found.take(match)
    found.take_grades()
    is_going_on = is_open and found.ends_in_word and not cut[-1:].isspace()
    return Question(
        tuple(found.words[:MOST_WORDS]),
        tuple(found.phrases[:MOST_WORDS]),
        tuple(found.forms[:MOST_WORDS]),
        tuple(found.joined[:MOST_WORDS]),
        tuple(found.without[:MOST_WORDS]),
        is_going_on,
        _cut(found.filters),
        _cut(found.excluded),
        within=within,
        sort=sort,
        strange=tuple(found.strange[:MOST_WORDS]),
        was_cut=len(text) > LONGEST
        or max(len(found.words), len(found.phrases), len(found.forms)) > MOST_WORDS,
    )


def _cut(filters: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values[:MOST_VALUES]) for name, values in filters.items() if values}


class _Found:
    """What was found so far."""

    def __init__(self, filters: dict[str, list[str]]) -> None:
        self.words: list[str] = []
        self.phrases: list[tuple[str, ...]] = []
        self.forms: list[tuple[tuple[str, ...], ...]] = []
        self.joined: list[tuple[str, ...]] = []
        self.without: list[tuple[str, ...]] = []
        self.filters = filters
        self.excluded: dict[str, list[str]] = {}
        self.strange: list[str] = []
        self.ends_in_word = False

    def take(self, match: re.Match[str]) -> None:
        """Sort one piece of the text in."""
        name = NAMED.get((match["name"] or "").lower())
        phrase, word = match["phrase"], match["word"]
        self.ends_in_word = False
        if name is not None:
            values = [phrase or ""] if word is None else word.strip(",;").split(",")
            kept = self.excluded if match["not"] else self.filters
            kept.setdefault(name, []).extend(value.lower() for value in values)
            return
        if match["name"] and not match["not"] and not (word or "/").startswith("/"):
            self.strange.append(match["name"])
        said = " ".join(filter(None, (match["name"], phrase or word)))
        words = tuple(one[:100] for one in WORD.findall(said))
        if match["not"]:
            self.without += [words] if words else []
        elif len(words) > 1 and phrase is not None:
            self.phrases.append(words)
        elif len(words) > 1 and CODE.fullmatch(said):
            self.forms.append((words,))
        else:
            self.words += words
            self.joined += [words] if len(words) > 1 else []
            self.ends_in_word = bool(words) and phrase is None

    def take_grades(self) -> None:
        """Take grades out of the words: as they were typed, or as contents name theirs."""
        at = 0
        while at < len(self.words):
            grade = grade_at(self.words, at)
            if grade is None:
                at += 1
                continue
            typed = tuple(self.words[grade.start : grade.end])
            self.forms.append(tuple(dict.fromkeys((typed, ("grade", str(grade.number))))))
            self.ends_in_word &= grade.end < len(self.words)
            del self.words[grade.start : grade.end]
            self.joined = [words for words in self.joined if set(words) <= set(self.words)]
