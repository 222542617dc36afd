"""kill -9 of the server at any moment of writing: afterwards the index is what the storage says."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.web.conftest import ServedSite

from academe.search.checking import check_index, differences
from academe.search.indexing import Indexer

CHILD = Path(__file__).with_name("writing_child.py")
ROOT = Path(__file__).parents[2]


def write_until_killed(folder: Path) -> int:
    """Let a child write for a moment, and return how often it said that it had."""
    surroundings = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, str(CHILD), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=surroundings) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(random.uniform(0, 0.4))
        child.kill()
        return len(first + child.stdout.read()) // 2


def kill_again_and_again(built_site: Path, folder: Path, definitions, times: int) -> None:
    shutil.copytree(built_site, folder)
    written = 0
    for _ in range(times):
        written += write_until_killed(folder)
        site = ServedSite(folder, definitions)
        # What the index had come to is true, and what it had not is read from the log.
        assert check_index(site.databases, definitions, site.settings).faults == ()
        indexer = Indexer(site.databases, definitions, site.settings)
        indexer.step()
        assert site.act(lambda d, i=indexer: list(differences(i.engine, d))) == []
        indexer.stop()
        site.close()
    assert written >= times


def test_kills_leave_the_index_as_the_storage_is(built_site, tmp_path, definitions):
    kill_again_and_again(built_site, tmp_path / "site", definitions, 4)


@pytest.mark.long
def test_100_kills_leave_the_index_as_the_storage_is(built_site, tmp_path, definitions):
    kill_again_and_again(built_site, tmp_path / "site", definitions, 100)
