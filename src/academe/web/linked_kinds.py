"""Which word of schema.org a type is, and what is said of that word alone."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from academe.actions.access import sees_field
from academe.definitions.definitions import Definitions
from academe.exchange.sitemaps import moment_text

LEARNING = "LearningResource"
KINDS: dict[str, str | list[str]] = {
    "site": "WebSite",
    "school": "School",
    "folder": "CollectionPage",
    "collection": "CollectionPage",
    "course": ["Course", LEARNING],
    "unit": LEARNING,
    "lesson": LEARNING,
    "pd_module": LEARNING,
    "assessment": LEARNING,
    "assignment": LEARNING,
    "question_bank": LEARNING,
    "document": "CreativeWork",
    "policy": "CreativeWork",
    "page": "WebPage",
    "news": "NewsArticle",
    "event": "Event",
    "image": "ImageObject",
    "file": "DigitalDocument",
}


def kind_named(definitions: Definitions, type_name: str) -> str | list[str]:
    """Return the word; a type of the district's own that names standards is for learning."""
    if type_name in KINDS:
        return KINDS[type_name]
    found = definitions.types.get(type_name)
    fields = found.fields.values() if found else ()
    return LEARNING if any(field.type == "standards" for field in fields) else "CreativeWork"


def is_for_learning(definitions: Definitions, type_name: str) -> bool:
    return LEARNING in kind_named(definitions, type_name)


def answer_of(page: Any, name: str) -> Any:
    """Return an answer of the text in force if the reader may know it."""
    field = page.content_type.fields.get(name) if page.content_type else None
    if field is None or not sees_field(page.person, field, page.content):
        return None
    return page.publication.values.get(name)


def more_of(page: Any, publisher: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of schools, courses, news and events beside the rest."""
    tell = MORE.get(page.type_name)
    return tell(page, publisher) if tell else {}


def _school(page: Any, publisher: dict[str, Any]) -> dict[str, Any]:
    return {
        "address": _line(answer_of(page, "address")),
        "telephone": answer_of(page, "phone"),
        "email": answer_of(page, "email"),
        "sameAs": answer_of(page, "website"),
        "parentOrganization": publisher,
    }


def _course(page: Any, publisher: dict[str, Any]) -> dict[str, Any]:
    return {"courseCode": answer_of(page, "course_code"), "provider": publisher}


def _news(page: Any, publisher: dict[str, Any]) -> dict[str, Any]:
    return {"headline": page.whole_title}


def _event(page: Any, publisher: dict[str, Any]) -> dict[str, Any]:
    place = answer_of(page, "place")
    return {
        "startDate": _moment(answer_of(page, "starts")),
        "endDate": _moment(answer_of(page, "ends")),
        "location": {"@type": "Place", "name": place} if place else None,
        "organizer": publisher,
    }


def _line(value: Any) -> str | None:
    return ", ".join(value.splitlines()) if isinstance(value, str) else None


def _moment(value: Any) -> str | None:
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else None


MORE: dict[str, Callable[[Any, dict[str, Any]], dict[str, Any]]] = {
    "school": _school,
    "course": _course,
    "news": _news,
    "event": _event,
}
