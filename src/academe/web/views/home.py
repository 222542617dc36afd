"""The first page of those who work here, what waits for their review, and what was sent back."""

from typing import Any

from pyramid.response import Response

from academe.actions.reading import may_know
from academe.actions.reviewing import review_queue
from academe.actions.stepping import steps_for
from academe.store.content import Content
from academe.web.asking import asked, number_of
from academe.web.desk import Desk
from academe.web.index_notice import index_notice
from academe.web.paging import Pages
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.rows import row_of
from academe.wording import _

SHOWN_AT_HOME = 20  # of what was sent back
ON_A_PAGE = 50


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
        returned=desk.sent_back(0, SHOWN_AT_HOME),
        returned_count=len(desk.returned),
        sent_back_url=request.address(context, "sent-back"),
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
    pages = _pages(request, "review", len(found))
    shown = found[pages.first : pages.first + ON_A_PAGE]
    return show_page(
        request,
        "pages/review.pt",
        title=_("Review"),
        rows=[(row_of(request, one), _steps(request, one)) for one in shown],
        pages=pages,
    )


@root_view("sent-back", "signed_in")
def show_sent_back(context: Content, request: Any) -> Response:
    """List all that reviewers sent back to this person, the newest first."""
    desk = Desk(request)
    pages = _pages(request, "sent-back", len(desk.returned))
    return show_page(
        request,
        "pages/sent_back.pt",
        title=_("Sent back to you"),
        returned=desk.sent_back(pages.first, ON_A_PAGE),
        count=len(desk.returned),
        pages=pages,
    )


def _pages(request: Any, name: str, total: int) -> Pages:
    path = request.address(request.context, name)
    return Pages(total, number_of(asked(request, "page")), ON_A_PAGE, path)


def _steps(request: Any, content: Content) -> list[tuple[str, str]]:
    """Return (title, address) of the steps that the person may take."""
    return [
        (request.say(step.title), request.address(content, "step", step.name))
        for step in steps_for(request.person, content, request.district)
    ]
