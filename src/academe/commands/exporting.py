"""`academe export`: a course, a unit, a lesson or a document goes out as a file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from academe.actions.opening import identity_called, open_district
from academe.commands.asking import VISITOR, looking
from academe.commands.desk import find_content
from academe.commands.sites import Call, config_option, pass_call
from academe.definitions.loading import read_definitions
from academe.errors import CommandError
from academe.exchange.formats import EXPORTED, FORMATS
from academe.store.people import visitor


@click.command("export")
@click.argument("path")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--as",
    "who",
    metavar="LOGIN",
    required=True,
    help='Whose eyes it is read with: a login, or "visitor" for what everybody may read.',
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="cartridge",
    show_default=True,
    help="cartridge: Common Cartridge 1.3. cartridge-1.1: for older platforms. "
    "markdown: a zip of texts and files.",
)
@config_option
@pass_call
def export_(call: Call, path: str, file: Path, who: str, form: str) -> None:
    """Write the course, unit, lesson or document at PATH into FILE, with all that LOGIN may read.

    Works while the site is served. FILE must not be there yet.

    \b
    Example:
      academe export /curriculum/mathematics/grade-5-fractions fractions.imscc --as visitor
      academe export /curriculum/mathematics/grade-5-fractions fractions.zip --as cora \\
        --format markdown
    """
    if file.exists():
        raise CommandError(f"{file} is there already. Name another file, or remove it first.")
    with _written(file) as target:
        lines = _export(call, path, target, who, form)
    click.echo(f"{lines} written to {file}.")


def _export(call: Call, path: str, target: IO[bytes], who: str, form: str) -> str:
    # What writes the formats takes longer to load than most commands to run.
    from academe.exchange.exporting import export, look_into

    with looking(call) as (settings, databases):
        definitions = read_definitions(settings.site_folder)
        with open_district(databases, definitions, settings) as district:
            person = visitor() if who == VISITOR else identity_called(who, district)
            if person is None:
                raise CommandError(f"There is nobody {who!r} who may sign in.")
            person.memo.update(now=district.now, today=district.today)
            content = find_content(path, district)
            if content.type_name not in EXPORTED:
                kinds = ", ".join(sorted(EXPORTED))
                raise CommandError(f"{path!r} is none of what can be exported: {kinds}.")
            held = look_into(person, content, district)[1]
            export(person, content, district, target, FORMATS[form], settings.address)
            return f"{held.contents} contents and {held.files} files"


@contextmanager
def _written(file: Path) -> Iterator[IO[bytes]]:
    """Lend a new file that is there as a whole at the end, or not at all."""
    number, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(number, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
