"""A table of coverage as its page and its file show it."""

import csv
import io
from types import SimpleNamespace
from typing import Any

from academe.actions.covering import Counts, Coverage, Row
from academe.actions.reading import title_for
from academe.actions.translations import spoken_in
from academe.exchange.table_words import written
from academe.store.content import Content
from academe.store.standards import KINDS, Standard
from academe.web.standards_shown import (
    grades_text,
    kind_text,
    label_of,
    language_of,
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
MOST_COLUMNS = 12  # more would be a table that nobody reads: each line names its courses instead


class CoverageTable:
    """The columns and rows of one coverage, in the reader's words."""

    def __init__(self, request: Any, found: Coverage) -> None:
        self.request, self.found = request, found
        self.is_listed = len(found.columns) > MOST_COLUMNS
        self._said: dict[tuple[str, int], str] = {}
        self._languages: dict[str, str] = {}
        self._base = standards_url(request)
        self.columns = [self._column(one) for one in found.columns]
        self._ids = [
            (one.id, column.title) for one, column in zip(found.columns, self.columns, strict=True)
        ]

    def _column(self, content: Content) -> SimpleNamespace:
        person, district = self.request.person, self.request.district
        title, lang = title_for(person, content, district), spoken_in(person, content, district)
        if content is self.found.place:
            title, lang = str(self.request.say(_("The course itself"))), self.request.language
        return SimpleNamespace(title=title, url=self.request.address(content), lang=lang)

    def _language(self, one: Standard) -> str | None:
        """Return the language of a standard's words; None where its file did not say."""
        if one.framework not in self._languages:
            self._languages[one.framework] = language_of(self.request, one)
        return self._languages[one.framework] or None

    def row(self, row: Row) -> SimpleNamespace:
        """Return one line as the template takes it."""
        one = row.standard
        state = str(self.request.say(STATES[row.state])) if row.state else ""
        if row.state and not row.total and row.above:
            state += f" ({self.request.say(_('as a part of what is above'))})"
        return SimpleNamespace(
            url=f"{self._base}/{one.guid}",
            label=label_of(one),
            words=short_of(one) if one.code else "",
            lang=self._language(one),
            looks="is-heading" if row.is_heading else "is-gap" if row.state == "none" else None,
            state=state,
            total=self.counts(row.total),
            cells=() if self.is_listed else self._cells(row),
            places=self._places(row) if self.is_listed else (),
        )

    def _cells(self, row: Row) -> list[tuple[str, list[str]]]:
        return [(title, self.counts(row.cells.get(key))) for key, title in self._ids]

    def _places(self, row: Row) -> list[tuple[str, str]]:
        """Return (title, counts in words) of the columns that say something of the standard."""
        return [
            (title, ", ".join(self.counts(row.cells[key])))
            for key, title in self._ids
            if key in row.cells
        ]

    def counts(self, counts: Counts | None) -> list[str]:
        """Return ``2 taught``, ``1 assessed``."""
        return [self._say(kind, counts[kind]) for kind in KINDS if kind in counts] if counts else []

    def _say(self, kind: str, number: int) -> str:
        said = self._said.get((kind, number))
        if said is None:
            sentence = NUMBERED[kind] % {"n": number}
            said = self._said[kind, number] = str(self.request.say(sentence))
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
