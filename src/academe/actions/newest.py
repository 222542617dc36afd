"""What readers got lately in a place, and everything else that is published below it."""

import heapq
from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import NamedTuple

from academe.actions.district import District
from academe.actions.reading import text_in_force
from academe.store.content import Content, Publication
from academe.store.people import Identity

LOOKED_AT = 10_000  # contents of one place, those near its top first
PARTS = frozenset({"image", "file"})  # they come along with what shows them


class News(NamedTuple):
    """A text that the person may read, and since when readers have it."""

    since: datetime  # UTC
    content: Content
    publication: Publication


def newest_below(
    person: Identity, place: Content, district: District, at_most: int = 50
) -> list[News]:
    """Return what was published last below ``place``, as far as ``person`` may read it."""
    found = _published_below(person, place, district)
    newest = heapq.nlargest(at_most, enumerate(found), key=lambda pair: (pair[1].since, -pair[0]))
    return [news for _number, news in newest]


def _published_below(person: Identity, place: Content, district: District) -> Iterator[News]:
    for content in contents_below(place):
        publication = text_in_force(person, content, district)
        if publication is not None and content.type_name not in PARTS:
            yield News(_since(publication, district), content, publication)


def contents_below(place: Content, at_most: int = LOOKED_AT) -> Iterator[Content]:
    """Yield what lies below, a level at a time; asks nobody's rights."""
    return islice(_levels(place), at_most)


def _levels(place: Content) -> Iterator[Content]:
    waiting = deque([place])
    while waiting:
        for child in waiting.popleft().children():
            yield child
            waiting.append(child)


def _since(publication: Publication, district: District) -> datetime:
    """Return when readers got the text: a day in force or of visibility may come later."""
    days = (publication.in_force_from, publication.values.get("visible_from"))
    later = [_midnight(day, district) for day in days if isinstance(day, date)]
    return max([publication.published_at, *later])


def _midnight(day: date, district: District) -> datetime:
    return datetime.combine(day, time(), district.settings.zone).astimezone(UTC)
