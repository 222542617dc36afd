"""Contents in a list, gathered by the course, unit or lesson that they are a part of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from academe.actions.reading import may_know
from academe.search.asking import Question
from academe.search.finding import Found, find
from academe.store.content import Content
from academe.web.rows import Row, rows_of
from academe.web.telling import listed
from academe.wording import _

COURSES = ("course", "pd_module")
ITSELF = {
    "course": _("the course itself"),
    "pd_module": _("the module itself"),
    "unit": _("the unit itself"),
    "lesson": _("the lesson itself"),
    "document": _("the document itself"),
    "policy": _("the policy itself"),
    "page": _("the page itself"),
}
AT_ONCE = 50  # of one whole
BATCH = 100  # hits that are looked at together
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
    """One line: a content that stands alone, or a whole and what is meant in it."""

    rows: list[Row]
    place: Row | None = None  # the whole; None for one that stands alone
    told: str = ""  # "3 lessons and 1 unit"
    more: int = 0  # that are not in ``rows``


Wholes = dict[int, tuple[Content, list[Content]]]  # {id: (the whole, what is meant in it)}


def gather(request: Any, contents: Iterable[Content], at_most: int) -> list[Gathered]:
    """Return the first ``at_most`` lines, in the order in which each whole comes first."""
    found: Wholes = {}
    _sort_in(request, contents, found, at_most)
    return [_line(request, whole, inside) for whole, inside in found.values()]


def gather_found(request: Any, question: Question, at_most: int) -> list[Gathered] | None:
    """Return the same of all that fits the question, the newest first, whatever their number.

    What lies in wholes that are lines already is left out of the next search: there are no more
    searches than lines. None: the index is being made.
    """
    found: Wholes = {}
    while len(found) < at_most:
        hits = _ask(
            request, _without(question, [whole for whole, _inside in found.values()]), BATCH
        )
        if not hits.is_ready:
            return None
        is_first = not found
        _sort_in(request, hits.contents, found, at_most)
        if hits.total <= len(hits.contents) and is_first:
            return [_line(request, whole, inside) for whole, inside in found.values()]
        if hits.total <= BATCH or not hits.contents:
            break
    return [_counted_line(request, question, whole) for whole, _inside in found.values()]


def _ask(request: Any, question: Question, most: int, counted: Sequence[str] = ()) -> Found:
    indexer = request.registry.indexer
    return find(request.person, question, request.district, indexer, most=most, count_by=counted)


def _without(question: Question, wholes: Iterable[Content]) -> Question:
    """Return the question for what is in none of these; a folder stands for itself alone."""
    excluded: dict[str, tuple[str, ...]] = {"id": (), "within": (), **question.excluded}
    for whole in wholes:
        name = "within" if whole.type_name in ITSELF else "id"
        excluded[name] = (*excluded[name], str(whole.id))
    return replace(question, excluded=excluded)


def _sort_in(request: Any, contents: Iterable[Content], found: Wholes, at_most: int) -> None:
    for content in contents:
        whole = whole_of(request, content)
        if whole.id in found or len(found) < at_most:
            found.setdefault(whole.id, (whole, []))[1].append(content)


def _line(request: Any, whole: Content, inside: list[Content]) -> Gathered:
    kinds = Counter(one.type_name for one in inside if one is not whole)
    return _told(request, whole, inside, kinds, len(inside) > kinds.total(), len(inside))


def _counted_line(request: Any, question: Question, whole: Content) -> Gathered:
    """Return the line of a whole in which more may be meant than was looked at."""
    alone = replace(question, filters={**question.filters, "id": (str(whole.id),)})
    itself = _ask(request, alone, 1).total
    inside = replace(question, within=whole.id) if whole.type_name in ITSELF else alone
    hits = _ask(request, inside, AT_ONCE, ("type",))
    kinds = Counter(dict(hits.counts.get("type", ())))
    kinds[whole.type_name] -= itself
    return _told(request, whole, hits.contents, kinds, bool(itself), hits.total)


def _told(
    request: Any,
    whole: Content,
    inside: Sequence[Content],
    kinds: Counter[str],
    itself: bool,
    total: int,
) -> Gathered:
    rows = rows_of(request, inside[:AT_ONCE])
    if total == 1:
        return Gathered(rows)
    (place,) = rows_of(request, [whole])
    told = listed(request, _parts(request, whole, kinds, itself))
    return Gathered(rows, place, told, max(0, total - AT_ONCE))


def course_of(request: Any, content: Content) -> Content:
    """Return the course or module that a content lies in, if the person may know it."""
    for place in content.lineage():
        if place.type_name in COURSES and may_know(request.person, place, request.district):
            return place
    return content


def whole_of(request: Any, content: Content) -> Content:
    """Return the topmost course, unit, lesson or page above a content, or itself.

    Folders are no wholes: they would hide the courses in them.
    """
    whole = content
    for place in content.lineage():
        if place.type_name in ITSELF and may_know(request.person, place, request.district):
            whole = place
    return whole


def _parts(request: Any, whole: Content, kinds: Counter[str], itself: bool) -> list[str]:
    """Return how many of each kind: ``the course itself``, ``2 units``, ``3 lessons``."""
    say = request.say
    parts = [say(ITSELF[whole.type_name])] if itself and whole.type_name in ITSELF else []
    numbers = {kind: kinds[kind] for kind in NUMBERED}
    others = kinds.total() - sum(numbers.values())
    for kind, number in (*numbers.items(), ("", others)):
        if number > 0:
            one, many = NUMBERED.get(kind, OTHERS)
            parts.append(say(one if number == 1 else many % {"n": number}))
    return parts
