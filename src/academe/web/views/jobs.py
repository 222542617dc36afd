"""The queue: what waits, runs and has failed. For administrators."""

from types import SimpleNamespace
from typing import Any

from pyramid.response import Response

from academe.actions.grouping import titles_of
from academe.actions.watching_jobs import Queued, give_up, look_at_jobs, run_again
from academe.store.content import Content
from academe.store.progress import Standing
from academe.web.asking import number_of, text_of
from academe.web.index_notice import index_notice
from academe.web.person_facts import at_root, keeping_tabs
from academe.web.responding import lead_to, show_page
from academe.web.root_views import root_view
from academe.web.showing import moment_text
from academe.web.toasts import toast
from academe.wording import _

DONE_SHOWN = 20
KINDS = {
    "invitation_mail": _("Mail: an invitation or a new password"),
    "step_mail": _("Mail: news of a text"),
    "import": _("Bringing in a course"),
    "extract": _("Reading the words in files"),
}


@root_view("jobs", "administer")
def show_jobs(context: Content, request: Any) -> Response:
    """Show the queue as it is now."""
    board = look_at_jobs(request.person, request.district)
    asked_by = titles_of({one.order.ordered_by for one in board.waiting}, request.district)
    return show_page(
        request,
        "pages/jobs.pt",
        title=_("Jobs"),
        waiting=[_waiting_row(request, one, asked_by) for one in board.waiting],
        waiting_in_all=board.waiting_in_all,
        running=[_row(request, one) for one in board.running],
        failed=[_row(request, one) for one in board.failed],
        done=[_row(request, one) for one in board.done[:DONE_SHOWN]],
        now=moment_text(request, request.district.now),
        again_url=at_root(request, "jobs"),
        tabs=keeping_tabs(request, "jobs"),
        index_notice=index_notice(request),
    )


@root_view("jobs", "administer", "POST")
def mend_job(context: Content, request: Any) -> Any:
    """Try a job again at once, or give it up."""
    order_id = number_of(text_of(request, "job"))
    if text_of(request, "what") == "give-up":
        give_up(request.person, order_id, request.district)
        toast(request, _("The job is given up."))
    else:
        run_again(request.person, order_id, request.district)
        toast(request, _("The job is tried again in a moment."))
    return lead_to(request, context, "jobs")


def _row(request: Any, one: Standing) -> SimpleNamespace:
    return SimpleNamespace(
        id=one.id,
        title=_title(request, one.kind),
        tries=one.tries,
        done=one.steps_done,
        steps=one.steps,
        result=request.say(one.result),
        changed=moment_text(request, one.changed),
    )


def _waiting_row(request: Any, one: Queued, names: Any) -> SimpleNamespace:
    order, standing = one.order, one.standing
    was_tried = standing is not None and standing.tries > 0
    return SimpleNamespace(
        id=order.id,
        title=_title(request, order.kind),
        who=names.get(order.ordered_by, ""),
        when=moment_text(request, order.ordered_at) if order.ordered_at else "",
        tries=standing.tries if standing else 0,
        reason=request.say(standing.result) if standing else "",
        next_try=moment_text(request, standing.due) if standing and was_tried else "",
    )


def _title(request: Any, kind: str) -> str:
    return str(request.say(KINDS.get(kind, kind)))
