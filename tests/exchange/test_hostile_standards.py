"""Files of standards that were made to do harm are refused soon, and take nothing away."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from academe.errors import ImportRefused
from academe.exchange.standards_reading import LIMITS, read_standards

TIGHT = replace(LIMITS, seconds=8.0)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADING = "fullStatement,humanCodingScheme\n"


def related(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def spreadsheet(*rows: tuple[int, str], above: str = "", size: str = "A1:B2") -> bytes:
    heading = cell("A1", "fullStatement") + cell("B1", "humanCodingScheme")
    lines = "".join(f'<row r="{number}">{cells}</row>' for number, cells in ((1, heading), *rows))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"></Types>')
        archive.writestr("_rels/.rels", related("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/s.xml"))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/s.xml",
            f'<?xml version="1.0"?>{above}<worksheet xmlns="{SHEETS}"><dimension ref="{size}"/>'
            f"<sheetData>{lines}</sheetData></worksheet>",
        )
    return kept.getvalue()


def package(count: int, parent_of: Callable[[int], int]) -> bytes:
    items = [{"fullStatement": f"s{n}", "identifier": f"i{n}"} for n in range(count)]
    links = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": f"i{n}"},
            "destinationNodeURI": {"identifier": f"i{parent_of(n)}"},
        }
        for n in range(count)
    ]
    whole = {"CFDocument": {"title": "x"}, "CFItems": items, "CFAssociations": links}
    return json.dumps(whole).encode()


ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a cell at the far end": lambda: spreadsheet(
        (1048576, cell("XFD1048576", "x")), size="A1:XFD1048576"
    ),
    "an entity": lambda: spreadsheet((2, cell("A2", "&x;")), above=ENTITY),
    "a cell of 60 million letters": lambda: spreadsheet((2, cell("A2", "a" * 60_000_000))),
    "40 million columns": lambda: f"{HEADING}{',' * 40_000_000}".encode(),
    "400,000 lines": lambda: HEADING.encode() + b"a,b\n" * 400_000,
    "8 million lines": lambda: HEADING.encode() + b"a,b\n" * 8_000_000,
    "a million lists in lists": lambda: b'{"CFItems":' + b"[" * 1_000_000,
    "60,000 standards": lambda: package(60_000, lambda n: -1),
    "20,000 below each other": lambda: package(20_000, lambda n: n - 1),
}


def read(tmp_path: Path, data: bytes):
    path = tmp_path / "standards"
    path.write_bytes(data)
    return read_standards(path, TIGHT)


# Others are refused every day for the same reasons: too many in a table, too much memory.
LONG = ("60,000 standards", "8 million lines")
DAILY = [name for name in HOSTILE if name not in LONG]


@pytest.mark.parametrize(
    "name", [*DAILY, *(pytest.param(one, marks=pytest.mark.long) for one in LONG)]
)
def test_a_hostile_file_of_standards_is_refused(name, tmp_path):
    with pytest.raises(ImportRefused) as refused:
        read(tmp_path, HOSTILE[name]())
    assert "Reading took longer" not in refused.value.sentence


def test_a_plain_one_is_read(tmp_path):
    draft = read(tmp_path, spreadsheet((2, cell("A2", "Add fractions.") + cell("B2", "5.1"))))
    assert [(one.code, one.statement) for one in draft.standards] == [("5.1", "Add fractions.")]


@pytest.mark.parametrize("count", [2_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_many_standards_in_a_circle_end_on_top_in_time(count, tmp_path):
    draft = read(tmp_path, package(count, lambda n: (n + 1) % count))
    assert {one.level for one in draft.standards} == {0}
    assert len(draft.notes) == count


def test_what_leads_into_a_circle_ends_on_top_too(tmp_path):
    draft = read(tmp_path, package(4, lambda n: (1, 2, 1, 9)[n]))
    assert [one.level for one in draft.standards] == [0, 0, 0, 0]
    assert len(draft.notes) == 3


def test_lists_of_one_standard_are_bounded(tmp_path):
    many = [f"g{number}" for number in range(100_000)]
    item = {"fullStatement": "s", "identifier": "i", "educationLevel": many, "subject": many}
    whole = {"CFDocument": {"title": "x", "subject": many}, "CFItems": [item]}
    draft = read(tmp_path, json.dumps(whole).encode())
    (one,) = draft.standards
    assert len(one.grades) == 50
    assert len(one.subject) <= 300
    assert len(draft.subject) <= 300
