"""What the index is told of the texts of a content: their words, and what they are filtered by."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from academe.actions.district import District
from academe.actions.recording import TAKEN_BELOW
from academe.actions.texts import plain
from academe.definitions.definitions import Definitions
from academe.definitions.fields import LINKED, LISTED, Field
from academe.definitions.spoken import in_all_languages
from academe.search.comparing import WORD, folded
from academe.search.filing_words import Pages, file_words
from academe.search.weighing import weight_of
from academe.store.content import Content, Text, Values
from academe.store.standards import Standards, alignments_in, fold

Document = dict[str, Any]
Answers = Mapping[str, tuple[str, ...]]  # to fields of TAKEN_BELOW
LONGEST = 200_000  # characters of one text that are indexed
LONGEST_TITLE = 1_000  # characters by which titles are told apart
LONGEST_ORDER = 200  # characters of a title by which it is sorted
LONGEST_NUMBER = 20  # digits of a number in a title; longer ones count in pieces
TIE_BITS = 24  # of an id, behind the seconds
NUMBER = re.compile(rf"\d{{1,{LONGEST_NUMBER}}}")
WORDY = ("text", "paragraph", "rich_text", "link", "links", "files", "file", "image")


class Making(NamedTuple):
    """What is needed to make documents; one for each batch."""

    district: District
    standards: Standards
    pages: Pages


class Told:
    """What is told of the texts of one content; of equal ones it is made once, and is the same."""

    def __init__(self, content: Content, making: Making) -> None:
        self._making, self._type_name = making, content.type_name
        self._id = content.id
        found = making.district.definitions.types.get(content.type_name)
        self._fields = found.fields if found else {}
        self._title = found.title if found else content.type_name
        self._asked = [field for field in self._fields.values() if _says_what_it_is(field)]
        self._known: list[tuple[Values, Answers, Document]] = []

    def text(self, lineage: Sequence[Values]) -> Document:
        """Return the words of one text, and what it is filtered by.

        ``lineage``: its own answers, then those of what it lies in, upward.
        """
        values = lineage[0]
        answers = {name: _answer(name, lineage) for name in TAKEN_BELOW}
        for known, taken, told in self._known:
            if known == values and taken == answers:
                return told
        told = {**self._own(values), **self._taken(answers, values)}
        self._known.append((values, answers, told))
        return told

    def _taken(self, answers: Answers, values: Values) -> Document:
        """Return what hangs on answers from above as well."""
        return {
            "about": self._about(answers, values),
            "grade": answers["grades"],
            "subject": answers["subjects"],
            "language": answers["language"] or (self._making.district.settings.language,),
            "licence": answers["licence"],
        }

    def _own(self, values: Values) -> Document:
        title, summary = str(values.get("title", "")), str(values.get("summary") or "")
        fields = [field for name, field in self._fields.items() if name in values]
        is_attached = weight_of(self._type_name, self._making.district.definitions) == 0
        told: Document = {
            # The title of a picture or a file says less than that of the lesson it belongs to.
            "title": "" if is_attached else title,
            "summary": f"{title} {summary}" if is_attached else summary,
            "body": [_words(values[field.name]) for field in fields if _is_told(field)],
            "titled": title_key(title),
            "order": title_order(title, self._id),
            "standard": sorted(_standards(values, self._making.standards)),
            "inside": file_words(values, fields, self._making.pages),
        }
        for field in fields:
            if field.seen_by is not None and field.type in WORDY:
                kept = told.setdefault(f"kept_{field.seen_by}", [])
                kept.append(_words(values[field.name]))
        return told

    def _about(self, answers: Answers, values: Values) -> str:
        """Return the words for what a content is: its type, grades, subjects, codes."""
        said = [*in_all_languages(self._title)]
        for field in self._asked:
            if field.type not in LISTED:
                said.append(str(values.get("code") or ""))
            elif chosen := answers.get(field.name) or _tuple(values.get(field.name)):
                said.append(_labels(field, chosen, self._making.district.definitions))
        return " ".join([*said, *_standards(values, self._making.standards)])


def _says_what_it_is(field: Field) -> bool:
    if field.type in LISTED:
        return field.seen_by is None
    return field.name == "code" and field.type not in (*LINKED, *WORDY)


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


def _words(value: Any) -> str:
    if isinstance(value, Text):
        return plain(value.html[:LONGEST])
    if isinstance(value, tuple):
        return " ".join(map(_words, value))
    if isinstance(value, str):
        return value[:LONGEST]
    return str(getattr(value, "name", ""))  # of a file


def _labels(field: Field, chosen: Sequence[str], definitions: Definitions) -> str:
    listed = definitions.choices.get(field.choices or "")
    labels = listed.labels if listed else {}
    named = (in_all_languages(labels.get(one, one)) for one in chosen)
    shown = " ".join(word for words in named for word in words)
    # "Grade 5" is what is asked for; the label alone says "5".
    return f"{field.label} {shown}" if field.name == "grades" else shown


def _tuple(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value) if isinstance(value, tuple) else ()


def _standards(values: Values, standards: Standards) -> set[str]:
    """Return the codes, and where a framework knows them the GUIDs, that a text names."""
    found: set[str] = set()
    for name, _kind in alignments_in(values):
        standard = standards.find(name)
        found |= {fold(name)} if standard is None else {standard.guid, fold(standard.code)}
    return found


def moment_order(moment: datetime | None, content_id: int) -> int:
    """Return a number that sorts as moments do, by seconds; none comes before all.

    Of one second, contents keep one order: else it would move when an unseen draft is changed.
    """
    since_1970 = int(moment.timestamp()) if moment else 0
    return (since_1970 << TIE_BITS) + content_id % (1 << TIE_BITS)


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
