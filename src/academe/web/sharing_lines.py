"""What becomes of roles when a place is shared anew, as sentences."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from academe.actions.access import KEPT_AT_BARRIERS
from academe.actions.explaining import name_of
from academe.actions.foreseeing_sharing import Effect, Foreseen, GroupEffect, RoleChange
from academe.web.sharing_form import last_day_text
from academe.wording import _

SHOWN = 200  # sentences, or rows, on one page

DOING_WORDS = {
    "read": _("read"),
    "view": _("see the working text"),
    "edit": _("edit"),
    "add": _("add"),
    "share": _("share"),
    "remove": _("remove"),
}


class RoleLine(NamedTuple):
    """One sentence about one role."""

    looks: str  # "gains" "loses" or "" for what stays
    mark: str
    sentence: str


# Without and with an end.
SENTENCES = {
    "gets": (
        _("${who} becomes “${role}” here, without an end."),
        _("${who} becomes “${role}” here until ${day}."),
    ),
    "lasts": (
        _("${who} stays “${role}” here, from now on without an end."),
        _("${who} stays “${role}” here, from now on until ${day}."),
    ),
    "loses": (_("${who} is no longer “${role}” here."), _("${who} is no longer “${role}” here.")),
    "keeps": (_("${who} stays “${role}” here."), _("${who} stays “${role}” here until ${day}.")),
    "keeps yours": (
        _("You stay “${role}” here: it is given to you in this place from now on."),
        _("You stay “${role}” here until ${day}: it is given to you in this place from now on."),
    ),
}
LOOKS = {"gets": ("gains", "+"), "loses": ("loses", "−"), "lasts": ("", "="), "keeps": ("", "=")}


def role_lines(request: Any, changes: Iterable[RoleChange]) -> list[RoleLine]:
    """Return a sentence for each change: who gets a role first, who keeps one last."""
    listed = list(changes)
    lines = sorted(
        (_line(request, change) for change in listed[:SHOWN]),
        key=lambda line: ("+−=".index(line.mark), line.sentence.casefold()),
    )
    if len(listed) > SHOWN:
        rest = _("And ${n} more.", mapping={"n": len(listed) - SHOWN})
        lines.append(RoleLine("", "=", request.say(rest)))
    return lines


def _line(request: Any, change: RoleChange) -> RoleLine:
    district, say = request.district, request.say
    is_own = change.what == "keeps" and change.principal == request.person.id
    is_written = is_own and change.role not in KEPT_AT_BARRIERS
    without_end, with_end = SENTENCES["keeps yours" if is_written else change.what]
    day = last_day_text(change.until, request)
    words = {
        "who": _who(request, change.principal),
        "role": say(district.definitions.role(change.role).title),
        "day": day,
    }
    sentence = say((with_end if day else without_end) % words)
    return RoleLine(*LOOKS[change.what], sentence)


class EffectRow(NamedTuple):
    """Who may do what from now on, and what no longer."""

    name: str
    gains: list[str]
    loses: list[str]


def effect_rows(request: Any, foreseen: Foreseen) -> tuple[list[EffectRow], int]:
    """Return what fits on a page, groups first, and how many rows do not."""
    effects: list[Effect | GroupEffect] = [*foreseen.groups, *foreseen.people]
    say = request.say
    rows = [
        EffectRow(
            _whom(request, effect),
            [say(DOING_WORDS[word]) for word in effect.gains],
            [say(DOING_WORDS[word]) for word in effect.loses],
        )
        for effect in effects[:SHOWN]
    ]
    return rows, len(effects) - len(rows)


def _whom(request: Any, effect: Effect | GroupEffect) -> str:
    if isinstance(effect, Effect):
        return name_of(effect.person_id, request.district)
    if effect.some == effect.members:
        return _who(request, effect.group_id)
    words = {
        "n": effect.some,
        "all": effect.members,
        "group": name_of(effect.group_id, request.district),
    }
    return str(request.say(_("${n} of the ${all} people in “${group}”", mapping=words)))


def _who(request: Any, principal: int) -> str:
    name = name_of(principal, request.district)
    if request.district.records.group(principal) is None:
        return name
    return str(request.say(_("Everybody in “${group}”", mapping={"group": name})))
