"""Titles that fit what is being typed."""

from collections.abc import Sequence
from dataclasses import replace

from academe.actions.district import District
from academe.actions.reading import whole_title_for
from academe.actions.translations import spoken_in
from academe.search.asking import Question, understand
from academe.search.comparing import Sought, folded
from academe.search.finding import Found, find
from academe.search.indexing import Indexer
from academe.search.snippets import mark
from academe.search.texts_told import title_key
from academe.store.content import Content
from academe.store.people import Identity

MOST = 8
LOOKED_AT = 24  # hits among which titles are sought
LONGEST = 200  # characters that are looked at
BELONGINGS = ("image", "file")  # what is in a lesson comes after lessons


def suggest(
    person: Identity,
    typed: str,
    district: District,
    indexer: Indexer,
    *,
    within: int = 0,
    types: Sequence[str] = (),
    most: int = MOST,
    language: str = "",
) -> list[Content]:
    """Return contents that ``person`` may know and whose titles have all words; best first.

    ``language``: of the page, as ``es``; of titles that fit equally well those in it come first.
    """
    asked = understand(typed[:LONGEST], filters=_of_types(types), within=within)
    if not asked.has_words:
        return []
    question = replace(asked, in_titles=True)
    found = find(person, question, district, indexer, most=LOOKED_AT, allow_mistakes=False)
    ranked = []
    for at, content in enumerate(found.contents):
        rank = _rank(person, content, typed, question, district)
        if rank is not None:
            is_foreign = language and not spoken_in(person, content, district).startswith(language)
            ranked.append(((*rank, bool(is_foreign)), at, content))
    ranked.sort(key=lambda one: one[:2])
    return [content for _rank, _at, content in ranked[:most]]


def find_titled(
    person: Identity,
    title: str,
    district: District,
    indexer: Indexer,
    *,
    types: Sequence[str] = (),
    most: int = MOST,
) -> Found:
    """Find the contents with exactly this title, in capitals or not, however many there are."""
    question = Question(filters={"titled": (title_key(title),), **_of_types(types)})
    return find(person, question, district, indexer, most=most)


def _of_types(types: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {"type": tuple(types)} if types else {}


def _rank(
    person: Identity, content: Content, typed: str, question: Question, district: District
) -> tuple[bool, bool] | None:
    """Return what comes first: titles that begin so; None where a word is not in the title."""
    title = whole_title_for(person, content, district)
    sought = Sought(question, spoken_in(person, content, district))
    if sought.all - mark(title, sought).met:
        return None
    begins = folded(title).startswith(folded(" ".join(typed.split())))
    return content.type_name in BELONGINGS, not begins
