"""What is forgotten for good is told first, and asked for."""

import os
import pty
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.commands.processes import ACADEME

TODAY = datetime.now(UTC).date()


def state_of(folder: Path) -> bytes:
    return (folder / "data" / "content.fs").read_bytes()


def test_a_day_to_come_is_refused_and_nothing_is_forgotten(demo_copy, run_here):
    before = state_of(demo_copy)
    day = TODAY + timedelta(days=2)  # to come in every time zone
    config = str(demo_copy / "etc" / "development.ini")
    answer = run_here("pack", "--before", day, "--yes", ACADEME_CONFIG=config)
    assert answer.returncode == 1
    assert "is still to come: all of the history until now would be forgotten" in answer.stderr
    assert state_of(demo_copy) == before


def test_a_script_has_to_say_that_the_history_is_to_be_forgotten(demo_copy, run_here):
    before = state_of(demo_copy)
    config, day = str(demo_copy / "etc" / "development.ini"), TODAY - timedelta(days=2)
    answer = run_here("pack", "--before", day, ACADEME_CONFIG=config)
    assert answer.returncode == 1
    assert "old states of the contents would be forgotten for good" in answer.stderr
    assert f"as it was before {day} any more" in answer.stderr
    assert "Say --yes" in answer.stderr
    assert state_of(demo_copy) == before
    done = run_here("pack", "--before", day, "--yes", ACADEME_CONFIG=config)
    assert done.returncode == 0, done.stderr
    assert state_of(demo_copy) != before


@pytest.mark.parametrize(("typed", "code"), [("n\n", 1), ("y\n", 0)])
def test_at_a_terminal_it_asks(demo_copy, typed, code):
    before, day = state_of(demo_copy), TODAY - timedelta(days=2)
    ours, theirs = pty.openpty()
    try:
        os.write(ours, typed.encode())
        config = str(demo_copy / "etc" / "development.ini")
        answer = subprocess.run(
            [*ACADEME, "pack", "--before", str(day)],
            stdin=theirs,
            capture_output=True,
            text=True,
            env={**os.environ, "ACADEME_CONFIG": config},
            timeout=60,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert "Forget them? [y/N]" in answer.stdout + answer.stderr
    assert answer.returncode == code
    assert (state_of(demo_copy) == before) == (code == 1)
