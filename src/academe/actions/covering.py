"""Which standards are taught and assessed where: per course by unit, per place by course.

The counts are those of what a person may see: the working text for those who may view it, the
text in force for readers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from academe.actions.aligning import Finder, alignments_of, standards_fields
from academe.actions.district import District
from academe.actions.reading import values_for
from academe.store.content import Content, subtree
from academe.store.people import Identity
from academe.store.standards import HIGHEST, Framework, Standard, Standards, names_of

SAYING = frozenset({"document"})  # types that say what is to be taught, and teach nothing
MANY = 500  # names; more of them are found quicker by one walk over all
Counts = Mapping[str, int]  # {kind of alignment: how many contents}
NONE: Counts = {}


class Chosen(NamedTuple):
    """Which standards are asked about; an empty word asks about all."""

    framework: str  # GUID
    grade: str = ""
    subject: str = ""


class Row(NamedTuple):
    """One standard: what is said of it in each column, and what is missing."""

    standard: Standard
    is_heading: bool
    total: Counts
    cells: Mapping[int, Counts]  # {id of a column's content: counts}
    above: Counts  # of the standard that it is a part of
    state: str  # "", none, introduced, unassessed, assessed; empty: a heading


@dataclass
class Coverage:
    """A table of standards and places; ``columns`` in teaching order."""

    framework: Framework
    place: Content
    columns: list[Content] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    strangers: dict[str, int] = field(default_factory=dict)  # {code of no framework here: uses}

    def with_state(self, *states: str) -> list[Row]:
        return [row for row in self.rows if row.state in states]


def cover(person: Identity, place: Content, chosen: Chosen, district: District) -> Coverage | None:
    """Return the coverage of a course by its units, or of any other place by the courses in it.

    None if there is no such framework.
    """
    standards = Standards(district.site)
    framework = standards.framework(chosen.framework)
    if framework is None:
        return None
    found = Coverage(framework, place)
    asked = list(_asked(standards.of_framework(framework.guid), chosen))
    tally = _Tally(person, place, district)
    if place.type_name == "course":
        tally.count(subtree(place))
        found.strangers = dict(tally.strangers)
    else:
        tally.count(_aligned(asked, district))
    found.columns = _in_order(tally.columns.values(), place)
    found.rows = list(_rows(asked, tally.cells))
    return found


def framework_for(person: Identity, place: Content, district: District) -> str:
    """Return the GUID of the framework that a course names most; else of the first by title."""
    standards, named = Standards(district.site), Counter[str]()
    for content in subtree(place) if place.type_name == "course" else ():
        for name, _kind in alignments_of(person, content, district):
            found = standards.find(name)
            named.update([found.framework] if found is not None else ())
    if named:
        return named.most_common(1)[0][0]
    return next((one.guid for one in standards.frameworks()), "")


def _asked(standards: list[Standard], chosen: Chosen) -> Iterator[Standard]:
    """Yield what is in force and asked for, each below the headings that it stands under."""
    known = {one.guid: one for one in standards}
    parents = {one.parent for one in standards if not one.is_retired}
    wanted: set[str] = set()
    for one in standards:
        if one.guid not in parents and not one.is_retired and _fits(one, chosen):
            above: Standard | None = one
            while above is not None and above.guid not in wanted:
                wanted.add(above.guid)
                above = known.get(above.parent or "")
    yield from (one for one in standards if one.guid in wanted and not one.is_retired)


def _fits(standard: Standard, chosen: Chosen) -> bool:
    if chosen.grade and standard.grades and chosen.grade not in standard.grades:
        return False
    return not chosen.subject or chosen.subject == standard.subject


def _aligned(asked: list[Standard], district: District) -> Iterator[Content]:
    """Yield the contents that name one of the standards, each once."""
    aligned, contents = district.site.aligned, district.site.contents
    names = {name for one in asked for name in names_of(one)}
    ids: set[int] = set()
    if len(names) > MANY:
        ids.update(content_id for name, content_id in aligned if name in names)
    else:
        for name in names:
            ids.update(content_id for _name, content_id in aligned.keys((name, 0), (name, HIGHEST)))
    for content_id in sorted(ids):
        content = contents.get(content_id)
        if content is not None:
            yield content


class _Tally:
    """Counts alignments by standard and column, as one person may know them."""

    def __init__(self, person: Identity, place: Content, district: District) -> None:
        self._person, self._place, self._district = person, place, district
        self._finder = Finder(district)
        self._types = standards_fields(person, district).keys() - SAYING
        self._column_below: dict[int, Content | None] = {}  # {id of a place: its column}
        self.columns: dict[int, Content] = {}
        self.strangers: dict[str, int] = defaultdict(int)
        self.cells: dict[str, dict[int, dict[str, int]]] = defaultdict(dict)

    def count(self, contents: Iterable[Content]) -> None:
        for content in contents:
            if content.type_name in self._types:
                column = self._column_of(content)
                if column is not None:
                    self._count(content, column)

    def _count(self, content: Content, column: Content) -> None:
        find, cells, column_id = self._finder.guid, self.cells, column.id
        for name, kind in alignments_of(self._person, content, self._district):
            guid = find(name)
            if guid is None:
                self.strangers[name] += 1
                continue
            self.columns[column_id] = column
            counts = cells[guid].setdefault(column_id, {})
            counts[kind] = counts.get(kind, 0) + 1

    def _column_of(self, place: Content) -> Content | None:
        """Return the course or unit that a content is counted for; None: it lies elsewhere."""
        known = self._column_below
        if place.id in known:
            return known[place.id]
        parent = place.__parent__
        if place is self._place:
            found = place if place.type_name == "course" else None
        elif parent is None:
            found = None
        else:
            found = self._column_of(parent) or self._new_column(place)
            if (
                self._place.type_name == "course"
                and found is self._place
                and place.type_name == "unit"
            ):
                found = self._known(place) or found
        known[place.id] = found
        return found

    def _new_column(self, place: Content) -> Content | None:
        is_inside = place.type_name == "course" and self._place in place.lineage()
        return self._known(place) if is_inside else None

    def _known(self, place: Content) -> Content | None:
        is_known = values_for(self._person, place, self._district) is not None
        return place if is_known else None


def _in_order(columns: Iterable[Content], place: Content) -> list[Content]:
    """Return columns as they stand in the tree: units in teaching order, courses by address."""
    found = list(columns)
    if place.type_name == "course":
        order = {name: number for number, name in enumerate(place.names())}
        found.sort(key=lambda one: (one is place, order.get(one.__name__ or "", -1)))
        return found
    return sorted(found, key=lambda one: tuple(p.__name__ or "" for p in one.lineage())[::-1])


def _rows(asked: list[Standard], cells: Mapping[str, Mapping[int, Counts]]) -> Iterator[Row]:
    parents = {one.parent for one in asked}
    totals = {
        one.guid: _sum(cells[one.guid].values()) if one.guid in cells else NONE for one in asked
    }
    for one in asked:
        is_heading = one.guid in parents
        total, above = totals[one.guid], totals.get(one.parent or "", NONE)
        state = "" if is_heading else state_of(total, above)
        yield Row(one, is_heading, total, cells.get(one.guid, {}), above, state)


def _sum(counts: Iterable[Counts]) -> Counts:
    found: dict[str, int] = {}
    for one in counts:
        for kind, number in one.items():
            found[kind] = found.get(kind, 0) + number
    return found


def state_of(total: Counts, above: Counts) -> str:
    """Say what is missing; what is said of the standard directly above counts for its parts."""
    if not total and not above:
        return "none"
    if total.get("assessed") or above.get("assessed"):
        return "assessed"
    later = ("taught", "reinforced")
    is_only_introduced = not any(total.get(kind) or above.get(kind) for kind in later)
    return "introduced" if is_only_introduced else "unassessed"
