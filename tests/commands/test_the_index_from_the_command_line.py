"""`academe verify` and `academe reindex`, where the index is missing or damaged."""

import shutil
import time

import pytest

WHOLE = "Everything can be read, and every file is as it was stored."


@pytest.fixture
def command(demo_copy, run):
    """Run a command in a site of its own, which nobody serves."""
    return lambda *words: run(*words, ACADEME_CONFIG=str(demo_copy / "etc" / "development.ini"))


def test_a_damaged_index_is_told_apart_and_needs_no_backup(demo_copy, command):
    made = command("reindex")
    assert made.returncode == 0, made.stderr
    assert command("verify").stdout.splitlines() == [WHOLE]
    path = max((demo_copy / "data/index").glob("*.store"), key=lambda one: one.stat().st_size)
    with path.open("r+b") as file:
        file.write(b"\xff" * 100)
    verified = command("verify")
    assert verified.returncode == 1
    assert "search index: It cannot be read" in verified.stderr
    assert "academe reindex" in verified.stderr
    assert "backup" not in verified.stderr
    assert command("reindex").returncode == 0
    assert command("verify").stdout.splitlines() == [WHOLE]


def test_a_missing_index_is_noted_and_is_no_damage(demo_copy, run_here):
    shutil.rmtree(demo_copy / "data/index", ignore_errors=True)
    ini = demo_copy / "etc" / "development.ini"
    verified = run_here("verify", ACADEME_CONFIG=str(ini))
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout.splitlines()[0] == WHOLE
    assert verified.stdout.splitlines()[1].startswith("There is no search index yet.")


def test_reindex_mends_a_folder_that_was_taken_away_while_it_is_served(served):
    assert served.academe("reindex").returncode == 0
    (served.folder / "data/index").rename(served.folder / "data/gone")
    made = served.academe("reindex")
    assert made.returncode == 0, made.stderr
    assert "texts are in the index" in made.stdout
    assert "fractions" in served.get("/@@search?q=fractions")[2].lower()
    assert served.academe("verify").returncode == 0


def test_words_in_files_are_found_after_the_first_start_and_after_the_file_of_work_was_lost(
    demo_copy, serve
):
    """Nor is anybody alarmed: the index that the sample district came with is no damage."""
    for start in range(2):
        served = serve(demo_copy)
        assert found_in_a_file(served), start
        assert not (demo_copy / "data/index/made-anew.json").exists()
        served.end()
        for path in (demo_copy / "data").glob("work.sqlite*"):
            path.unlink()


def found_in_a_file(served) -> bool:
    """Search until words of a file are found that stand nowhere else."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if "In the file fraction-strips.pdf" in served.get("/@@search?q=thick+lines")[2]:
            return True
        time.sleep(0.2)
    return False
