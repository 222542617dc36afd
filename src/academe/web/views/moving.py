"""Moving and changing the address: what follows is told, then it is done."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.explaining import known_title
from academe.actions.moving import move, rename
from academe.actions.naming import slug
from academe.errors import InvalidAnswers
from academe.store.content import Content, path_of
from academe.web.acting import page_for_acting
from academe.web.browsing import choose_place
from academe.web.forms import Form, asked, form_page
from academe.web.moving_lines import move_lines, move_warnings
from academe.web.places_page import find_target, show_places
from academe.web.responding import lead_to
from academe.web.toasts import toast
from academe.wording import _


@view_config(name="move", context=Content, permission="remove", request_method=("GET", "HEAD"))
def show_move(context: Content, request: Any) -> Response:
    """Let the person choose where to, and say what moving there means."""
    choice = choose_place(request, context)
    lines, warnings = [], []
    if choice.here.takes_it:
        lines = move_lines(request, context, choice.target)
        warnings = move_warnings(request, context, choice.target)
    button = _("Move here")
    return show_places(request, context, choice, _("Move"), button, lines, warnings=warnings)


@view_config(name="move", context=Content, permission="remove", request_method="POST")
def save_move(context: Content, request: Any) -> Response:
    """Move it."""
    target = find_target(context, request)
    move(request.person, context, target, request.district)
    title = known_title(request.person, target, request.district)
    toast(request, _("Moved to “${place}”.", mapping={"place": title}))
    return lead_to(request, context)


@view_config(name="rename", context=Content, permission="edit", request_method=("GET", "HEAD"))
def show_rename(context: Content, request: Any) -> Response:
    """Ask for another last part of the address."""
    return _rename_page(context, request, rename_form(context, request))


@view_config(name="rename", context=Content, permission="edit", request_method="POST")
def save_rename(context: Content, request: Any) -> Response:
    """Change the address; a title that was typed becomes one, and the old address leads here."""
    form = rename_form(context, request)
    try:
        typed_name = str(form.read()["name"] or "").strip()
        name = slug(typed_name, otherwise="")
        if not name:
            raise InvalidAnswers({"name": UNSPELT})
        rename(request.person, context, name, request.district)
    except InvalidAnswers as wrong:
        return _rename_page(context, request, form, wrong)
    toast(request, _("Its address is now ${path}.", mapping={"path": path_of(context)}))
    return lead_to(request, context)


UNSPELT = _("None of this can stand in an address. Please type a word or a number.")


def rename_form(content: Content, request: Any) -> Form:
    node = asked(
        request,
        "name",
        "text",
        _("Last part of the address"),
        help=_(
            "Type some words: “Lines & Slopes” becomes lines-slopes. "
            "The title stays as it is; it is changed with “Edit”."
        ),
        required=True,
    )
    return Form(
        request,
        [node],
        {"name": content.__name__ or ""},
        button=_("Change the address"),
        cancel_url=request.address(content),
    )


def _rename_page(
    content: Content, request: Any, form: Form, wrong: InvalidAnswers | None = None
) -> Response:
    say = request.say
    address = request.full_address(content)
    lines = [
        say(_("The address today is ${address}.", mapping={"address": address})),
        say(_("The old address keeps leading here, and so do links and bookmarks.")),
    ]
    return form_page(
        request,
        form,
        wrong,
        template="pages/confirm.pt",
        title=_("Change the address"),
        page=page_for_acting(request, content),
        here="rename",
        lines=lines,
    )
