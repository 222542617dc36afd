"""What a district teaches, in outline: every course and school that a reader may know of.

Places are walked, courses are not: a course says itself for which grades and subjects it is. For
visitors the outline is kept until the next change of any content, so that only the first of
them waits for the walk; for somebody who is signed in it is made once a request.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from academe.actions.access import sees_field
from academe.actions.reading import school_of, seen_children, text_in_force, values_for
from academe.actions.translations import language_of
from academe.store.content import Content, path_of
from academe.web.told_languages import original_of

PLACES = {"site", "school", "folder"}
LOOKED_AT = 50_000  # contents outside courses; where there are more, the pages say so


class CourseLine(NamedTuple):
    """Where a course lies, for whom it is, and in which language."""

    id: int
    path: str
    grades: tuple[str, ...]
    subjects: tuple[str, ...]
    school: str  # the path of its school; "" for the district's
    lang: str
    translates: int  # the id of the course that it is a translation of; 0 for none
    is_public: bool


class SchoolLine(NamedTuple):
    """A school, the language of its title, and the grades that it teaches."""

    id: int
    path: str
    title: str
    grades: tuple[str, ...]
    lang: str


class Outline(NamedTuple):
    """Plain words and numbers: it may be kept from one request to the next."""

    courses: tuple[CourseLine, ...]
    schools: tuple[SchoolLine, ...]
    news: tuple[int, ...]  # ids, the newest first
    policies: tuple[int, ...]  # ids, by code
    is_whole: bool  # False: there was more than one request may look at


def outline_of(request: Any) -> Outline:
    """Return what the reader may know of, from the front page down."""
    person = request.person
    known = person.memo if person.is_signed_in else request.known_of_visitors["outlines"]
    if "outline" not in known:
        known["outline"] = _walked(request)
    found: Outline = known["outline"]
    return found


def _walked(request: Any) -> Outline:
    found = list(_outside_courses(request))
    by_type: dict[str, list[Content]] = {}
    for content in found[:LOOKED_AT]:
        by_type.setdefault(content.type_name, []).append(content)
    news = sorted(by_type.get("news", ()), key=_moment, reverse=True)
    policies = sorted(by_type.get("policy", ()), key=lambda one: _code(request, one))
    return Outline(
        tuple(_course(request, one) for one in by_type.get("course", ())),
        tuple(_school(request, one) for one in by_type.get("school", ())),
        tuple(one.id for one in news),
        tuple(one.id for one in policies),
        len(found) <= LOOKED_AT,
    )


def _outside_courses(request: Any) -> Iterator[Content]:
    """Yield what the reader may know, near the top first, one more than may be looked at."""
    waiting, seen = [request.district.site.root], 0
    for place in waiting:  # it grows while it is walked
        for child in seen_children(request.person, place, request.district):
            yield child
            seen += 1
            if seen > LOOKED_AT:
                return
            if child.type_name in PLACES:
                waiting.append(child)


def _course(request: Any, course: Content) -> CourseLine:
    school = school_of(course)
    where = path_of(school) if school.type_name == "school" else ""
    grades, subjects = words_of(request, course, "grades"), words_of(request, course, "subjects")
    values = values_for(request.person, course, request.district) or {}
    lang, translates = language_of(values, request.district), original_of(course, values)
    is_public = text_in_force(request.person, course, request.district) is not None
    path = path_of(course)
    return CourseLine(course.id, path, grades, subjects, where, lang, translates, is_public)


def _school(request: Any, school: Content) -> SchoolLine:
    values = values_for(request.person, school, request.district) or {}
    title, lang = str(values.get("title", "")), language_of(values, request.district)
    return SchoolLine(school.id, path_of(school), title, words_of(request, school, "grades"), lang)


def words_of(request: Any, content: Content, name: str) -> tuple[str, ...]:
    """Return the choices that a content names in a field, if the reader may know the field."""
    content_type = request.district.definitions.types.get(content.type_name)
    field = content_type.fields.get(name) if content_type else None
    if field is None or not sees_field(request.person, field, content):
        return ()
    return tuple((values_for(request.person, content, request.district) or {}).get(name) or ())


def _moment(content: Content) -> float:
    moment = content.created or content.changed
    return moment.timestamp() if moment else 0.0


def _code(request: Any, policy: Content) -> str:
    values = values_for(request.person, policy, request.district) or {}
    return str(values.get("code") or values.get("title") or "")
