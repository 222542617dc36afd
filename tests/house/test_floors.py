"""Arrows go down, and nothing goes round in a circle."""

import ast
import configparser
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest
from tests.house.source import SRC, TOP, module_name, python_files, tree_of


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Which module imports which, imports inside of functions included."""
    modules = {module_name(path): path for path in python_files()}
    found: dict[str, set[str]] = {name: set() for name in modules}
    for name, path in modules.items():
        for node in ast.walk(tree_of(path)):
            for target in _targets(node):
                known = target if target in modules else target.rpartition(".")[0]
                if known in modules and known != name:
                    found[name].add(known)
    return found


def _targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert not node.level, "imports are written out in full"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_nothing_is_imported_in_a_circle(imports):
    list(TopologicalSorter(imports).static_order())  # raises CycleError and names the circle


def test_arrows_only_go_down(imports):
    config = configparser.ConfigParser()
    config.read(TOP / "setup.cfg")
    layers = config["importlinter:contract:floors"]["layers"].split("\n")
    floors = {
        name.strip(): number
        for number, line in enumerate(filter(None, layers))
        for name in line.split("|")
    }
    for name, targets in imports.items():
        here = _floor(name)
        for target in targets:
            there = _floor(target)
            if here in floors and there in floors and here != there:
                assert floors[here] < floors[there], f"{name} imports {target}"


@pytest.mark.parametrize("program", ["reading", "standards", "file_texts"])
def test_programs_that_read_foreign_files_load_no_database(imports, program):
    """They start sooner so, and whoever takes one over finds less in it."""
    met, waiting = set(), [f"academe.exchange.{program}_apart"]
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            waiting += imports[name]
    assert len(met) > 10
    assert not {name for name in met if _libraries(name) & {"ZODB", "BTrees", "persistent"}}


def _libraries(module: str) -> set[str]:
    path = SRC.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return {name.split(".")[0] for node in ast.walk(tree_of(path)) for name in _targets(node)}


def _floor(module: str) -> str:
    return [*module.split("."), ""][1]


def test_the_linter_of_imports_says_so_too():
    pytest.importorskip("importlinter")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    told = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
