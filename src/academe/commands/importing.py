"""`academe import`: a package or a folder of lessons comes in."""

from functools import partial
from pathlib import Path

import click

from academe.actions.district import District
from academe.commands.carrying_out import carry_out
from academe.commands.desk import Desk, Words, find_content, find_person
from academe.commands.sites import Call, config_option, pass_call
from academe.errors import CommandError
from academe.exchange.importing import check_takes_imports, import_apart
from academe.store.content import Content
from academe.store.people import Identity


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True, readable=True))
@click.option(
    "--into",
    metavar="PLACE",
    default="/",
    show_default=True,
    help="The address that it comes below.",
)
@click.option(
    "--as",
    "who",
    metavar="LOGIN",
    required=True,
    help="The login of the person whose drafts they are.",
)
@config_option
@pass_call
def import_(call: Call, path: Path, into: str, who: str) -> None:
    """Bring in PATH, a folder of Markdown lessons, a zip of one or a Common Cartridge, as drafts.

    Prints what came of every part. Works while the site is served.

    \b
    Example:
      academe import weather.imscc --into /schools/lincoln --as cora
    """
    carry_out(call, "import", path=str(path.resolve()), into=into, who=who)


def do_import(desk: Desk, words: Words) -> list[str]:
    """Bring in what lies at the path, in a transaction of its own."""
    whom = partial(_whom, words)
    with desk.district() as district:
        check_takes_imports(*whom(district), district)
    desk.report("Reading the package", 0, 0)
    addresses, report = import_apart(
        Path(words["path"]),
        partial(desk.district, note="import"),
        whom,
        partial(desk.report, "Making contents"),
    )
    left_out = [line for line in report if line.outcome == "left out"]
    joined = [line for line in report if line.outcome == "joined"]
    lines = [
        f"{said}: {line.title} ({line.identifier}): {line.reason}"
        for said, some in (("Left out", left_out), ("Joined or not needed", joined))
        for line in some
    ]
    done = len(report) - len(left_out) - len(joined)
    besides = f", {len(joined)} joined or not needed" if joined else ""
    return [*lines, f"{done} imported{besides}, {len(left_out)} left out: {', '.join(addresses)}"]


def _whom(words: Words, district: District) -> tuple[Identity, Content]:
    person = find_person(words["who"], district)
    identity = district.records.identity_of(person.id, district.today)
    if identity is None:
        raise CommandError(f"{words['who']!r} may not sign in any more.")
    identity.memo.update(now=district.now, today=district.today)
    return identity, find_content(words["into"], district)


DEEDS = {"import": do_import}
