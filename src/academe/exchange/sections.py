"""The text of a lesson, taken apart by its headings into the fields of the lesson type."""

import re
from collections.abc import Iterable

from lxml import html

from academe.exchange.bundle import Value
from academe.exchange.markup import inner_html, text_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {
    *_HEADINGS, "p", "div", "ul", "ol", "dl", "table", "pre", "blockquote", "section", "article",
    "main", "header", "footer", "nav", "aside", "figure", "hr", "center", "details", "address",
}  # fmt: skip

# Headings as teachers write them -> content_types/lesson.toml. What is not here goes to the steps,
# with its heading and in its place, so that nothing is lost and nothing becomes hidden by a guess.
_FIELDS = {
    "objectives": r"(learning |lesson )?(objectives?|goals?|outcomes?|targets?|intentions?)"
    r"|what (students|you|pupils) will learn|objetivos?( de aprendizaje)?|(lern)?ziele?",
    "duration": r"duration|time( needed| required)?|length|timing|duraci[oó]n|tiempo|dauer|zeit",
    "materials": r"(required |you will need |lesson )?materials?|equipment|you will need"
    r"|what you('ll| will) need|resources (needed|required)|materiale?s?|materialien",
    "vocabulary": r"(key )?vocabulary|key (words|terms)|words to know|keywords"
    r"|vocabulario|palabras clave|wortschatz",
    "steps": r"(lesson )?steps|procedure|pasos|procedimiento|ablauf",
    "differentiation": r"differentiation|extensions?( activit(y|ies)| ideas?| tasks?)?"
    r"|support( and challenge)?|challenges?|accommodations?|diferenciaci[oó]n|differenzierung",
    "assessment": r"(formative )?assessments?|checks? for understanding|checking understanding"
    r"|evaluation|exit (ticket|slip)|evaluaci[oó]n",
    "homework": r"home ?work|tareas?( para (la )?casa)?|hausaufgaben?",
    "teachers_notes": r"(notes for (the )?teachers?|teacher'?s?'? notes?|instructor notes?)"
    r"|notas para (el|la|los) (maestr[oa]s?|docentes?|profesor(es|a)?)",
    "answer_key": r"answers?( key)?|solutions?|respuestas|soluciones|lösung(en)?",
}
_MATCHERS = {name: re.compile(words) for name, words in _FIELDS.items()}
_LICENCE = re.compile(r"licen[cs]e|copying", re.IGNORECASE)
_TIME = re.compile(
    r"(\d+(?:\.\d+)?)\s*(hours?|hrs?|h|horas?|stunden?|std|minut(?:en?|es|os?)?|mins?|m)\b",
    re.IGNORECASE,
)


def lesson_values(division: html.HtmlElement) -> dict[str, Value]:
    """Give the values of a lesson; a text whose headings say nothing goes whole to the steps."""
    unwrap(division)
    parts = list(split(division))
    if not any(field_of(heading) for heading, _ in parts):
        return {"steps": whole(division, 3)} if len(division) or division.text else {}
    gathered: dict[str, html.HtmlElement] = {}
    values: dict[str, Value] = {}
    for heading, elements in parts:
        name = field_of(heading) or "steps"
        if name == "duration" and not minutes_in(" ".join(map(text_of, elements[1:]))):
            name = "steps"  # a time that is not understood stays where it was said
        if not heading and len(elements) == 1 and _is_plain(elements[0]):
            values["summary"] = text_of(elements[0])
            continue
        place = gathered.setdefault(name, html.Element("div"))
        if field_of(heading) == name and len(place) == 0:
            elements = elements[1:]
        place.extend(elements)
    if "duration" in gathered:
        values["duration"] = minutes_in(text_of(gathered.pop("duration")))
    return values | {name: whole(place, 3) for name, place in gathered.items() if len(place)}


def field_of(heading: str) -> str:
    """Say which field a heading means, "" for none that is known."""
    words = re.sub(r"^[\d.)\s]+|[:.\s]+$", "", heading).replace("\u2019", "'").casefold()
    return next((name for name, matcher in _MATCHERS.items() if matcher.fullmatch(words)), "")


def split(division: html.HtmlElement) -> Iterable[tuple[str, list[html.HtmlElement]]]:
    """Give (heading, elements with the heading first); the text before any heading has ""."""
    _wrap_loose_text(division)
    tops = [element.tag for element in division if element.tag in _HEADINGS]
    top = min(tops, default="")
    heading, elements = "", list[html.HtmlElement]()
    for element in list(division):
        if element.tag == top:
            if elements:
                yield heading, elements
            heading, elements = text_of(element), []
        elements.append(element)
    if elements:
        yield heading, elements


def drop_licence(body: html.HtmlElement) -> None:
    """Take out the section that says the licence: it is a field of its own."""
    for heading, elements in list(split(body)):
        if _LICENCE.fullmatch(heading):
            for element in elements:
                body.remove(element)


def take_title(division: html.HtmlElement) -> tuple[str, list[html.HtmlElement]]:
    """Take the first h1 out, with all that stands before it; ("", []) when there is none."""
    unwrap(division)
    first = next((element for element in division if element.tag == "h1"), None)
    if first is None:
        return "", []
    before = list(division)[: division.index(first)]
    for element in [*before, first]:
        division.remove(element)
    return text_of(first), before


def first_paragraph(division: html.HtmlElement) -> str:
    """Give the first paragraph that has words, as plain text."""
    return next((text for p in division.iter("p") if (text := text_of(p))), "")


def whole(division: html.HtmlElement, top: int) -> str:
    """Write a text with its highest heading at a level, so that it fits below a page's own."""
    levels = [int(element.tag[1]) for element in division.iter(*_HEADINGS)]
    shift = top - min(levels, default=top)
    for element in list(division.iter(*_HEADINGS)):
        element.tag = f"h{min(6, int(element.tag[1]) + shift)}"
    return inner_html(division)


def minutes_in(words: str) -> int:
    """Read "1 h 30 min" or "45 minutes" as whole minutes; 0 when no time is said."""
    total = 0.0
    for number, unit in _TIME.findall(words[:200]):
        total += float(number) * (60 if unit[0].lower() in "hs" else 1)
    return round(total) if total < 100_000 else 0


def unwrap(division: html.HtmlElement) -> None:
    """Take away boxes around everything: page builders put a whole text into one div."""
    while len(division) == 1 and division[0].tag in ("div", "main", "article", "section"):
        if (division.text or "").strip() or (division[0].tail or "").strip():
            return
        division[0].drop_tag()


def _wrap_loose_text(division: html.HtmlElement) -> None:
    """Give text and words between the blocks a paragraph: they belong to a section too."""
    children, first = list(division), division.text
    division.text = None
    run = html.Element("p")
    run.text = first
    for element in children:
        if element.tag not in _BLOCKS:
            run.append(element)
            continue
        if len(run) or (run.text or "").strip():
            element.addprevious(run)
        run = html.Element("p")
        run.text, element.tail = element.tail, None
    if len(run) or (run.text or "").strip():
        division.append(run)


def _is_plain(element: html.HtmlElement) -> bool:
    has_more = any(below.tag not in ("strong", "em", "b", "i", "code") for below in element)
    return element.tag == "p" and not has_more and 0 < len(text_of(element)) <= 600
