"""On which days readers may see which text: what dates of a content and of all above it say."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from academe.store.content import Content, Publication

DAY = timedelta(days=1)


class Span(NamedTuple):
    """From the first to the last day, both included, readers have this text."""

    first: date
    last: date
    publication: Publication

    @property
    def is_always(self) -> bool:
        """Say whether readers have it on any day."""
        return self.first == date.min and self.last == date.max


def spans_of(content: Content) -> Iterator[Span]:
    """Yield the spans in which a published text is in force and no place above is hidden."""
    for first, last in _pieces(content):
        publication = content.in_force(first)
        if publication is None:
            continue
        for place in content.lineage():
            first, last = _narrowed(place, first, last)
        if first <= last:
            yield Span(first, last, publication)


def _pieces(content: Content) -> Iterator[tuple[date, date]]:
    """Yield the stretches of days between which a text somewhere above, or its own, turns."""
    turns = {
        place._coming.in_force_from
        for place in content.lineage()
        if place._coming is not None and place._coming.in_force_from is not None
    }
    begins = sorted({date.min, *turns})
    for begin, following in zip(begins, [*begins[1:], None], strict=True):
        yield begin, date.max if following is None else following - DAY


def _narrowed(place: Content, first: date, last: date) -> tuple[date, date]:
    publication = place.in_force(first)
    if publication is None:
        return first, last
    visible_from = publication.values.get("visible_from") or first
    visible_until = publication.values.get("visible_until") or last
    return max(first, visible_from), min(last, visible_until)
