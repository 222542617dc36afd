"""Frameworks of standards as tables: CSV, and spreadsheets as OpenSALT writes them."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from academe.actions.standards_draft import (
    FrameworkDraft,
    Line,
    in_order,
    made_guid,
    refuse_more_than,
)
from academe.errors import ImportRefused
from academe.exchange.limits import Clock, Limits
from academe.exchange.sources import BLOCK
from academe.exchange.standards_words import grades_of, guid_of, words_of
from academe.exchange.zips import DAMAGED, open_zip
from academe.wording import _

Row = Mapping[str, Any]  # {name of a column, folded: cell}


def read_csv(data: bytes, title: str) -> FrameworkDraft:
    """Read a table of standards; the framework is called like the file. Raises ImportRefused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # as a spreadsheet on Windows saves it
    heading = text.partition("\n")[0]
    mark = max(",;\t", key=heading.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise ImportRefused(_("The file is no table, or it is damaged.")) from error
    return _framework(title, {}, _rows(rows), {})


def read_spreadsheet(path: Path, title: str, limits: Limits, clock: Clock) -> FrameworkDraft:
    """Read the sheets CF Doc, CF Item and CF Association, or the first one as a table."""
    check_archive(path, limits, clock)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = {
                _fold(name): _rows(book.get_sheet_by_name(name).to_python())
                for name in book.sheet_names[:10]
            }
    except (CalamineError, ValueError, OSError) as error:
        raise ImportRefused(_("The file is not a spreadsheet, or it is damaged.")) from error
    items = sheets.get("cfitem") or next(iter(sheets.values()), [])
    document = next(iter(sheets.get("cfdoc", [])), {})
    return _framework(title, document, items, _associations(sheets.get("cfassociation", [])))


def check_archive(path: Path, limits: Limits, clock: Clock) -> None:
    """Raise ImportRefused unless all that the archive holds is as small as its directory says."""
    total = 0
    try:
        for source in open_zip(path, limits):
            size = 0
            with source.stream:
                while block := source.stream.read(BLOCK):
                    clock.check()
                    size += len(block)
                    if size > (source.claimed or 0) or total + size > limits.total_bytes:
                        raise ImportRefused(_("The spreadsheet is too large when unpacked."))
            total += size
    except DAMAGED as error:
        raise ImportRefused(_("The file is not a spreadsheet, or it is damaged.")) from error


def _fold(name: Any) -> str:
    return "".join(letter for letter in str(name).casefold() if letter.isalnum())


def _rows(rows: list[list[Any]]) -> list[Row]:
    """Return the lines below the heading, each by the folded names of the columns."""
    names = [_fold(name) for name in rows[0]] if rows else []
    return [
        dict(zip(names, row, strict=False))
        for row in rows[1:]
        if any(words_of(cell) for cell in row)
    ]


def _associations(rows: list[Row]) -> dict[str, str]:
    """Return {identifier: parent's identifier}; the first that is said counts."""
    found: dict[str, str] = {}
    for row in rows:
        if _fold(row.get("associationtype")) == "ischildof":
            child = words_of(row.get("originnodeidentifier"))
            found.setdefault(child, words_of(row.get("destinationnodeidentifier")))
    return found


def _framework(
    title: str, document: Row, rows: list[Row], parents: Mapping[str, str]
) -> FrameworkDraft:
    if rows and not rows[0].keys() & {"fullstatement", "humancodingscheme"}:
        raise ImportRefused(
            _("The table needs columns fullStatement and humanCodingScheme (the code).")
        )
    refuse_more_than(len(rows) // 2)  # before each is looked at; some may stand there twice
    name = words_of(document.get("title"), "title") or title
    given = words_of(document.get("identifier"))
    guid = guid_of(given, name) if given else made_guid("framework", name)
    notes: list[str] = []
    lines = list(_lines(rows, guid, parents, notes))
    licence = document.get("licensetitle") or document.get("license")
    return FrameworkDraft(
        guid,
        name,
        words_of(document.get("creator"), "title"),
        words_of(document.get("subject"), "title"),
        words_of(document.get("language"), "code"),
        words_of(licence, "title"),
        words_of(document.get("version"), "code"),
        words_of(document.get("adoptionstatus"), "code"),
        bool(given),
        in_order(lines, notes),
        tuple(notes),
    )


def _lines(
    rows: list[Row], framework: str, parents: Mapping[str, str], notes: list[str]
) -> Iterator[Line]:
    names = _Names(rows, framework)
    made = 0
    for row in rows:
        code = words_of(row.get("humancodingscheme"), "code")
        short = words_of(row.get("abbreviatedstatement"), "short")
        statement = words_of(row.get("fullstatement")) or short or code
        if not statement:
            continue
        given, guid = words_of(row.get("identifier")), names.guid(row)
        made += guid != given.casefold()
        said = parents.get(given) or words_of(row.get("ischildof"))
        yield Line(
            guid,
            code,
            short,
            statement,
            grades_of(row.get("educationlevel")),
            "",
            words_of(row.get("cfitemtype"), "title"),
            names.parent(row, said),
            _rank(row),
        )
    if made:
        notes.append(
            _(
                "${count} standards have no GUID in the file; each is given a lasting one.",
                mapping={"count": made},
            )
        )


class _Names:
    """Who is meant by an identifier, a code or a smart level of one table."""

    def __init__(self, rows: list[Row], framework: str) -> None:
        self._framework = framework
        self._guids: dict[tuple[str, str], str] = {}
        for row in rows:
            for column in ("identifier", "humancodingscheme", "smartlevel"):
                name = words_of(row.get(column)).casefold()
                if name:
                    self._guids.setdefault((column, name), self.guid(row))

    def guid(self, row: Row) -> str:
        columns = ("identifier", "humancodingscheme", "fullstatement")
        name = next(filter(None, (words_of(row.get(column)) for column in columns)), "")
        return guid_of(name, self._framework)

    def parent(self, row: Row, said: str) -> str | None:
        """Return the parent that is said, else the one whose smart level or code begins this."""
        for column in ("identifier", "humancodingscheme"):
            found = self._guids.get((column, said.casefold()))
            if said and found:
                return found
        if said:
            return None  # the framework itself, or what is not in the table
        for column in ("smartlevel", "humancodingscheme"):
            above = words_of(row.get(column)).casefold().rpartition(".")[0]
            while above:
                found = self._guids.get((column, above))
                if found:
                    return found
                above = above.rpartition(".")[0]
        return None


def _rank(row: Row) -> float | None:
    last = words_of(row.get("smartlevel")).rpartition(".")[2]
    for text in (last, words_of(row.get("sequencenumber")), words_of(row.get("listenumeration"))):
        if text.isdecimal() and len(text) < 9:
            return float(text)
    return None
