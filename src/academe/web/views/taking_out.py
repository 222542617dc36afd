"""Undoing an import: what it brought in goes into the bin, all at once."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.explaining import known_title
from academe.actions.leaving import not_removable
from academe.errors import NotThere
from academe.exchange.taking_out import roots_of_import, take_out
from academe.store.content import Content, subtree
from academe.web.acting import page_for_acting
from academe.web.consequences import below, lines_of_links, named
from academe.web.responding import lead_to, show_page
from academe.web.toasts import toast
from academe.wording import _


@view_config(name="take-out", context=Content, permission="remove", request_method=("GET", "HEAD"))
def show_take_out(context: Content, request: Any) -> Response:
    """Say how much goes into the bin, and what of it did not come in."""
    roots = roots_of_import(context, request.district)
    if not roots:
        raise NotThere(_("There is nothing here."))
    return show_page(
        request,
        "pages/confirm.pt",
        title=request.say(_("Take it out again")),
        page=page_for_acting(request, context),
        here="take-out",
        lines=_lines(request, roots),
        warning=_warning(request, roots),
        is_danger=True,
        button=request.say(_("Put into the bin")),
        action=request.path,
        cancel_url=request.address(context),
    )


@view_config(name="take-out", context=Content, permission="remove", request_method="POST")
def save_take_out(context: Content, request: Any) -> Response:
    """Put it into the bin and lead to where it lay."""
    site, place = request.district.site, context.__parent__
    title = known_title(request.person, context, request.district)
    roots = take_out(request.person, context, request.district)
    if len(roots) == 1:
        undo_url = request.address(site.root, "restore", str(roots[0].id))
        said = _("“${title}” is in the bin.", mapping={"title": title})
        toast(request, said, undo_url=undo_url)
    else:
        toast(request, _("What came in is in the bin."))
    return lead_to(request, place or site.root)


def _lines(request: Any, roots: list[Content]) -> list[str]:
    say, today = request.say, request.district.today
    places = [place for root in roots for place in below(root)]
    number = sum(1 for root in roots for _place in subtree(root))
    words = {"n": number, "titles": named(request, places)}
    lines = [
        say(_("What came in goes into the bin (contents: ${n}): ${titles}", mapping=words)),
        say(_("What was changed or added in it since goes along. What was moved away stays.")),
        say(_("From the bin it can be put back.")),
    ]
    if any(place.in_force(today) for place in places):
        lines.append(say(_("Readers will not find it any longer.")))
    return lines + lines_of_links(request, places)


def _warning(request: Any, roots: list[Content]) -> str | None:
    kept = (not_removable(request.person, root, request.district) for root in roots)
    if not any(True for places in kept for _place in places):
        return None
    warning = _("Something below this may not be removed by you, so nothing will be removed.")
    return str(request.say(warning))
