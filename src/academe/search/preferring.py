"""What puts one of two equally good hits first: its type, and the language of the page.

To add the same to most documents would change no order, and would have to be found for each: what
most have is the measure, and the others are weighed up or down from it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from tantivy import Query

from academe.definitions.spoken import available_languages
from academe.search.clauses import Clause, Term
from academe.search.schema import HEAVIEST

PER_WEIGHT = 1.5  # for each step of a type's weight: the course goes before its page
OWN = 3.0  # for the language of the page: as much as two such steps


def heavier(searcher: Any, compile: Callable[[Clause], Any]) -> Iterator[Any]:
    """Yield what tells types apart by their weight."""
    weights = range(HEAVIEST + 1)
    counts = {one: searcher.doc_freq("weight", str(one)) for one in weights}
    usual = max(weights, key=lambda one: counts[one])
    for weight in weights:
        if counts[weight] and weight != usual:
            found = compile(Term("weight", str(weight)))
            yield Query.const_score_query(found, (weight - usual) * PER_WEIGHT)


def familiar(searcher: Any, compile: Callable[[Clause], Any], language: str) -> Iterator[Any]:
    """Yield what lets ``language`` go before the others that pages come in; "" before none."""
    spoken = available_languages()
    if language not in spoken:
        return
    counts = {one: searcher.doc_freq("language", one) for one in spoken}
    usual = max(spoken, key=lambda one: counts[one])
    for one in spoken if language == usual else (language,):
        if counts[one] and one != usual:
            found = compile(Term("language", one))
            yield Query.const_score_query(found, OWN if one == language else -OWN)
