"""What the head of a page says to machines: its one address, whether to list it, its feeds."""

from typing import Any

from academe.exchange.atom import MEDIA_TYPE as ATOM
from academe.exchange.calendar_out import MEDIA_TYPE as CALENDAR
from academe.store.content import Content
from academe.web.feeds import is_followed
from academe.web.page_store import CHOICE
from academe.wording import _

NEVER_INDEXED = "noindex, nofollow"
FOR_FAMILIES = ("learn", "year")  # views that may be found from outside


def canonical_address(request: Any, content: Content | None) -> str | None:
    """Return the one address of what is shown; None where the page is not for the public.

    What follows "?" makes no other address, but for the choice of a page for families: the
    courses of grade 5 are another page than those of grade 6.
    """
    if content is None or request.view_name not in ("", *FOR_FAMILIES):
        return None
    address = str(request.full_address(content, request.view_name))
    query = request.query_string
    return f"{address}?{query}" if request.view_name and CHOICE.fullmatch(query) else address


def robots_word(request: Any, content: Content | None) -> str | None:
    """Return None for pages that machines may list."""
    is_open = request.view_name in ("", *FOR_FAMILIES) and not request.person.is_signed_in
    return None if content is not None and is_open else NEVER_INDEXED


def feeds_of(request: Any, content: Content | None) -> list[tuple[str, str, str]]:
    """Return (title, media type, address) of the feeds of a place, on the place's own page."""
    if content is None or request.view_name or not is_followed(request, content):
        return []
    return [
        (request.say(title), media_type, request.address(content, view))
        for title, media_type, view in FEEDS
    ]


FEEDS = ((_("What is new here"), ATOM, "atom"), (_("Dates"), CALENDAR, "calendar.ics"))
