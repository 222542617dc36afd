"""What a district teaches, in outline: every course and school that a reader may know of.

Courses, schools, news and policies have a tree of their own (``Site.outlined``): nothing else is
looked at, however many lessons and pages there are. A course says itself for which grades and
subjects it is. The outline is kept until the next change of any content: one for all visitors,
and one for each of those who were here last of whoever is signed in.
"""

from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from academe.actions.access import sees_field
from academe.actions.reading import (
    school_of,
    text_in_force,
    title_in,
    values_for,
    words_in,
)
from academe.actions.translations import language_of
from academe.store.content import Content, Values, path_of
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
    is_visitor = not request.person.is_signed_in
    known = request.known_of_visitors["outlines"] if is_visitor else request.known_of_person
    if "outline" not in known:
        known["outline"] = _made(request)
    found: Outline = known["outline"]
    return found


def _made(request: Any) -> Outline:
    looked_at = {kind: _looked_at(request, kind) for kind in OUTLINED}
    standing = Standing(request)
    found = {kind: _known(standing, contents[:LOOKED_AT]) for kind, contents in looked_at.items()}
    news = sorted(found["news"], key=_moment, reverse=True)
    policies = sorted(found["policy"], key=lambda one: _code(request, one))
    lines = Lines(request)
    return Outline(
        tuple(lines.course(one) for one in found["course"]),
        tuple(_school(request, one) for one in found["school"]),
        tuple(one.id for one in news),
        tuple(one.id for one in policies),
        len(looked_at["course"]) <= LOOKED_AT,
    )


def _looked_at(request: Any, type_name: str) -> list[Content]:
    """Return the contents of a type, one more than may be looked at."""
    return list(islice(request.district.site.contents_of_type(type_name), LOOKED_AT + 1))


def _known(standing: "Standing", contents: list[Content]) -> list[Content]:
    """Return those that the reader may know, near the top first, each place's in its order."""
    found = [(standing.of(content), content) for content in contents]
    known = [(place, content) for place, content in found if place is not None]
    return [content for _place, content in sorted(known, key=itemgetter(0))]


class Standing:
    """Where contents stand, as numbers to sort by; asks about each place once."""

    def __init__(self, request: Any) -> None:
        self.request, self.person, self.district = request, request.person, request.district
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
            or values_for(self.person, content, self.district) is None
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
        if place is self.district.site.root:
            return ()
        found = self.of(place)
        return None if found is None else found[1]

    def _number(self, parent: Content, name: str) -> int:
        numbers = self._numbers.get(parent.id)
        if numbers is None:
            numbers = {name: at for at, name in enumerate(parent.names())}
            self._numbers[parent.id] = numbers
        return numbers.get(name, 0)


class Lines:
    """Makes the lines of courses; what is the same for all of a folder is looked up once."""

    def __init__(self, request: Any) -> None:
        self.person, self.district = request.person, request.district
        self._places: dict[int, tuple[str, str]] = {}
        found = self.district.definitions.types.get("course")
        fields = {} if found is None else found.fields
        self._grades, self._subjects = fields.get("grades"), fields.get("subjects")

    def course(self, course: Content) -> CourseLine:
        above, school = self._place(course.__parent__)
        values = values_for(self.person, course, self.district) or {}
        return CourseLine(
            course.id,
            f"{above}/{course.__name__}",
            self._words(course, self._grades, values),
            self._words(course, self._subjects, values),
            school,
            language_of(values, self.district),
            original_of(course, values),
            text_in_force(self.person, course, self.district) is not None,
        )

    def _place(self, place: Any) -> tuple[str, str]:
        """Return the path of a place without its last slash, and that of its school or ""."""
        known = self._places.get(place.id)
        if known is None:
            school = school_of(place)
            where = path_of(school) if school.type_name == "school" else ""
            known = self._places[place.id] = (path_of(place).rstrip("/"), where)
        return known

    def _words(self, course: Content, field: Any, values: Values) -> tuple[str, ...]:
        if field is None or not sees_field(self.person, field, course):
            return ()
        return tuple(values.get(field.name) or ())


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
