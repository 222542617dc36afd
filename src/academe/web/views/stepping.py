"""Taking a step of the workflow: first what it will do, then doing it."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import workflow_at
from academe.actions.stepping import steps_for, take_step, writers_since_published
from academe.definitions.workflows import Transition
from academe.errors import InvalidAnswers, NotThere, Refused
from academe.store.content import Content
from academe.web.consequences import lines_of_step
from academe.web.forms import Form, asked, form_page, given_version, version_node
from academe.web.page import Page
from academe.web.responding import lead_to
from academe.web.toasts import toast
from academe.wording import _

FOUR_EYES = _("Four eyes: you wrote a part of this, so somebody else must approve it.")


@view_config(name="step", context=Content, permission="step", request_method=("GET", "HEAD"))
def show_step(context: Content, request: Any) -> Response:
    """Say what the step will do and ask for a comment."""
    step = find_step(context, request)
    return _page(context, request, step, step_form(context, request, step))


@view_config(name="step", context=Content, permission="step", request_method="POST")
def save_step(context: Content, request: Any) -> Response:
    """Take the step."""
    step = find_step(context, request)
    form = step_form(context, request, step)
    try:
        read = form.read()
        take_step(
            request.person,
            context,
            step.name,
            request.district,
            comment=str(read.get("comment") or ""),
            in_force_from=read.get("in_force_from"),
            version=given_version(request),
        )
    except InvalidAnswers as wrong:
        return _page(context, request, step, form, wrong)
    toast(request, _("Done: ${step}.", mapping={"step": request.say(step.title)}))
    return lead_to(request, context)


def find_step(content: Content, request: Any) -> Transition:
    """Return the step that the address names; raises Refused, or NotThere for an unknown one."""
    for step in steps_for(request.person, content, request.district):
        if request.subpath == (step.name,):
            return step
    workflow = workflow_at(content, request.district.definitions)
    if (
        workflow is not None
        and len(request.subpath) == 1
        and request.subpath[0] in workflow.transitions
    ):
        raise Refused(_("This step cannot be taken now, or not by you."))
    raise NotThere(_("There is nothing here."))


def step_form(content: Content, request: Any, step: Transition) -> Form:
    """Ask for the comment that the step wants, and for the day if it publishes."""
    nodes = [version_node(content)]
    if step.comment != "none":
        nodes.append(
            asked(
                request,
                "comment",
                "paragraph",
                _("Comment"),
                help=_("Those who wrote it and those who go on with it read this."),
                required=step.comment == "required",
            )
        )
    if step.publishes:
        nodes.append(
            asked(
                request,
                "in_force_from",
                "date",
                _("In force from"),
                help=_("Until this day readers keep the text they have. Empty means at once."),
            )
        )
    return Form(request, nodes, button=step.title, cancel_url=request.address(content))


def _page(
    content: Content,
    request: Any,
    step: Transition,
    form: Form,
    wrong: InvalidAnswers | None = None,
) -> Response:
    is_own = step.four_eyes and request.person.id in writers_since_published(content)
    return form_page(
        request,
        form,
        wrong,
        template="pages/confirm.pt",
        title=step.title,
        page=Page(request, content),
        here=step.name,
        lines=lines_of_step(request, content, step),
        warning=request.say(FOUR_EYES) if is_own else None,
    )
