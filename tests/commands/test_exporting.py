"""`academe export`, as it is typed."""

import shutil
import zipfile

import pytest
from click.testing import CliRunner

from academe.command import main


def run(folder, *words):
    command = [*map(str, words), "--config", f"{folder}/etc/development.ini"]
    return CliRunner().invoke(main, command)


@pytest.fixture(scope="module")
def made_folder(tmp_path_factory):
    """A site with a draft course of one lesson at /weather; each test gets a copy."""
    above = tmp_path_factory.mktemp("made")
    folder, lessons = above / "site", above / "weather"
    done = CliRunner().invoke(main, ["init", str(folder), "--login", "ada"])
    assert done.exit_code == 0, done.output
    lessons.mkdir()
    (lessons / "lesson-1.md").write_text("# Wind\n\nFeel it.\n")
    assert run(folder, "import", lessons, "--as", "ada").exit_code == 0
    return folder


@pytest.fixture
def district_folder(made_folder, tmp_path):
    return shutil.copytree(made_folder, tmp_path / "site")


@pytest.mark.parametrize(
    ("form", "inside"),
    [
        ([], "imsmanifest.xml"),
        (["--format", "cartridge-1.1"], "imsmanifest.xml"),
        (["--format", "markdown"], "index.md"),
    ],
)
def test_a_course_goes_into_a_file_and_comes_in_again(district_folder, tmp_path, form, inside):
    file = tmp_path / "out.imscc"
    done = run(district_folder, "export", "/weather", file, "--as", "ada", *form)
    assert done.exit_code == 0, done.output
    assert f"2 contents and 0 files written to {file}." in done.output
    assert inside in zipfile.ZipFile(file).namelist()
    again = run(district_folder, "import", file, "--as", "ada")
    assert again.exit_code == 0, again.output
    assert "0 left out" in again.output


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["/weather", "out.zip", "--as", "zoe"], 1, "There is nobody 'zoe'"),
        (["/weather", "out.zip", "--as", "visitor"], 1, "You may not export this."),
        (["/nowhere", "out.zip", "--as", "ada"], 1, "There is nothing at '/nowhere'."),
        (["/", "out.zip", "--as", "ada"], 1, "none of what can be exported"),
        (["/weather", "out.zip"], 2, "Missing option '--as'"),
        (["/weather", "out.zip", "--as", "ada", "--format", "pdf"], 2, "'pdf' is not one of"),
        (["/weather", "missing/out.zip", "--as", "ada"], 1, "missing"),
    ],
)
def test_a_refused_export_is_one_sentence_and_no_file(
    district_folder, tmp_path, monkeypatch, words, code, sentence
):
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    done = run(district_folder, "export", *words)
    assert done.exit_code == code
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert not list(empty.iterdir())


def test_a_file_that_is_there_is_kept(district_folder, tmp_path):
    file = tmp_path / "mine.imscc"
    file.write_text("mine")
    done = run(district_folder, "export", "/weather", file, "--as", "ada")
    assert done.exit_code == 1
    assert "is there already" in done.output
    assert file.read_text() == "mine"
