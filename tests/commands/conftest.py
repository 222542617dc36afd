"""Real processes: a sample district made once, copied for whoever changes it, and served."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.commands.processes import Served, academe, academe_here

from academe.actions.district import District
from academe.actions.opening import open_district
from academe.commands.asking import looking
from academe.commands.sites import Call
from academe.definitions.loading import read_definitions


@pytest.fixture(scope="session")
def run():
    """Run a command in a process of its own: ``run("person", "list", ACADEME_CONFIG=...)``."""
    return academe


@pytest.fixture(scope="session")
def run_here():
    """Run a command in this process, which has loaded it already."""
    return academe_here


@pytest.fixture(scope="session")
def built_demo(sample_district) -> Path:
    """The sample district, made once; nobody changes it."""
    return sample_district


@pytest.fixture(scope="module")
def sample(built_demo) -> Iterator[District]:
    """The sample district, opened to read."""
    with (
        looking(Call(built_demo / "etc" / "development.ini")) as (settings, databases),
        open_district(databases, read_definitions(built_demo), settings) as district,
    ):
        yield district


@pytest.fixture
def demo_copy(built_demo, tmp_path) -> Path:
    folder = tmp_path / "district"
    shutil.copytree(built_demo, folder)
    return folder


@pytest.fixture(scope="module")
def served(built_demo, tmp_path_factory) -> Iterator[Served]:
    """The sample district, served for all tests of a module."""
    folder = tmp_path_factory.mktemp("served") / "district"
    shutil.copytree(built_demo, folder)
    server = Served(folder)
    yield server
    server.end()
    server.log.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Serve a folder; ended after the test."""
    running: list[Served] = []

    def start(folder: Path, *options: str) -> Served:
        running.append(Served(folder, *options))
        return running[-1]

    yield start
    for server in running:
        server.end()
        server.log.close()
