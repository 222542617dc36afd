"""`academe demo`: a new site with a sample district in it, to look around and to try things."""

import os
import secrets
import tomllib
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from academe.actions.accounts import add_person, set_password
from academe.actions.district import District
from academe.actions.grouping import add_group, put_into_group
from academe.actions.opening import open_district
from academe.commands.desk import keeper
from academe.commands.planting import Planting
from academe.commands.running import run_server
from academe.commands.sites import Call, pass_call, port_option
from academe.commands.starting import INI, new_site
from academe.definitions.settings import read_settings

PASSWORD = "demo-password.txt"  # noqa: S105 a file's name; the sign-in page reads it
SINCE = timedelta(days=60)  # so long have the sample people been at work
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
    source = Path(str(files("academe") / "demo"))
    people = tomllib.loads((source / "people.toml").read_text(encoding="utf-8"))
    password = make_password()
    with new_site(folder, "Riverside", "", changed={INI: CHANGED}) as site:
        with open_district(*site, note="sample people") as district:
            add_people(people, password, district)
        with open_district(*site, note="sample contents") as district:
            Planting(district, district.now - SINCE).plant(source / "tree")
            district.site.orders.clear()  # nobody waits for mail about the days before
        write_password(site[2].data_folder / PASSWORD, password)


def add_people(tables: dict[str, Any], password: str, district: District) -> None:
    """Add the groups and the people of people.toml."""
    groups = {
        name: add_group(keeper(district), name, title, district).id
        for name, title in tables["groups"].items()
    }
    for login, words in tables["people"].items():
        answers = {word: words[word] for word in ("name", "is_staff")}
        answers |= {"login": login, "email": f"{login}@riverside.example"}
        person = add_person(
            keeper(district), {**answers, "roles": words.get("roles", ())}, district
        )
        set_password(keeper(district), person.id, password, district)
        for name in words.get("groups", ()):
            put_into_group(keeper(district), person.id, groups[name], district)


def make_password() -> str:
    """Return four groups of four letters: easy to type from the sign-in page of another window."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def write_password(path: Path, password: str) -> None:
    """Keep the password where only the site's own user reads it."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password + "\n")
