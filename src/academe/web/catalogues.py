"""The catalogues of sentences: gathered from the source, brought up to date for translators.

``make messages`` calls it; a served site only reads (``translating.py``).
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from academe.definitions.loading import defaults_folder
from academe.definitions.messages import extract_toml
from academe.definitions.spoken import locale_folder
from academe.web.extracting import extract_template

WIDTH = 96
HEADER = """# The sentences of Academe. `make messages` gathers them anew;
# the words to use stand in es/GLOSSARY.md."""
NOISE = (
    "#, python-brace-format",  # Babel's guess: these are not Python's braces
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Project-Id-Version',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)


class Found(NamedTuple):
    """One sentence where it was written."""

    text: str
    file: str  # in the project: src/academe/web/frame.py, themes/plain/templates/layout.pt
    line: int


def sentences() -> Iterator[Found]:
    """Yield every sentence of the package and of the files that ship with it."""
    package, defaults = Path(str(files("academe"))), defaults_folder()
    yield from _each(package, "**/*.py", "python", "src/academe")
    yield from _each(defaults / "themes", "**/*.pt", extract_template, "themes")
    for folder in ("content_types", "workflows"):
        yield from _each(defaults / folder, "**/*.toml", extract_toml, folder)


def _each(
    folder: Path, pattern: str, extractor: str | Callable[..., Any], shown: str
) -> Iterator[Found]:
    for path in sorted(folder.resolve().glob(pattern)):
        name = f"{shown}/{path.relative_to(folder.resolve()).as_posix()}"
        for line, text, *_rest in extract_from_file(extractor, str(path), keywords={"_": None}):
            if isinstance(text, str) and text:
                yield Found(text, name, line)


def gather(written: Iterable[Found]) -> Catalog:
    """Return a catalogue of sentences, without translations."""
    catalog = Catalog(project="Academe", charset="utf-8", header_comment=HEADER, fuzzy=False)
    for found in written:
        # Without lines: a sentence that only moved would change the catalogue.
        catalog.add(found.text, locations=[(found.file, 0)])
    return catalog


def update(code: str, template: Catalog) -> Path:
    """Bring the catalogue of a language up to date; its former translations stay.

    A sentence that is gone is left out: git keeps what it was.
    """
    path = locale_folder() / code / "LC_MESSAGES" / "academe.po"
    catalog = Catalog(locale=code.replace("-", "_"), header_comment=HEADER, fuzzy=False)
    if path.is_file():
        with path.open("rb") as file:
            catalog = read_po(file, locale=code.replace("-", "_"))
    # Never a guess from a similar sentence: it would be a wrong one that looks right.
    catalog.update(template, no_fuzzy_matching=True)
    catalog.header_comment = HEADER
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, catalog)
    return path


def _write(path: Path, catalog: Catalog) -> None:
    """Write the catalogue so that it differs only where a sentence does."""
    file = BytesIO()
    write_po(
        file, catalog, width=WIDTH, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    lines = file.getvalue().decode("utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(NOISE))
    path.write_text(text, encoding="utf-8")


def missing(code: str, template: Catalog) -> list[str]:
    """Return the sentences that a language does not say yet."""
    path = locale_folder() / code / "LC_MESSAGES" / "academe.po"
    with path.open("rb") as file:
        known = {
            str(message.id)
            for message in read_po(file, locale=code.replace("-", "_"))
            if message.string and not message.fuzzy
        }
    return [str(message.id) for message in template if message.id and message.id not in known]


def main() -> None:
    """Write academe.pot, bring each language up to date, and say what it lacks."""
    template = gather(sentences())
    locale_folder().mkdir(exist_ok=True)
    _write(locale_folder() / "academe.pot", template)
    codes = {path.parents[1].name for path in locale_folder().glob("*/LC_MESSAGES/academe.po")}
    for code in sorted(codes | {"es"}):
        path = update(code, template)
        print(f"{path}: {len(template)} sentences, {len(missing(code, template))} to translate")


if __name__ == "__main__":
    main()
