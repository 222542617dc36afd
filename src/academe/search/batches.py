"""Contents one after another, with memory given back on the way: a district may have 100,000."""

import logging
from collections.abc import Callable, Iterable, Iterator

from academe.actions.district import District
from academe.errors import RecordDamaged
from academe.search.documents import documents_of
from academe.search.filing_words import Pages
from academe.search.texts_told import Document, Making
from academe.store.content import Content
from academe.store.standards import Standards

log = logging.getLogger(__name__)

BATCH = 500  # contents that are looked at before memory is given back
Tell = Callable[[int, int], None]  # (contents looked at, contents in all)


def lent(contents: Iterable[Content], district: District) -> Iterator[Content]:
    """Yield contents; whoever keeps them keeps their memory."""
    for number, content in enumerate(contents, 1):
        yield content
        if number % BATCH == 0:
            district.site.connection.cacheGC()


def all_contents(district: District, tell: Tell | None) -> Iterator[Content]:
    """Yield every content in the tree, and say now and then how far this is."""
    total = len(district.site.contents) if tell else 0
    for number, content in enumerate(whole_subtree(district.site.root)):
        if tell and number % BATCH == 0:
            tell(number, total)
        yield content
    if tell:
        tell(total, total)


def ids_below(places: Iterable[int], district: District) -> Iterator[int]:
    """Yield the ids of the places that are there, and of all below them: numbers alone are held."""
    for content_id in places:
        place = district.site.content(content_id)
        for content in lent(whole_subtree(place), district) if place is not None else ():
            yield content.id


def documents_from(
    contents: Iterable[Content], district: District, pages: Pages
) -> Iterator[Document]:
    """Yield what the index is told of contents."""
    making = Making(district, Standards(district.site), pages)
    for content in lent(contents, district):
        try:
            yield from list(documents_of(content, making))
        except RecordDamaged as error:
            log.error("search leaves out a content: %s", error)


def whole_subtree(top: Content) -> Iterator[Content]:
    """Yield a content and all below it, but what lies below one that the disk has damaged."""
    waiting = [top]
    while waiting:
        place = waiting.pop()
        yield place
        try:
            waiting += list(place.children())
        except RecordDamaged as error:
            log.error("search leaves out what lies below a content: %s", error)
