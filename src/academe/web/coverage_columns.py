"""The headings of a table of coverage: units or courses, each told apart from the others."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from academe.actions.covering import Coverage
from academe.actions.reading import title_for, title_in, values_for
from academe.actions.translations import spoken_in
from academe.store.content import Content, path_of
from academe.wording import _


@dataclass
class Column:
    """One unit or course as its heading says it."""

    content: Content
    title: str
    url: str
    lang: str | None  # None: the page's


def columns_of(request: Any, found: Coverage) -> list[Column]:
    """Return the headings; where several have one title, each says where it lies as well."""
    columns = [_column(request, one, found.place) for one in found.columns]
    same: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        same[column.title.casefold()].append(column)
    for group in same.values():
        if len(group) > 1:
            _tell_apart(request, group)
    return columns


def _column(request: Any, content: Content, place: Content) -> Column:
    person, district, url = request.person, request.district, request.address(content)
    if content is place:
        return Column(content, str(request.say(_("The course itself"))), url, None)
    lang = spoken_in(person, content, district)
    title = title_for(person, content, district)
    return Column(content, title, url, None if lang == request.language else lang)


def _tell_apart(request: Any, columns: list[Column]) -> None:
    """Put the place behind each title: its title, or the address where that says no more."""
    places = [_place_title(request, column.content) for column in columns]
    if len(set(places)) < len(places) or "" in places:
        places = [path_of(column.content) for column in columns]
    for column, place in zip(columns, places, strict=True):
        words = {"title": column.title, "place": place}
        column.title = str(request.say(_("${title} (${place})", mapping=words)))


def _place_title(request: Any, content: Content) -> str:
    values = None
    if content.__parent__ is not None:
        values = values_for(request.person, content.__parent__, request.district)
    return title_in(values)
