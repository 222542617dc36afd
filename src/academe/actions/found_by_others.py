"""What a visitor may read, in parts of about the same size: the sitemap of any number of contents.

Ids are random, so a part is a range of ids: it is found without counting, and a content stays in
its part while the site grows.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from academe.actions.district import District
from academe.actions.reading import text_in_force
from academe.actions.translations import language_of, translations_of
from academe.store.content import Content, path_of
from academe.store.people import Identity, visitor

PART = 5_000  # contents of one part, about; a sitemap may name ten times as many
HIGHEST_ID = 2**53
MOST_PARTS = 2**14
AT_ONCE = 500  # contents after which what was loaded for them may be forgotten


class Found(NamedTuple):
    """A content that everybody may read."""

    path: str
    published_at: datetime
    versions: tuple[tuple[str, str], ...]  # (language, path), its own first; empty: no other


def count_parts(district: District) -> int:
    """Return a power of two: in how many parts the sitemap comes.

    Where the first 5,000 ids end says how dense they lie.
    """
    end = next(islice(district.site.contents.keys(), PART, None), None)
    parts = 1
    while end is not None and end * parts < HIGHEST_ID and parts < MOST_PARTS:
        parts *= 2
    return parts


def contents_of_part(part: int, parts: int, district: District) -> Iterator[Found]:
    """Yield what everybody may read today, of one part."""
    first, last = part * HIGHEST_ID // parts, (part + 1) * HIGHEST_ID // parts - 1
    somebody = anybody(district)
    for number, content in enumerate(district.site.contents.values(first, last)):
        if number % AT_ONCE == AT_ONCE - 1:
            somebody = anybody(district)
            district.site.connection.cacheGC()
        publication = text_in_force(somebody, content, district)
        if publication is not None:
            versions = tuple(_versions(somebody, content, district))
            yield Found(path_of(content), publication.published_at, versions)


def anybody(district: District) -> Identity:
    """Return a visitor of this transaction's day."""
    somebody = visitor()
    somebody.memo.update(now=district.now, today=district.today)
    return somebody


def _versions(
    somebody: Identity, content: Content, district: District
) -> Iterator[tuple[str, str]]:
    others = translations_of(somebody, content, district)
    for one in (content, *others) if others else ():
        publication = text_in_force(somebody, one, district)
        if publication is not None:
            yield language_of(publication.values, district), path_of(one)
