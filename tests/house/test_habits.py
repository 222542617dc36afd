"""The habits of the house that a machine can see."""

import ast
import re

from tests.house.source import SRC, TOP, of_each, python_files, tree_of

LAST_RESORT = {("web/tweens.py", "without_traceback"), ("search/indexing.py", "_run")}
"""Where an unexpected error ends: logged with its traceback, told as a number."""

NEVER = {"manager", "helper", "util", "utils", "mixin", "base", "handler", "brain", "portal"}
NAMED_BY_OTHERS = {"_resources_base": "the manifest of a cartridge calls it xml:base"}
"""{name: why it is called so}: names that a library asks for."""

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 60

FILES = python_files()


def short(path):
    return path.relative_to(SRC / "academe").as_posix()


def functions(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@of_each(FILES, short)
def test_no_error_is_swallowed(path):
    for function in functions(path):
        for node in ast.walk(function):
            if isinstance(node, ast.ExceptHandler) and _catches_all(node):
                raises = any(isinstance(inner, ast.Raise) for inner in node.body)
                allowed = (short(path), function.name) in LAST_RESORT or _is_outer(function)
                assert raises or allowed, f"{short(path)}:{node.lineno}"


def _catches_all(node):
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        one is None or (isinstance(one, ast.Name) and one.id in ("Exception", "BaseException"))
        for one in caught
    )


def _is_outer(function):
    """The function only holds the one that is named in LAST_RESORT."""
    named = {name for _path, name in LAST_RESORT}
    return any(isinstance(node, ast.FunctionDef) and node.name in named for node in function.body)


@of_each(FILES, short)
def test_names_say_what_they_mean(path):
    names = [path.stem]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
    for name in names:
        words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
        wrong = {word.lower() for word in words} & NEVER
        assert not wrong or name in NAMED_BY_OTHERS, f"{short(path)}: {name}"


@of_each(FILES, short)
def test_files_and_functions_stay_short(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES or short(path) in LONG_FILES, f"{lines} lines"
    for function in functions(path):
        length = (function.end_lineno or 0) - function.lineno + 1
        name = f"{short(path)}:{function.name}"
        assert length <= MOST_LINES_OF_A_FUNCTION or name in LONG_FUNCTIONS, name


def test_exceptions_to_the_rules_are_still_needed():
    known = {short(path): path for path in FILES}
    for name in LONG_FILES:
        lines = len(known[name].read_text(encoding="utf-8").splitlines())
        assert lines > MOST_LINES, f"{name} is short enough now"


def test_what_a_district_changes_ships_in_the_wheel():
    setup = (TOP / "setup.cfg").read_text(encoding="utf-8")
    package = SRC / "academe"
    shipped = {"README.md": "README.md", "defaults": "defaults/**/*", "locale": "locale/**/*"}
    for path in package.iterdir():
        has_data = path.name in shipped or any(
            inner.is_file() and inner.suffix not in (".py", ".pyc", ".mo")
            for inner in (path.rglob("*") if path.is_dir() and not path.is_symlink() else [path])
            if "__pycache__" not in inner.parts
        )
        if has_data and path.suffix != ".py":
            folder = shipped.get(path.name, f"{path.name}/**/*")
            assert re.search(rf"^\s+{re.escape(folder)}$", setup, re.M), f"{path.name} stays behind"
    for name in ("content_types", "workflows", "themes", "etc"):
        assert (package / "defaults" / name).resolve() == (TOP / name).resolve()


@of_each(FILES, short)
def test_what_is_to_be_translated_is_written_where_it_is_marked(path):
    """``_(name)`` is gathered for no catalogue; ``SENTENCE % words`` fills in a marked one."""
    for node in ast.walk(tree_of(path)):
        is_mark = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if is_mark and node.func.id == "_" and short(path) != "wording.py":
            said = node.args[0] if node.args else None
            is_literal = isinstance(said, ast.Constant) and isinstance(said.value, str)
            assert is_literal, f"{short(path)}:{node.lineno}"


def test_every_one_liner_has_a_rule_and_is_listed_by_help():
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split()
    assert sorted(named) == sorted(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
