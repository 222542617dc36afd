"""The report of an import is kept once, in bounds, and beside the contents."""

import pytest

from academe.actions.creating import create
from academe.exchange.bringing_in import bring_in
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine
from academe.exchange.import_reports import MOST_LINES, counts_of, keep_report, report_of


@pytest.fixture
def bring(district, cora):
    """Bring two pages in, with any report."""

    def make(*lines: ReportLine):
        pages = tuple(ImportedContent("page", name, name) for name in ("One", "Two"))
        return bring_in(cora, Bundle("folder", pages, lines), district.site.root, district)

    return make


def test_all_roots_name_one_report_that_no_page_loads(bring, commit, district):
    roots, report = bring(ReportLine("one.md", "One", "imported"))
    commit()
    connection = district.site.connection
    connection.cacheMinimize()
    ids = {root.id for root in roots}
    kept = {district.site.content(number)._origin["report"] for number in ids}
    assert len(kept) == 1
    (record,) = kept
    assert record._p_state == -1, "reading a content does not load its report"
    assert set(record.roots) == ids
    assert report_of(district.site.content(roots[1].id)) == report


def test_of_a_report_without_end_what_needs_a_look_is_kept(district, cora):
    page = create(cora, district.site.root, "page", {"title": "One"}, district)
    plain = [ReportLine(f"{n}.md", "Plain", "imported") for n in range(MOST_LINES + 90)]
    worth = [
        ReportLine("seen.md", "Seen", "imported", "Its picture says nothing."),
        ReportLine("lost.md", "Lost", "left out"),
    ]
    keep_report([page], [*plain, *worth])
    lines = report_of(page)
    assert len(lines) == MOST_LINES
    assert lines[-2:] == worth
    assert lines[:3] == plain[:3]
    assert counts_of(page) == {"imported": MOST_LINES + 91, "left out": 1}


def test_a_report_of_the_first_release_is_still_read(district, cora):
    page = create(cora, district.site.root, "page", {"title": "One"}, district)
    page._origin = {"format": "folder", "report": (("one.md", "One", "left out", "It is empty."),)}
    assert report_of(page) == [ReportLine("one.md", "One", "left out", "It is empty.")]
    assert counts_of(page) == {"left out": 1}


def test_what_was_not_imported_has_no_report(district, cora):
    page = create(cora, district.site.root, "page", {"title": "One"}, district)
    assert report_of(page) == []
    assert not counts_of(page)
