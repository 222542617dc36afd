"""People and groups from a CSV file, with a line of report for each line of the file.

People are known by their login, groups by their name. A column that is not in the file stays as it
is; an empty cell empties. A line that is refused is left out, and the others are taken.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from academe.actions import grouping
from academe.actions.accounts import (
    add_person,
    change_person,
    disable_person,
    enable_person,
    refuse_unless_administrator,
)
from academe.actions.district import District
from academe.actions.person_changes import (
    NOBODY,
    Change,
    changes_between,
    facts_of,
    loses_membership,
)
from academe.actions.table_of_people import Row, read_rows
from academe.errors import InvalidAnswers, Refused
from academe.store.people import Identity, Membership
from academe.store.records import fold
from academe.wording import _

PEOPLE_COLUMNS = (
    *("login", "name", "email", "roles", "groups", "staff", "disabled", "language", "time_zone"),
)
GROUP_COLUMNS = ("name", "title")
YES, NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0", "")
MEMBERSHIP = re.compile(r"([a-z0-9-]+)(?: from (\S+))?(?: until (\S+))?")


@dataclass(frozen=True)
class Line:
    """What became of one line of the file."""

    number: int  # as an editor counts; the first line holds the names of the columns
    key: str  # the login, or the name of the group
    outcome: str  # "added" "changed" "unchanged" "refused"
    note: str = ""  # why it was refused
    changes: tuple[Change, ...] = ()
    loses_membership: bool = False


@dataclass(frozen=True)
class Report:
    """What became of the whole file; nothing was written if it was a dry run."""

    lines: tuple[Line, ...]
    dry_run: bool

    def count(self, outcome: str) -> int:
        """Return how many lines had this outcome."""
        return Counter(line.outcome for line in self.lines)[outcome]

    @property
    def losing(self) -> int:
        """How many people belong to a group no longer."""
        return sum(line.loses_membership for line in self.lines)


class Taken(NamedTuple):
    """What taking a line over has done."""

    outcome: str
    changes: tuple[Change, ...] = ()
    loses_membership: bool = False


def import_people(
    person: Identity, data: bytes, district: District, *, dry_run: bool = False
) -> Report:
    """Add and change people as the file says. Raises ImportRefused if it is none of people.

    Columns: login name email roles groups staff disabled language time_zone. Roles and groups are
    parted by ";", and a membership may have days: "math-authors from 2026-08-01 until 2027-06-30".
    """
    return _import(person, data, PEOPLE_COLUMNS, "login", _take_person, district, dry_run)


def import_groups(
    person: Identity, data: bytes, district: District, *, dry_run: bool = False
) -> Report:
    """Add and rename groups as the file with the columns name and title says."""
    return _import(person, data, GROUP_COLUMNS, "name", _take_group, district, dry_run)


Take = Callable[[Identity, Row, District], Taken]


def _import(
    person: Identity,
    data: bytes,
    columns: tuple[str, ...],
    key: str,
    take: Take,
    district: District,
    dry_run: bool,
) -> Report:
    refuse_unless_administrator(person)
    rows = list(read_rows(data, columns, key))
    # A dry run does all that a real one does, and then goes back to here.
    before = district.records.transaction.savepoint()
    taking = _Taking(person, take, district)
    lines, seen = [], set()
    for number, row in rows:
        name = fold(row[key])
        if name in seen:
            note = _("This stands twice in the file; the first line counts.")
            lines.append(Line(number, name, "refused", note))
            continue
        seen.add(name)
        lines.append(taking.take_line(number, name, row))
    if dry_run:
        before.rollback()
    return Report(tuple(lines), dry_run)


class _Taking:
    """Takes line after line; one that is refused leaves nothing behind.

    A savepoint before each line would write most of the trees anew for each. There is one at the
    beginning and after each refusal, at which the good lines since the last are taken again.
    """

    def __init__(self, person: Identity, take: Take, district: District) -> None:
        self._person, self._take, self._district = person, take, district
        self._begin()

    def _begin(self) -> None:
        self._start = self._district.records.transaction.savepoint()
        self._since: list[Row] = []

    def take_line(self, number: int, name: str, row: Row) -> Line:
        """Take one line over, or say why not."""
        try:
            taken = self._take(self._person, row, self._district)
        except (InvalidAnswers, Refused) as error:
            self._go_back()
            return Line(number, name, "refused", _say(error))
        self._since.append(row)
        return Line(number, name, taken.outcome, "", taken.changes, taken.loses_membership)

    def _go_back(self) -> None:
        self._start.rollback()
        for row in self._since:
            self._take(self._person, row, self._district)
        self._begin()


def _say(error: InvalidAnswers | Refused) -> str:
    """Return one sentence of all that is wrong, which may be translated."""
    if isinstance(error, Refused):
        return error.sentence
    said: str = ""
    for field, why in error.errors.items():
        one = _("${field}: ${why}", mapping={"field": field, "why": why}) if field else why
        said = _("${first}; ${more}", mapping={"first": said, "more": one}) if said else one
    return said


def _take_person(person: Identity, row: Row, district: District) -> Taken:
    answers = _answers(row, district)
    disabled = answers.pop("disabled", None)
    found = district.records.person_with_login(row["login"])
    if found is None:
        found = add_person(person, answers, district)
        if disabled:
            disable_person(person, found.id, district)
        return Taken("added", changes_between(NOBODY, facts_of(found), district))
    before = facts_of(found)
    change_person(person, found.id, answers, district)
    if disabled is not None and disabled != found.disabled:
        (disable_person if disabled else enable_person)(person, found.id, district)
    after = facts_of(found)
    if before == after:
        return Taken("unchanged")
    lost = loses_membership(before, after, district.today)
    return Taken("changed", changes_between(before, after, district), lost)


def _take_group(person: Identity, row: Row, district: District) -> Taken:
    name = row["name"].strip()
    found = district.records.group_called(name)
    if found is None:
        grouping.add_group(person, name, row.get("title", name), district)
        return Taken("added")
    old, title = found.title, " ".join(row.get("title", found.title).split())
    if title == old:
        return Taken("unchanged")
    grouping.rename_group(person, found.id, name, title, district)
    return Taken("changed", (Change("title", "becomes", old, title),))


def _answers(row: Row, district: District) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for column, cell in row.items():
        if column == "roles":
            answers["roles"] = tuple(part.strip() for part in cell.split(";") if part.strip())
        elif column == "groups":
            answers["memberships"] = tuple(_read_memberships(cell, district))
        elif column in ("staff", "disabled"):
            answers["is_staff" if column == "staff" else column] = _read_yes_no(column, cell)
        else:
            answers[column] = cell.strip()
    return answers


def _read_memberships(cell: str, district: District) -> Iterator[Membership]:
    for part in filter(None, (" ".join(part.split()) for part in cell.split(";"))):
        match = MEMBERSHIP.fullmatch(part)
        group = district.records.group_called(match[1]) if match else None
        if match is None or group is None:
            sentence = _("There is no group ${name}.", mapping={"name": part})
            raise InvalidAnswers({"groups": sentence})
        yield Membership(group.id, _read_day(match[2]), _read_day(match[3]))


def _read_day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        sentence = _("${day} is not a day like 2026-08-31.", mapping={"day": text or ""})
        raise InvalidAnswers({"groups": sentence}) from error


def _read_yes_no(column: str, cell: str) -> bool:
    word = cell.strip().casefold()
    if word not in YES + NO:
        raise InvalidAnswers({column: _("Write yes or no.")})
    return word in YES
