"""Words in tables that a spreadsheet opens: never a formula, and read back as they were."""

import re

# Spreadsheets look past spaces and quotes, and some take the wide signs of Chinese typing too.
FORMULA = re.compile(
    r"(?!-?\d+([.,]\d+)?\Z)"  # a number is a number
    r"""(?:[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20]|['"]*[\t\r\n])"""
)


def written(text: str) -> str:
    """Return a text for a cell; what looks like a formula is marked as words."""
    return f"'{text}" if FORMULA.match(text) else text


def as_read(cell: str) -> str:
    """Return what was written into a cell."""
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell
