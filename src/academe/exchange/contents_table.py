"""``contents.csv`` at the top of a folder: a line for each file, a column for each field."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection
from typing import Any

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import ReportLine
from academe.exchange.markup import decode
from academe.exchange.names import shorten
from academe.exchange.table_words import as_read
from academe.wording import _

NAME = "contents.csv"
PATHS = ("path", "file", "name")  # what the column may be called that names the file
SEPARATORS = ",;\t"
MOST_COLUMNS = 200
_SAID = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)  # a first line that Excel understands


def is_table(name: str) -> bool:
    """Say whether a file is the table, however its name is spelled."""
    return name.casefold() == NAME


def read_table(package: Package) -> tuple[dict[str, dict[str, Any]], list[ReportLine]]:
    """Return words by file name, and a line for each row whose file is not there.

    Raises ImportRefused where no column names the file.
    """
    table = next(filter(is_table, package.files), None)
    if table is None:
        return {}, []
    text = decode(package.read(table))
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else max(SEPARATORS, key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ImportRefused(
            _("contents.csv cannot be read as a table: ${reason}.", mapping={"reason": str(error)})
        ) from error
    columns = [column.strip().casefold() for column in rows[0]] if rows else []
    at = next((columns.index(word) for word in PATHS if word in columns), None)
    if at is None or len(columns) > MOST_COLUMNS:
        raise ImportRefused(_("contents.csv has no column “path” that names the files."))
    return _rows(columns, at, rows[1:], package.files)


def _rows(
    columns: list[str], at: int, rows: list[list[str]], names: Collection[str]
) -> tuple[dict[str, dict[str, Any]], list[ReportLine]]:
    found: dict[str, dict[str, Any]] = {}
    missing: list[ReportLine] = []
    folders = {name[: name.rindex("/")] for name in names if "/" in name}
    for row in rows:
        name = (row[at] if at < len(row) else "").strip().replace("\\", "/").strip("/")
        name = unicodedata.normalize("NFC", name)
        words = {
            column: as_read(cell.strip())
            for number, (column, cell) in enumerate(zip(columns, row, strict=False))
            if number != at and column and cell.strip()
        }
        if name in names or name in folders or name in ("", "."):
            found[name.strip(".") if name == "." else name] = words
        else:
            said = shorten(words.get("title", "")) or shorten(name)
            reason = _("contents.csv names it, but it is not there.")
            missing.append(ReportLine(f"{NAME}: {shorten(name)}", said, "left out", reason))
    return found, missing
