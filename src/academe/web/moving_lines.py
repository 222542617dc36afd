"""What moving and copying mean, as sentences, before it is done."""

from itertools import islice
from typing import Any

from academe.actions.access import may
from academe.actions.explaining import known_title
from academe.actions.foreseeing import foresee, roles_lost
from academe.actions.owning import area_around
from academe.store.content import Content, path_of
from academe.web.consequences import LOOKED_AT, below
from academe.wording import _


def move_lines(request: Any, content: Content, target: Content) -> list[str]:
    """Return what moving ``content`` to ``target`` means, but for what it takes away."""
    say = request.say
    if target is content.__parent__:
        return []
    lines = [
        say(
            _(
                "Its address becomes ${new}. The old address leads there.",
                mapping={"new": f"{path_of(target).rstrip('/')}/{content.__name__}"},
            )
        ),
        _along(request, content),
    ]
    found = foresee(request.person, content, target, request.district)
    if content.in_force(request.district.today) is not None and not found.keeps_published:
        lines.append(
            say(
                _(
                    "Readers will not see it any longer until it is published there: you may not "
                    "publish in that place."
                )
            )
        )
    if found.state:
        lines.append(say(_("Its state there: “${state}”.", mapping={"state": say(found.state)})))
    return [*(line for line in lines if line), *_no_longer_private(request, content, target)]


def _no_longer_private(request: Any, content: Content, target: Content) -> list[str]:
    """Say that what only its owner sees is seen by others once it lies elsewhere."""
    area = area_around(content)
    if area is None or area is area_around(target):
        return []
    words = {"place": known_title(request.person, target, request.district)}
    sentence = _(
        "It leaves the own area: whoever may see the drafts in “${place}” can see it there.",
        mapping=words,
    )
    return [str(request.say(sentence))]


def move_warnings(request: Any, content: Content, target: Content) -> list[str]:
    """Return which roles moving takes back, and from how many contents that are closed to one."""
    person, district = request.person, request.district
    if target is content.__parent__:
        return []
    losses = list(islice(roles_lost(person, content, target, district), LOOKED_AT))
    if not losses:
        return []
    roles = {"roles": sum(len(loss.roles) for loss in losses), "places": len(losses)}
    warnings = [
        _(
            "Roles that you may not hand out there are taken back: ${roles} in all. "
            "Contents that lose some: ${places}.",
            mapping=roles,
        )
    ]
    closed = [loss for loss in losses if not may(person, "view", loss.place, district.definitions)]
    if closed:
        shut_out = {principal for loss in closed for principal, _role in loss.roles}
        warnings.append(
            _(
                "Contents among them that are closed to you, such as confidential ones: ${places}. "
                "People and groups that were let in there and no longer are: ${people}. "
                "Only whoever made them can let them in again.",
                mapping={"places": len(closed), "people": len(shut_out)},
            )
        )
    return [request.say(warning) for warning in warnings]


def copy_lines(request: Any, content: Content) -> list[str]:
    """Return what copying means."""
    say = request.say
    return [
        line
        for line in (
            _along(request, content),
            say(_("The copy is a draft of yours. Readers do not see it until it is published.")),
            say(_("It remembers where it comes from.")),
        )
        if line
    ]


def _along(request: Any, content: Content) -> str:
    number = len(below(content)) - 1
    if not number:
        return ""
    words = f"{number}+" if number + 1 == LOOKED_AT else str(number)
    return str(request.say(_("What lies in it goes along (${n}).", mapping={"n": words})))
