"""Frameworks and standards as their pages show them."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from academe.actions.aligning import Use, uses_of
from academe.actions.reading import title_for
from academe.store.standards import KINDS, Framework, Standard, Standards
from academe.web.gathering import course_of
from academe.web.showing import day_of, day_text
from academe.web.standards_shown import grades_text, kind_text, label_of, short_of, standards_url
from academe.wording import _

ADOPTIONS = {
    "privatedraft": _("Private draft"),
    "draft": _("Draft"),
    "adopted": _("Adopted"),
    "implemented": _("Implemented"),
    "deprecated": _("No longer in use"),
}


def framework_row(request: Any, framework: Framework, count: int) -> SimpleNamespace:
    """Return one line of the list of frameworks."""
    by = request.district.records.person(framework.read_by)
    day = day_text(request, day_of(request, framework.read_at))
    return SimpleNamespace(
        title=framework.title,
        url=standards_url(request, framework.guid),
        lang=framework.language or None,
        creator=framework.creator,
        count=count,
        status=" ".join(filter(None, (framework.version, adoption_text(request, framework)))),
        day=day,
        who="" if by is None else by.name,
        source=framework.source,
    )


def adoption_text(request: Any, framework: Framework) -> str:
    """Return CASE's word for where a framework stands; another one as its file says it."""
    known = ADOPTIONS.get(framework.adoption.replace(" ", "").casefold())
    return framework.adoption if known is None else str(request.say(known))


def framework_choices(
    request: Any, frameworks: Iterable[Framework]
) -> list[tuple[str, str, str | None]]:
    """Return (GUID, title, language where it is another than the page's)."""
    own = ("", request.language)
    return [
        (one.guid, one.title, None if one.language in own else one.language) for one in frameworks
    ]


def grade_choices(request: Any, standards: Iterable[Standard]) -> list[tuple[str, str]]:
    """Return (word, title) of the grades that some standard is for, in the district's order."""
    there = {grade for one in standards for grade in one.grades}
    listed = request.district.definitions.choices.get("grades")
    labels = dict(listed.labels) if listed else {}
    known = [(word, str(request.say(label))) for word, label in labels.items() if word in there]
    return known + [(word, word) for word in sorted(there - labels.keys())]


def subject_choices(standards: Iterable[Standard]) -> list[tuple[str, str]]:
    found = sorted({one.subject for one in standards if one.subject})
    return [(one, one) for one in found] if len(found) > 1 else []


def tree_of(
    request: Any, standards: list[Standard], grade: str, subject: str
) -> list[SimpleNamespace]:
    """Return the standards as a tree; what is not asked for is left out with all below it."""
    nodes = {one.guid: _node(request, one) for one in standards}
    top: list[SimpleNamespace] = []
    fits = {one.guid: _fits(one, grade, subject) for one in standards}
    for one in reversed(standards):  # what is below comes after what is above
        if fits[one.guid] or nodes[one.guid].children:
            siblings = nodes[one.parent].children if one.parent in nodes else top
            siblings.insert(0, nodes[one.guid])
    return top


def _fits(standard: Standard, grade: str, subject: str) -> bool:
    if grade and grade not in standard.grades:
        return False
    return not subject or subject == standard.subject


def _node(request: Any, standard: Standard) -> SimpleNamespace:
    return SimpleNamespace(
        url=standards_url(request, standard.guid),
        code=standard.code,
        words=standard.statement if standard.code else short_of(standard, 300),
        is_retired=standard.is_retired,
        children=[],
    )


def line_of(request: Any, standard: Standard) -> SimpleNamespace:
    """Return what a list says of one standard."""
    return SimpleNamespace(
        url=standards_url(request, standard.guid),
        label=label_of(standard),
        words=short_of(standard) if standard.code else "",
        grades=grades_text(request, standard.grades),
    )


def found_line(request: Any, standard: Standard, line: str) -> dict[str, Any]:
    """Return what the picker shows of one standard; ``line``: what a form's line calls it."""
    framework = Standards(request.district.site).framework(standard.framework)
    title = "" if framework is None else framework.title
    detail = " · ".join(filter(None, (title, grades_text(request, standard.grades))))
    code, words = label_of(standard), short_of(standard) if standard.code else ""
    more = {"code": code, "words": words}
    return {"id": line, "name": f"{code} {words}".strip(), "detail": detail, "more": more}


def uses_by_kind(request: Any, standard: Standard) -> list[SimpleNamespace]:
    """Return the contents for a standard by kind and course, as the reader may know them."""
    uses = uses_of(request.person, standard, request.district)
    groups = []
    for kind in KINDS:
        same = [use for use in uses if use.kind == kind]
        if same:
            courses = _by_course(request, same)
            title = kind_text(request, kind)
            groups.append(SimpleNamespace(kind=kind, title=title, courses=courses, count=len(same)))
    return groups


def _by_course(request: Any, uses: list[Use]) -> list[tuple[str, str | None, list[Any]]]:
    """Return (title, address, [(title, address, kind of content)]); no course: an empty title."""
    found: dict[int, tuple[str, str | None, list[Any]]] = {}
    for use in sorted(uses, key=lambda one: request.address(one.content)):
        course = course_of(request, use.content)
        is_alone = course is use.content and course.type_name != "course"
        title = "" if is_alone else title_for(request.person, course, request.district)
        key = 0 if is_alone else course.id
        url = None if is_alone else request.address(course)
        lines = found.setdefault(key, (title, url, []))[2]
        lines.append(
            (
                title_for(request.person, use.content, request.district),
                request.address(use.content),
                type_title(request, use.content.type_name),
            )
        )
    return list(found.values())


def type_title(request: Any, type_name: str) -> str:
    found = request.district.definitions.types.get(type_name)
    return type_name if found is None else str(request.say(found.title))
