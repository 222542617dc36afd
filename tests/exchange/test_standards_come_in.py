"""Files of standards as others publish them: counts, GUIDs, the tree; and what is refused."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.frameworks import LINES, case_package, guid

from academe.actions.standards_draft import GUID, FrameworkDraft, StandardDraft
from academe.errors import ImportRefused
from academe.exchange.standards_channel import draft_from_json, draft_to_json
from academe.exchange.standards_reading import LIMITS, read_standards
from academe.exchange.standards_words import grades_of

OPENSALT = "standards/opensalt"
FRAMEWORK = "opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json"


def codes(draft: FrameworkDraft) -> dict[str, StandardDraft]:
    return {one.code: one for one in draft.standards if one.code}


def parent(draft: FrameworkDraft, code: str) -> str:
    by_guid = {one.guid: one for one in draft.standards}
    return by_guid[codes(draft)[code].parent].code


def written(folder: Path, data: bytes, name: str = "file.json") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_case_package_keeps_its_guids_and_its_tree(samples):
    draft = read_standards(samples / OPENSALT / FRAMEWORK)
    assert (draft.guid, draft.title) == (
        "20c5134f-423d-4097-a971-3dd5152bf507",
        "What Standards Could Be",
    )
    assert len(draft.standards) == 16
    assert codes(draft)["CCSS.Math.Content.6.RP.A"].guid == "edfce0e7-dbbf-40d5-af1a-baccabef85e9"
    assert parent(draft, "CCSS.Math.Content.6.RP.A.1") == "CCSS.Math.Content.6.RP.A"
    assert codes(draft)["CCSS.Math.Content.6.RP.A.1"].grades == ("6",)


def test_a_spreadsheet_and_its_table_say_the_same_tree(samples):
    sheet = read_standards(samples / OPENSALT / "ccsso_ela.xlsx")
    table = read_standards(samples / OPENSALT / "ccsso_ela_item.csv")
    assert (sheet.guid, sheet.creator) == ("650f0210-885d-11e7-9dec-34a3dbda4b5a", "CCSSO")
    assert len(sheet.standards) == len(table.standards) == 1189
    assert [one.guid for one in sheet.standards] == [one.guid for one in table.standards]
    assert [one.parent for one in sheet.standards] == [one.parent for one in table.standards]
    assert codes(sheet)["L.1.4"].guid == "7fbbd2fa-885d-11e7-a99d-449ef607a326"
    assert sheet.names_itself
    assert not table.names_itself


def test_a_small_spreadsheet_has_its_own_columns_and_several_grades(samples):
    draft = read_standards(samples / OPENSALT / "spreadsheet_import_sample.xlsx")
    assert (draft.title, len(draft.standards)) == ("SampleFramework", 4)
    assert parent(draft, "S.2.1") == "S.2"
    assert codes(draft)["S.1"].grades == ("4", "5")


def test_standards_without_guids_get_lasting_ones_and_that_is_said(samples):
    first = read_standards(samples / OPENSALT / "sample_case.csv")
    assert len(first.standards) == 10
    assert all(GUID.fullmatch(one.guid) for one in first.standards)
    assert first == read_standards(samples / OPENSALT / "sample_case.csv")
    assert "10" in str(first.notes[0].mapping["count"])
    assert parent(first, "M.F.1-2.S1a") == "M.F.1-2.S1"


def test_codes_alone_say_what_is_below_what(samples):
    draft = read_standards(samples / OPENSALT / "children.csv")
    assert parent(draft, "A.B.C.L") == "A.B.C"
    assert parent(draft, "A.B.D") == "A.B"


@pytest.mark.parametrize("name", ["ngss_topics.json", "jurisdictions.json"])
def test_a_list_of_terms_is_no_framework(samples, name):
    with pytest.raises(ImportRefused, match="list of terms"):
        read_standards(samples / "standards/asn" / name)


@pytest.mark.parametrize("newer", [False, True], ids=["1.0", "1.1"])
def test_both_versions_of_case_are_read(tmp_path, newer):
    draft = read_standards(written(tmp_path, case_package(newer=newer)))
    assert (draft.guid, draft.licence, draft.subject) == (
        guid("mathematics"),
        "CC BY 4.0",
        "Mathematics",
    )
    assert [one.code for one in draft.standards] == list(LINES)
    assert [one.level for one in draft.standards] == [0, 1, 2, 2, 1, 2, 2, 1]
    assert {one.kind for one in draft.standards} == {"Domain", "Cluster", "Standard"}


def test_what_the_tests_call_case_is_case(samples):
    schema = json.loads((samples / "schemas/case/case-v1p0-cfpackage-schema.json").read_bytes())
    package = json.loads(case_package())
    parts = [("CFPackageDocument", [package["CFDocument"]])]
    parts += [("CFPackageItem", package["CFItems"])]
    parts += [("CFPackageAssociation", package["CFAssociations"])]
    parts += [(kind[:-1], some) for kind, some in package["CFDefinitions"].items()]
    for name, some in parts:
        table = schema["definitions"][name]
        for one in some:
            assert set(table["required"]) <= one.keys() <= table["properties"].keys(), name


def test_a_framework_that_goes_in_circles_is_cut_and_told(tmp_path):
    lines = dict(LINES) | {"NF": ("5.NF.A.1", "Domain", "", "Round and round")}
    draft = read_standards(written(tmp_path, case_package(lines)))
    assert {one.code for one in draft.standards} == set(LINES)
    assert any("stands below itself" in note for note in draft.notes)


HOSTILE = {
    "no json": b"{not json",
    "deep json": b"[" * 200_000,
    "deep objects": b'{"CFItems":' * 100_000,
    "no items": b'{"CFDocument": {}}',
    "empty items": b'{"CFItems": []}',
    "items of nothing": b'{"CFItems": [1, null, "x"]}',
    "a list": b"[1, 2]",
    "no table": b"\x00\x01\x02",
    "another table": b"name,age\nAna,5\n",
    "no zip": b"PK\x03\x04" + b"x" * 100,
    "nothing": b"",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_framework_is_refused_with_a_sentence(tmp_path, data):
    with pytest.raises(ImportRefused) as refused:
        read_standards(written(tmp_path, data, "file"))
    assert "reader gave no answer" not in str(refused.value)


def test_a_spreadsheet_that_unpacks_to_far_too_much_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(ImportRefused, match="zip bomb"):
        read_standards(path)


def test_a_file_beyond_the_limit_is_refused(tmp_path):
    path = written(tmp_path, case_package())
    with pytest.raises(ImportRefused, match="larger than"):
        read_standards(path, replace(LIMITS, markup_bytes=1000))


def test_what_the_reader_answers_is_believed_as_little_as_the_file(tmp_path):
    draft = read_standards(written(tmp_path, case_package()))
    assert draft_from_json(draft_to_json(draft).encode()) == draft
    loose = draft._replace(standards=draft.standards[1:])
    for wrong in (draft_to_json(loose), "[]", '{"a": 1}', "[1, 2, 3]", "x"):
        with pytest.raises(ImportRefused):
            draft_from_json(wrong.encode())


@pytest.mark.parametrize(
    ("said", "grades"),
    [
        ("09.10", "9 10"),
        ("11.12", "11 12"),
        ("HS", "9 10 11 12"),
        ("High School", "9 10 11 12"),
        ("Grade 9-10", "9 10"),
        ("Grades K–2", "k 1 2"),
        ("grade 03, KG", "3 k"),
        ("9.0", "9"),
        ("Algebra I", "algebra i"),
    ],
)
def test_grades_are_understood_as_states_write_them(said, grades):
    assert " ".join(grades_of(said)) == grades
