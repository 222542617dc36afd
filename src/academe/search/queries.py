"""Words as queries of tantivy."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

from tantivy import Occur, Query

from academe.search.asking import LONGEST_WORD, Question
from academe.search.clauses import ALWAYS, Clause, Term
from academe.search.comparing import SHORT, short_slips, slips_allowed
from academe.search.conditions import compiled
from academe.search.preferring import familiar, heavier
from academe.search.schema import STEMMED, stems_analyzer, words_analyzer
from academe.search.small_words import SMALL

WEIGHTS = {"title": 6.0, "summary": 3.0, "body": 1.0, "about": 2.0, "inside": 0.6}
STEMS = {"title": 4.0, "text": 0.8, "inside": 0.5}
BEGINNING = 2.0  # times the weight; a rare whole word counts about five times its weight
EARLIER = 0.1  # the same for words that others follow: less than a whole word in any text
BEGUN = ("title", "summary", "about", "body", "inside")  # fields in which a beginning is enough
TITLED = ("title", "summary")  # where titles stand: that of a picture counts as its summary
KEPT = 1.0
TOGETHER = 3.0  # times: words that stand one after another as they were typed
SHORTENED = 3  # letters at least of a beginning that others follow, such as frac stri
LONGEST_FUZZY = 30  # letters: of longer words the engine would compare too many forms
MOST_FUZZY = 8  # words that are looked for with mistakes
MOST_LONGER = 30  # words with one beginning that are asked for one by one
WORDS = words_analyzer()
ATTACHED = Term("weight", "0")


class Asking:
    """Makes the query of one question for one state of an index.

    ``compile``: makes queries of conditions, or knows them; ``kept``: {field: where the person
    may search it}.
    """

    def __init__(
        self,
        schema: Any,
        searcher: Any,
        compile: Callable[[Clause], Any],
        kept: Mapping[str, Clause],
    ) -> None:
        self.schema, self._searcher, self._compile = schema, searcher, compile
        self._kept = {name: self._compile(where) for name, where in kept.items()}
        self._in_titles = False

    def differing(self, question: Question) -> Set[int]:
        """Return the places of the words that may be written with mistakes: the longest ones.

        Not those alone that stand nowhere as typed: what stands in the index, somebody who asks
        may not know.
        """
        words = question.words
        return set(sorted(range(len(words)), key=lambda at: -len(words[at]))[:MOST_FUZZY])

    def question(
        self,
        question: Question,
        where: Clause,
        rest: Clause = ALWAYS,
        differing: Set[int] = frozenset(),
    ) -> Any:
        """Return the query for all that was asked, among what fulfils ``where`` and ``rest``.

        ``where`` comes again and is remembered, ``rest`` hardly ever: it would take its place.
        ``differing``: places of words that may be written with mistakes.
        """
        self._in_titles = question.in_titles
        parts = [] if where == ALWAYS else [(Occur.Must, self._silent(where))]
        if rest != ALWAYS:
            parts.append((Occur.Must, Query.const_score_query(compiled(self.schema, rest), 0.0)))
        last = len(question.words) - 1 if question.is_open else -1
        telling = [at for at, word in enumerate(question.words) if not _is_small(word)]
        for at, word in enumerate(question.words):
            found = self._word(word, is_beginning=at == last, may_differ=at in differing)
            if found is not None and (at in telling or not telling):
                parts.append((Occur.Must, found))
            elif found is not None and at == last:
                parts.append((Occur.Should, found))
        parts += [(Occur.Must, self._phrase(words)) for words in question.phrases]
        parts += [(Occur.Must, self._one_of(forms)) for forms in question.forms]
        for words in question.without:
            taken = self._phrase(words) if len(words) > 1 else self._word(words[0])
            if taken is not None:
                parts.append((Occur.MustNot, taken))
        if question.has_words:
            parts += [(Occur.Should, one) for one in self._better(question)]
        return Query.boolean_query(parts)

    def _better(self, question: Question) -> Iterator[Any]:
        """Yield what makes a hit better, but is not asked for."""
        if len(question.words) > 1:
            pieces: list[Any] = [one for word in question.words for one in WORDS.analyze(word)]
            if len(pieces) > 1:
                found = Query.phrase_query(self.schema, "title", pieces)
                yield Query.boost_query(found, TOGETHER)
        for words in question.joined:
            yield Query.boost_query(self._phrase(words), TOGETHER)
        yield from heavier(self._searcher, self._compile)
        yield from familiar(self._searcher, self._compile, question.language)

    def _word(self, word: str, *, is_beginning: bool = False, may_differ: bool = False) -> Any:
        """Return the query for one word in any field; None if nothing is left of it."""
        if len(word) > LONGEST_WORD:
            return Query.empty_query()
        pieces = WORDS.analyze(word)
        if not pieces:
            return None
        if len(pieces) > 1:
            return self._phrase((word,))
        found = [*self._whole(word, pieces[0]), *self._begun(pieces[0], is_beginning)]
        found += [self._kept_in(name, pieces[0]) for name in self._kept if not self._in_titles]
        if may_differ and slips_allowed(pieces[0]) and len(pieces[0]) <= LONGEST_FUZZY:
            found += self._differing(pieces[0])
        return Query.disjunction_max_query(found, 0.1) if found else Query.empty_query()

    def _whole(self, word: str, piece: str) -> Iterator[Any]:
        """Yield what finds the word itself, and its stems in each language."""
        for name, weight in WEIGHTS.items():
            if not self._in_titles or name in TITLED:
                yield from self._in(name, piece, weight)
        for language in STEMMED:
            for stem in stems_analyzer(language).analyze(word):
                for name, weight in STEMS.items():
                    if not self._in_titles or name == "title":
                        yield from self._in(f"{name}_{language}", stem, weight)
                    elif name == "text":
                        yield from map(self._attached, self._in(f"text_{language}", stem, weight))

    def _in(self, field: str, word: str, weight: float) -> Iterator[Any]:
        """Yield what finds a word in a field; nothing where the index has it nowhere there."""
        if self._searcher.doc_freq(field, word):
            yield Query.boost_query(Query.term_query(self.schema, field, word), weight)

    def _attached(self, query: Any) -> Any:
        """Return the same among pictures and files, whose titles stand among their texts."""
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, self._silent(ATTACHED))])

    def _silent(self, clause: Clause) -> Any:
        """Return a condition that adds nothing to what a hit weighs."""
        return Query.const_score_query(self._compile(clause), 0.0)

    def _kept_in(self, field: str, word: str) -> Any:
        found = Query.term_query(self.schema, field, word)
        parts = [(Occur.Must, found), (Occur.Must, Query.const_score_query(self._kept[field], 0.0))]
        return Query.boost_query(Query.boolean_query(parts), KEPT)

    def _begun(self, word: str, is_last: bool) -> Iterator[Any]:
        """Yield what finds longer words; of the short ones there would be too many."""
        if not is_last and len(word) < SHORTENED:
            return
        fields = BEGUN if len(word) >= SHORTENED else ("title", "summary", "about")
        for field in fields:
            if not self._in_titles or field in TITLED:
                yield from self._starting(field, word, BEGINNING if is_last else EARLIER)

    def _starting(self, field: str, word: str, times: float) -> Iterator[Any]:
        """Yield what finds longer words in a field; nothing where the index has none.

        The engine tries every word of the index for a beginning and notes each document that
        has one: dear for frequent words, which as a rule nothing begins with but themselves.
        """
        weight = WEIGHTS[field] * times
        words = self._words_from(field, word)
        if words is None:
            found = Query.fuzzy_term_query(self.schema, field, word, distance=0, prefix=True)
            yield Query.boost_query(found, weight)
        elif any(one != word for one in words):
            # The word itself among them: what goes on must not weigh more.
            terms = (Query.term_query(self.schema, field, one, "basic") for one in words)
            same = [Query.const_score_query(one, weight) for one in terms]
            yield Query.disjunction_max_query(same, 0.0)

    def _words_from(self, field: str, beginning: str) -> list[str] | None:
        """Return all words of a field that begin so; None: they are too many to be named."""
        if len(beginning) < SHORTENED:
            return None
        found = self._searcher.terms_with_prefix(field, beginning, limit=MOST_LONGER + 1)
        return None if len(found) > MOST_LONGER else [word for word, _count in found]

    def _differing(self, word: str) -> list[Any]:
        return [
            Query.boost_query(self._nearly(name, word), WEIGHTS[name] * BEGINNING)
            for name in ("title", "summary", "body", "inside")
            if not self._in_titles or name in TITLED
        ]

    def _nearly(self, field: str, word: str) -> Any:
        """Return what finds words that ``slips_in`` says are this one."""
        if len(word) <= SHORT:
            return Query.term_set_query(self.schema, field, short_slips(word))
        slips = slips_allowed(word)
        return Query.fuzzy_term_query(self.schema, field, word, distance=slips)

    def _one_of(self, phrases: Sequence[Sequence[str]]) -> Any:
        return Query.disjunction_max_query([self._phrase(words) for words in phrases], 0.1)

    def _phrase(self, words: Sequence[str]) -> Any:
        """Return the query for words one after another, in any field."""
        if any(len(word) > LONGEST_WORD for word in words):
            return Query.empty_query()
        pieces: list[Any] = [piece for word in words for piece in WORDS.analyze(word)]
        if len(pieces) < 2:
            return self._word(pieces[0]) if pieces else Query.all_query()
        found = [
            Query.boost_query(Query.phrase_query(self.schema, name, pieces), weight)
            for name, weight in WEIGHTS.items()
            if not self._in_titles or name in TITLED
        ]
        return Query.disjunction_max_query(found, 0.1)


def _is_small(word: str) -> bool:
    return all(piece in SMALL for piece in WORDS.analyze(word))
