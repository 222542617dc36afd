"""What comes along with a copy, and how often something was copied."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from academe.actions.access import may, sees_field
from academe.actions.district import District
from academe.actions.explaining import name_of
from academe.actions.provenance import authors_of, credited
from academe.actions.reading import may_know, values_for
from academe.store.content import Content
from academe.store.files import StoredFile
from academe.store.people import Identity

COUNTED = 2000  # copies whose makers are counted; contents that are looked through


class Parcel(NamedTuple):
    """What a copy of a content would take along, as somebody sees it."""

    kinds: Mapping[str, int]  # {type name: how many}, the content itself among them
    files: int
    licences: tuple[str | None, ...]  # each once, the content's own first; None: none is given
    names: tuple[str, ...]  # who made it: credits, else authors
    has_more: bool  # too much to be counted


def parcel_of(person: Identity, content: Content, district: District) -> Parcel:
    """Look through all that ``person`` would copy with ``content``, up to a budget."""
    kinds: Counter[str] = Counter()
    files, licences, names = 0, dict[str | None, None](), dict[str, None]()
    walk = _known_below(person, content, district)
    for place in islice(walk, COUNTED):
        kinds[place.type_name] += 1
        files += sum(1 for _file in _files_of(person, place, district))
        licences.setdefault(credited(person, place, "licence", district))
        names.update(dict.fromkeys(makers_of(person, place, district)))
    has_more = next(walk, None) is not None
    return Parcel(kinds, files, tuple(licences), tuple(names), has_more)


def _known_below(person: Identity, content: Content, district: District) -> Iterator[Content]:
    waiting = [content]
    while waiting:
        place = waiting.pop()
        if may_know(person, place, district):
            yield place
            waiting.extend(reversed(list(place.children())))


def _files_of(person: Identity, place: Content, district: District) -> Iterator[StoredFile]:
    found = district.definitions.types.get(place.type_name)
    fields = found.fields if found else {}
    for name, value in (values_for(person, place, district) or {}).items():
        if name in fields and sees_field(person, fields[name], place):
            several: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)
            yield from (one for one in several if isinstance(one, StoredFile))


def makers_of(person: Identity, content: Content, district: District) -> tuple[str, ...]:
    """Return who made a content, for staff: in the words of its credit, else by their names."""
    credit = credited(person, content, "author_credit", district)
    if credit:
        return (str(credit),)
    publication = content.in_force(district.today)
    is_working = may(person, "view", content, district.definitions)
    number = None if is_working or publication is None else publication.number
    return tuple(name_of(one, district) for one in authors_of(content, number))


class Reuse(NamedTuple):
    """How often a content was copied."""

    times: int
    people: int | None  # None: too many to count
    known: tuple[Content, ...]  # copies that the asking person may know, at most ``at_most``


def reuse_of(
    person: Identity, content: Content, district: District, at_most: int = 5
) -> Reuse | None:
    """Return how often ``content`` was copied; None for those who only read it.

    Numbers are for whoever works on the source; which copies there are, only as
    far as they may know each of them. From the exact tree of copies.
    """
    if not may(person, "view", content, district.definitions):
        return None
    times = len(district.site.copies.keys((content.id, 0), (content.id, 2**53)))
    copies = list(islice(district.site.copies_of(content.id), COUNTED))
    people = len({copy.created_by for copy in copies}) if times <= COUNTED else None
    known = (copy for copy in copies if may_know(person, copy, district))
    return Reuse(times, people, tuple(islice(known, at_most)))
