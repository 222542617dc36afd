"""The project's own files, as the tests of the house read them."""

import ast
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

TOP = Path(__file__).parents[2]
SRC = TOP / "src"
LEFT_OUT = {".git", ".venv", "node_modules", "__pycache__", "build", "dist"}
LEFT_OUT |= {".hypothesis", ".pytest_cache"}


def of_each(
    paths: Sequence[Path], named: Callable[[Path], str]
) -> Callable[..., Callable[[], None]]:
    """Make one test of a check of one file, which tells every file that fails.

    A test for each file and rule would be half of all tests there are.
    """

    def one_test(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            wrong = []
            for path in paths:
                try:
                    check(path)
                except AssertionError as error:
                    wrong.append(f"{named(path)}: {error}")
            assert not wrong, "\n".join(wrong)

        test.__doc__ = check.__doc__
        return test

    return one_test


def python_files(folder: Path = SRC / "academe") -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if not LEFT_OUT & set(path.parts))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    names = path.relative_to(SRC).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def templates() -> list[Path]:
    return sorted((TOP / "themes").rglob("*.pt"))


def told_by_git(*words: str) -> str | None:
    """Return what git says of the project; None where there is no git, or no history."""
    if shutil.which("git") is None:
        return None
    told = subprocess.run(["git", "-C", str(TOP), *words], capture_output=True, check=False)
    return told.stdout.decode(errors="replace") if told.returncode == 0 else None


def kept_files() -> Iterator[Path]:
    """Yield every file that belongs to the project: those that git keeps, or all but builds."""
    listed = told_by_git("ls-files", "-z")
    if listed is not None:
        names = [name for name in listed.split("\0") if name]
        yield from (TOP / name for name in names if (TOP / name).is_file())
    else:
        for path in TOP.rglob("*"):
            if path.is_file() and not LEFT_OUT & set(path.parts):
                yield path
