"""What somebody may have meant: words of what was found, for words that stand nowhere."""

from collections import Counter
from collections.abc import Callable, Iterable

from academe.search.asking import Question
from academe.search.comparing import SHORTEST, WORD, Wanted, folded

LOOKED_AT = 20_000  # characters of one text


def correct(
    typed: str, question: Question, texts: Iterable[str], stands: Callable[[str], bool]
) -> str:
    """Return what was typed with words from ``texts`` instead of those nearly written so.

    Empty where nothing is written nearly so. ``texts`` must be what the person sees; ``stands``
    says of a word whether the person finds it as it is: then it is none to be corrected.
    """
    counts = Counter(word.casefold() for text in texts for word in WORD.findall(text[:LOOKED_AT]))
    bare: dict[str, str] = {}
    for word, _count in reversed(counts.most_common()):
        bare[folded(word)] = word  # the most frequent way to write it comes last
    meant = {}
    for word in question.words:
        key = folded(word)
        if key not in bare and len(key) >= SHORTEST:
            found = _nearest(key, bare, counts)
            if found and not stands(word):
                meant[key] = found
    if not meant:
        return ""
    return WORD.sub(lambda match: meant.get(folded(match[0]), match[0]), typed)


def _nearest(word: str, bare: dict[str, str], counts: Counter[str]) -> str:
    """Return the word with the fewest slips, of several the one that occurs most."""
    best: tuple[int, int, str] | None = None
    wanted = Wanted(word)
    for other, written in bare.items():
        slips = wanted.slips_of(other, frozenset(other))
        if slips is not None and (best is None or (slips, -counts[written], written) < best):
            best = (slips, -counts[written], written)
    return best[2] if best else ""
