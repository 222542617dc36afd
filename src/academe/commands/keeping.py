"""`academe pack`, `backup` and `restore`: what the site's keeper does with the databases."""

import sys
from datetime import datetime, time
from pathlib import Path

import click

from academe.actions.ordering_texts import forget_unowned_texts
from academe.commands.asking import looking
from academe.commands.carrying_out import carry_out
from academe.commands.demo import PASSWORD
from academe.commands.desk import Deed, Desk, Words, read_day
from academe.commands.sites import Call, config_option, pass_call
from academe.commands.starting import INI
from academe.definitions.settings import Settings, read_settings
from academe.errors import CommandError, DefinitionError
from academe.store.backing_up import Manifest, back_up
from academe.store.backing_up import restore as restore_backup
from academe.store.packing import count_forgotten
from academe.store.packing import pack as pack_databases

FOLDERS = ("content_types", "workflows", "themes", "etc")


@click.command()
@click.option("--before", metavar="DATE", help="Also forget how contents were before this day.")
@click.option("--yes", is_flag=True, help="Do not ask before the history is forgotten.")
@config_option
@pass_call
def pack(call: Call, before: str | None, yes: bool) -> None:
    """Make the databases smaller: forget old states of people's records.

    The history of contents is kept, unless a date is given: then it says what is lost, and asks.

    \b
    Example:
      academe pack --before 2024-07-01
      academe pack --before 2024-07-01 --yes
    """
    if before is not None:
        say_what_is_lost(call, before, yes)
    carry_out(call, "pack", before=before)


def say_what_is_lost(call: Call, before: str, is_sure: bool) -> None:
    """Ask at a terminal; elsewhere raise CommandError, unless --yes was typed."""
    with looking(call) as (settings, databases):
        moment = _moment("--before", before, settings)
        count = count_forgotten(databases.content.storage, moment.timestamp())
    said = (
        f"{count:,} old states of the contents would be forgotten for good: no page could be seen "
        f"as it was before {before} any more."
    )
    if is_sure:
        return
    if not sys.stdin.isatty():
        raise CommandError(f"{said} Nothing was done. Say --yes if that is meant.")
    click.confirm(f"{said} Forget them?", abort=True)


def _moment(word: str, typed: str, settings: Settings) -> datetime:
    """Return when a day begins in the district; raises CommandError for one that is to come."""
    day = read_day(word, typed)
    assert day is not None
    if day > datetime.now(settings.zone).date():
        raise CommandError(
            f"{word} {typed} is still to come: all of the history until now would be forgotten. "
            "Name today or an earlier day."
        )
    return datetime.combine(day, time(), settings.zone)


def pack_deed(desk: Desk, words: Words) -> list[str]:
    day = words["before"]
    before = _moment("--before", day, desk.settings) if day else None
    desk.report("packing", 0, 1)
    if before is not None:
        with desk.district("pack") as district:
            forget_unowned_texts(district)
    return [str(packed) for packed in pack_databases(desk.databases, forget_before=before)]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@config_option
@pass_call
def backup(call: Call, folder: Path) -> None:
    """Copy the whole site into DIR, a new folder, while people work.

    The copy holds what signs cookies and everybody's records: keep it as safe as the site.

    \b
    Example:
      academe backup /backups/academe-$(date +%F)
    """
    carry_out(call, "backup", folder=str(folder.absolute()))


def backup_deed(desk: Desk, words: Words) -> list[str]:
    folder = Path(words["folder"])
    desk.report("copying", 0, 1)
    manifest = back_up(desk.databases, folder, extras_of(desk.settings))
    files = f"{len(manifest.files)} files, {manifest.size / 1_000_000:,.1f} MB"
    if manifest.damaged:
        raise CommandError(
            f"The backup is in {folder}: {files}. But {_say_damaged(manifest)} "
            "Keep the backups before this one; `academe verify` names the contents."
        )
    return [f"The backup is in {folder}: {files}, read again and compared."]


def _say_damaged(manifest: Manifest) -> str:
    count = len(manifest.damaged)
    which = "record is" if count == 1 else "records are"
    return f"{count} {which} damaged on the site's disk. The first: {manifest.damaged[0]}."


def extras_of(settings: Settings) -> dict[str, Path]:
    """Return {place in the backup: file or folder} of what lies beside the databases."""
    site = settings.site_folder
    found = {name: site / name for name in FOLDERS}
    found |= {f"data/{settings.secret_file}": settings.secret_path}
    found |= {f"data/{PASSWORD}": settings.data_folder / PASSWORD}
    return {name: path for name, path in found.items() if path.exists()}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--into",
    metavar="SITE",
    type=click.Path(path_type=Path),
    default=".",
    help="Where the site shall be, missing or empty; else this folder.",
)
def restore(folder: Path, into: Path) -> None:
    """Make a site from the backup in DIR. A damaged backup is refused, and so is a full folder.

    \b
    Example:
      academe restore /backups/academe-2026-11-01 --into district
    """
    if folder.absolute() == into.absolute():
        raise CommandError(f"{folder} is the backup itself: name another folder with --into.")
    manifest = restore_backup(folder, into)
    click.echo(f"The site as of {manifest.made} is in {into}: {len(manifest.files)} files.")
    if manifest.damaged:
        click.echo(f"When it was copied, {_say_damaged(manifest)}", err=True)
    for ini in sorted((into / "etc").glob("*.ini")):
        for line in _elsewhere(ini, into):
            click.echo(line, err=True)
    click.echo(f"Serve it: academe serve {into / INI}")


def _elsewhere(ini: Path, into: Path) -> list[str]:
    """Say it if an ini file would serve other databases than the restored ones."""
    try:
        data = read_settings(ini).data_folder
    except DefinitionError as error:
        return [str(error)]
    if data == (into / "data").resolve():
        return []
    return [f"{ini} names the databases in {data}: write `data = data` to serve the restored ones."]


DEEDS: dict[str, Deed] = {"pack": pack_deed, "backup": backup_deed}
