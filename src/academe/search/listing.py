"""Lists that come from the index: what is new in a place, what names a day, what lies in it."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from academe.actions.district import District
from academe.actions.reading import readers_since, text_in_force
from academe.search.asking import Question, Sort
from academe.search.finding import Found, find
from academe.search.indexing import Indexer
from academe.store.content import Content, Publication, path_of
from academe.store.people import Identity

PARTS = ("image", "file")  # they come along with what shows them
MOST_DATED = 5_000  # contents with a day in one calendar


class News(NamedTuple):
    """A text that the person may read, and since when readers have it."""

    since: datetime  # UTC
    content: Content
    publication: Publication


class Newest(NamedTuple):
    """The texts that readers got last; ``found`` says whether they are all."""

    news: list[News]
    found: Found


def all_below(place: Content) -> Question:
    """Return what asks for all that lies below a place."""
    return Question(excluded={"id": (str(place.id),)}, within=_id_of(place))


def told_below(place: Content) -> Question:
    """Return what asks for all below a place that is worth telling of by itself."""
    question = all_below(place)
    return replace(question, excluded={**question.excluded, "type": PARTS})


def newest_of(
    person: Identity, question: Question, district: District, indexer: Indexer, at_most: int = 50
) -> Newest:
    """Return what fits the question and was published last, as far as ``person`` may read it."""
    question = replace(question, sort="newest")
    found = find(
        person,
        question,
        district,
        indexer,
        most=at_most,
        allow_mistakes=False,
        for_readers=True,
    )
    news = []
    for content in found.contents:
        publication = text_in_force(person, content, district)
        if publication is not None:
            news.append(News(readers_since(publication, district), content, publication))
    news.sort(key=lambda one: path_of(one.content))
    news.sort(key=lambda one: one.since, reverse=True)
    return Newest(news, found)


def dated_of(person: Identity, question: Question, district: District, indexer: Indexer) -> Found:
    """Return the contents that fit the question and of which a text names a day."""
    filters = {**question.filters, "dated": ("1",)}
    question = replace(question, filters=filters, sort="newest")
    return find(person, question, district, indexer, most=MOST_DATED, allow_mistakes=False)


def children_from(
    person: Identity,
    place: Content,
    district: District,
    indexer: Indexer,
    *,
    sort: Sort,
    start: int,
    most: int,
) -> Found:
    """Return a part of the children of a large place, in an order that is not kept by hand."""
    question = Question(filters={"parent": (str(place.id),)}, sort=sort)
    return find(person, question, district, indexer, start=start, most=most)


def _id_of(place: Content) -> int:
    """Return what a question asks to lie within: everything lies in the site."""
    return 0 if place.__parent__ is None else place.id
