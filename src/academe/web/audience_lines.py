"""Who gets into a content, a line each: what they may do, and by which roles from where."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from academe.actions.explaining import DOING, Audience, Holding, name_of, who_can_see
from academe.actions.reading import may_know, title_for
from academe.store.content import Content
from academe.web.sharing_form import last_day_text
from academe.web.sharing_lines import DOING_WORDS
from academe.wording import _


class Reason(NamedTuple):
    """One role that lets somebody in."""

    role: str
    where: str  # "" for those who need no role; "here", "place", "above", "site"
    place: str  # title of the place where it was given
    place_url: str | None
    until: str  # the last day; empty for no end


class Line(NamedTuple):
    """A person, a group, or everybody of a kind: each stands here once."""

    name: str
    is_group: bool
    words: list[str]  # what they may do, in the order of all such lists
    reasons: list[Reason]


def audience_lines(request: Any, content: Content) -> list[Line]:
    """Return who can see a content, in the order in which each first has a role."""
    return _lines(request, content, who_can_see(request.person, content, request.district))


def holding_lines(request: Any, content: Content, holdings: Iterable[Holding]) -> list[Line]:
    """Return who holds these roles; what they may do by them is left out."""
    return _lines(request, content, (Audience(holding, ()) for holding in holdings))


def _lines(request: Any, content: Content, audiences: Iterable[Audience]) -> list[Line]:
    found: dict[tuple[int, str], list[Audience]] = {}
    for one in audiences:
        principal = one.holding.principal
        found.setdefault((principal, "" if principal else one.holding.role), []).append(one)
    return [_line(request, content, together) for together in found.values()]


def _line(request: Any, content: Content, audiences: list[Audience]) -> Line:
    district, say = request.district, request.say
    holding = audiences[0].holding
    name = name_of(holding.principal, district) if holding.principal else _role(request, holding)
    is_group = district.records.group(holding.principal) is not None
    reasons = dict.fromkeys(_reason(request, content, one.holding) for one in audiences)
    words = [say(DOING_WORDS[word]) for word in _allowed(audiences)]
    return Line(name, is_group, words, list(reasons))


def _allowed(audiences: Iterable[Audience]) -> list[str]:
    allowed = {word for one in audiences for word in one.words}
    return [word for word in DOING if word in allowed]


def _role(request: Any, holding: Holding) -> str:
    return str(request.say(request.district.definitions.role(holding.role).title))


def _reason(request: Any, content: Content, holding: Holding) -> Reason:
    if not holding.principal:
        return Reason(request.say(_("without being given a role")), "", "", None, "")
    place, until = holding.place, last_day_text(holding.until, request)
    role = _role(request, holding)
    if holding.role not in place.grants.get(holding.principal, {}):
        return Reason(role, "site", "", None, until)
    if place is content:
        return Reason(role, "here", "", None, until)
    if not may_know(request.person, place, request.district):
        return Reason(role, "above", "", None, until)
    title = title_for(request.person, place, request.district)
    return Reason(role, "place", title, request.address(place, "share"), until)
