"""`academe share`: gives a role at a place, or takes it back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from academe.actions.district import District
from academe.actions.sharing import grant, revoke
from academe.commands.carrying_out import carry_out
from academe.commands.desk import Deed, Desk, Words, find_content, keeper, read_day
from academe.commands.sites import Call, config_option, pass_call
from academe.errors import CommandError
from academe.store.content import Content
from academe.store.people import Group, Person


@click.command()
@click.argument("path")
@click.argument("who")
@click.argument("role")
@click.option("--until", metavar="DATE", help="The last day on which it counts.")
@click.option("--remove", is_flag=True, help="Take the role back.")
@config_option
@pass_call
def share(call: Call, path: str, who: str, role: str, until: str | None, remove: bool) -> None:
    """Give WHO (a login, a mail address or a group's name) a ROLE at PATH and below.

    \b
    Example:
      academe share /curriculum/mathematics maple-teachers author --until 2027-06-30
    """
    read_day("--until", until)
    carry_out(call, "share", path=path, who=who, role=role, until=until, remove=remove)


def share_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe share") as district:
        content = find_content(words["path"], district)
        holder, role = find_principal(words["who"], district), words["role"]
        if role not in district.definitions.roles:
            known = ", ".join(district.definitions.roles)
            raise CommandError(f"There is no role {role!r}; there are {known}.")
        name = holder.title if isinstance(holder, Group) else holder.name
        if words["remove"]:
            _refuse_what_is_not_held(content, holder.id, name, role, words["path"])
            revoke(keeper(district), content, holder.id, role, district)
            return [f"{name} no longer holds {role} at {words['path']}."]
        last = read_day("until", words["until"])
        until = end_of(last, district.settings.zone) if last else None
        grant(keeper(district), content, holder.id, role, district, until)
        return [f"{name} holds {role} at {words['path']}{f' until {last}' if last else ''}."]


def _refuse_what_is_not_held(
    content: Content, principal: int, name: str, role: str, path: str
) -> None:
    if role not in content.grants.get(principal, {}):
        raise CommandError(f"{name} was not given {role} at {path} itself.")


def find_principal(who: str, district: District) -> Person | Group:
    """Return the person or the group of this name; raises CommandError if it is none or both."""
    person, group = district.records.person_called(who), district.records.group_called(who)
    if person is not None and group is not None:
        raise CommandError(f"{who!r} is a person and a group: name the person by mail address.")
    found = person or group
    if found is None:
        raise CommandError(f"There is no person and no group {who!r}.")
    return found


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment (UTC) at which a day of the district is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


DEEDS: dict[str, Deed] = {"share": share_deed}
