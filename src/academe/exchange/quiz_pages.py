"""A test as two texts that people read: the questions, and, for staff, the answers."""

from collections.abc import Iterable
from copy import deepcopy

from lxml import html

from academe.exchange.labels import label, points_words
from academe.exchange.markup import text_of
from academe.exchange.qti import Question, Quiz, Response

_SAYS_NOTHING = ("", "question", "title", "untitled")


def write_questions(quiz: Quiz, language: str) -> html.HtmlElement:
    """Write what is asked, the choices in lists, as an ordered list; no word of what is right."""
    division = html.Element("div")
    for words in quiz.words:
        division.extend(list(deepcopy(words)))
    for number, bank, points in quiz.draws:
        worth = points_words(points, language)
        drawn = label("drawn", language, number or "?", bank)
        _paragraph(division, f"{drawn} ({worth})" if worth else drawn)
    if quiz.questions:
        listing = html.Element("ol")
        listing.extend(_asked(question, language) for question in quiz.questions)
        division.append(listing)
    return division


def write_answers(quiz: Quiz, language: str) -> html.HtmlElement:
    """Write what is right and what is said to an answer, numbered as the questions are."""
    division = html.Element("div")
    if quiz.questions:
        listing = html.Element("ol")
        listing.extend(_answered(question, language) for question in quiz.questions)
        division.append(listing)
    return division


def _asked(question: Question, language: str) -> html.HtmlElement:
    entry = html.Element("li")
    head = [] if question.title.strip().lower() in _SAYS_NOTHING else [question.title.strip()]
    worth = points_words(question.points, language)
    if head or worth:
        paragraph = _paragraph(entry, "")
        strong = html.Element("strong")
        strong.text = " ".join([*head, *([f"({worth})"] if worth else [])])
        paragraph.append(strong)
    entry.extend(list(deepcopy(question.prompt)))
    if question.shows_choices:
        _show_choices(entry, question.responses, language)
    return entry


def _show_choices(entry: html.HtmlElement, responses: list[Response], language: str) -> None:
    """List the choices; where several places share them (matching), they are listed once."""
    answerable = [response for response in responses if response.choices]
    named = [response for response in answerable if response.words is not None]
    shares = len(named) > 1 and len({_choice_words(response) for response in named}) == 1
    if shares:
        entry.append(_listed(r.words for r in named if r.words is not None))
        _paragraph(entry, f"{label('to_match', language)}:")
        entry.append(_listed(named[0].choices.values()))
        return
    for response in answerable:
        if response.words is not None and len(answerable) > 1:
            _paragraph(entry, f"{text_of(response.words)}:")
        entry.append(_listed(response.choices.values()))


def _choice_words(response: Response) -> tuple[str, ...]:
    return tuple(text_of(choice) for choice in response.choices.values())


def _answered(question: Question, language: str) -> html.HtmlElement:
    entry = html.Element("li")
    for response in question.responses:
        right = [response.choices.get(key, key) for key in dict.fromkeys(response.right)]
        if not right:
            continue
        if response.words is not None and len(question.responses) > 1:
            _paragraph(entry, f"{text_of(response.words)}:")
        entry.append(_listed(right))
    if question.formulas:
        _paragraph(entry, f"{label('formula', language)}: {'; '.join(question.formulas)}")
    if not len(entry):
        _paragraph(entry, label("answer_missing", language))
    for when, words in question.feedback:
        own = label(when, language) if when.startswith("when_") else when
        _paragraph(entry, f"{label('feedback', language)}{f' ({own})' if own else ''}:")
        entry.extend(list(deepcopy(words)))
    return entry


def _listed(texts: Iterable[html.HtmlElement | str]) -> html.HtmlElement:
    listing = html.Element("ul")
    for text in texts:
        entry = html.Element("li")
        if isinstance(text, str):
            entry.text = text
        elif len(text) == 1 and text[0].tag == "p" and not text[0].tail:
            only = deepcopy(text[0])
            only.tag = "span"
            entry.append(only)
            only.drop_tag()
        else:
            entry.extend(list(deepcopy(text)))
        listing.append(entry)
    return listing


def _paragraph(parent: html.HtmlElement, words: str) -> html.HtmlElement:
    paragraph = html.Element("p")
    paragraph.text = words
    parent.append(paragraph)
    return paragraph
