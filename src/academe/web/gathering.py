"""Contents in a list, gathered by the course, unit or lesson that they are a part of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from academe.actions.reading import may_know
from academe.search.asking import Question
from academe.search.finding import Found, find
from academe.store.content import Content, subtree
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
    full: set[int] = set()  # ids of wholes of which nothing more is to be found
    while len(found) < at_most:
        before = set(found)
        wholes = [whole for whole, _inside in found.values()]
        hits = _ask(request, _without(question, wholes), BATCH)
        if not hits.is_ready:
            return None
        _sort_in(request, hits.contents, found, at_most)
        if hits.total <= len(hits.contents):
            full |= found.keys() - before
            break
        if hits.total <= BATCH or not hits.contents:
            break
    return _lines(request, question, found, full)


def _lines(request: Any, question: Question, found: Wholes, full: set[int]) -> list[Gathered]:
    """Return the lines; asks for more only in wholes where more may be meant than was looked at."""
    rest = {
        whole.id: (whole, inside)
        for whole, inside in found.values()
        if whole.id not in full and not _is_all(whole, inside)
    }
    few = [whole for whole, inside in rest.values() if len(inside) <= AT_ONCE]
    found = {**found, **(together := _all_in(request, question, few))}
    return [
        _counted_line(request, question, whole, inside)
        if whole.id in rest and whole.id not in together
        else _line(request, whole, inside)
        for whole, inside in found.values()
    ]


def _is_all(whole: Content, inside: list[Content]) -> bool:
    """Say whether nothing lies in a whole but what was found; a folder stands for itself alone."""
    if whole.type_name not in ITSELF:
        return True
    known = {one.id for one in inside}
    return all(one.id in known for one in subtree(whole))


def _all_in(request: Any, question: Question, wholes: list[Content]) -> Wholes:
    """Return all that is meant in these wholes, by one search; nothing where it is too much."""
    if not wholes:
        return {}
    hits = _ask(request, _inside(request, question, wholes), AT_ONCE * len(wholes))
    found: Wholes = {whole.id: (whole, []) for whole in wholes}
    for content in hits.contents:
        whole = whole_of(request, content)
        if whole.id in found:
            found[whole.id][1].append(content)
    is_whole = hits.is_ready and hits.total == sum(len(inside) for _whole, inside in found.values())
    return found if is_whole else {}


def _inside(request: Any, question: Question, wholes: list[Content]) -> Question:
    """Return the question for what is meant in these wholes.

    Of hundreds of places where a person works, those are named that lie in the wholes: it is
    the same and asks the index less.
    """
    wanted = question.filters.get("within")
    inside: list[str] = []
    for whole in wholes:
        above = {str(place.id) for place in whole.lineage()}
        if wanted is None or not above.isdisjoint(wanted):
            inside.append(str(whole.id))
        else:
            inside += [one for one in wanted if _lies_in(request, int(one), whole)]
    return replace(question, filters={**question.filters, "within": tuple(inside)})


def _lies_in(request: Any, content_id: int, whole: Content) -> bool:
    content = request.district.site.content(content_id)
    return content is not None and any(place is whole for place in content.lineage())


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


def _counted_line(
    request: Any, question: Question, whole: Content, known: list[Content]
) -> Gathered:
    """Return the line of a whole in which more is meant than is shown."""
    hits = _ask(request, _inside(request, question, [whole]), AT_ONCE, ("type",))
    itself = any(one is whole for one in (*known, *hits.contents))
    if not itself and hits.total > len(hits.contents):
        alone = replace(question, filters={**question.filters, "id": (str(whole.id),)})
        itself = bool(_ask(request, alone, 1).total)
    kinds = Counter(dict(hits.counts.get("type", ())))
    kinds[whole.type_name] -= itself
    return _told(request, whole, hits.contents, kinds, itself, hits.total)


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
