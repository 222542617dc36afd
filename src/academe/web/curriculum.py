"""What a district teaches, in outline: every course and school that a reader may know of.

Courses, schools, news and policies have a tree of their own (``Site.outlined``): nothing else is
looked at, however many lessons and pages there are. A course says itself for which grades and
subjects it is. For visitors the outline is kept until the next change of any content; for
somebody who is signed in it is made once a request.
"""

from itertools import islice
from typing import Any, NamedTuple

from academe.actions.reading import (
    may_know,
    school_of,
    text_in_force,
    title_in,
    values_for,
    words_in,
)
from academe.actions.translations import language_of
from academe.store.content import Content, path_of
from academe.store.site import OUTLINED
from academe.web.told_languages import original_of

PLACES = {"site", "school", "folder"}
LOOKED_AT = 20_000  # of one type; where there are more, the pages say so


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
        known["outline"] = _made(request)
    found: Outline = known["outline"]
    return found


def _made(request: Any) -> Outline:
    looked_at = {kind: _looked_at(request, kind) for kind in OUTLINED}
    found = {kind: _known(request, contents[:LOOKED_AT]) for kind, contents in looked_at.items()}
    news = sorted(found["news"], key=_moment, reverse=True)
    policies = sorted(found["policy"], key=lambda one: _code(request, one))
    return Outline(
        tuple(_course(request, one) for one in found["course"]),
        tuple(_school(request, one) for one in found["school"]),
        tuple(one.id for one in news),
        tuple(one.id for one in policies),
        len(looked_at["course"]) <= LOOKED_AT,
    )


def _looked_at(request: Any, type_name: str) -> list[Content]:
    """Return the contents of a type, one more than may be looked at."""
    return list(islice(request.district.site.contents_of_type(type_name), LOOKED_AT + 1))


def _known(request: Any, contents: list[Content]) -> list[Content]:
    """Return those that the reader may know, near the top first, each place's in its order."""
    standing = Standing(request)
    found = [(standing.of(content), content) for content in contents]
    known = [(place, content) for place, content in found if place is not None]
    return [content for _place, content in sorted(known, key=lambda pair: pair[0])]


class Standing:
    """Where contents stand, as numbers to sort by; asks about each place once."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self._numbers: dict[int, dict[str, int]] = {}
        self._places: dict[int, tuple[int, ...] | None] = {}

    def of(self, content: Content) -> tuple[int, tuple[int, ...]] | None:
        """Return (levels below the site, the number among its siblings at each level).

        None where the reader may not know it, or where a place above is not for
        them to know or is no place of the outline: a course inside a course.
        """
        parent = content.__parent__
        above = None if parent is None else self._of_place(parent)
        if (
            parent is None
            or above is None
            or not may_know(self.request.person, content, self.request.district)
        ):
            return None
        numbers = (*above, self._number(parent, content.__name__ or ""))
        return len(numbers), numbers

    def _of_place(self, place: Content) -> tuple[int, ...] | None:
        if place.type_name not in PLACES:
            return None
        if place.id not in self._places:
            self._places[place.id] = self._looked_up(place)
        return self._places[place.id]

    def _looked_up(self, place: Content) -> tuple[int, ...] | None:
        if place is self.request.district.site.root:
            return ()
        found = self.of(place)
        return None if found is None else found[1]

    def _number(self, parent: Content, name: str) -> int:
        if parent.id not in self._numbers:
            self._numbers[parent.id] = {name: at for at, name in enumerate(parent.names())}
        return self._numbers[parent.id].get(name, 0)


def _course(request: Any, course: Content) -> CourseLine:
    school = school_of(course)
    where = path_of(school) if school.type_name == "school" else ""
    grades, subjects = _words(request, course, "grades"), _words(request, course, "subjects")
    values = values_for(request.person, course, request.district) or {}
    lang, translates = language_of(values, request.district), original_of(course, values)
    is_public = text_in_force(request.person, course, request.district) is not None
    path = path_of(course)
    return CourseLine(course.id, path, grades, subjects, where, lang, translates, is_public)


def _school(request: Any, school: Content) -> SchoolLine:
    values = values_for(request.person, school, request.district) or {}
    title, lang = title_in(values), language_of(values, request.district)
    return SchoolLine(school.id, path_of(school), title, _words(request, school, "grades"), lang)


def _words(request: Any, content: Content, name: str) -> tuple[str, ...]:
    return words_in(request.person, content, name, request.district)


def _moment(content: Content) -> float:
    moment = content.created or content.changed
    return moment.timestamp() if moment else 0.0


def _code(request: Any, policy: Content) -> str:
    values = values_for(request.person, policy, request.district) or {}
    return str(values.get("code") or title_in(values))
