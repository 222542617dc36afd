"""What a collection lists: found anew for whoever reads it, never kept."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from academe.actions.access import may, sees_field
from academe.actions.creating import addable_types
from academe.actions.owning import may_have_area, own_areas
from academe.search.asking import SORTS, Question, understand
from academe.search.finding import FURTHEST, Found, find
from academe.store.content import Content, Values
from academe.store.people import Identity
from academe.web.asking import number_of
from academe.web.desk import Desk
from academe.web.hits import HitCard, hits_of
from academe.web.page_store import never_keep
from academe.web.paging import Pages
from academe.web.search_field import write_search
from academe.web.searching import Asked, excluded_of

TYPE = "collection"
SIZE, LARGEST = 20, 100  # contents on a page
LONGEST_TITLE = 120  # characters of one that is made of what was asked


class Collected:
    """One page of the list of a collection, for one reader."""

    def __init__(self, request: Any, content: Content, values: Values) -> None:
        self.request, self.content, self._values = request, content, values
        never_keep(request)  # the index may still be behind the transaction that the key names

    @cached_property
    def found(self) -> Found:
        question = kept_question(self.request, self.request.person, self.content, self._values)
        return NOTHING if question is None else self._find(question, self._page)

    @property
    def hits(self) -> list[HitCard]:
        """What is listed, without marks: nobody asks why a list has what it has."""
        return hits_of(self.request, self.found.contents, Question())

    @property
    def pages(self) -> Pages:
        total = min(self.found.total, FURTHEST)
        return Pages(total, self._page, self._size, str(self.request.address(self.content)))

    @property
    def _page(self) -> int:
        asked = number_of(str(self.request.GET.get("page", "")))
        return min(max(1, asked), FURTHEST // self._size)

    @property
    def _size(self) -> int:
        asked = self._values.get("at_once")
        return min(max(1, int(asked)), LARGEST) if asked else SIZE

    def _find(self, question: Question, page: int) -> Found:
        request = self.request
        found = find(
            request.person,
            question,
            request.district,
            request.registry.indexer,
            start=(page - 1) * self._size,
            most=self._size,
            allow_mistakes=False,
        )
        last = max(1, -(-min(found.total, FURTHEST) // self._size))
        return found if page <= last else self._find(question, last)


def kept_question(
    request: Any, reader: Identity, content: Content, values: Values
) -> Question | None:
    """Return what a collection asks; None for a reader who may not see what is sought."""
    kind = request.district.definitions.types.get(content.type_name)
    field = kind.fields.get("search") if kind else None
    text = str(values.get("search") or "")
    if field is None or not text or not sees_field(reader, field, content):
        return None
    order = values.get("order")
    sort = next((one for one in SORTS if one == order), SORTS[0])
    within = _within(content, values, request.district.site.root)
    asked = understand(text, within=within, sort=sort, is_open=False)
    itself = {"id": (str(content.id),)}
    return replace(asked, excluded={**excluded_of(request, asked), **itself})


def _within(content: Content, values: Values, root: Content) -> int:
    """Return the id of the place that was chosen, else of the one in which it lies; 0: the site."""
    place = content.__parent__
    asked = values.get("where") or (place.id if place is not None else root.id)
    return 0 if asked == root.id else int(asked)


NOTHING = Found((), 0, {})


class Keeping(NamedTuple):
    """Where the form lies that keeps a search as a collection."""

    url: str
    opens_area: bool  # the own area is made first, which takes a button


def keeping(request: Any, asked: Asked, labels: Sequence[str]) -> Keeping | None:
    """Return how a search is kept as a collection; None for who may not.

    ``labels``: of the filters that were chosen, of which the title is made that the form offers.
    """
    if TYPE not in request.district.definitions.types or not (asked.words or asked.filters):
        return None
    title = ", ".join([*filter(None, [asked.words]), *labels])
    answers = {"title": title[:1].upper() + title[1:LONGEST_TITLE], "order": asked.sort}
    answers["search"] = write_search(asked.words, asked.filters)
    query = urlencode({**answers, "where": str(asked.place.id)})
    place = _place_for_one(request, asked.place)
    if place is not None:
        return Keeping(f"{request.address(place, 'add', TYPE)}?{query}", opens_area=False)
    if may_have_area(request.person, request.district.definitions):
        return Keeping(
            f"{request.address(request.district.site.root, 'own')}?then={TYPE}&{query}",
            opens_area=True,
        )
    return None


def _place_for_one(request: Any, place: Content) -> Content | None:
    """Return where a collection could lie; None: in an own area that is still to be made.

    Here or above, but at the top of the site only for whoever can have no area of their own; else
    where the person holds a role.
    """
    own = own_areas(request.person, request.district) if request.person.is_signed_in else []
    *above, top = place.lineage()
    has_area = may_have_area(request.person, request.district.definitions)
    found = next((one for one in (*above, *own) if _takes_one(request, one)), None)
    if found is not None or has_area:
        return found
    found = top if _takes_one(request, top) else None
    if found is not None or not request.person.is_signed_in:
        return found
    known = request.known_of_person
    if "takes_collections" not in known:
        held = (one.id for one in Desk(request).places if _takes_one(request, one))
        known["takes_collections"] = next(held, 0)
    content: Content | None = request.district.site.content(known["takes_collections"])
    return content


def _takes_one(request: Any, place: Content) -> bool:
    may_add = may(request.person, "add", place, request.district.definitions)
    return may_add and TYPE in addable_types(place, request.district)
