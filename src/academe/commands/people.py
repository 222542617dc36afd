"""`academe person`: who may sign in."""

import sys

import click

from academe.actions import accounts
from academe.actions.accounts import add_person, search_people
from academe.actions.grouping import put_into_group, titles_of
from academe.actions.inviting import invite_by_mail, invite_on_paper
from academe.actions.sealing import read_secret
from academe.commands.carrying_out import carry_out
from academe.commands.desk import Deed, Desk, Words, find_group, find_person, keeper
from academe.commands.sites import Call, config_option, pass_call
from academe.commands.starting import say_ticket
from academe.store.people import Person

MOST = 100_000  # people of a large district


@click.group()
def person() -> None:
    """Add, list, invite and disable people.

    \b
    Example:
      academe person add mia --name "Mia Moreno" --email mia@riverside.example --staff
    """


@person.command("add")
@click.argument("login")
@click.option("--name", metavar="NAME", required=True, help="As others read it.")
@click.option(
    "--email",
    metavar="ADDRESS",
    default="",
    help="Where invitations go; without it they are printed.",
)
@click.option("--staff", is_flag=True, help="Works for the district.")
@click.option(
    "--role", "roles", metavar="ROLE", multiple=True, help="A role on the whole site; repeatable."
)
@click.option(
    "--group", "groups", metavar="NAME", multiple=True, help="A group's name; repeatable."
)
@config_option
@pass_call
def add(
    call: Call,
    login: str,
    name: str,
    email: str,
    staff: bool,
    roles: tuple[str, ...],
    groups: tuple[str, ...],
) -> None:
    """Add somebody, and print the address at which they choose a password, once.

    \b
    Example:
      academe person add mia --name "Mia Moreno" --staff --group maple-teachers
    """
    answers = {"login": login, "name": name, "email": email, "is_staff": staff, "roles": roles}
    carry_out(call, "person add", answers=answers, groups=groups)


def add_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe person add") as district:
        added = add_person(keeper(district), words["answers"], district)
        for name in words["groups"]:
            put_into_group(keeper(district), added.id, find_group(name, district).id, district)
        ticket = invite_on_paper(keeper(district), added.id, district)
        return [f"{added.name} ({added.login}) was added.", say_ticket(added.name, ticket)]


@person.command("list")
@click.argument("words", required=False, default="")
@config_option
@pass_call
def list_(call: Call, words: str) -> None:
    """List all people, or those whose names or mail address begin like WORDS.

    \b
    Example:
      academe person list mia
    """
    carry_out(call, "person list", typed=words)


def list_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe person list") as district:
        found = search_people(keeper(district), words["typed"], district, at_most=MOST)
        groups = {one.group_id for each in found for one in each.memberships}
        titles = titles_of(groups, district)
        return [_line(each, [titles[g] for g in each.groups_on(district.today)]) for each in found]


def _line(one: Person, groups: list[str]) -> str:
    what = [*(["staff"] if one.is_staff else []), *one.roles, *sorted(groups)]
    what += ["disabled"] if one.disabled else []
    what += ["no password yet"] if one.password_hash is None else []
    return "\t".join([one.login, one.name, one.email or "-", ", ".join(what) or "-"])


@person.command("disable")
@click.argument("who")
@config_option
@pass_call
def disable(call: Call, who: str) -> None:
    """Shut somebody out at once; what they made stays.

    \b
    Example:
      academe person disable mia
    """
    carry_out(call, "person disable", who=who)


def disable_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe person disable") as district:
        found = find_person(words["who"], district)
        accounts.disable_person(keeper(district), found.id, district)
        return [f"{found.name} ({found.login}) can no longer sign in."]


@person.command("enable")
@click.argument("who")
@config_option
@pass_call
def enable(call: Call, who: str) -> None:
    """Let somebody in again, with the password they had.

    \b
    Example:
      academe person enable mia
    """
    carry_out(call, "person enable", who=who)


def enable_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe person enable") as district:
        found = find_person(words["who"], district)
        accounts.enable_person(keeper(district), found.id, district)
        return [f"{found.name} ({found.login}) can sign in again."]


@person.command("password")
@click.argument("who")
@config_option
@pass_call
def password(call: Call, who: str) -> None:
    """Give somebody a new password: asked for twice, or read from standard input.

    \b
    Example:
      academe person password mia
    """
    if sys.stdin.isatty():
        typed = click.prompt("New password", hide_input=True, confirmation_prompt="Once more")
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    carry_out(call, "person password", who=who, password=typed)


def password_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe person password") as district:
        found = find_person(words["who"], district)
        accounts.set_password(keeper(district), found.id, words["password"], district)
        return [f"{found.name} ({found.login}) has a new password and was signed out everywhere."]


@person.command("invite")
@click.argument("who")
@click.option("--mail", is_flag=True, help="Send it instead of printing it.")
@config_option
@pass_call
def invite(call: Call, who: str, mail: bool) -> None:
    """Print, or mail, an address at which somebody chooses a password, once.

    \b
    Example:
      academe person invite mia --mail
    """
    carry_out(call, "person invite", who=who, mail=mail)


def invite_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe person invite") as district:
        found = find_person(words["who"], district)
        if not words["mail"]:
            return [say_ticket(found.name, invite_on_paper(keeper(district), found.id, district))]
        secret = read_secret(desk.settings.secret_path)
        invite_by_mail(keeper(district), found.id, district, secret=secret)
        return [f"An invitation goes to {found.email} as soon as the site is served."]


DEEDS: dict[str, Deed] = {
    "person add": add_deed,
    "person list": list_deed,
    "person disable": disable_deed,
    "person enable": enable_deed,
    "person password": password_deed,
    "person invite": invite_deed,
}
