"""`academe demo`: a new site with a sample district in it, to look around and to try things."""

import os
import secrets
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from academe.actions.accounts import add_person, disable_person, set_password
from academe.actions.district import District
from academe.actions.grouping import add_group, put_into_group
from academe.actions.opening import open_district
from academe.actions.ordering_texts import order_missing_texts
from academe.commands.desk import find_person, keeper
from academe.commands.history import Calendar
from academe.commands.running import run_server
from academe.commands.sites import Call, pass_call, port_option
from academe.commands.starting import INI, new_site
from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings, read_settings
from academe.exchange.vocabulary import vocabulary_of
from academe.search.indexing import Indexer
from academe.store.databases import Databases

PASSWORD = "demo-password.txt"  # noqa: S105 a file's name; the sign-in page reads it
SINCE = timedelta(days=366)  # so long have the sample people been at work
CHANGED = {"demo = no": "demo = yes", "theme = plain": "theme = riverside"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--no-serve", is_flag=True, help="Only make it.")
@port_option(help="Another port than 6543.")
@pass_call
def demo(call: Call, folder: Path, no_serve: bool, port: int | None) -> None:
    """Make a site with a sample district in DIR, and serve it on this machine.

    Its people (ana author, rui reviewer, cora coordinator, tess teacher, sam staff, pat parent, ada
    administrator) have one random password, which the sign-in page shows.

    \b
    Example:
      academe demo district
    """
    make_demo(folder)
    click.echo(f"The sample district is in {folder}; its people's password is on the sign-in page.")
    if not no_serve:
        run_server(read_settings(folder / INI), call.deeds, port)


def make_demo(folder: Path) -> None:
    """Make the sample district; nothing is left of one that fails."""
    # What writes and reads texts takes longer to load than other commands to run.
    from academe.commands.framing import plant_standards
    from academe.commands.planting import Planting

    source = Path(str(files("academe") / "demo"))
    people = tomllib.loads((source / "people.toml").read_text(encoding="utf-8"))
    password, clock = make_password(), _Clock(datetime.now(UTC) - SINCE)
    changed = {INI: CHANGED}
    with new_site(folder, "Riverside", "", changed=changed, clock=clock) as site:
        calendar = Calendar(datetime.now(site[2].zone).date(), site[2].zone)
        with _at(clock.moment, clock, site) as district:
            add_people(people["groups"], people["people"], password, calendar, district)
        lend = partial(_at, clock=clock, site=site)
        plant_standards(source / "standards", calendar, lend)
        with tempfile.TemporaryDirectory(prefix="academe-demo-") as work:
            Planting(lend, calendar, vocabulary_of(site[1])).plant(source, Path(work))
        with _at(datetime.now(UTC), clock, site) as district:
            district.site.orders.clear()  # nobody waits for mail about the days before
            order_missing_texts(district)
        with _at(datetime.now(UTC), clock, site) as district:
            shut_out(people["people"], district)
        indexer = Indexer(*site)
        indexer.make_first()
        indexer.stop()
        write_password(site[2].data_folder / PASSWORD, password)


class _Clock:
    """Says when it is in the history; what is written is written then."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@contextmanager
def _at(
    moment: datetime, clock: _Clock, site: tuple[Databases, Definitions, Settings]
) -> Iterator[District]:
    """Lend the district as of a moment of its history."""
    clock.moment = moment
    with open_district(*site, now=moment, note="sample district") as district:
        yield district


def add_people(
    groups: Mapping[str, str],
    tables: Mapping[str, Any],
    password: str,
    calendar: Calendar,
    district: District,
) -> None:
    """Add the groups and the people of people.toml."""
    numbers = {
        name: add_group(keeper(district), name, title, district).id
        for name, title in groups.items()
    }
    for login, words in tables.items():
        answers = {word: words[word] for word in ("name", "is_staff")}
        answers |= {"login": login, "email": f"{login}@riverside.example"}
        answers |= {"roles": words.get("roles", ())}
        person = add_person(keeper(district), answers, district)
        if words.get("signs_in", True) and not words.get("disabled"):
            set_password(keeper(district), person.id, password, district)
        ends = {name: None for name in words.get("groups", ())}
        ends |= {n: calendar.day(end) for n, end in words.get("former_groups", {}).items()}
        for name, end in ends.items():
            put_into_group(keeper(district), person.id, numbers[name], district, until=end)


def shut_out(tables: Mapping[str, Any], district: District) -> None:
    """Disable those who have left, now that all they did is done."""
    for login, words in tables.items():
        if words.get("disabled"):
            disable_person(keeper(district), find_person(login, district).id, district)


def make_password() -> str:
    """Return four groups of four letters: easy to type from the sign-in page of another window."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def write_password(path: Path, password: str) -> None:
    """Keep the password where only the site's own user reads it."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password + "\n")
