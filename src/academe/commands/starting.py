"""`academe init`: a new site in a folder of its own."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from academe.actions.accounts import ADMINISTRATOR, add_person
from academe.actions.founding import found_records, found_site
from academe.actions.inviting import Ticket, invite_on_paper
from academe.actions.opening import open_district
from academe.actions.sealing import make_secret
from academe.commands.desk import keeper
from academe.commands.sites import port_option
from academe.definitions.definitions import Definitions
from academe.definitions.loading import defaults_folder, read_definitions
from academe.definitions.settings import Settings, read_settings
from academe.errors import CommandError
from academe.store.content import NOTHING
from academe.store.databases import Databases, create_databases, open_databases
from academe.store.durable import Clock
from academe.store.file_texts import note_complete

# What a district changes. The plain theme stays with the program, so that it can grow with it.
COPIED = ("content_types", "workflows", "themes/README.md", "themes/riverside", "etc")
INI, PRODUCTION = "etc/development.ini", "etc/production.ini"
LISTEN = "listen = 127.0.0.1:6543"  # as both say it
ADDRESS = "address = https://curriculum.district.example"


def _said(name: str, metavar: str, default: str, told: str) -> Callable[[Any], Any]:
    return click.option(
        name, metavar=metavar, default=default, show_default=bool(default), help=told
    )


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_said("--title", "NAME", "Our district", "The name of the site.")
@_said("--login", "LOGIN", "admin", "The administrator's login.")
@_said("--name", "NAME", "Administrator", "The administrator's name.")
@_said("--email", "ADDRESS", "", "The administrator's mail address.")
@_said("--address", "URL", "", "Where people will find it; written into etc/production.ini.")
@port_option(default=6543, show_default=True, help="Where it shall listen on this machine.")
def init(
    folder: Path, title: str, login: str, name: str, email: str, address: str, port: int
) -> None:
    """Make a new, empty site in DIR, with one administrator.

    Prints a link that works once, for seven days: there the administrator chooses a password
    while the site is served.

    \b
    Example:
      academe init site --title "Riverside Schools" --login ada --name "Ada Ashby"
      academe init site --address https://curriculum.riverside.example
    """
    ini = PRODUCTION if address else INI
    changed = {each: {LISTEN: f"listen = 127.0.0.1:{port}"} for each in (INI, PRODUCTION)}
    if address:
        changed[PRODUCTION][ADDRESS] = f"address = {address.rstrip('/')}"
    answers = {"login": login, "name": name, "email": email, "is_staff": True}
    with (
        new_site(folder, title, "", ini=ini, changed=changed) as site,
        open_district(*site) as district,
    ):
        person = add_person(keeper(district), {**answers, "roles": [ADMINISTRATOR]}, district)
        ticket = invite_on_paper(keeper(district), person.id, district)
    click.echo(f"The site is in {folder}. Serve it: academe serve {folder / ini}")
    click.echo(say_ticket(name, ticket))


def say_ticket(name: str, ticket: Ticket) -> str:
    """Return the line that hands an invitation over."""
    until = ticket.until.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{name} chooses a password here, once, until {until}: {ticket.address}"


@contextmanager
def new_site(
    folder: Path,
    title: str,
    summary: str,
    *,
    ini: str = INI,
    changed: Mapping[str, Mapping[str, str]] = NOTHING,
    clock: Clock | None = None,
) -> Iterator[tuple[Databases, Definitions, Settings]]:
    """Make a site, lend it open, and close it; nothing is left of one that fails.

    ``changed``: {ini file: {a line of it: the line instead}}. ``ini``: the one that it is lent by.
    ``clock`` dates what is written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is not empty; nothing was changed. Name a new folder.")
    existed = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy_defaults(folder, changed)
        settings = read_settings(folder / ini)
        definitions = read_definitions(folder)
        create_databases(settings.data_folder, clock)
        make_secret(settings.secret_path)
        databases = open_databases(settings.data_folder, pool_size=2, clock=clock)
        try:
            found(databases, title, summary, definitions, clock or _now)
            note_complete(databases.work)  # each change orders the words of its own files
            yield databases, definitions, settings
        finally:
            databases.close()
    except BaseException:
        for path in folder.iterdir() if folder.exists() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not existed:
            folder.rmdir()
        raise


def found(
    databases: Databases, title: str, summary: str, definitions: Definitions, clock: Clock
) -> None:
    """Lay out both databases, each in a transaction of its own."""
    with databases.content.transaction("a new site") as connection:
        found_site(connection, title, summary, definitions, clock())
    with databases.records.transaction("a new site") as connection:
        found_records(connection)


def _now() -> datetime:
    return datetime.now(UTC)


def _copy_defaults(folder: Path, changed: Mapping[str, Mapping[str, str]]) -> None:
    for name in COPIED:
        source, target = defaults_folder() / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
    for name, lines in changed.items():
        _change_lines(folder / name, lines)


def _change_lines(ini: Path, lines: Mapping[str, str]) -> None:
    text = ini.read_text(encoding="utf-8")
    for old, new in lines.items():
        if f"\n{old}\n" not in text:
            raise CommandError(f"{ini} has no line {old!r} to change.")
        text = text.replace(f"\n{old}\n", f"\n{new}\n")
    ini.write_text(text, encoding="utf-8")
