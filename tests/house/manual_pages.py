"""The pages of docs/manuals, taken apart: pictures, commands, addresses, titles, links."""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import html
from tests.house.source import TOP, python_files, templates, tree_of

FOLDER = TOP / "docs" / "manuals"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
ADDRESS = re.compile(r"@@([a-z][a-z-]*)")
EXAMPLE = re.compile(r"^```\n.*?^```", re.MULTILINE | re.DOTALL)  # of a file that people write
BLOCK = re.compile(r"^    (.+)$", re.MULTILINE)
CALL = re.compile(r"^\s*academe |/bin/academe ")
SHELL = re.compile(r"\$\([^)]*\)|[\\]")


class Line(NamedTuple):
    """One call of the command, as a manual writes it; ``is_whole``: to be typed as it stands."""

    page: str
    words: tuple[str, ...]
    is_whole: bool


def pages() -> list[Path]:
    return sorted(FOLDER.glob("*.md"))


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """Return the text without code, where stars and brackets mean what they say."""
    return CODE.sub("", BLOCK.sub("", EXAMPLE.sub("", text_of(page))))


def pictures_of(page: Path) -> list[tuple[str, str]]:
    """Return (text alternative, address) of each picture."""
    return PICTURE.findall(EXAMPLE.sub("", text_of(page)))


def titles_of(page: Path) -> set[str]:
    """Return what stands in bold: what a reader will look for on the screen."""
    return {" ".join(found.split()) for found in BOLD.findall(prose_of(page))}


def links_of(page: Path) -> set[str]:
    return {link for link in LINK.findall(prose_of(page)) if "://" not in link}


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that a forge gives to the headings."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def commands_of(page: Path) -> Iterator[Line]:
    """Yield each `academe …`, in a block as a whole line, in a sentence as far as it is said."""
    for line in BLOCK.findall(text_of(page)):
        for part in re.split(r"&&|\|", SHELL.sub("", line)):
            if call := CALL.search(part):
                yield Line(page.name, tuple(shlex.split(part[call.end() :])), True)
    for said in CODE.findall(text_of(page)):
        words = shlex.split(SHELL.sub("", said))
        if words and words[0] == "academe" and len(words) > 1:
            yield Line(page.name, tuple(words[1:]), False)


@cache
def spoken() -> frozenset[str]:
    """Return everything that pages can say: templates, definitions, sentences of the code."""
    said = [*_of_templates(), *_of_code(), *_of_definitions()]
    return frozenset(" ".join(re.sub(r",? ?\$\{\w+\}", "", one).split()) for one in said)


def _of_templates() -> Iterator[str]:
    for path in templates():
        source = path.read_text(encoding="utf-8")
        yield from re.findall(r"_\('([^']+)'\)", source)
        for element in html.fromstring(source).iter():
            for piece in (element.text, element.tail):
                if isinstance(piece, str) and piece.strip():
                    yield piece


def _of_code() -> Iterator[str]:
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            is_sentence = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_"
            if is_sentence and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def _of_definitions() -> Iterator[str]:
    for folder in ("content_types", "workflows", "src/academe/demo"):
        for path in sorted((TOP / folder).rglob("*.*")):
            if path.suffix in (".toml", ".md"):
                yield from re.findall(r'^\w+ *= *"(.+)"$', path.read_text("utf-8"), re.MULTILINE)
