"""The CSV file in which people or groups stand, as spreadsheets write it."""

import csv
import io
from collections.abc import Iterator, Mapping

from academe.errors import ImportRefused
from academe.wording import _

# All lines are taken within one request: 5,000 take about a second.
MOST_BYTES, MOST_LINES = 5_000_000, 10_000

Row = Mapping[str, str]


def read_rows(data: bytes, columns: tuple[str, ...], key: str) -> Iterator[tuple[int, Row]]:
    """Yield (number of the line, {column: cell}); raises ImportRefused."""
    rows = csv.reader(io.StringIO(_read_text(data), newline=""), delimiter=_delimiter(data))
    try:
        header = [cell.strip().casefold() for cell in next(rows, [])]
        _refuse_header(header, columns, key)
        for count, cells in enumerate(rows):
            if count >= MOST_LINES:
                raise ImportRefused(
                    _(
                        "The file has more than ${most} lines: part it.",
                        mapping={"most": MOST_LINES},
                    )
                )
            if any(cell.strip() for cell in cells):
                yield rows.line_num, dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise ImportRefused(
            _("Line ${line} is not CSV.", mapping={"line": rows.line_num})
        ) from error


def _read_text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise ImportRefused(
            _(
                "The file is larger than ${most} MB: part it.",
                mapping={"most": MOST_BYTES // 1_000_000},
            )
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(_('The file is not UTF-8 text: save it as "CSV UTF-8".')) from error


def _delimiter(data: bytes) -> str:
    """Return what parts the columns: whichever the first line has most of."""
    first = data.split(b"\n", 1)[0].decode("utf-8", "replace")
    return max(",;\t", key=first.count)


def _refuse_header(header: list[str], columns: tuple[str, ...], key: str) -> None:
    unknown = [name for name in header if name not in columns]
    if unknown or key not in header or len(set(header)) != len(header):
        words = {
            "key": key,
            "others": ", ".join(name for name in columns if name != key),
            "wrong": unknown[0] if unknown else "",
        }
        if unknown:
            raise ImportRefused(
                _(
                    "The first line must name the columns, each once: ${key}, and as many as you"
                    " need of ${others}. There is no column “${wrong}”.",
                    mapping=words,
                )
            )
        raise ImportRefused(
            _(
                "The first line must name the columns, each once: ${key}, and as many as you"
                " need of ${others}.",
                mapping=words,
            )
        )
