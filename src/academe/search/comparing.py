"""Words as a person compares them: without case and accents, by their stem, with a slip or two."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

from rapidfuzz.distance import OSA

from academe.search.asking import Question
from academe.search.schema import STEMMED, stems_analyzer

WORD = re.compile(r"[^\W_]+")
SPELT_OUT = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i"}
)
SHORT = 4  # letters: so many are easily those of another word
SHORTEST = 3  # letters of a word that may be written with mistakes, or that a text may go on with


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Return a word without case and accents, as the index has it."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold().translate(SPELT_OUT))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def stem_of(word: str, language: str) -> str:
    """Return a folded word without its ending; itself in a language whose endings we do not know.

    ``language``: as ``en-GB`` or ``en``.
    """
    known = language.partition("-")[0]
    found = stems_analyzer(known).analyze(word) if known in STEMMED else []
    return str(found[0]) if found else word


def slips_allowed(word: str) -> int:
    """Return how many letters of a word may differ; a number or a code is meant as it stands."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < 6 else 2


def slips_in(word: str, wanted: str) -> int | None:
    """Return how many slips make ``word`` out of ``wanted``; None: it is another word.

    A slip: a letter differs, lacks, is too many, or two changed places. Who writes two letters
    wrongly has the first one right: a quagga is no guagua. So has who writes a short word, but for
    its first two letters in the wrong order: the moon is no noon.
    """
    most = slips_allowed(wanted)
    slips = OSA.distance(wanted, word, score_cutoff=most)
    if slips and word[:1] != wanted[:1]:
        is_turned = word == wanted[1::-1] + wanted[2:]
        most = min(most, int(len(wanted) > SHORT or is_turned))
    return slips if slips <= most else None


@lru_cache(maxsize=1_000)
def short_slips(word: str) -> list[str]:
    """Return all words with at most one slip in a SHORT one, of its own letters and a to z.

    An expression for them would take the engine ten times as long.
    """
    letters = {*ascii_lowercase, *word}
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    more = (f"{before}{letter}{after}" for before, after in cuts for letter in letters)
    other = (f"{before}{letter}{after[1:]}" for before, after in cuts for letter in letters)
    fewer = (f"{before}{after[1:]}" for before, after in cuts)
    turned = (word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in range(len(word)))
    return list(dict.fromkeys([word, *more, *other, *fewer, *turned]))


class Sought:
    """Tells which word of a question a word of a text is, for texts of one language."""

    def __init__(self, question: Question, language: str, *, with_mistakes: bool = False) -> None:
        pieces = [folded(piece) for word in question.typed for piece in WORD.findall(word)]
        self._language, self.with_mistakes = language, with_mistakes
        self.words = tuple(dict.fromkeys(filter(None, pieces)))
        self._exact = {word: at for at, word in enumerate(self.words)}
        self._allowed = [(word, at, slips_allowed(word)) for word, at in self._exact.items()]
        stems = ((stem_of(word, language), at) for at, word in enumerate(self.words))
        self._stems = dict(stems)
        self._firsts = {stem[:2] for stem in self._stems}
        self._begun = tuple(_begun(question))
        self.known: dict[str, int] = {}  # {word as a text has it: see ``number_of``}

    @property
    def all(self) -> frozenset[int]:
        """The numbers of all words."""
        return frozenset(range(len(self.words)))

    @property
    def stems(self) -> tuple[str, ...]:
        """All words without their endings."""
        return tuple(self._stems)

    def number_of(self, word: str) -> int:
        """Return which word of the question it is; -1: none."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._look_up(folded(word))
        return found

    def _look_up(self, word: str) -> int:
        if word in self._exact:
            return self._exact[word]
        if word[:2] in self._firsts:
            found = self._stems.get(stem_of(word, self._language))
            if found is not None:
                return found
        if word.startswith(self._begun):
            begun = next(one for one in self._begun if word.startswith(one))
            return self._exact.get(begun, -1)
        return self._with_slips(word) if self.with_mistakes else -1

    def _with_slips(self, word: str) -> int:
        for wanted, at, most in self._allowed:  # the quick look is asked of each word of a text
            if OSA.distance(wanted, word, score_cutoff=most) <= most and slips_in(word, wanted):
                return at
        return -1


def _begun(question: Question) -> Iterator[str]:
    """Yield the words that a text may go on with, as the engine finds them."""
    last = len(question.words) - 1 if question.is_open else -1
    for at, word in enumerate(question.words):
        pieces = [folded(piece) for piece in WORD.findall(word)]
        if len(pieces) == 1 and (at == last or len(pieces[0]) >= SHORTEST):
            yield pieces[0]
