"""What every request knows: its transaction's district, its person, addresses of contents."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from transaction.interfaces import NoTransaction

from academe.actions.district import District
from academe.actions.sessions import Presence, find_presence, read_cookie
from academe.store.content import Content
from academe.store.people import Identity, visitor
from academe.store.records import Records
from academe.store.site import Site
from academe.web.cookies import renew_session_cookie


class Opened:
    """The connections of one request; closed when it is finished."""

    def __init__(self, request: Any) -> None:
        databases = request.registry.databases
        # Read before opening: what is remembered under it may come from a newer state, never
        # from an older one.
        self.last_change = databases.content.storage.lastTransaction()
        self.content = databases.content.open(request.tm)
        try:
            self.records = databases.records.open(request.tm)
        except BaseException:
            self.content.close()
            raise
        request.add_finished_callback(self.close)

    def close(self, request: Any) -> None:
        with suppress(NoTransaction):  # as a rule pyramid_tm has ended it
            request.tm.abort()
        self.content.close()
        self.records.close()

    @property
    def changed(self) -> list[Any]:
        """Objects that the request would write."""
        connections = (self.content, self.records)
        return [thing for one in connections for thing in (*one._registered_objects, *one._added)]


def opened(request: Any) -> Opened:
    return Opened(request)


def district(request: Any) -> District:
    """The district as this request's transaction sees it."""
    world = request.registry
    return District(
        definitions=world.definitions,
        site=Site(request.opened.content),
        records=Records(request.opened.records),
        work=world.databases.work,
        settings=world.academe_settings,
        now=datetime.now(UTC),
    )


def presence(request: Any) -> Presence | None:
    """Who is signed in, and in which session; None for a visitor."""
    token = session_token(request)
    found = None if token is None else find_presence(token, request.district)
    if token is not None and found is not None:
        renew_session_cookie(request, token)
    return found


def session_token(request: Any) -> str | None:
    """The session's token out of the cookie, if it is ours and not idle for too long."""
    cookie = request.cookies.get(request.registry.session_cookie)
    if not cookie or len(cookie) > 500:
        return None
    idle = timedelta(minutes=request.registry.academe_settings.session_idle_minutes)
    return read_cookie(request.registry.secret, cookie, now=request.district.now, idle=idle)


def person(request: Any) -> Identity:
    """Who asks; a visitor where nobody is signed in. Never shared between requests."""
    here = request.presence
    someone = visitor() if here is None else here.person
    someone.memo.update(now=request.district.now, today=request.district.today)
    if here is None:
        known = request.known_of_visitors
        someone.memo.update(roles=known["roles"], may=known["may"], dates=known["dates"])
    return someone


def known_of_visitors(request: Any) -> dict[str, dict[Any, Any]]:
    """What the rule has said to visitors before, in this state of the contents.

    All visitors are one to the rule: what it says hangs on the contents and the day alone. Only
    yes and no, names of roles, trees of titles and the outline of courses are shared, never a
    content.
    """
    key = (request.opened.last_change, request.district.today)
    found, known = request.registry.known_of_visitors
    if found != key:
        known = {"roles": {}, "may": {}, "dates": {}, "trees": {}, "outlines": {}}
        request.registry.known_of_visitors = (key, known)
    return known


def address(request: Any, content: Content, view: str = "", *rest: str) -> str:
    """Return the path of a content, or of a view of it, on this server."""
    path = _path(request.addresses, content)
    if view:
        path = "/".join([path.rstrip("/"), f"@@{view}", *rest])
    return f"{request.prefix}{path}"


def _path(known: dict[int, str], content: Content) -> str:
    """Return the path; a page of 200 links asks for the same parents again and again."""
    path = known.get(content.id)
    if path is None:
        parent = content.__parent__
        above = "" if parent is None else _path(known, parent).rstrip("/")
        path = known[content.id] = f"{above}/{content.__name__ or ''}"
    return path


def addresses(request: Any) -> dict[int, str]:
    """Paths that this request has made already: {content id: path}; empty after a move."""
    return {}


def prefix(request: Any) -> str:
    """Where the site is mounted; WebOb would decode it anew for every link."""
    return str(request.script_name)


def full_address(request: Any, content: Content, view: str = "") -> str:
    """Return the address as it would be printed or mailed."""
    return request.site_address + address(request, content, view)


def site_address(request: Any) -> str:
    """What stands before the path where an address is printed; WebOb would make it for each."""
    return str(request.registry.academe_settings.address or request.host_url).rstrip("/")


def time_zone(request: Any) -> str:
    """The reader's own time zone where they chose one, else the district's."""
    district = request.district
    someone = district.records.person(request.person.id) if request.person.id else None
    return (someone.time_zone if someone else "") or district.settings.time_zone


def root_factory(request: Any) -> Content:
    return request.district.site.root


def includeme(config: Any) -> None:
    for method in (
        opened,
        district,
        presence,
        person,
        time_zone,
        addresses,
        prefix,
        site_address,
        known_of_visitors,
    ):
        config.add_request_method(method, reify=True)
    config.add_request_method(address)
    config.add_request_method(full_address)
