"""`academe standards`: a framework of academic standards comes in, or is replaced."""

from pathlib import Path

import click

from academe.actions.opening import identity_called
from academe.actions.standards import WORDS, StandardChange, adopt_framework
from academe.commands.carrying_out import carry_out
from academe.commands.desk import Desk, Words, find_person, keeper
from academe.commands.sites import Call, config_option, pass_call
from academe.errors import CommandError
from academe.exchange.standards_reading import read_standards
from academe.store.standards import Standards
from academe.wording import in_english


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option(
    "--as", "who", metavar="LOGIN", help="Who brings it in; without it, the site's keeper."
)
@config_option
@pass_call
def standards(call: Call, path: Path, who: str | None) -> None:
    """Bring in the standards of PATH: a CASE package (JSON), a spreadsheet (XLSX) or a table (CSV).

    A framework that is here already is replaced by its GUIDs: contents stay aligned, and what the
    file leaves out is retired, never deleted. Prints what changed.

    \b
    Example:
      academe standards mathematics.json --as cora
    """
    carry_out(call, "standards", path=str(path.resolve()), who=who or "")


def do_standards(desk: Desk, words: Words) -> list[str]:
    """Take over what lies at the path, in a transaction of its own."""
    path = Path(words["path"])
    desk.report("Reading the standards", 0, 0)
    draft = read_standards(path)
    with desk.district(note="standards") as district:
        person = keeper(district)
        if words["who"]:
            find_person(words["who"], district)
            found = identity_called(words["who"], district)
            if found is None:
                raise CommandError(f"{words['who']!r} may not sign in any more.")
            person = found
        report = adopt_framework(person, draft, path.name, district)
        known = Standards(district.site).count(report.framework.guid)
        lines = [_line(one) for one in report.lines if one.outcome in ("changed", "retired")]
        lines += [in_english(note) for note in report.notes]
        counts = ("added", "changed", "retired", "unchanged")
        said = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in counts)
        return [*lines, f"{report.framework.title}: {known} standards; {said}."]


def _line(change: StandardChange) -> str:
    one, former = change.standard, change.former
    name = one.code or one.statement[:60]
    if change.outcome == "retired":
        uses = f"; {change.uses} contents stay aligned to it" if change.uses else ""
        return f"Retired: {name}{uses}"
    fields = ", ".join(in_english(WORDS[field]) for field in change.fields)
    was = f" (was {former.code})" if former is not None and former.code != one.code else ""
    return f"Changed: {name}{was}: {fields}"


DEEDS = {"standards": do_standards}
