"""Editing what a content says; nobody's words are lost where two people write at once."""

from contextlib import suppress
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import may
from academe.actions.changing import change
from academe.actions.reading import seen_fields
from academe.definitions.fields import Field
from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.web.colliding import is_older, show_collision
from academe.web.forms import (
    Form,
    asked,
    form_page,
    given_version,
    nodes_of,
    stored_answers,
    version_node,
)
from academe.web.page import Page
from academe.web.responding import lead_to
from academe.web.toasts import toast
from academe.wording import _

NOTE = "_note"


@view_config(name="edit", context=Content, permission="edit", request_method=("GET", "HEAD"))
def show_edit(context: Content, request: Any) -> Response:
    """Show the form with what the content says now."""
    return _page(context, request, edit_form(context, request))


@view_config(name="edit", context=Content, permission="view", request_method="POST")
def save_edit(context: Content, request: Any) -> Response:
    """Save the answers; asks for the permission itself, so that what was typed is shown again."""
    form = edit_form(context, request)
    if not may(request.person, "edit", context, request.district.definitions):
        return _page(context, request, form, _too_late(form), 403)
    if is_older(given_version(request), context):
        return show_collision(context, request, form)
    try:
        read = form.read()
        answers = stored_answers(request, asked_fields(context, request), read)
        note = str(read[NOTE] or "")[:500]
        version = change(
            request.person, context, answers, request.district, version=context.version, note=note
        )
    except InvalidAnswers as wrong:
        return _page(context, request, form, wrong)
    toast(request, _("Saved.") if version else _("Nothing was different, so nothing was saved."))
    return lead_to(request, context)


def _too_late(form: Form) -> InvalidAnswers:
    """Return the sentence for somebody whose content went on while they wrote."""
    with suppress(InvalidAnswers):  # only the refusal is told
        form.read()
    return InvalidAnswers(
        {
            "": _(
                "This cannot be changed any longer, or not by you: perhaps it was sent for "
                "review meanwhile. What you wrote is below, so that you can keep it."
            )
        }
    )


def _page(
    context: Content,
    request: Any,
    form: Form,
    wrong: InvalidAnswers | None = None,
    status: int = 200,
) -> Response:
    page = Page(request, context)
    return form_page(request, form, wrong, status=status, title=_("Edit"), page=page, here="edit")


def asked_fields(content: Content, request: Any) -> dict[str, Field]:
    return {f.name: f for f in seen_fields(request.person, content, request.district)}


def edit_form(content: Content, request: Any) -> Form:
    """Return the form with the working text in it."""
    note = asked(
        request,
        NOTE,
        "text",
        _("What did you change?"),
        help=_("One line for the history. You may leave it out."),
    )
    return Form(
        request,
        [version_node(content), *nodes_of(request, content), note],
        content.values,
        button=_("Save"),
        cancel_url=request.address(content),
    )
