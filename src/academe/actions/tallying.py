"""Counts what contents say of standards, by standard and by course or unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from academe.actions.aligning import Finder, alignments_of, standards_fields
from academe.actions.district import District
from academe.actions.owning import area_around
from academe.actions.reading import school_of, values_for, words_in
from academe.actions.teaching import teaches
from academe.store.content import Content
from academe.store.people import Identity
from academe.store.standards import KINDS, Framework, Standards

SAYING = frozenset({"document"})  # types that say what is to be taught, and teach nothing
Counts = Mapping[str, int]  # {kind of alignment: how many contents}
ONE: Mapping[str, Counts] = {kind: {kind: 1} for kind in KINDS}  # shared by thousands of cells


class Line:
    """What is said of one standard, in all and in each column."""

    __slots__ = ("cells", "total")

    def __init__(self) -> None:
        self.total: dict[str, int] = {}
        self.cells: dict[int, Counts] = {}  # {id of a column's content: counts}


class Tally:
    """Counts alignments by standard and column, as one person may know them."""

    def __init__(self, person: Identity, place: Content, district: District) -> None:
        self._person, self._district = person, district
        self._homes = Standards(district.site).homes()
        self._guids = Finder(district, self._homes)
        self._types = standards_fields(person, district).keys() - SAYING
        self._columns = Columns(person, place, district)
        self._named: dict[str, Line | None] = {}  # by what contents call a standard
        self.columns: dict[int, Content] = {}
        self.strangers: dict[str, int] = defaultdict(int)
        self.lines: dict[str, Line] = defaultdict(Line)  # by GUID

    def count(self, contents: Iterable[Content]) -> None:
        types, column_of = self._types, self._columns.of
        for content in contents:
            if content.type_name in types:
                column = column_of(content)
                if column is not None:
                    pairs = alignments_of(self._person, content, self._district)
                    self._count(pairs, column)

    def _count(self, pairs: Iterable[tuple[str, str]], column: Content) -> None:
        column_id, named = column.id, self._named
        for name, kind in pairs:
            line = named[name] if name in named else self._find(name)
            if line is None:
                self.strangers[name] += 1
                continue
            self.columns[column_id] = column
            line.total[kind] = line.total.get(kind, 0) + 1
            counts = line.cells.get(column_id)
            if counts is None:
                line.cells[column_id] = ONE[kind]
            else:
                line.cells[column_id] = {**counts, kind: counts.get(kind, 0) + 1}

    def _find(self, name: str) -> Line | None:
        guid = self._guids[name]
        found = self._named[name] = None if guid is None else self.lines[guid]
        return found

    def most_named(self, frameworks: Sequence[Framework]) -> Framework:
        """Return the framework whose standards were counted most; else the first one."""
        named = Counter[str]()
        for guid, line in self.lines.items():
            named[self._homes[guid]] += sum(line.total.values())
        return max(frameworks, key=lambda framework: named[framework.guid])


class Columns:
    """Says for which unit or course a content counts in the table of a place."""

    def __init__(self, person: Identity, place: Content, district: District) -> None:
        self._person, self._place, self._district = person, place, district
        self._is_course = place.type_name == "course"
        self._area = area_around(place)
        self._grades = grades_taught(person, place, district)
        self._below: dict[int, Content | None] = {}  # {id of a place: its column}

    def of(self, place: Content) -> Content | None:
        """Return the course or unit that a content is counted for; None: it is none of these."""
        while place.type_name not in ("course", "unit") and place is not self._place:
            if place.__parent__ is None:
                return None
            place = place.__parent__
        if place.id not in self._below:
            self._below[place.id] = self._find(place)
        return self._below[place.id]

    def _find(self, place: Content) -> Content | None:
        if place is self._place:
            return place if self._is_course else None
        found = None if place.__parent__ is None else self.of(place.__parent__)
        return (self._known(place) or found) if self._begins(place, found) else found

    def _begins(self, place: Content, above: Content | None) -> bool:
        """Say whether ``place``, which lies in the column ``above``, is a column of its own."""
        if self._is_course:
            return above is self._place and place.type_name == "unit"
        return above is None and place.type_name == "course" and self._counts(place)

    def _counts(self, course: Content) -> bool:
        """Say whether it lies below the place, or is taught there; nobody's private copy is."""
        if area_around(course) is not self._area:
            return False
        if self._place in course.lineage():
            return True
        if self._place.type_name != "school":
            return False
        school = school_of(course)
        owner = school if school.type_name == "school" else None
        grades = words_in(self._person, course, "grades", self._district)
        return teaches(self._place, self._grades, owner, grades)

    def _known(self, place: Content) -> Content | None:
        return None if values_for(self._person, place, self._district) is None else place


def grades_taught(person: Identity, place: Content, district: District) -> tuple[str, ...]:
    """Return the grades of a school; of any other place none, which asks for all."""
    return words_in(person, place, "grades", district) if place.type_name == "school" else ()
