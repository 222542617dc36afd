"""Taking a step of the workflow: first what it will do, then doing it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import governing_state, may, workflow_at
from academe.actions.refusing import why_no_step
from academe.actions.stepping import FOUR_EYES, is_likely, steps_for, take_step
from academe.actions.writers import may_not_approve
from academe.definitions.workflows import State, Transition
from academe.errors import InvalidAnswers, NotThere, Refused
from academe.store.content import Content
from academe.web.changes import Changes
from academe.web.consequences import lines_of_far_day, lines_of_past, lines_of_step
from academe.web.forms import Form, asked, form_page, given_version, hidden, version_node
from academe.web.page import Page
from academe.web.responding import lead_to
from academe.web.toasts import toast
from academe.wording import _

ASKED_ABOUT = "_past"  # the day, past or far away, that the person was asked about
FAR = timedelta(days=366)


class Asking(NamedTuple):
    """What is asked before a step is taken: is that meant so?"""

    title: str
    lines: Sequence[str]


@view_config(name="step", context=Content, permission="step", request_method=("GET", "HEAD"))
def show_step(context: Content, request: Any) -> Response:
    """Say what the step will do and ask for a comment."""
    step = find_step(context, request)
    if may_not_approve(request.person, context, step):
        return _page(context, request, step, _barred_form(context, request))
    return _page(context, request, step, step_form(context, request, step))


@view_config(name="step", context=Content, permission="step", request_method="POST")
def save_step(context: Content, request: Any) -> Response:
    """Take the step."""
    step = find_step(context, request)
    form = step_form(context, request, step)
    if may_not_approve(request.person, context, step):
        return _refuse_own(context, request, step)
    before = governing_state(request.person, context, request.district.definitions)
    try:
        read = form.read()
        if needs_asking(request, read.get("in_force_from")):
            return _ask_about_day(context, request, step, read)
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
    return lead_to(request, context, "edit" if opens_editing(request, context, before) else "")


def _refuse_own(content: Content, request: Any, step: Transition) -> Response:
    """Say why (403), with the comment that was written: it may yet be told to somebody."""
    form = _barred_form(content, request, str(request.POST.get("comment", "")))
    return _page(content, request, step, form, status=403)


def _barred_form(content: Content, request: Any, comment: str = "") -> Form:
    """Return what stands below the warning: the way back, and no button."""
    node = asked(request, "comment", "paragraph", _("Comment"))
    kept = {"comment": comment} if comment else {}
    nodes = [node] if kept else []
    return Form(request, nodes, kept, button=None, cancel_url=request.address(content))


def opens_editing(request: Any, content: Content, before: State | None) -> bool:
    """Say whether a published text was taken up to be revised, by somebody who may write now."""
    was_published = before is not None and before.looks == "published"
    return was_published and may(request.person, "edit", content, request.district.definitions)


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
        reason = why_no_step(request.person, request.subpath[0], content, request.district)
        raise Refused(reason or _("This step cannot be taken now, or not by you."))
    raise NotThere(_("There is nothing here."))


def step_form(
    content: Content, request: Any, step: Transition, read: dict[str, Any] | None = None
) -> Form:
    """Ask for the comment that the step wants, and for the day (today, at first) if it publishes.

    ``read``: what was answered before; its day then counts as asked about.
    """
    nodes = [version_node(content)]
    given = {name: answer for name, answer in (read or {}).items() if answer is not None}
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
        if read:
            nodes.append(hidden(ASKED_ABOUT, read["in_force_from"].isoformat()))
    return Form(
        request,
        nodes,
        given if read else {"in_force_from": request.district.today},
        button=step.title,
        cancel_url=request.address(content),
    )


def tells_changes(content: Content, request: Any, step: Transition) -> bool:
    """Say whether a step gives a text to readers or to reviewers: then its changes are shown."""
    workflow = workflow_at(content, request.district.definitions)
    after = workflow.states.get(step.to) if workflow else None
    return step.publishes or (after is not None and after.looks == "waiting")


def needs_asking(request: Any, day: date | None) -> bool:
    """Say whether ``day`` is past or far away, and nobody has said yet that it is meant so."""
    today = request.district.today
    if day is None or today <= day <= today + FAR or not is_likely(day):
        return False
    return bool(request.POST.get(ASKED_ABOUT) != day.isoformat())


def _ask_about_day(
    content: Content, request: Any, step: Transition, read: dict[str, Any]
) -> Response:
    """Show the form again with what was answered, and what a day in the past or far away means."""
    form, day = step_form(content, request, step, read), read["in_force_from"]
    title, lines_of = _("This day is more than a year away. Is it meant so?"), lines_of_far_day
    if day < request.district.today:
        title, lines_of = _("This day has passed. Is it meant so?"), lines_of_past
    asking = Asking(request.say(title), lines_of(request, content, day))
    return _page(content, request, step, form, asking=asking)


def _page(
    content: Content,
    request: Any,
    step: Transition,
    form: Form,
    wrong: InvalidAnswers | None = None,
    asking: Asking | None = None,
    status: int = 200,
) -> Response:
    is_own = may_not_approve(request.person, content, step)
    return form_page(
        request,
        form,
        wrong,
        template="pages/confirm.pt",
        status=status,
        title=request.say(step.title),
        page=Page(request, content),
        here=step.name,
        lines=() if is_own else lines_of_step(request, content, step),
        warning=request.say(FOUR_EYES) if is_own else None,
        asking=asking,
        changes=Changes(request, content, whole=True)
        if tells_changes(content, request, step)
        else None,
    )
