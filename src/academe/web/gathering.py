"""Contents in a list, gathered by the course that they belong to."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from academe.actions.reading import may_know
from academe.store.content import Content
from academe.web.rows import Row, rows_of
from academe.web.telling import listed
from academe.wording import _

ITSELF = {"course": _("the course itself"), "pd_module": _("the module itself")}
AT_ONCE = 50  # of one course
NUMBERED = {
    "unit": (_("1 unit"), _("${n} units")),
    "lesson": (_("1 lesson"), _("${n} lessons")),
    "document": (_("1 document"), _("${n} documents")),
    "page": (_("1 page"), _("${n} pages")),
    "file": (_("1 file"), _("${n} files")),
    "image": (_("1 picture"), _("${n} pictures")),
}
OTHERS = (_("1 other"), _("${n} others"))


class Gathered(NamedTuple):
    """One line: a content that stands alone, or a course and what is meant in it."""

    rows: list[Row]
    place: Row | None = None  # the course; None for one that stands alone
    told: str = ""  # "3 lessons and 1 unit"
    more: int = 0  # that are not in ``rows``


def gather(request: Any, contents: Iterable[Content], at_most: int) -> list[Gathered]:
    """Return the first ``at_most`` lines, in the order in which each course comes first."""
    found: dict[int, tuple[Content, list[Content]]] = {}
    for content in contents:
        place = course_of(request, content)
        if place.id not in found and len(found) == at_most:
            continue
        found.setdefault(place.id, (place, []))[1].append(content)
    return [_line(request, place, inside) for place, inside in found.values()]


def _line(request: Any, place: Content, inside: list[Content]) -> Gathered:
    if len(inside) == 1:
        return Gathered(rows_of(request, inside))
    rows = rows_of(request, inside[:AT_ONCE])
    (course,) = rows_of(request, [place])
    more = max(0, len(inside) - AT_ONCE)
    return Gathered(rows, course, counted(request, place, inside), more)


def course_of(request: Any, content: Content) -> Content:
    """Return the course or module that a content lies in, if the person may know it."""
    for place in content.lineage():
        if place.type_name in ITSELF and may_know(request.person, place, request.district):
            return place
    return content


def counted(request: Any, place: Content, inside: Iterable[Content]) -> str:
    """Return how many of each kind: ``the course itself, 2 units and 3 lessons``."""
    say = request.say
    kinds = Counter(
        content.type_name if content.type_name in NUMBERED else ""
        for content in inside
        if content is not place
    )
    parts = [say(ITSELF[place.type_name])] if any(content is place for content in inside) else []
    for kind in (*NUMBERED, ""):
        if kinds[kind]:
            one, many = NUMBERED.get(kind, OTHERS)
            number = kinds[kind]
            parts.append(say(one if number == 1 else many % {"n": number}))
    return listed(request, parts)
