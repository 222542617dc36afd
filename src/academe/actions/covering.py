"""Which standards are taught and assessed where: per course by unit, per place by course.

The counts are those of what a person may see: the working text for those who may view it, the
text in force for readers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from academe.actions.district import District
from academe.actions.tallying import Counts, Line, Tally, grades_taught
from academe.errors import NotThere
from academe.store.content import Content, subtree
from academe.store.people import Identity
from academe.store.standards import HIGHEST, Framework, Standard, Standards, names_of
from academe.wording import _

MANY = 500  # standards; contents for more of them are found quicker by one walk over all


class Chosen(NamedTuple):
    """Which standards are asked about; an empty grade or subject asks about all."""

    framework: str = ""  # GUID; empty: the one that is named most there
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
    standards: list[Standard]  # all of the framework, in its order
    grades: tuple[str, ...] = ()  # of a school: standards for others are left out
    columns: list[Content] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    strangers: dict[str, int] = field(default_factory=dict)  # {code of no framework here: uses}

    def with_state(self, *states: str) -> list[Row]:
        return [row for row in self.rows if row.state in states]


def cover(person: Identity, place: Content, chosen: Chosen, district: District) -> Coverage | None:
    """Return the coverage of a course by its units, or of any other place by the courses in it.

    A school's are its own courses and those of the district for its grades. None if there are no
    frameworks at all; raises NotThere for one that is not known.
    """
    frameworks = _frameworks(chosen.framework, district)
    if not frameworks:
        return None
    tally, is_course = Tally(person, place, district), place.type_name == "course"
    is_all_counted = is_course or len(frameworks) > 1
    if is_all_counted:
        tally.count(subtree(place) if is_course else _aligned(None, district))
    framework = tally.most_named(frameworks)
    standards = Standards(district.site).of_framework(framework.guid)
    found = Coverage(framework, place, standards, grades_taught(person, place, district))
    asked = list(_asked(standards, _grades(chosen, found), chosen.subject))
    if not is_all_counted:
        tally.count(_aligned(asked, district))
    found.rows = list(_rows(asked, tally.lines))
    named = tally.columns.keys() if is_course else {key for row in found.rows for key in row.cells}
    found.columns = _in_order((tally.columns[key] for key in named), place)
    found.strangers = dict(tally.strangers) if is_course else {}
    return found


def _frameworks(guid: str, district: District) -> list[Framework]:
    """Return the framework that is asked for; all of them where none is."""
    standards = Standards(district.site)
    if not guid:
        return standards.frameworks()
    framework = standards.framework(guid)
    if framework is None:
        raise NotThere(_("There is no such framework of standards."))
    return [framework]


def _grades(chosen: Chosen, found: Coverage) -> frozenset[str]:
    """Return the grades that are asked for: the chosen one, else those of the school."""
    is_taught = not found.grades or chosen.grade in found.grades
    return frozenset([chosen.grade] if chosen.grade and is_taught else found.grades)


def _asked(standards: list[Standard], grades: frozenset[str], subject: str) -> Iterator[Standard]:
    """Yield what is in force and asked for, each below the headings that it stands under."""
    known = {one.guid: one for one in standards}
    parents = {one.parent for one in standards if not one.is_retired}
    wanted: set[str] = set()
    for one in standards:
        if one.guid not in parents and not one.is_retired and _fits(one, grades, subject):
            above: Standard | None = one
            while above is not None and above.guid not in wanted:
                wanted.add(above.guid)
                above = known.get(above.parent or "")
    yield from (one for one in standards if one.guid in wanted and not one.is_retired)


def _fits(standard: Standard, grades: frozenset[str], subject: str) -> bool:
    if grades and standard.grades and grades.isdisjoint(standard.grades):
        return False
    return not subject or subject == standard.subject


def _aligned(asked: list[Standard] | None, district: District) -> Iterator[Content]:
    """Yield each content that names one of the standards; None: each that names any.

    Where many are asked for it yields all, too: what else they name is counted in vain.
    """
    aligned, contents = district.site.aligned, district.site.contents
    if asked is None or len(asked) > MANY:
        ids = {content_id for _name, content_id in aligned}
    else:
        names = {name for one in asked for name in names_of(one)}
        keys = (aligned.keys((name, 0), (name, HIGHEST)) for name in names)
        ids = {content_id for found in keys for _name, content_id in found}
    for content_id in sorted(ids):
        content = contents.get(content_id)
        if content is not None:
            yield content


def _in_order(columns: Iterable[Content], place: Content) -> list[Content]:
    """Return columns as they stand in the tree: units in teaching order, courses by address.

    A school's own courses come before those of the district.
    """
    found = list(columns)
    if place.type_name == "course":
        order = {name: number for number, name in enumerate(place.names())}
        found.sort(key=lambda one: (one is place, order.get(one.__name__ or "", -1)))
        return found
    return sorted(found, key=lambda one: (place not in one.lineage(), _way_to(one)))


def _way_to(content: Content) -> tuple[str, ...]:
    return tuple(place.__name__ or "" for place in content.lineage())[::-1]


def _rows(asked: list[Standard], lines: Mapping[str, Line]) -> Iterator[Row]:
    parents, nothing = {one.parent for one in asked}, Line()
    for one in asked:
        line, above = lines.get(one.guid, nothing), lines.get(one.parent or "", nothing).total
        is_heading = one.guid in parents
        state = "" if is_heading else state_of(line.total, above)
        yield Row(one, is_heading, line.total, line.cells, above, state)


def state_of(total: Counts, above: Counts) -> str:
    """Say what is missing; what is said of the standard directly above counts for its parts."""
    if not total and not above:
        return "none"
    if total.get("assessed") or above.get("assessed"):
        return "assessed"
    later = ("taught", "reinforced")
    is_only_introduced = not any(total.get(kind) or above.get(kind) for kind in later)
    return "introduced" if is_only_introduced else "unassessed"
