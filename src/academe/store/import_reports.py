"""What became of the parts of a package, kept once for all that it made.

Class and attribute names are frozen (tests/house/stored_names.txt).
"""

from collections.abc import Mapping

from persistent import Persistent

Row = tuple[str, str, str, str]  # identifier, title, outcome, reason


class ImportReport(Persistent):
    """The report of one import, in a record of its own that no page of its contents loads.

    Never changed: each root of the import names it in its origin.
    """

    def __init__(
        self, rows: tuple[Row, ...], counts: Mapping[str, int], roots: tuple[int, ...]
    ) -> None:
        self.rows = rows
        self.counts = dict(counts)  # {outcome: lines in all, those too that are not kept}
        self.roots = roots  # ids of what it made at the top
