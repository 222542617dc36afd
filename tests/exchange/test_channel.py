"""What the reading process answers is believed no more than the package."""

import json
from pathlib import Path
from typing import Any

import pytest

from academe.errors import ImportRefused
from academe.exchange.bundle import Bundle, ImportedContent, ImportedFile, ReportLine
from academe.exchange.channel import from_json, to_json


@pytest.fixture
def plain(workfolder: Path) -> dict[str, Any]:
    path = workfolder / "0"
    path.write_bytes(b"abc")
    file = ImportedFile(path, "a.txt", "text/plain", 3, "f" * 64)
    child = ImportedContent("file", "A", "a", files=(file,))
    values = {"summary": "s", "duration": 45, "grades": ("5", "6"), "empty": None}
    root = ImportedContent("course", "C", "c", "c", values, (child,))
    bundle = Bundle("Test", (root,), (ReportLine("a", "A", "imported"),))
    text = to_json(bundle, workfolder)
    assert from_json(text, workfolder) == bundle
    result: dict[str, Any] = json.loads(text)
    return result


def test_a_bundle_comes_back_as_it_was(plain: dict[str, Any]) -> None:
    assert plain["roots"][0]["children"][0]["files"][0][0] == "0"


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "link", "folder", "gone"])
def test_a_file_elsewhere_is_refused(plain: dict[str, Any], path: str, workfolder: Path) -> None:
    (workfolder.parent / "outside").write_bytes(b"abc")
    (workfolder / "link").symlink_to(workfolder.parent / "outside")
    (workfolder / "folder").mkdir()
    plain["roots"][0]["children"][0]["files"][0][0] = path
    with pytest.raises(ImportRefused):
        from_json(json.dumps(plain), workfolder)


def test_a_file_behind_a_linked_folder_is_refused(plain: dict[str, Any], workfolder: Path) -> None:
    outside = workfolder.parent / "outside"
    outside.mkdir()
    (outside / "0").write_bytes(b"abc")
    (workfolder / "linked").symlink_to(outside)
    plain["roots"][0]["children"][0]["files"][0][0] = "linked/0"
    with pytest.raises(ImportRefused):
        from_json(json.dumps(plain), workfolder)


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", 5), ("children", {}), ("values", []), ("identifier", "a"), ("files", [[]])],
)
def test_a_wrong_word_is_refused(
    plain: dict[str, Any], name: str, value: object, workfolder: Path
) -> None:
    plain["roots"][0][name] = value
    with pytest.raises(ImportRefused):
        from_json(json.dumps(plain), workfolder)


@pytest.mark.parametrize("answer", ["", "[]", "{", "[" * 100_000, "null"])
def test_no_answer_is_refused(answer: str, workfolder: Path) -> None:
    with pytest.raises(ImportRefused):
        from_json(answer, workfolder)
