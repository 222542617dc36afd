"""`academe import`, as it is typed."""

import shutil

import pytest
from click.testing import CliRunner
from tests.exchange.teachers_folder import OLE, PNG
from tests.exchange.word_maker import WordFile

from academe.command import main


@pytest.fixture
def weather(tmp_path):
    folder = tmp_path / "weather"
    folder.mkdir()
    (folder / "lesson-1.md").write_text("# Wind\n\nFeel it.\n\n![A vane](vane.png)\n")
    return folder


@pytest.fixture(scope="module")
def made_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "site"
    done = CliRunner().invoke(main, ["init", str(folder), "--login", "ada"])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def district_folder(made_folder, tmp_path):
    return shutil.copytree(made_folder, tmp_path / "site")


def run(folder, *words):
    return CliRunner().invoke(
        main, ["import", *map(str, words), "--config", f"{folder}/etc/development.ini"]
    )


def test_a_folder_comes_in_and_says_what_was_left_out(district_folder, weather):
    done = run(district_folder, weather, "--into", "/", "--as", "ada")
    assert done.exit_code == 0, done.output
    assert "Left out: A vane (vane.png): lesson-1.md leads to it" in done.output
    assert "1 imported, 1 left out: /weather" in done.output


def test_every_part_is_printed_with_the_way_to_the_report_and_back(district_folder, weather):
    (weather / "lesson-2.md").write_text("# Rain\n\nDrops.\n")
    (weather / "LICENSE").write_text("CC BY 4.0")
    done = run(district_folder, weather, "--as", "ada")
    assert done.exit_code == 0, done.output
    *_, parts = done.output.partition("Making contents\n")
    first, second, joined, left, count, report, back = parts.splitlines()
    assert (first, second) == ("Imported: Wind (lesson-1.md)", "Imported: Rain (lesson-2.md)")
    assert joined.startswith("Joined or not needed: LICENSE (LICENSE): ")
    assert left.startswith("Left out: A vane")
    assert count == "2 imported, 1 joined or not needed, 1 left out: /weather"
    assert report.endswith("/weather/@@import-report")
    assert back.endswith("/weather/@@take-out")
    assert "http://" in report


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--as", "zoe"], 1, "There is no person with the login"),
        (["--as", "ada", "--into", "/nowhere"], 1, "There is nothing at '/nowhere'."),
        ([], 2, "Missing option '--as'"),
    ],
)
def test_a_refused_import_is_one_sentence(district_folder, weather, words, code, sentence):
    done = run(district_folder, weather, *words)
    assert done.exit_code == code
    assert sentence in done.output
    assert "Traceback" not in done.output


def test_a_course_does_not_come_into_a_lesson(district_folder, weather):
    assert run(district_folder, weather, "--as", "ada").exit_code == 0
    done = run(district_folder, weather, "--as", "ada", "--again", "--into", "/weather/lesson-1")
    assert done.exit_code == 1
    assert "A course cannot lie here." in done.output


def test_the_same_again_is_a_sentence_unless_it_is_meant(district_folder, weather):
    assert run(district_folder, weather, "--as", "ada").exit_code == 0
    done = run(district_folder, weather, "--as", "ada")
    assert done.exit_code == 1
    assert "This was brought in on" in done.output
    assert "(/weather). With --again it comes in as one more copy." in done.output
    done = run(district_folder, weather, "--as", "ada", "--again")
    assert done.exit_code == 0, done.output
    assert "/weather-2" in done.output


def test_a_word_file_comes_in_by_itself(district_folder, tmp_path):
    path = tmp_path / "Längen messen.docx"
    word = WordFile().text("Längen", "Titel").heading("Objectives").text("Measure.")
    path.write_bytes(word.picture(PNG).bytes())
    done = run(district_folder, path, "--as", "ada")
    assert done.exit_code == 0, done.output
    assert "2 imported, 0 left out: /langen-messen" in done.output
    assert "Please look at: Picture 1" in done.output
    again = run(district_folder, path, "--as", "ada")
    assert "--again" in again.output


def test_an_old_word_file_is_refused_with_what_to_do(district_folder, tmp_path):
    path = tmp_path / "old.docx"
    path.write_bytes(OLE)
    done = run(district_folder, path, "--as", "ada")
    assert done.exit_code == 1
    assert "save it as .docx without a password" in done.output
