"""Roles that somebody holds, as lines of a list."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from academe.actions.holding import Holding
from academe.actions.reading import may_know, title_for
from academe.web.sharing_form import last_day_text
from academe.wording import _


def show_holdings(request: Any, holdings: Iterable[Holding]) -> list[SimpleNamespace]:
    """Return role, place, address, source and end; places that may not be known have no name."""
    return [_line(request, one) for one in holdings]


def _line(request: Any, one: Holding) -> SimpleNamespace:
    roles, say = request.district.definitions.roles, request.say
    known = may_know(request.person, one.content, request.district)
    return SimpleNamespace(
        role=say(roles[one.role].title) if one.role in roles else one.role,
        place=title_for(request.person, one.content, request.district) if known else "",
        url=request.address(one.content) if known else None,
        group=one.group,
        until=say(_("until ${day}", mapping={"day": last_day_text(one.until, request)}))
        if one.until
        else "",
    )
