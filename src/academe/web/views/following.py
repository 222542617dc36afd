"""Following a place from outside: its feeds, and the keys for what is not public."""

from typing import Any, NamedTuple

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import may
from academe.actions.following import end_following, find_follower, follow, followed_by
from academe.actions.reading import may_know, title_for
from academe.definitions.spoken import available_languages
from academe.exchange.atom import MEDIA_TYPE as ATOM
from academe.exchange.atom import write_feed
from academe.exchange.calendar_out import MEDIA_TYPE as CALENDAR
from academe.exchange.calendar_out import write_calendar
from academe.store.content import Content
from academe.store.people import Identity, visitor
from academe.web.asking import text_of
from academe.web.calendar_dates import dates_below
from academe.web.feeds import feed_of, feed_title
from academe.web.page import Page
from academe.web.responding import lead_to, show_page
from academe.web.root_views import READING, root_view
from academe.web.showing import moment_text
from academe.web.toasts import toast
from academe.web.views.account import account_tabs
from academe.wording import _


@view_config(name="atom", context=Content, permission="know", request_method=READING)
def show_atom(context: Content, request: Any) -> Response:
    """Answer what is new below, for whoever asks."""
    return _atom(request, request.person, context, request.full_address(context, "atom"))


@view_config(name="calendar.ics", context=Content, permission="know", request_method=READING)
def show_calendar(context: Content, request: Any) -> Response:
    """Answer the dates below, for whoever asks."""
    return _calendar(request, request.person, context)


def _atom(request: Any, reader: Identity, place: Content, own_address: str = "") -> Response:
    body = write_feed(feed_of(request, reader, place, own_address))
    return Response(body, content_type=ATOM, charset="utf-8")


def _calendar(request: Any, reader: Identity, place: Content) -> Response:
    title, address = feed_title(request, reader, place), request.full_address(place)
    body = write_calendar(title, address, request.language, dates_below(request, reader, place))
    return Response(body, content_type=CALENDAR, charset="utf-8")


KINDS = {"atom": _atom, "calendar.ics": _calendar}


@root_view("feed", "everybody")
def show_private_feed(context: Content, request: Any) -> Response:
    """Answer ``/@@feed/TOKEN/atom`` with the rights of the token's person, whoever asks.

    Every token that opens nothing is answered alike.
    """
    token, kind = request.subpath if len(request.subpath) == 2 else ("", "")
    wait = request.registry.feed_pace.wait(request.remote_addr or "", token, request.district.now)
    if wait:
        return _private(Response("Too often", status=429, content_type="text/plain"), wait)
    found = find_follower(token, request.district) if kind in KINDS else None
    if found is None:
        return _private(Response("Not found", status=404, content_type="text/plain"))
    reader, place = found
    _speak_as(request, reader)
    return _private(KINDS[kind](request, reader, place))


def _private(response: Response, wait: int = 0) -> Response:
    """Say that nobody may keep it, tell of where it came from, or find it by searching."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _speak_as(request: Any, reader: Identity) -> None:
    """Use the language that the person chose: a calendar does not say whose it is."""
    known = request.district.records.person(reader.id)
    if known is not None and known.language in available_languages():
        request.language = known.language


@view_config(name="follow", context=Content, permission="know", request_method=READING)
def show_ways(context: Content, request: Any) -> Response:
    """Tell where the feeds are, and offer a key to those who are signed in."""
    return _ways_page(request, context)


@view_config(name="follow", context=Content, permission="copy", request_method="POST")
def make_key(context: Content, request: Any) -> Response:
    """Make a key and show its addresses: they are stored nowhere."""
    token = follow(request.person, context, request.district)
    page = _ways_page(request, context, token)
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _ways_page(request: Any, place: Content, token: str = "") -> Response:
    root = request.district.site.root
    own = [f"{request.full_address(root, 'feed')}/{token}/{kind}" for kind in KINDS]
    return show_page(
        request,
        "pages/follow.pt",
        title=_("Follow"),
        page=Page(request, place),
        is_public=may(visitor_today(request), "read", place, request.district.definitions),
        public=_ways(request, *(request.full_address(place, kind) for kind in KINDS)),
        private=_ways(request, *own, is_private=True) if token else None,
        keys_url=request.address(root, "feeds"),
    )


class Ways(NamedTuple):
    """The addresses by which one place is followed."""

    atom: str
    atom_label: str
    calendar: str
    calendar_label: str
    subscribing: str  # to the same calendar: opens the program that one has; "" if private


def _ways(request: Any, atom: str, calendar: str, *, is_private: bool = False) -> Ways:
    """Return the ways to follow a place.

    A private address has no ``webcal:``: programs may try that without encryption first.
    """
    say = request.say
    return Ways(
        atom,
        say(_("Address of the feed")),
        calendar,
        say(_("Address of the calendar")),
        "" if is_private else f"webcal:{calendar.partition(':')[2]}",
    )


def visitor_today(request: Any) -> Identity:
    """Return somebody without an account, as the rule of access asks for them."""
    somebody = visitor()
    somebody.memo.update(now=request.district.now, today=request.district.today)
    return somebody


@root_view("feeds", "signed_in")
def show_keys(context: Content, request: Any) -> Response:
    """Show the private feeds that one has, newest first."""
    keys = [
        (one.token_hash, *_place_of(request, one.content_id), moment_text(request, one.created))
        for one in followed_by(request.person, request.district)
    ]
    return show_page(
        request,
        "pages/feeds.pt",
        title=_("My private feeds"),
        keys=keys,
        follow_url=request.address(context, "follow"),
        tabs=account_tabs(request, "feeds"),
    )


def _place_of(request: Any, content_id: int) -> tuple[str, str | None]:
    """Return (title, address); the title says so where one may not know the place any more."""
    place = request.district.site.content(content_id)
    if place is None or not may_know(request.person, place, request.district):
        return str(request.say(_("A place that you cannot see any more"))), None
    return title_for(request.person, place, request.district), request.address(place)


@root_view("feeds", "signed_in", "POST")
def end_key(context: Content, request: Any) -> Any:
    """End one private feed: its addresses answer nothing from now on."""
    end_following(request.person, text_of(request, "end", 64), request.district)
    toast(request, _("The private feed has ended."))
    return lead_to(request, context, "feeds")
