"""Other workflows for what lies in a place: chosen by an administrator, told before it is done."""

from types import SimpleNamespace
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.choosing_workflow import begins_anew, choose_workflows
from academe.store.content import Content
from academe.web.asking import text_of
from academe.web.forms import given_version
from academe.web.page import Page
from academe.web.responding import lead_to, show_page
from academe.web.toasts import toast
from academe.wording import _

FIELD = "workflow-{}"


@view_config(
    name="workflows",
    context=Content,
    permission="choose workflows",
    request_method=("GET", "HEAD"),
)
def show_workflows(context: Content, request: Any) -> Response:
    """List the types with the workflow that each has here, and the others that it could have."""
    return _page(context, request, dict(context.workflow_below), None)


@view_config(
    name="workflows", context=Content, permission="choose workflows", request_method="POST"
)
def save_workflows(context: Content, request: Any) -> Response:
    """First say what the choice does to what lies here; do it when that was confirmed."""
    wanted = _wanted(request)
    if text_of(request, "confirm") != "yes":
        touched = sum(1 for _place in begins_anew(context, wanted, request.district))
        return _page(context, request, wanted, touched)
    number = given_version(request, "version")
    choose_workflows(request.person, context, wanted, request.district, version=number)
    toast(request, _("The workflows here are as you chose."))
    return lead_to(request, context)


def _wanted(request: Any) -> dict[str, str]:
    """Return {type name: workflow name} of what differs from the type's own file."""
    found = {name: text_of(request, FIELD.format(name)) for name in _types(request)}
    return {name: workflow for name, workflow in found.items() if workflow}


def _types(request: Any) -> dict[str, Any]:
    """Return the types that have a workflow of their own."""
    types = request.district.definitions.types
    return {name: found for name, found in types.items() if found.workflow and name != "site"}


def _page(context: Content, request: Any, wanted: dict[str, str], touched: int | None) -> Response:
    definitions, say = request.district.definitions, request.say
    titles = {name: say(found.title) for name, found in definitions.workflows.items()}
    rows = [
        SimpleNamespace(
            field=FIELD.format(name),
            title=say(found.title),
            own=titles[found.workflow],
            chosen=wanted.get(name, ""),
            choices=[(other, title) for other, title in titles.items() if other != found.workflow],
        )
        for name, found in sorted(_types(request).items())
    ]
    return show_page(
        request,
        "pages/workflows.pt",
        title=_("Workflows here"),
        page=Page(request, context),
        rows=rows,
        touched=touched,
        version=context.version,
    )
