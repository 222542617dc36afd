"""The answers that a folder's text gives: by its words above, by its headings below."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import html

from academe.exchange.bundle import Value
from academe.exchange.front_matter import text_of_word, value_of_word
from academe.exchange.languages import find_language
from academe.exchange.licences import find_licence
from academe.exchange.markup import inner_html, text_of
from academe.exchange.names import shorten
from academe.exchange.sections import drop_licence, lesson_values, minutes_in, unwrap, whole
from academe.exchange.vocabulary import FILED, LINKED, Vocabulary

# What authors of front matter call these fields; their own names and labels are known anyway.
_OTHERS = {
    "description": "summary",
    "author": "author_credit",
    "authors": "author_credit",
    "creator": "author_credit",
    "license": "licence",
    "rights": "licence",
    "lang": "language",
    "time": "duration",
    "autor": "author_credit",
    "descripción": "summary",
    "idioma": "language",
    "duración": "duration",
    **{name: name for name in ("summary", "author_credit", "licence", "language", "duration")},
}
# And these, where the type has one of the fields.
_RARER = {
    "adopted": ("adopted_on", "adopted"),
    "adopted on": ("adopted_on", "adopted"),
    "adoption date": ("adopted_on",),
    "revised": ("last_revised",),
    "reviewed": ("last_reviewed",),
    "review": ("review_by", "next_review"),
    "review by": ("review_by", "next_review"),
    "next review": ("next_review", "review_by"),
    "policy code": ("code",),
}
_NO_FIELDS = ("type", "title", "weight", "slug", "draft", "layout")


def words_of(
    kind: str, words: Mapping[str, Any], vocabulary: Vocabulary
) -> tuple[dict[str, Value], list[str], list[str]]:
    """Give the answers of words above a text, the words that no field takes, those not understood.

    Fields of files and links are not answered here: they name other parts of the folder.
    """
    found: dict[str, Value] = {}
    strange: list[str] = []
    unclear: list[str] = []
    for word, value in words.items():
        name, field_type = _field_of(kind, word, vocabulary)
        if not name and word not in _NO_FIELDS:
            strange.append(word)
        elif name and field_type not in (*FILED, *LINKED):
            answer = _answer(name, field_type, value)
            if answer not in (None, "", ()):
                found.setdefault(name, answer)
            elif text_of_word(value):
                unclear.append(f"{word}: {shorten(text_of_word(value))}")
    return found, strange, unclear


def _field_of(kind: str, word: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return name and type of the field that a word means; ("", "") for none."""
    known = vocabulary.field_called(kind, word)
    for other in _RARER.get(" ".join(word.replace("_", " ").split()), ()):
        known = known or vocabulary.field_called(kind, other)
    return known or (_OTHERS.get(word, ""), "")


def _answer(name: str, field_type: str, value: Any) -> Value:
    if name == "duration" or field_type == "duration":
        said = text_of_word(value)
        return minutes_in(f"{said} min" if said.isdecimal() else said) or None
    if name == "licence":
        return find_licence(text_of_word(value)) or text_of_word(value)
    if field_type in ("choices", "standards") and not isinstance(value, list):
        return tuple(part.strip() for part in re.split("[;,]", str(value)) if part.strip())
    if name == "language":
        return find_language(text_of_word(value))
    if field_type == "date":
        return _date(value_of_word(value))
    if field_type in ("", "text"):
        return text_of_word(value)
    return value_of_word(value)


def _date(value: Value) -> Value:
    """Read a day as a spreadsheet shows it: 8.6.2021 as in Europe, 6/8/2021 as in America."""
    found = re.fullmatch(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})", str(value))
    if found is None:
        return value
    first, second = int(found[1]), int(found[3])
    day, month = (first, second) if found[2] == "." else (second, first)
    return f"{found[4]}-{month:02}-{day:02}"


# -- the body


def values_of(kind: str, body: html.HtmlElement, opening: str) -> dict[str, Value]:
    """Give the values of a text that does not say its type, as its headings suggest."""
    if kind == "lesson":
        return lesson_values(body)
    if kind == "course":
        drop_licence(body)
        return {"summary": opening, "text": whole(body, 3)}
    return {"text": whole(body, 3 if kind == "unit" else 2)}


def typed_values(kind: str, body: html.HtmlElement, vocabulary: Vocabulary) -> dict[str, Value]:
    """Give the values of a text of a known type: a heading of the first level opens its field.

    What stands before any is the field ``text``, or ``steps`` where the type has no ``text``.
    A heading that no field is called after stays where it is, as one of the second level.
    """
    unwrap(body)
    main = vocabulary.field_called(kind, "text") or vocabulary.field_called(kind, "steps")
    gathered: dict[tuple[str, str], html.HtmlElement] = {}
    place = main
    for element in _blocks(body):
        opened = element.tag == "h1" and vocabulary.field_called(kind, text_of(element))
        if opened:
            place = opened
            continue
        if element.tag == "h1":
            element.tag = "h2"
        if place is not None:
            gathered.setdefault(place, html.Element("div")).append(element)
    return {name: _written(field_type, part) for (name, field_type), part in gathered.items()}


def _blocks(body: html.HtmlElement) -> Iterable[html.HtmlElement]:
    if (body.text or "").strip():
        first = html.Element("p")
        first.text, body.text = body.text, None
        body.insert(0, first)
    return list(body)


def _written(field_type: str, part: html.HtmlElement) -> Value:
    if field_type == "rich_text":
        return inner_html(part)
    lines = [text_of(line) for block in part for line in _lines(block)]
    if field_type in ("choices", "standards"):
        return tuple(filter(None, lines))
    return "\n".join(filter(None, lines))


def _lines(block: html.HtmlElement) -> list[html.HtmlElement]:
    return list(block.iter("li")) if block.tag in ("ul", "ol") else [block]
