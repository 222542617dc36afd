"""`academe import`: a package or a folder of lessons comes in."""

from collections import Counter
from functools import partial
from pathlib import Path

import click

from academe.actions.district import District
from academe.commands.carrying_out import carry_out
from academe.commands.desk import Desk, Words, find_content, find_person
from academe.commands.sites import Call, config_option, pass_call
from academe.errors import BroughtInBefore, CommandError
from academe.exchange.bundle import Outcome, ReportLine
from academe.exchange.importing import import_apart
from academe.exchange.ordering_imports import check_takes_imports
from academe.store.content import Content
from academe.store.people import Identity
from academe.wording import _, in_english


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
@click.option("--again", is_flag=True, help="Bring in one more copy of what was brought in before.")
@config_option
@pass_call
def import_(call: Call, path: Path, into: str, who: str, again: bool) -> None:
    """Bring in PATH as drafts: a package, a folder of texts or its archive, or one text.

    Packages are Common Cartridges and Moodle backups; texts are Word files, web pages and Markdown.

    Prints what came of every part, where the report stands, and where all of it is taken out again.
    Works while the site is served.

    \b
    Example:
      academe import weather.imscc --into /schools/lincoln --as cora
    """
    words = {"path": str(path.resolve()), "into": into, "who": who}
    carry_out(call, "import", **words, again="yes" if again else "")


def do_import(desk: Desk, words: Words) -> list[str]:
    """Bring in what lies at the path, in a transaction of its own."""
    whom = partial(_whom, words)
    with desk.district() as district:
        check_takes_imports(*whom(district), district)
    desk.report("Reading the package", 0, 0)
    try:
        addresses, report = import_apart(
            Path(words["path"]),
            partial(desk.district, note="import"),
            whom,
            partial(desk.report, "Making contents"),
            again=bool(words.get("again")),
        )
    except BroughtInBefore as before:
        raise CommandError(
            _(
                "${sentence} With --again it comes in as one more copy.",
                mapping={"sentence": before.sentence},
            )
        ) from before
    lines = [_said(line) for line in sorted(report, key=lambda line: ORDER.index(line.outcome))]
    return [*lines, *_ending(addresses, report, desk)]


ORDER: tuple[Outcome, ...] = ("imported", "joined", "left out")  # the last lines are read first


def _said(line: ReportLine) -> str:
    worth = "Please look at" if line.reason else "Imported"
    word = {"left out": "Left out", "joined": "Joined or not needed"}.get(line.outcome, worth)
    name = f"{line.title} ({line.identifier})"
    return f"{word}: {name}: {in_english(line.reason)}" if line.reason else f"{word}: {name}"


def _ending(addresses: list[str], report: list[ReportLine], desk: Desk) -> list[str]:
    """Count the parts, and say where the report stands and how to undo it all."""
    count = Counter(line.outcome for line in report)
    besides = f", {count['joined']} joined or not needed" if count["joined"] else ""
    done = f"{count['imported']} imported{besides}, {count['left out']} left out"
    place = f"{desk.settings.public_address}{addresses[0]}"
    return [
        f"{done}: {', '.join(addresses)}",
        f"The report stands at {place}/@@import-report",
        f"To take all of it out again: {place}/@@take-out",
    ]


def _whom(words: Words, district: District) -> tuple[Identity, Content]:
    person = find_person(words["who"], district)
    identity = district.records.identity_of(person.id, district.today)
    if identity is None:
        raise CommandError(f"{words['who']!r} may not sign in any more.")
    identity.memo.update(now=district.now, today=district.today)
    return identity, find_content(words["into"], district)


DEEDS = {"import": do_import}
