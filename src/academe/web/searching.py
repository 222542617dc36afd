"""What the search page is asked: words, filters, order and page, all in an address to share."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from academe.search.asking import (
    LONGEST,
    MOST_VALUES,
    NAMED,
    SORTS,
    TOKEN,
    Question,
    Sort,
    understand,
)
from academe.search.finding import FURTHEST
from academe.store.content import Content
from academe.web.asking import number_of
from academe.web.filter_words import canonical

FILTERS = ("type", "grade", "subject", "standard", "school", "language", "licence", "state")
IN_ADDRESS = {"language": "in"}  # ``?language=`` chooses that of the page, on every page
SIZE = 20  # hits on a page
WORTH_SEEKING = frozenset({"course", "unit", "lesson", "document", "policy", "page"})
Filters = Mapping[str, tuple[str, ...]]


class Asked(NamedTuple):
    """One search: whatever is typed as ``type:lesson`` stands among the filters."""

    words: str
    filters: Filters
    sort: Sort
    page: int  # from 1
    place: Content
    was_cut: bool = False
    language: str = ""  # of the page
    excluded: Filters = {}  # what stands among the words as ``-type:page``, in the site's words

    def question(self, district: Any) -> Question:
        within = 0 if self.place is district.site.root else self.place.id
        # Somebody who sent the form may still have meant the beginning of a word.
        asked = understand(self.words, filters=self.filters, within=within, sort=self.sort)
        return replace(asked, language=self.language, excluded=self.excluded)

    def address(self, request: Any, **changes: Any) -> str:
        """Return the one address of this search with some of it changed, from its first page on."""
        one = self._replace(page=1)._replace(**changes)
        base = str(request.address(one.place, "search"))
        pairs = [("q", one.words)] if one.words else []
        pairs += pairs_of(one.filters)
        pairs += [("sort", one.sort)] if one.sort != "relevance" else []
        pairs += [("page", str(one.page))] if one.page > 1 else []
        return f"{base}?{urlencode(pairs)}" if pairs else base

    def with_filter(self, name: str, value: str) -> Filters:
        return {**self.filters, name: (*self.filters.get(name, ()), value)}

    def without_filter(self, name: str, value: str) -> Filters:
        kept = tuple(one for one in self.filters.get(name, ()) if one != value)
        others = {word: values for word, values in self.filters.items() if word != name}
        return {**others, name: kept} if kept else others


def asked_of(request: Any, place: Content) -> Asked:
    """Read the address; words that no list has are kept, and find nothing."""
    typed = str(request.GET.get("q", "")).replace("\0", " ").strip()
    given = {name: request.GET.getall(IN_ADDRESS.get(name, name))[:MOST_VALUES] for name in FILTERS}
    inside = understand(typed)
    filters = {}
    for name in FILTERS:
        values = [_one_line(value) for value in (*given[name], *inside.filters.get(name, ()))]
        keys = [key for value in values if value for key in canonical(request, name, value)]
        if keys:
            filters[name] = tuple(dict.fromkeys(keys))[:MOST_VALUES]
    sort = next((one for one in SORTS if one == request.GET.get("sort")), SORTS[0])
    page = min(max(1, number_of(str(request.GET.get("page", "")))), FURTHEST // SIZE)
    words = words_alone(typed[:LONGEST])
    excluded, language = excluded_of(request, inside), request.language
    return Asked(words, filters, sort, page, place, inside.was_cut, language, excluded)


def excluded_of(request: Any, question: Question) -> Filters:
    """Return what must not be, in the words of addresses."""
    return {
        name: tuple(key for value in values for key in canonical(request, name, value))
        for name, values in question.excluded.items()
    }


def pairs_of(filters: Filters) -> list[tuple[str, str]]:
    """Return (name, value) as an address or a form carries what was chosen."""
    return [
        (IN_ADDRESS.get(name, name), value) for name in FILTERS for value in filters.get(name, ())
    ]


def _one_line(value: str) -> str:
    return value[:200].replace("\0", " ").strip()


def is_searched(request: Any, place: Content) -> bool:
    """Say whether a place may hold courses, units, lessons or documents, and has something."""
    found = request.district.definitions.types.get(place.type_name)
    holds = found is not None and not WORTH_SEEKING.isdisjoint(found.may_contain)
    return holds and next(place.children(), None) is not None


def words_alone(typed: str) -> str:
    """Return what was typed without ``type:lesson`` and the like."""
    kept, at = [], 0
    for match in TOKEN.finditer(typed):
        if not match["not"] and (match["name"] or "").lower() in NAMED:
            kept.append(typed[at : match.start()])
            at = match.end()
    return " ".join("".join([*kept, typed[at:]]).split())
