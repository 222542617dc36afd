"""Courses as families meet them: what it is, for whom, how long, and where the year is told."""

from typing import Any

from pyramid.decorator import reify

from academe.actions.reading import title_in, values_for
from academe.store.content import Content
from academe.web.cards import state_chip
from academe.web.curriculum import CourseLine, Outline
from academe.web.kinds import kind_of
from academe.web.showing import plain_text
from academe.web.standards_shown import grades_text
from academe.web.subject_looks import Look, look_of


class CourseCard:
    """One course in a list; what costs something is made when the template asks for it."""

    def __init__(self, request: Any, line: CourseLine, course: Content, values: Any) -> None:
        self.request, self.line, self.course, self.values = request, line, course, values
        self.title = title_in(values)
        self.summary = str(values.get("summary") or "")
        self.lang = values.get("language") or request.registry.academe_settings.language
        self.url = str(request.address(course))
        self.year_url = str(request.address(course, "year"))
        self.grades, self.subjects = line.grades, line.subjects
        self.school = ""  # its title, where the course is one school's
        self.school_lang = ""

    @reify
    def look(self) -> Look:
        return look_of(self.request, self.subjects)

    @reify
    def state(self) -> Any:
        """The chip, for those who may view the working text; families see none."""
        return state_chip(self.request, self.course)

    @property
    def grades_text(self) -> str:
        return grades_text(self.request, self.grades)

    @property
    def subjects_text(self) -> str:
        return ", ".join(label_of(self.request, "subjects", one) for one in self.subjects)

    @property
    def length(self) -> str:
        """How long the course is, in the district's words."""
        for field, _label in kind_of(self.request, "course").fields:
            if field.name == "length" and field.seen_by is None:
                return plain_text(self.request, field, self.values.get("length"))
        return ""


def label_of(request: Any, name: str, word: str) -> str:
    """Return what a list of choices calls a word; the word itself where it is no longer listed."""
    listed = request.district.definitions.choices.get(name)
    return str(request.say(listed.labels.get(word, word))) if listed else word


def place_in(request: Any, name: str, words: tuple[str, ...]) -> int:
    """Return where the first of the words stands in the list; the end where none does."""
    listed = request.district.definitions.choices.get(name)
    order = list(listed.labels) if listed else []
    return min((order.index(word) for word in words if word in order), default=len(order))


def cards_for(request: Any, lines: list[CourseLine], outline: Outline) -> list[CourseCard]:
    """Return the cards of courses, from the youngest grade on, by title."""
    schools = {school.path: school for school in outline.schools}
    cards = []
    for line in lines:
        course = request.district.site.content(line.id)
        values = course and values_for(request.person, course, request.district)
        if values is not None:
            card = CourseCard(request, line, course, values)
            if line.school in schools:
                school = schools[line.school]
                card.school, card.school_lang = school.title, school.lang
            cards.append(card)
    cards.sort(key=lambda one: (place_in(request, "grades", one.grades), one.title.casefold()))
    return cards
