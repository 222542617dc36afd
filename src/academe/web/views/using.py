"""Use this: a copy of what one reads, in one's own area or where one may add."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.copying import copy
from academe.actions.explaining import known_title
from academe.actions.owning import area_around, open_own_area, own_area, takes_in
from academe.store.content import Content, path_of
from academe.web.acting import page_for_acting
from academe.web.browsing import choose_place
from academe.web.places_page import find_target
from academe.web.responding import lead_to, show_page, typed
from academe.web.toasts import toast
from academe.web.use_lines import usage_of, ways_with_copy
from academe.wording import _

OWN = "own"  # what the form says for one's own area, which may not be there yet


@view_config(name="use", context=Content, permission="use", request_method=("GET", "HEAD"))
def show_use(context: Content, request: Any) -> Response:
    """Say what comes along and what the licence asks for, and offer the places."""
    choice = choose_place(request, context)
    area = own_area(request.person, request.district)
    own_path = path_of(area) if area is not None else None
    return show_page(
        request,
        "pages/use.pt",
        title=_("Use this"),
        page=page_for_acting(request, context),
        here="use",
        usage=usage_of(request, context),
        has_own=takes_in(request.person, context, request.district),
        choice=choice._replace(own=[one for one in choice.own if one.path != own_path]),
        is_chosen=bool(choice.typed),
        action=request.address(context, "use"),
    )


@view_config(name="use", context=Content, permission="use", request_method="POST")
def save_use(context: Content, request: Any) -> HTTPSeeOther:
    """Make the copy and lead to it; the first use makes the own area too."""
    person, district = request.person, request.district
    if typed(request, "to", 4000) == OWN:
        target = open_own_area(person, district)
    else:
        target = find_target(context, request)
    way = ways_with_copy(request, context)
    made = copy(person, context, target, district)
    toast(request, _next_step(request, made, way))
    return lead_to(request, made)


def _next_step(request: Any, made: Content, way: str) -> Any:
    """Return what to do with the copy."""
    if way == "closed":
        return _(
            "This is your copy. Its licence forbids changes, so it cannot be edited: read it, "
            "print it, or move it where you need it."
        )
    if way == "ask":
        return _(
            "This is your copy. No licence allows changes: ask whoever made it before you change "
            "it or share it outside the district."
        )
    area = area_around(made)
    if area is not None and area.owner == request.person.id:
        return _("This is your copy, in your own area. Choose “Edit” to make it fit your class.")
    place = known_title(request.person, made.__parent__, request.district)  # type: ignore[arg-type]
    return _(
        "This is your copy, a draft in “${place}”. Choose “Edit” to make it fit.",
        mapping={"place": place},
    )
