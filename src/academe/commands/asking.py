"""Commands that only look: `why`, `check`, `verify`, `draw`. They open the databases to read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from academe.actions.access import may
from academe.actions.explaining import why as explain
from academe.actions.opening import identity_called, open_district
from academe.commands.control import say_os_error
from academe.commands.desk import find_content
from academe.commands.sites import Call, config_option, find_ini, find_settings, pass_call
from academe.commands.telling import progress
from academe.definitions.drawing import draw as draw_workflow
from academe.definitions.loading import read_definitions
from academe.definitions.reading import suggest
from academe.definitions.settings import Settings, site_folder_of
from academe.definitions.surveying import survey
from academe.definitions.workflows import PERMISSIONS
from academe.errors import AcademeError, CommandError
from academe.search.checking import IndexState, check_index
from academe.store.checking import check_records, check_site
from academe.store.databases import Databases, open_databases
from academe.store.people import visitor
from academe.store.verifying import verify as verify_databases
from academe.wording import in_english

VISITOR = "visitor"
ALLOWED, REFUSED, NO_ANSWER = 0, 1, 2  # how `why` exits: scripts ask it


@contextmanager
def looking(call: Call) -> Iterator[tuple[Settings, Databases]]:
    """Lend the site's databases as they are now, whether it is served or not."""
    settings = find_settings(call.config)
    databases = open_databases(settings.data_folder, read_only=True, pool_size=2)
    try:
        yield settings, databases
    finally:
        databases.close()


@click.command()
@click.argument("who")
@click.argument("permission", type=click.Choice(PERMISSIONS), metavar="PERMISSION")
@click.argument("path")
@config_option
@pass_call
def why(call: Call, who: str, permission: str, path: str) -> int:
    """Say whether WHO (a login, a mail address, or "visitor") may do something at PATH, and why.

    Exits with 0 if they may, with 1 if they may not, and with 2 if there is no answer (nobody of
    that name, nothing at that address, no site).

    \b
    Example:
      academe why tess edit /curriculum/mathematics/grade-5-fractions
      academe why visitor read /policies/homework && echo published
    """
    try:
        allowed, sentence = _ask(call, who, permission, path)
    except (AcademeError, OSError) as error:
        click.echo(say_os_error(error) if isinstance(error, OSError) else str(error), err=True)
        return NO_ANSWER
    click.echo(sentence)
    return ALLOWED if allowed else REFUSED


def _ask(call: Call, who: str, permission: str, path: str) -> tuple[bool, str]:
    with looking(call) as (settings, databases):
        definitions = read_definitions(settings.site_folder)
        with open_district(databases, definitions, settings) as district:
            person = visitor() if who == VISITOR else identity_called(who, district)
            if person is None:
                raise CommandError(f"There is nobody {who!r} who may sign in.")
            content = find_content(path, district)
            allowed = may(person, permission, content, definitions)
            return allowed, in_english(explain(person, permission, content, district))


@click.command()
@click.argument("ini", required=False, type=click.Path(path_type=Path))
@config_option
@pass_call
def check(call: Call, ini: Path | None) -> None:
    """Look through settings, types, workflows and theme, and name everything that is wrong.

    \b
    Example:
      academe check district/etc/production.ini
    """
    found = find_ini(ini or call.config)
    problems = survey(found)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise CommandError(f"{len(problems)} to mend; the site would not start.")
    click.echo(f"All is well in {site_folder_of(found)}.")


@click.command()
@click.argument("workflow")
@config_option
@pass_call
def draw(call: Call, workflow: str) -> None:
    """Draw a workflow of the site, or of those that come with Academe where there is no site.

    \b
    Example:
      academe draw publication
    """
    try:
        folder = site_folder_of(find_ini(call.config))
    except CommandError:
        if call.config is not None:
            raise
        folder = None
    found = read_definitions(folder).workflows
    if workflow not in found:
        raise CommandError(f"There is no workflow {workflow!r}.{suggest(workflow, found)}")
    click.echo(draw_workflow(found[workflow]))


@click.command()
@config_option
@pass_call
def verify(call: Call) -> None:
    """Read every record and every file of the site, and name what is damaged.

    \b
    Example:
      academe verify --config district/etc/production.ini
    """
    with looking(call) as (settings, databases), progress() as report:
        findings = verify_databases(databases, report, (check_site, check_records))
        words = read_definitions(settings.site_folder)
        index = IndexState() if findings else check_index(databases, words, settings)
    for finding in findings:
        click.echo(str(finding), err=True)
    for fault in index.faults:
        click.echo(f"search index: {fault}", err=True)
    if findings:
        raise CommandError(f"{len(findings)} damaged. Restore a backup that is whole.")
    if index.faults:
        raise CommandError(
            "The search index is damaged; every text and every file is as it was stored. "
            "Type: academe reindex"
        )
    click.echo("Everything can be read, and every file is as it was stored.")
    if index.note:
        click.echo(index.note)
