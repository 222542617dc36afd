"""Titles and texts as a district has them, without end: few words stand everywhere, many seldom."""

import random
import time
from itertools import accumulate

SUBJECTS = {
    "mathematics": "fractions decimals slope functions equations area volume ratios graphs angles",
    "science": "energy weather cells forces circuits ecosystems minerals planets heredity waves",
    "social_studies": "maps rivers trade elections treaties migration cities calendars laws money",
    "english": "poems arguments stories letters speeches summaries spelling drama readers essays",
    "arts": "colour rhythm drawing melody clay masks posters choirs patterns portraits",
}
VERBS = (
    "comparing measuring drawing building explaining collecting testing sorting reading planning"
)
SOUNDS = [
    first + vowel for first in ("b", "d", "f", "g", "k", "l", "cl", "pr") for vowel in "aeiou"
]
WORDS = 20_000  # that a text can have


class Texts:
    """Makes the same words in the same order each time: two runs index the same district.

    ``seconds``: how long that took so far, which is no part of what is measured.
    """

    def __init__(self, seed: int = 1) -> None:
        self.seconds = 0.0
        self._chance = random.Random(seed)
        found: dict[str, None] = {}
        while len(found) < WORDS:
            found["".join(self._chance.choices(SOUNDS, k=self._chance.randint(2, 4)))] = None
        self.words = list(found)
        # As Zipf has it: the tenth word is a tenth as frequent as the first.
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))

    def some(self, count: int) -> list[str]:
        """Return words, frequent ones more often."""
        begun = time.perf_counter()
        found = self._chance.choices(self.words, cum_weights=self._weights, k=count)
        self.seconds += time.perf_counter() - begun
        return found

    def subject(self) -> str:
        return self._chance.choice(list(SUBJECTS))

    def title(self, subject: str) -> str:
        topic, verb = self._one(SUBJECTS[subject]), self._one(VERBS)
        return f"{verb.capitalize()} {topic} with {' '.join(self.some(2))}"

    def html(self, size: int) -> str:
        """Return paragraphs of about ``size`` bytes."""
        parts, length = [], 0
        while length < size:
            words = self.some(40)
            parts.append(f"<p>{' '.join(words).capitalize()}.</p>")
            length += len(parts[-1])
        return "".join(parts)

    def number(self, first: int, last: int) -> int:
        return self._chance.randint(first, last)

    def _one(self, words: str) -> str:
        return self._chance.choice(words.split())
