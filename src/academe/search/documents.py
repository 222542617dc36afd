"""What the index is told of a content: one document for each text that somebody may find.

A document is a dictionary of plain words and numbers; nothing in it says who may find it
but its stage, its place and its creator. docs/decisions/0044
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from academe.actions.access import governing_place
from academe.actions.district import District
from academe.actions.journal_words import WRITING
from academe.actions.reading import readers_since, school_of
from academe.actions.recording import TAKEN_BELOW
from academe.actions.texts import plain
from academe.definitions.definitions import Definitions
from academe.definitions.fields import LINKED, LISTED, Field
from academe.search.allowed import area_of
from academe.search.comparing import WORD, folded
from academe.search.filing_words import Pages, file_words
from academe.search.spans import spans_of
from academe.search.stages import PUBLISHED, WORKING, stage_of
from academe.search.weighing import weight_of
from academe.store.content import Content, Text, Values, is_reachable
from academe.store.standards import Standards, alignments_in, fold

Document = dict[str, Any]
LONGEST = 200_000  # characters of one text that are indexed
LONGEST_TITLE = 1_000  # characters by which titles are told apart
LONGEST_ORDER = 200  # characters of a title by which it is sorted
LONGEST_NUMBER = 20  # digits of a number in a title; longer ones count in pieces
NUMBER = re.compile(rf"\d{{1,{LONGEST_NUMBER}}}")
WORDY = ("text", "paragraph", "rich_text", "link", "links", "files", "file", "image")


class Making(NamedTuple):
    """What is needed to make documents; one for each batch."""

    district: District
    standards: Standards
    pages: Pages


def documents_of(content: Content, making: Making) -> Iterator[Document]:
    """Yield the documents of a content; none for what lies in the bin, or for the site itself."""
    if not is_reachable(content) or content.__parent__ is None:
        return
    common = _common(content, making.district.definitions)
    stage = str(stage_of(content, WORKING, making.district.definitions))
    lineage = [place.values for place in content.lineage()]
    yield {**common, "stage": stage, **_text(content, lineage, making, content.changed)}
    stage = str(stage_of(content, PUBLISHED, making.district.definitions))
    for first, last, publication in spans_of(content):
        texts = (place.in_force(first) for place in content.lineage())
        lineage = [publication.values if text is None else text.values for text in texts]
        words = _text(content, lineage, making, readers_since(publication, making.district))
        days = {"first": first.toordinal(), "last": last.toordinal()}
        yield {**common, "stage": stage, **words, **days}


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
        "made": _seconds(content.created or content.changed),
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


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def _last_writers(content: Content) -> list[str]:
    """Return who began it, and who wrote in it if that was done last; a step is no writing."""
    found = {content.created_by}
    if content.changed_by not in found:
        last = content.versions().get(content.version)
        found |= {last.who} if last is not None and last.what in WRITING else set()
    return [str(one) for one in found]


def _text(
    content: Content, lineage: Sequence[Values], making: Making, moment: datetime | None
) -> Document:
    """Return the words of one text, and what it is filtered by."""
    values, definitions = lineage[0], making.district.definitions
    found = definitions.types.get(content.type_name)
    fields = list(found.fields.values()) if found else []
    answers = {name: _answer(name, lineage) for name in TAKEN_BELOW}
    title, summary = str(values.get("title", "")), str(values.get("summary") or "")
    is_attached = weight_of(content.type_name, definitions) == 0
    text: Document = {
        # The title of a picture or a file says less than that of the lesson it belongs to.
        "title": "" if is_attached else title,
        "summary": f"{title} {summary}" if is_attached else summary,
        "body": [_words(values.get(field.name), making) for field in fields if _is_told(field)],
        "about": _about(content, answers, values, making),
        "titled": title_key(title),
        "order": title_order(title, content.id),
        "when": _seconds(moment),
        "grade": answers["grades"],
        "subject": answers["subjects"],
        "language": answers["language"] or (making.district.settings.language,),
        "licence": answers["licence"],
        "standard": sorted(_standards(values, making.standards)),
        "inside": file_words(values, fields, making.pages),
    }
    for field in fields:
        if field.seen_by is not None and field.type in WORDY:
            kept = text.setdefault(f"kept_{field.seen_by}", [])
            kept.append(_words(values.get(field.name), making))
    return text


def _is_told(field: Field) -> bool:
    is_own = field.name in ("title", "summary")
    return field.seen_by is None and field.type in WORDY and not is_own


def _answer(name: str, lineage: Sequence[Values]) -> tuple[str, ...]:
    """Return the nearest answer, from the content upward."""
    for values in lineage:
        answer = values.get(name)
        if answer:
            return (answer,) if isinstance(answer, str) else tuple(answer)
    return ()


def _words(value: Any, making: Making) -> str:
    if isinstance(value, Text):
        return plain(value.html[:LONGEST])
    if isinstance(value, tuple):
        return " ".join(_words(one, making) for one in value)
    if isinstance(value, str):
        return value[:LONGEST]
    return str(getattr(value, "name", ""))  # of a file


def _about(
    content: Content, answers: dict[str, tuple[str, ...]], values: Values, making: Making
) -> str:
    """Return the words for what a content is: its type, grades, subjects, codes."""
    definitions = making.district.definitions
    found = definitions.types.get(content.type_name)
    said = [found.title if found else content.type_name]
    for field in found.fields.values() if found else ():
        if field.type in LISTED and field.seen_by is None:
            chosen = answers.get(field.name) or _tuple(values.get(field.name))
            said += _labels(field, chosen, definitions)
        elif field.type not in (*LISTED, *LINKED, *WORDY) and field.name == "code":
            said.append(str(values.get("code") or ""))
    return " ".join([*said, *_standards(values, making.standards)])


def _labels(field: Field, chosen: Sequence[str], definitions: Definitions) -> list[str]:
    listed = definitions.choices.get(field.choices or "")
    labels = listed.labels if listed else {}
    # "Grade 5" is what is asked for; the label alone says "5".
    shown = [labels.get(one, one) for one in chosen]
    return [f"{field.label} {' '.join(shown)}" if field.name == "grades" else " ".join(shown)]


def _tuple(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else tuple(value or ())


def _standards(values: Values, standards: Standards) -> set[str]:
    """Return the codes, and where a framework knows them the GUIDs, that a text names."""
    found: set[str] = set()
    for name, _kind in alignments_in(values):
        standard = standards.find(name)
        found |= {fold(name)} if standard is None else {standard.guid, fold(standard.code)}
    return found


def title_key(title: str) -> str:
    """Return what two titles share that are the same but for capitals and blanks."""
    return " ".join(unicodedata.normalize("NFC", title).split()).casefold()[:LONGEST_TITLE]


def title_order(title: str, content_id: int) -> str:
    """Return a text that sorts as titles do: without case, accents and signs, numbers as numbers.

    Equal titles stay in one order, so that nobody meets one on two pages.
    """
    words = WORD.findall(folded(title[:LONGEST_ORDER]))
    counted = " ".join(NUMBER.sub(_padded, word) for word in words)
    return f"{counted}\t{content_id:016}"  # a tab comes before a blank


def _padded(found: re.Match[str]) -> str:
    return f"{int(found[0]):0{LONGEST_NUMBER}}"
