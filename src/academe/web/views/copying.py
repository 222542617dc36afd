"""Copying: the place is chosen, the copy is named, what follows is told, then it is done."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.answers import LONGEST_TITLE
from academe.actions.copying import copy
from academe.actions.reading import whole_title_for
from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.web.browsing import choose_place
from academe.web.moving_lines import copy_lines
from academe.web.places_page import find_target, show_places
from academe.web.responding import lead_to, typed
from academe.web.toasts import toast
from academe.web.use_lines import copy_warnings
from academe.wording import _


@view_config(name="copy", context=Content, permission="copy", request_method=("GET", "HEAD"))
def show_copy(context: Content, request: Any) -> Response:
    """Let the person choose where to copy it, and what the copy is called."""
    return _copy_page(request, context)


def _copy_page(request: Any, content: Content, wrong: InvalidAnswers | None = None) -> Response:
    choice = choose_place(request, content)
    lines = copy_lines(request, content) if choice.here.takes_it else []
    warnings = copy_warnings(request, content) if choice.here.takes_it else []
    suggested = _title_of_copy(request, content, choice.target)
    named = typed(request, "title", LONGEST_TITLE + 1) if wrong else suggested
    error = wrong.errors["title"] if wrong else None
    return show_places(
        request,
        content,
        choice,
        _("Copy"),
        _("Copy to here"),
        lines,
        warnings=warnings,
        named=named,
        error=error,
    )


def _title_of_copy(request: Any, content: Content, target: Content) -> str:
    """Return the title of the source; marked where the copy will lie beside it."""
    title = whole_title_for(request.person, content, request.district)
    if target is not content.__parent__:
        return title
    marked = request.say(_("${title} (copy)", mapping={"title": title}))
    return marked if len(marked) <= LONGEST_TITLE else title


@view_config(name="copy", context=Content, permission="copy", request_method="POST")
def save_copy(context: Content, request: Any) -> Response:
    """Copy it and lead to the copy."""
    target = find_target(context, request)
    title = typed(request, "title", LONGEST_TITLE + 1) if "title" in request.POST else None
    try:
        made = copy(request.person, context, target, request.district, title=title)
    except InvalidAnswers as wrong:
        if "title" not in wrong.errors:
            raise
        return _copy_page(request, context, wrong)
    toast(request, _("Copied. This is the copy; it is a draft of yours."))
    return lead_to(request, made)
