"""`academe group`: people who are given roles together."""

import click

from academe.actions.grouping import add_group, list_groups, put_into_group, take_out_of_group
from academe.commands.carrying_out import carry_out
from academe.commands.desk import Deed, Desk, Words, find_group, find_person, keeper, read_day
from academe.commands.sites import Call, config_option, pass_call


@click.group()
def group() -> None:
    """Add groups, and say who belongs to them.

    \b
    Example:
      academe group add maple-teachers "Teachers of Maple Street"
    """


@group.command("add")
@click.argument("name")
@click.argument("title")
@config_option
@pass_call
def add(call: Call, name: str, title: str) -> None:
    """Add a group; NAME is for commands and files, TITLE is what people read.

    \b
    Example:
      academe group add maple-teachers "Teachers of Maple Street"
    """
    carry_out(call, "group add", name=name, title=title)


def add_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe group add") as district:
        added = add_group(keeper(district), words["name"], words["title"], district)
        return [f"The group {added.name} ({added.title}) was added."]


@group.command("list")
@config_option
@pass_call
def list_(call: Call) -> None:
    """List all groups with the number of today's members.

    \b
    Example:
      academe group list
    """
    carry_out(call, "group list")


def list_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe group list") as district:
        found = list_groups(keeper(district), district)
        return [f"{one.name}\t{one.title}\t{members}" for one, members in found]


@group.command("member")
@click.argument("name")
@click.argument("who")
@click.option("--since", metavar="DATE", help="The first day; without it, as of old.")
@click.option("--until", metavar="DATE", help="The last day; without it, without an end.")
@click.option("--remove", is_flag=True, help="Take WHO out of the group.")
@config_option
@pass_call
def member(
    call: Call, name: str, who: str, since: str | None, until: str | None, remove: bool
) -> None:
    """Let WHO (a login or mail address) belong to the group NAME.

    \b
    Example:
      academe group member maple-teachers mia --until 2027-06-30
    """
    read_day("--since", since), read_day("--until", until)
    carry_out(call, "group member", name=name, who=who, since=since, until=until, remove=remove)


def member_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe group member") as district:
        found, person = find_group(words["name"], district), find_person(words["who"], district)
        if words["remove"]:
            take_out_of_group(keeper(district), person.id, found.id, district)
            return [f"{person.name} no longer belongs to {found.title}."]
        since, until = read_day("since", words["since"]), read_day("until", words["until"])
        put_into_group(keeper(district), person.id, found.id, district, since=since, until=until)
        days = f"{f' from {since}' if since else ''}{f' until {until}' if until else ''}"
        return [f"{person.name} belongs to {found.title}{days}."]


DEEDS: dict[str, Deed] = {
    "group add": add_deed,
    "group list": list_deed,
    "group member": member_deed,
}
