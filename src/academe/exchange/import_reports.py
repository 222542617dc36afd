"""Keeps what became of each part of a package, and reads it again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from academe.exchange.bundle import Outcome, ReportLine
from academe.store.content import Content
from academe.store.import_reports import ImportReport, Row
from academe.wording import from_line, to_line

MOST_LINES = 5_000  # kept of one report: a small package can list ten times as many
GROUPS: tuple[Outcome, ...] = ("left out", "joined", "imported")  # what needs a look comes first


def keep_report(roots: Sequence[Content], lines: Sequence[ReportLine]) -> None:
    """Keep the report in one record that all ``roots`` name.

    Of too many lines those stay that need a look, in their order.
    """
    counts = Counter[str](line.outcome for line in lines)
    ranks = sorted(range(len(lines)), key=lambda number: _rank(lines[number]))
    kept = tuple(_row(lines[number]) for number in sorted(ranks[:MOST_LINES]))
    report = ImportReport(kept, counts, tuple(root.id for root in roots))
    for root in roots:
        root._origin = {**root._origin, "report": report}


def _rank(line: ReportLine) -> int:
    says_something = line.outcome == "left out" or line.reason
    return GROUPS.index(line.outcome) if says_something else len(GROUPS)


def _row(line: ReportLine) -> Row:
    return line.identifier, line.title, line.outcome, to_line(line.reason)


def report_of(content: Content) -> list[ReportLine]:
    """Return the lines of the import that made ``content``; empty where it was not imported."""
    kept: Any = content._origin.get("report", ())
    rows: Any = kept.rows if isinstance(kept, ImportReport) else kept  # 0.1 kept rows alone
    return [
        ReportLine(identifier, title, outcome, from_line(reason))
        for identifier, title, outcome, reason in rows
    ]


def counts_of(content: Content) -> Mapping[str, int]:
    """Return how many parts there were by what became of them, also of lines that are not kept."""
    kept: Any = content._origin.get("report", ())
    if isinstance(kept, ImportReport):
        return Counter(kept.counts)
    return Counter(outcome for _identifier, _title, outcome, _reason in kept)


def kept_roots(content: Content) -> tuple[int, ...]:
    """Return the ids of what the import that made ``content`` made at the top; () if it did not."""
    kept: Any = content._origin.get("report")
    if isinstance(kept, ImportReport):
        return kept.roots
    return _roots_beside(content) if kept else ()


def _roots_beside(content: Content) -> tuple[int, ...]:
    """Find the roots of an import of 0.1, which did not name them: the journal knows its act."""
    act, parent = content.versions()[1].act, content.__parent__
    report = content._origin["report"]
    beside = [content] if parent is None else parent.children()
    return tuple(
        one.id
        for one in beside
        if one._origin.get("report") == report and one.versions()[1].act == act
    )
