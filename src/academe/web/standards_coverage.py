"""A table of coverage as its page and its file show it."""

import csv
import io
from types import SimpleNamespace
from typing import Any

from academe.actions.covering import Coverage, Row
from academe.actions.tallying import Counts
from academe.exchange.table_words import written
from academe.store.standards import KINDS
from academe.web.coverage_columns import columns_of
from academe.web.standards_shown import (
    grades_text,
    kind_text,
    label_of,
    short_of,
    standards_url,
)
from academe.wording import _

STATES = {
    "none": _("Not taught"),
    "introduced": _("Introduced, never assessed"),
    "unassessed": _("Never assessed"),
    "assessed": _("Assessed"),
}
NUMBERED = {
    "taught": _("${n} taught"),
    "assessed": _("${n} assessed"),
    "introduced": _("${n} introduced"),
    "reinforced": _("${n} reinforced"),
}
Place = tuple[int, str, str | None, str]  # (number of its column, title, language, counts)
MOST_COLUMNS = 12  # more would be a table that nobody reads: each line names its courses instead


class CoverageTable:
    """The columns and rows of one coverage, in the reader's words."""

    def __init__(self, request: Any, found: Coverage) -> None:
        self.request, self.found = request, found
        self.is_listed = len(found.columns) > MOST_COLUMNS
        self._said: dict[tuple[tuple[str, int], ...], list[str]] = {}
        self._known_places: dict[tuple[Any, ...], Place] = {}
        self._lang = found.framework.language or None  # None: its file did not say
        self._base = standards_url(request)
        self.columns = columns_of(request, found)
        self._by_id = {
            column.content.id: (number, column) for number, column in enumerate(self.columns)
        }
        self._states = {word: str(request.say(text)) for word, text in STATES.items()} | {"": ""}
        self._as_part = f" ({request.say(_('as a part of what is above'))})"

    def row(self, row: Row) -> SimpleNamespace:
        """Return one line as the template takes it."""
        one = row.standard
        state = self._states[row.state]
        if state and not row.total and row.above:
            state += self._as_part
        return SimpleNamespace(
            url=f"{self._base}/{one.guid}",
            label=label_of(one),
            words=short_of(one) if one.code else "",
            lang=self._lang,
            looks="is-heading" if row.is_heading else "is-gap" if row.state == "none" else None,
            state=state,
            total=self.counts(row.total),
            cells=() if self.is_listed else self._cells(row),
            places=self._places(row) if self.is_listed else (),
        )

    def _cells(self, row: Row) -> list[tuple[str, list[str]]]:
        return [
            (column.title, self.counts(row.cells.get(key)))
            for key, (_number, column) in self._by_id.items()
        ]

    def _places(self, row: Row) -> list[Place]:
        """Return what is said of the standard, course by course."""
        return sorted(self._place(key, counts) for key, counts in row.cells.items())

    def _place(self, key: int, counts: Counts) -> Place:
        known = (key, *counts.items())  # the same again in many rows
        place = self._known_places.get(known)
        if place is None:
            number, column = self._by_id[key]
            place = (number, column.title, column.lang, ", ".join(self.counts(counts)))
            self._known_places[known] = place
        return place

    def counts(self, counts: Counts | None) -> list[str]:
        """Return ``2 taught``, ``1 assessed``."""
        if not counts:
            return []
        key = tuple(counts.items())
        said = self._said.get(key)  # few are different
        if said is None:
            said = self._said[key] = [
                str(self.request.say(NUMBERED[kind] % {"n": counts[kind]}))
                for kind in KINDS
                if kind in counts
            ]
        return said

    def csv(self, rows: list[Row]) -> bytes:
        """Return the table for a spreadsheet; a title that looks like a formula stays a text."""
        out, say = io.StringIO(), self.request.say
        writer = csv.writer(out)
        heading = (_("Code"), _("Standard"), _("Grades"), _("State"))
        kinds = [kind_text(self.request, kind) for kind in KINDS]
        titles = [column.title for column in self.columns]
        writer.writerow(_plain([*map(say, heading), *kinds, *titles]))
        for row in rows:
            one, shown = row.standard, self.row(row)
            texts = [one.code, one.statement, grades_text(self.request, one.grades), shown.state]
            numbers = [row.total.get(kind, 0) for kind in KINDS]
            cells = [", ".join(counts) for _title, counts in self._cells(row)]
            writer.writerow([*_plain(texts), *numbers, *_plain(cells)])
        return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(texts: list[Any]) -> list[str]:
    return [written(str(text)) for text in texts]
