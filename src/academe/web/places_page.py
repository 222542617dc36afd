"""The page on which a place is chosen, for moving and for copying."""

from collections.abc import Sequence
from typing import Any

from pyramid.response import Response

from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.web.acting import page_for_acting
from academe.web.browsing import Choice, takes
from academe.web.finding import content_at
from academe.web.responding import show_page, typed
from academe.wording import _


def find_target(content: Content, request: Any) -> Content:
    """Return the place that was chosen; raises InvalidAnswers if it cannot take the content."""
    found = content_at(request, typed(request, "to", 4000))
    if found is None or not takes(request, found, content):
        raise InvalidAnswers({"": _("This cannot be put there, or not by you.")})
    return found


def show_places(
    request: Any,
    content: Content,
    choice: Choice,
    title: Any,
    button: Any,
    lines: list[str],
    *,
    warnings: Sequence[str] = (),
    named: str | None = None,
    error: Any = None,
) -> Response:
    """Show where one has come to, and what follows from doing it here.

    ``named``: the suggested title, where one is asked for; ``error``: what is wrong with it.
    """
    view = request.view_name
    if error:
        request.tm.doom()
    return show_page(
        request,
        "pages/choose_place.pt",
        422 if error else 200,
        named=named,
        error=request.say(error) if error else None,
        title=title,
        page=page_for_acting(request, content),
        here=view,
        choice=choice,
        lines=lines,
        warnings=warnings,
        button=button,
        action=request.address(content, view),
        is_same=view == "move" and choice.target is content.__parent__,
    )
