"""What somebody may have meant: words of what was found, for words that stand nowhere."""

from collections import Counter
from collections.abc import Callable, Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from academe.search.asking import Question
from academe.search.comparing import SHORTEST, WORD, folded, slips_allowed, slips_in

LOOKED_AT = 20_000  # characters of one text


def correct(
    typed: str, question: Question, texts: Iterable[str], stands: Callable[[str], bool]
) -> str:
    """Return what was typed with words from ``texts`` instead of those nearly written so.

    Empty where nothing is written nearly so. ``texts`` must be what the person sees; ``stands``
    says of a word whether the person finds it as it is: then it is none to be corrected.
    """
    counts = Counter[str]()
    for text in texts:
        counts.update(WORD.findall(text[:LOOKED_AT].casefold()))
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
    most = slips_allowed(word)
    near = extract_iter(word, tuple(bare), scorer=OSA.distance, score_cutoff=most)
    slips = ((slips_in(other, word), bare[other]) for other, _distance, _at in near)
    found = [(count, -counts[written], written) for count, written in slips if count is not None]
    return min(found)[2] if found else ""
