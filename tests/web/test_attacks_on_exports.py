"""Attacks by what goes out: tables that a spreadsheet would run, names that lead elsewhere."""

import csv
import io
import re
import zipfile
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.test_importing import hand_in

from academe.actions.creating import create
from academe.actions.filing import take_file
from academe.actions.jobs import drain_once
from academe.app import make_jobs
from academe.exchange.table_words import as_read, written

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "'=1", '"=1', "\uff1d1")
TITLE = "=HYPERLINK(\"http://evil.example\",'x')"


@given(st.text() | st.text("=+-@'\" \t1,.5x"))
def test_what_is_written_into_a_table_is_read_as_it_was(text):
    assert as_read(written(text)) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_as_a_formula(text):
    assert written(text) == f"'{text}"


def test_numbers_stay_numbers_in_a_table():
    assert [written(text) for text in ("-5", "-0.5", "5", "", "a=b")] == [
        *("-5", "-0.5", "5", "", "a=b")
    ]


@pytest.fixture
def course(site) -> str:
    """A course with files whose titles and names are meant for a spreadsheet, or for a header."""

    def make(cora, district):
        made = create(
            cora, district.site.root, "course", {"title": 'A"; x=\r\nSet-Cookie: y'}, district
        )
        for name, title in (("=x.txt", TITLE), ("../../\u202egpj.exe", "Plain")):
            stored = take_file(io.BytesIO(b"words"), name, district)
            create(cora, made, "file", {"title": title, "file": stored}, district)
        return made.__name__

    return site.as_("cora", make)


def test_the_table_of_an_export_runs_nothing_and_comes_back_as_it_was(site, course):
    cora = site.browser("cora")
    body = cora.get(f"/{course}/@@export/markdown").body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        rows = list(csv.reader(io.StringIO(archive.read("contents.csv").decode())))
    cells = [cell for row in rows for cell in row]
    assert f"'{TITLE}" in cells
    assert not [cell for cell in cells if re.match(r"[\s\"]*[=+@-]", cell)]
    number = hand_in(cora, body).location
    drain_once(site.databases, make_jobs(site.settings, site.databases, site.definitions))
    page = cora.get(number).click("Open the course")
    files = {}

    def look(district):
        found = district.site.root[page.request.path.strip("/")]
        files.update({one.values["title"]: one.values["file"].name for one in found.children()})

    site.act(look)
    assert files == {TITLE: "=x.txt", "Plain": "gpj.exe"}


@pytest.mark.parametrize("form", ["markdown", "cartridge", "cartridge-1.1"])
def test_a_title_writes_no_header_and_a_name_no_place_outside(site, course, form):
    answer = site.browser("cora").get(f"/{course}/@@export/{form}")
    assert "Set-Cookie" not in answer.headers
    said = Message()
    said["Content-Disposition"] = answer.headers["Content-Disposition"]
    assert re.fullmatch(r"[a-z0-9-]+\.(zip|imscc)", said.get_filename())
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        for name in archive.namelist():
            assert not name.startswith("/")
            assert ".." not in name
            assert name.isprintable()


def test_nobody_keeps_an_export_or_a_coverage_of_somebody_elses_view(site, course):
    cora = site.browser("cora")
    for path in ("@@export", "@@export/markdown", "@@coverage", "@@coverage?as=csv", "@@use"):
        kept = cora.get(f"/{course}/{path}").headers["Cache-Control"]
        assert "no-store" in kept, path
