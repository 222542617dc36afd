"""What children learn: the courses of a grade, a subject or a school, and the year of each."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.reading import school_of
from academe.store.content import Content, path_of
from academe.web.contacts import Contact, contacts_for
from academe.web.course_cards import label_of, place_in
from academe.web.curriculum import PLACES, outline_of
from academe.web.learning import ASKED, Learning, chosen_in
from academe.web.page_store import never_keep
from academe.web.responding import show_page
from academe.web.years import CourseYear, told_of
from academe.wording import _

WORDS = (*ASKED, "school")


@view_config(name="learn", context=Content, permission="know", request_method=("GET", "HEAD"))
def show_learn(context: Content, request: Any) -> Response:
    """List the courses that fit ``?grade=``, ``?subject=`` and ``?school=``."""
    learning = _learning(context, request)
    if _has_a_neater_address(request, learning):
        return HTTPSeeOther(location=learning.url())
    words = learning.words
    return show_page(
        request,
        "pages/learn.pt",
        title=LEARN % {"words": words} if words else ASK,
        learning=learning,
        filters=_filters(request, learning),
        action=learning.url(grade="", subject="", school=""),
        is_filtered=bool(words),
        year_url=learning.url("year", subject="") if learning.grade and learning.cards else None,
        ways=_other_ways(request, learning),
        schools=_schools_to_choose(request, learning),
        contacts=_contacts(request, learning),
    )


ASK = _("What will my child learn?")
LEARN = _("What children learn: ${words}")


@view_config(name="year", context=Content, permission="know", request_method=("GET", "HEAD"))
def show_year(context: Content, request: Any) -> Response:
    """Tell the year of a course, or of all courses of ``?grade=``, for printing."""
    if context.type_name == "course":
        return _show_course(context, request)
    learning = _learning(context, request)
    if not learning.grade:
        return HTTPSeeOther(location=learning.url())
    courses = [told_of(request, card.course) for group in learning.groups for card in group.cards]
    told = [course for course in courses if course is not None]
    words = {"grade": label_of(request, "grades", learning.grade)}
    return show_page(
        request,
        "pages/year.pt",
        title=_("${grade}: the year", mapping=words),
        learning=learning,
        courses=told,
        left_out=len(courses) - len(told),
        back_url=learning.url(),
        schools=_schools_to_choose(request, learning, "year"),
        contacts=_contacts(request, learning),
        own_address=f"{request.host_url}{learning.url('year')}",
    )


def _show_course(course: Content, request: Any) -> Response:
    told: CourseYear | None = told_of(request, course)
    if request.query_string:
        never_keep(request)
    return show_page(
        request,
        "pages/course_year.pt",
        title=LEARN % {"words": told.title} if told else _("What your child learns"),
        crumb=_("What your child learns"),
        course=told,
        contacts=_contacts_of(request, told) if told else [],
        course_url=request.address(course),
        own_address=request.full_address(course, "year"),
    )


def _contacts(request: Any, learning: Learning) -> list[Contact]:
    grades = (learning.grade,) if learning.grade else ()
    return contacts_for(request, learning.outline, learning.school, grades)


def _contacts_of(request: Any, course: CourseYear) -> list[Contact]:
    """Return the course's school, else the schools that teach its grades."""
    outline, where = outline_of(request), path_of(school_of(course.content))
    school = next((one for one in outline.schools if one.path == where), None)
    return contacts_for(request, outline, school, course.words("grades"))


def _learning(context: Content, request: Any) -> Learning:
    """Read the choice; what an unknown word was made of is not worth keeping."""
    place = context if context.type_name in PLACES else request.district.site.root
    learning = Learning(request, place, chosen_in(request))
    canonical = learning.url(request.view_name).partition("?")[2]
    if request.query_string != canonical:
        never_keep(request)
    return learning


def _has_a_neater_address(request: Any, learning: Learning) -> bool:
    """Say whether a form without answers brought empty words along."""
    given = set(request.GET)
    is_known = bool(given) and given <= set(WORDS) and not learning.chosen.is_unknown
    return is_known and request.query_string != learning.url().partition("?")[2]


def _filters(request: Any, learning: Learning) -> list[tuple[str, str, list[Any], str]]:
    """Return (word, label, choices, chosen) of the lists; a list of one school is left out.

    A choice is (word, title, its language or None for the page's).
    """
    outline, chosen = learning.outline, learning.chosen
    grades = {grade for line in outline.courses for grade in line.grades}
    grades |= {grade for school in outline.schools for grade in school.grades}
    subjects = {word for line in outline.courses for word in line.subjects}
    filters: list[tuple[str, str, list[Any]]] = [
        ("grade", request.say(_("Grade")), _choices(request, "grades", grades | {chosen.grade})),
        (
            "subject",
            request.say(_("Subject")),
            _choices(request, "subjects", subjects | {chosen.subject}),
        ),
    ]
    schools = [(one.path.strip("/"), one.title, one.lang) for one in outline.schools]
    if len(schools) > 1 and learning.place is request.district.site.root:
        filters.append(("school", request.say(_("School")), schools))
    return [(*one, getattr(chosen, one[0])) for one in filters]


def _choices(request: Any, name: str, words: set[str]) -> list[Any]:
    return [(word, title, None) for word, title in _labels(request, name, words)]


def _labels(request: Any, name: str, words: set[str]) -> list[tuple[str, str]]:
    order = sorted(words - {""}, key=lambda word: place_in(request, name, (word,)))
    return [(word, label_of(request, name, word)) for word in order]


def _other_ways(request: Any, learning: Learning) -> list[tuple[str, str]]:
    """Return (title, address) of the grades that have courses, where this choice has none."""
    if learning.cards:
        return []
    wide = Learning(request, learning.place, learning.chosen._replace(grade="", subject=""))
    grades = {grade for line in wide.lines for grade in line.grades}
    return [(title, wide.url(grade=word)) for word, title in _labels(request, "grades", grades)]


def _schools_to_choose(request: Any, learning: Learning, view: str = "learn") -> list[Any]:
    """Return (title, address, language) where a grade's courses differ from school to school."""
    own = {line.school for line in learning.lines if line.school}
    if learning.school is not None or not learning.grade or not own:
        return []
    schools = [one for one in learning.outline.schools if learning.grade in one.grades]
    if len(schools) < 2:
        return []
    return [
        (one.title, learning.url(view, school=one.path.strip("/")), one.lang) for one in schools
    ]
