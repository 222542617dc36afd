"""What lies in a place, as those see it who work there; putting it in order by hand."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import may
from academe.actions.moving import reorder
from academe.actions.reading import may_know
from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.web.page import Page
from academe.web.responding import lead_to, show_page, typed
from academe.web.rows import rows_of
from academe.web.slices import slice_of
from academe.web.views.adding import list_types
from academe.wording import _

WAYS = ("first", "up", "down", "last")


@view_config(name="contents", context=Content, permission="view", request_method=("GET", "HEAD"))
def show_contents(context: Content, request: Any) -> Response:
    """List the children with type, state and last change, fifty at a time."""
    start = typed(request, "from")
    found = slice_of(request, context, start)
    is_manual = context._children is not None and context._children.order is not None
    may_order = is_manual and may(request.person, "add", context, request.district.definitions)
    return show_page(
        request,
        "pages/folder_work.pt",
        title=_("Contents"),
        page=Page(request, context),
        here="contents",
        has_tree=False,
        rows=rows_of(request, found.children),
        pages=pages_of(request, context, found.before, found.after),
        add_menu=[entry[:4] for entry in list_types(request, context)],
        look_url=request.address(context),
        order_url=_address(request, context, "reorder", start) if may_order else None,
    )


def pages_of(
    request: Any, place: Content, before: str | None, after: str | None
) -> SimpleNamespace | None:
    """Return the ways to the pages before and after, as pagination.pt wants them."""
    if before is None and after is None:
        return None
    return SimpleNamespace(
        count=2,
        numbers=(),
        before_url=None if before is None else _address(request, place, "contents", before),
        next_url=None if after is None else _address(request, place, "contents", after),
    )


def _address(request: Any, place: Content, view: str, start: str) -> str:
    query = f"?from={quote(start)}" if start else ""
    return f"{request.address(place, view)}{query}"


@view_config(name="reorder", context=Content, permission="add", request_method="POST")
def save_order(context: Content, request: Any) -> Response:
    """Move one child to another place among its siblings."""
    way = next((word for word in WAYS if word in request.POST), "")
    names = list(context.names())
    child = find_child(context, request, typed(request, way)) if way else None
    if child is None:
        raise InvalidAnswers({"": _("Choose what to move, and where to.")})
    position = new_position(request, context, names, child.__name__ or "", way)
    reorder(request.person, context, child.__name__ or "", position, request.district)
    start = typed(request, "from")
    return lead_to(request, context, "contents", f"from={quote(start)}" if start else "")


def find_child(place: Content, request: Any, number: str) -> Content | None:
    """Return the child with this id, if the person may know it."""
    is_id = number.isascii() and number.isdecimal() and len(number) < 17
    found = request.district.site.content(int(number)) if is_id else None
    if found is None or found.__parent__ is not place:
        return None
    return found if may_know(request.person, found, request.district) else None


def new_position(request: Any, place: Content, names: list[str], name: str, way: str) -> int:
    """Return the position that a child moves to; neighbours that are not seen are jumped over."""
    index = names.index(name)
    if way in ("first", "last"):
        return 0 if way == "first" else len(names) - 1
    step = -1 if way == "up" else 1
    other = index + step
    while 0 <= other < len(names):
        if may_know(request.person, place[names[other]], request.district):
            return other
        other += step
    return index
