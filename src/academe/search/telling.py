"""Why a content was found, in its own words: as the person sees them, not as the index does."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from academe.actions.district import District
from academe.actions.reading import seen_fields, title_in, values_for
from academe.actions.texts import plain
from academe.actions.translations import language_of
from academe.definitions.fields import Field
from academe.search.asking import Question
from academe.search.comparing import Sought
from academe.search.filing_words import files_in
from academe.search.snippets import LOOKED_AT, Passage, find_passage, mark, shorten
from academe.search.texts_told import WORDY
from academe.store.content import Content, Text, Values
from academe.store.file_texts import page_with, pages_of
from academe.store.people import Identity

OWN_LINES = ("title", "summary")
MOST_FILES = 5  # that are opened for one hit


class Reason(NamedTuple):
    """What a list of hits says of one."""

    title: Passage
    summary: Passage
    passage: Passage = Passage()  # empty where title and summary say it all
    field: Field | None = None  # in whose answer the passage stands; None: in a file
    file: str = ""  # its name
    page: int = 0  # of the file; 0: it has no pages, or one


def tell_why(
    person: Identity,
    content: Content,
    question: Question,
    district: District,
    *,
    with_mistakes: bool = False,
    known: dict[str, Sought] | None = None,
) -> Reason | None:
    """Return why a question found the content; None if ``person`` may not know it.

    ``known``: of one list of hits, to be handed in with each: texts share most of their words.
    """
    values = values_for(person, content, district)
    if values is None:
        return None
    language = language_of(values, district)
    known = {} if known is None else known
    if language not in known:
        known[language] = Sought(question, language, with_mistakes=with_mistakes)
    sought = known[language]
    title = mark(title_in(values), sought)
    summary = shorten(str(values.get("summary") or ""), sought)
    told = Reason(title, summary)
    missing = sought.all - title.met - summary.met
    if not missing:
        return told
    fields = list(seen_fields(person, content, district))
    best = _best_answer(values, fields, sought, missing)
    if best is not None:
        told = told._replace(passage=best[0], field=best[1])
    if missing - told.passage.met:
        return _look_into_files(told, values, fields, sought, missing, district)
    return told


def _best_answer(
    values: Values, fields: list[Field], sought: Sought, missing: frozenset[int]
) -> tuple[Passage, Field] | None:
    """Return the passage of an answer that has most of the words that are still missing."""
    best, most = None, 0
    for field, text in _answers(values, fields):
        passage = find_passage(text, sought)
        count = len(passage.met & missing)
        if count > most:
            best, most = (passage, field), count
        if most == len(missing):
            break
    return best


def _answers(values: Values, fields: list[Field]) -> Iterator[tuple[Field, str]]:
    for field in fields:
        value = values.get(field.name)
        if field.type not in WORDY or not value:
            continue
        # Title and summary too: a list shows the beginning of long ones.
        if isinstance(value, Text):
            yield field, plain(value.html)
        elif isinstance(value, str):
            yield field, value
        elif isinstance(value, tuple) and all(isinstance(one, str) for one in value):
            yield field, " ".join(value)


def _look_into_files(
    told: Reason,
    values: Values,
    fields: list[Field],
    sought: Sought,
    missing: frozenset[int],
    district: District,
) -> Reason:
    """Return the same, or a passage in a file if that has more of what is missing."""
    most = len(told.passage.met & missing)
    for stored in files_in(values, fields)[:MOST_FILES]:
        pages = pages_of(district.work, stored.sha256)
        number = _page_of(pages, sought)
        if number is None:
            continue
        passage = find_passage(pages[number - 1], sought)
        if len(passage.met & missing) > most:
            most = len(passage.met & missing)
            page = number if len(pages) > 1 else 0
            told = told._replace(passage=passage, field=None, file=stored.name, page=page)
    return told


def _page_of(pages: Sequence[str], sought: Sought) -> int | None:
    """Return the number (from 1) of the page that has most of what is sought; None: none."""
    number = page_with(pages, sought.stems)
    if number is not None or not sought.with_mistakes:
        return number
    left = LOOKED_AT  # comparing letter by letter takes its time
    for number, page in enumerate(pages, 1):
        if find_passage(page[:left], sought).met:
            return number
        left -= len(page)
        if left <= 0:
            break
    return None
