"""The first page of those who work here, and what waits for their review."""

from typing import Any

from pyramid.response import Response

from academe.actions.reading import may_know
from academe.actions.reviewing import review_queue
from academe.actions.stepping import steps_for
from academe.store.content import Content
from academe.web.desk import Desk
from academe.web.index_notice import index_notice
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.rows import row_of
from academe.web.showing import moment_text
from academe.wording import _

SHOWN = 100  # of the queue


@root_view("home", "signed_in")
def show_home(context: Content, request: Any) -> Response:
    """Show what is to do, what one was writing, and what changed where one works."""
    desk = Desk(request)
    known = [p for p in desk.places if may_know(request.person, p, desk.district)]
    places = [row_of(request, place) for place in known if not place.owner]
    return show_page(
        request,
        "pages/home.pt",
        title=_("Home"),
        desk=desk,
        places=places,
        is_working=bool(places) or request.person.is_staff,
        own_url=request.address(context, "own") if request.person.is_staff else None,
        learn_url=request.address(context, "learn"),
        review_url=request.address(context, "review"),
        index_notice=index_notice(request),
    )


@root_view("review", "signed_in")
def show_review(context: Content, request: Any) -> Response:
    """List what waits for this person's review, the longest waiting first."""
    found = review_queue(request.person, request.district)
    return show_page(
        request,
        "pages/review.pt",
        title=_("Review"),
        rows=[
            (row_of(request, one), _since(request, one), _steps(request, one))
            for one in found[:SHOWN]
        ],
        has_more=len(found) > SHOWN,
    )


def _since(request: Any, content: Content) -> str:
    since = request.district.site.waiting.get(content.id)
    return moment_text(request, since) if since else ""


def _steps(request: Any, content: Content) -> list[tuple[str, str]]:
    """Return (title, address) of the steps that the person may take."""
    return [
        (request.say(step.title), request.address(content, "step", step.name))
        for step in steps_for(request.person, content, request.district)
    ]
