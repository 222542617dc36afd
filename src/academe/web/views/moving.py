"""Moving, copying, changing the address: what follows is told, then it is done."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.copying import copy
from academe.actions.explaining import known_title
from academe.actions.foreseeing import foresee
from academe.actions.moving import move, rename
from academe.actions.naming import slug
from academe.errors import InvalidAnswers
from academe.store.content import Content, path_of
from academe.web.acting import page_for_acting
from academe.web.browsing import Choice, choose_place, takes
from academe.web.consequences import LOOKED_AT, below
from academe.web.finding import content_at
from academe.web.forms import Form, asked, form_page
from academe.web.responding import lead_to, show_page, typed
from academe.web.toasts import toast
from academe.wording import _


@view_config(name="move", context=Content, permission="remove", request_method=("GET", "HEAD"))
def show_move(context: Content, request: Any) -> Response:
    """Let the person choose where to, and say what moving there means."""
    choice = choose_place(request, context)
    lines = _move_lines(request, context, choice.target) if choice.here.takes_it else []
    return _page(request, context, choice, _("Move"), _("Move here"), lines)


@view_config(name="move", context=Content, permission="remove", request_method="POST")
def save_move(context: Content, request: Any) -> Response:
    """Move it."""
    target = find_target(context, request)
    move(request.person, context, target, request.district)
    title = known_title(request.person, target, request.district)
    toast(request, _("Moved to “${place}”.", mapping={"place": title}))
    return lead_to(request, context)


@view_config(name="copy", context=Content, permission="copy", request_method=("GET", "HEAD"))
def show_copy(context: Content, request: Any) -> Response:
    """Let the person choose where to copy it."""
    choice = choose_place(request, context)
    lines = _copy_lines(request, context) if choice.here.takes_it else []
    return _page(request, context, choice, _("Copy"), _("Copy to here"), lines)


@view_config(name="copy", context=Content, permission="copy", request_method="POST")
def save_copy(context: Content, request: Any) -> Response:
    """Copy it and lead to the copy."""
    made = copy(request.person, context, find_target(context, request), request.district)
    toast(request, _("Copied. This is the copy; it is a draft of yours."))
    return lead_to(request, made)


def find_target(content: Content, request: Any) -> Content:
    """Return the place that was chosen; raises InvalidAnswers if it cannot take the content."""
    found = content_at(request, typed(request, "to", 4000))
    if found is None or not takes(request, found, content):
        raise InvalidAnswers({"": _("This cannot be put there, or not by you.")})
    return found


def _page(
    request: Any, content: Content, choice: Choice, title: Any, button: Any, lines: list[str]
) -> Response:
    view = request.view_name
    return show_page(
        request,
        "pages/choose_place.pt",
        title=title,
        page=page_for_acting(request, content),
        here=view,
        choice=choice,
        lines=lines,
        button=button,
        action=request.address(content, view),
        is_same=view == "move" and choice.target is content.__parent__,
    )


def _move_lines(request: Any, content: Content, target: Content) -> list[str]:
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
    if any(place.grants for place in below(content)):
        lines.append(say(_("Roles that you may not hand out there are taken back.")))
    return [line for line in lines if line]


def _copy_lines(request: Any, content: Content) -> list[str]:
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
