"""What the index is told of a content: one document for each text that somebody may find.

A document is a dictionary of plain words and numbers; nothing in it says who may find it
but its stage, its place and its creator. docs/decisions/0044, docs/decisions/0050
"""

from collections.abc import Iterator
from datetime import date

from academe.actions.access import governing_place
from academe.actions.inheriting import OF_A_COURSE
from academe.actions.journal_words import WRITING
from academe.actions.reading import readers_since, school_of
from academe.actions.writers import last_change
from academe.definitions.definitions import Definitions
from academe.search.allowed import area_of
from academe.search.spans import Span, spans_of
from academe.search.stages import BOTH, PUBLISHED, WORKING, stage_of, state_of
from academe.search.texts_told import Document, Making, Told, moment_order
from academe.search.weighing import weight_of
from academe.store.content import Content, Values, is_reachable


def documents_of(content: Content, making: Making) -> Iterator[Document]:
    """Yield the documents of a content; none for what lies in the bin, or for the site itself."""
    if not is_reachable(content) or content.__parent__ is None:
        return
    definitions, told = making.district.definitions, Told(content, making)
    common = _common(content, definitions)
    above = _Above(content, making)
    working = told.text([content.values, *above.approved()])
    in_force = [
        (span, told.text([span.publication.values, *above.during(span)]))
        for span in spans_of(content)
    ]
    # As a rule readers have the text that is worked on: one document says it for both.
    is_same = [words is working and span.is_always for span, words in in_force] == [True]
    if not is_same:
        stage = str(stage_of(content, WORKING, definitions))
        yield {**common, **working, "stage": stage, "when": common["changed"]}
    stage = str(stage_of(content, BOTH if is_same else PUBLISHED, definitions))
    for span, words in in_force:
        since = readers_since(span.publication, making.district)
        days = {"first": span.first.toordinal(), "last": span.last.toordinal()}
        yield {**common, **words, **days, "stage": stage, "when": moment_order(since, content.id)}


class _Above:
    """What the places above a content give to what lies in them."""

    def __init__(self, content: Content, making: Making) -> None:
        self._today = making.district.today
        definitions = making.district.definitions
        states = ((place, state_of(place, definitions)) for place in content.lineage())
        self._places = [(place, bool(state and state.read)) for place, state in states][1:]

    def approved(self) -> Iterator[Values]:
        """Yield what readers have today, not what it is being changed to.

        Whoever works below may not view that. Where readers have no text, the one that there is.
        """
        for place, is_read in self._places:
            publication = place.in_force(self._today) if is_read else None
            yield _given(place, place.values if publication is None else publication.values)

    def during(self, span: Span) -> Iterator[Values]:
        """Yield what readers have in a span; nothing of places whose text they do not have."""
        for place, is_read in self._places:
            publication = place.in_force(span.first) if is_read else None
            if publication is not None:
                yield _given(place, publication.values)


def _given(place: Content, values: Values) -> Values:
    if place.type_name not in ("school", "site"):
        return values
    return {name: value for name, value in values.items() if name not in OF_A_COURSE}


def _common(content: Content, definitions: Definitions) -> Document:
    school, place = school_of(content), governing_place(content)
    return {
        "id": str(content.id),
        "within": [str(place.id) for place in content.lineage()],
        "parent": str(content.__parent__.id if content.__parent__ else 0),
        "area": area_of(content),
        "governed": str(place.id if place else 0),
        "creator": str(content.created_by),
        "writer": _last_writers(content),
        "changed_by": str(content.changed_by),
        "type": content.type_name,
        "weight": str(weight_of(content.type_name, definitions)),
        "dated": str(int(is_dated(content))),
        "changed": moment_order(content.changed, content.id),
        "made": moment_order(content.created or content.changed, content.id),
        "school": str(school.id) if school.type_name == "school" else "0",
        "first": date.min.toordinal(),
        "last": date.max.toordinal(),
    }


def is_dated(content: Content) -> bool:
    """Say whether a text of the content names a day, or comes into force on one."""
    publications = [one for one in (content._published, content._coming) if one is not None]
    texts = (content.values, *(one.values for one in publications))
    return any(one.in_force_from is not None for one in publications) or any(
        isinstance(value, date) for values in texts for value in values.values()
    )


def _last_writers(content: Content) -> list[str]:
    """Return who wrote in it if that was done last, else who began it: a step is no writing."""
    if content.changed_by == content.created_by:
        return [str(content.created_by)]
    last = last_change(content)
    is_written = last is not None and last.what in WRITING
    return [str(last.who if last is not None and is_written else content.created_by)]
