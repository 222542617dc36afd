"""Finds contents for one person: the engine's answer, asked of the rule of access once more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from academe.actions.district import District
from academe.actions.reading import may_know
from academe.errors import IndexDamaged
from academe.search.asking import Question
from academe.search.choosing import Choosing, chosen_clause
from academe.search.clauses import NEVER, Clause, Term, either, every, opposite
from academe.search.engine import Hits, TantivyEngine
from academe.search.following import Changes
from academe.search.indexing import PATIENCE, Indexer
from academe.search.keeping import Access
from academe.search.stages import stage_from
from academe.store.content import Content
from academe.store.people import Identity

FURTHEST = 10_000  # hits that one may page through


class Found(NamedTuple):
    """One page of hits."""

    contents: Sequence[Content]
    total: int  # in all
    counts: Mapping[str, Sequence[tuple[str, int]]]  # {filter: (value, how many)}
    is_ready: bool = True  # False: the index is being made, or not yet
    has_mistakes: bool = False  # nothing was found for the words as they were typed
    is_current: bool = True  # False: what changed a moment ago is left out


class Page(NamedTuple):
    """Which of the hits, and by what all of them are counted."""

    start: int
    most: int
    count_by: tuple[str, ...]


def find(
    person: Identity,
    question: Question,
    district: District,
    indexer: Indexer,
    *,
    start: int = 0,
    most: int = 20,
    count_by: Sequence[str] = (),
    allow_mistakes: bool = True,
    for_readers: bool = False,
) -> Found:
    """Return the contents that fit the question, of those that ``person`` may know.

    ``for_readers``: texts in force alone, also where the person sees the working text.
    """
    engine = None
    try:
        indexer.catch_up(_patience(person))
        engine = indexer.ready_engine()
        if engine is None:
            return NOT_READY
        pending = indexer.pending(district.site.as_of)
        if pending.is_lost:
            return NOT_READY
        access = indexer.accesses.access(person, district, engine, for_readers=for_readers)
        rest = _rest(question, district, engine, access, pending)
        page = Page(min(start, FURTHEST), most, tuple(count_by))
        ask = partial(_ask, engine, access, rest, page)
        hits = ask(question)
        if question.forms and not hits.total:  # 5.NF.1 is called 5.NF.A.1 elsewhere
            question = question.loosened()
            hits = ask(question)
        has_mistakes = allow_mistakes and not hits.total and bool(question.words)
        if has_mistakes:
            hits = ask(replace(question, is_open=False), with_mistakes=True)
    except IndexDamaged as error:
        if engine is not None:
            indexer.tell_damage(engine, error)
        return NOT_READY
    contents = tuple(_known(person, hits, district))
    is_mistaken = has_mistakes and hits.total > 0
    return Found(contents, hits.total, hits.counts, True, is_mistaken, pending.is_empty)


NOT_READY = Found((), 0, {}, is_ready=False)


def _patience(person: Identity) -> float:
    """Return how long to wait for what changed a moment ago: a page that searches often, once."""
    has_waited = person.memo.setdefault("has_waited", False)
    person.memo["has_waited"] = True
    return 0 if has_waited else PATIENCE


def _ask(
    engine: TantivyEngine,
    access: Access,
    rest: Clause,
    page: Page,
    question: Question,
    *,
    with_mistakes: bool = False,
) -> Hits:
    """Return a page of hits; states are counted only where the person may know of them."""
    ask = partial(engine.find, question, kept=access.kept, with_mistakes=with_mistakes)
    apart = {"stage"} & set(page.count_by) if access.views != access.where else set()
    together = [name for name in page.count_by if name not in apart]
    hits = ask(where=access.where, rest=rest, start=page.start, most=page.most, count_by=together)
    states: Mapping[str, Sequence[tuple[str, int]]] = {name: () for name in apart}
    if apart and hits.total and access.views != NEVER:
        states = ask(where=access.views, rest=rest, most=0, count_by=tuple(apart)).counts
    return hits._replace(counts={**hits.counts, **states})


def _rest(
    question: Question,
    district: District,
    engine: TantivyEngine,
    access: Access,
    pending: Changes,
) -> Clause:
    """Return what was chosen beside the words, less what the index does not know yet."""
    stages = [stage_from(name) for name in engine.stages()]
    return every(
        (
            chosen_clause(question, Choosing(stages, access.views, district)),
            opposite(either(Term("id", str(one)) for one in pending.changed)),
            opposite(either(Term("within", str(one)) for one in pending.below)),
        )
    )


def _known(person: Identity, hits: Hits, district: District) -> Iterator[Content]:
    for content_id in hits.ids:
        content = district.site.content(content_id)
        if content is not None and may_know(person, content, district):
            yield content
