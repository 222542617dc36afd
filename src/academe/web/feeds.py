"""What is new in a place, as an Atom feed for one reader."""

from collections.abc import Callable, Iterator
from typing import Any

from pyramid.httpexceptions import HTTPServiceUnavailable

from academe.actions.access import sees_field
from academe.actions.inheriting import inherited
from academe.actions.reading import text_in_force, values_for
from academe.actions.translations import language_of
from academe.errors import NotThere
from academe.exchange.atom import Entry, Feed
from academe.search.asking import Question
from academe.search.finding import Found
from academe.search.listing import Newest, News, newest_of, told_below
from academe.store.content import Content, Values
from academe.store.people import Identity
from academe.web import collecting
from academe.web.kinds import kind_of
from academe.web.licence_addresses import licence_address
from academe.web.page_store import never_keep
from academe.web.stable_ids import urn_of
from academe.wording import _

TOLD = frozenset(
    {"course", "unit", "lesson", "document", "policy", "news", "event", "pd_module", "folder"}
)
"""What one wants to hear of: a place that may hold one of these has feeds."""

NO_NEWS = Newest([], collecting.NOTHING)


def is_followed(request: Any, place: Content) -> bool:
    """Say whether enough lies in a place of this type to offer its feeds, or it is a list."""
    found = request.district.definitions.types.get(place.type_name)
    holds = found is not None and not TOLD.isdisjoint(found.may_contain)
    return holds or place.type_name == collecting.TYPE


def followed_in(
    request: Any, reader: Identity, place: Content, below: Callable[[Content], Question]
) -> Question | None:
    """Return what asks for what feeds tell of: what lies below, or what a collection lists.

    None where there is nothing to tell this reader.
    """
    if place.type_name != collecting.TYPE:
        return below(place)
    return collecting.kept_question(request, reader, place, known_values(request, reader, place))


def feed_of(request: Any, reader: Identity, place: Content, own_address: str = "") -> Feed:
    """Return the feed; ``reader`` is who asked, or whose key it is. Raises NotThere."""
    district = request.district
    values = known_values(request, reader, place)
    question = followed_in(request, reader, place, told_below)
    newest = NO_NEWS
    if question is not None:
        newest = newest_of(reader, question, district, request.registry.indexer)
    be_sure_of(request, newest.found)
    return Feed(
        id=urn_of(place, "feed"),
        title=feed_title(request, reader, place),
        address=request.full_address(place),
        author=site_title(request, reader),
        language=language_of(values, district),
        updated=place.created,
        entries=tuple(_entries(request, reader, newest.news)),
        own_address=own_address,
    )


def be_sure_of(request: Any, found: Found) -> None:
    """Keep no list that lacks what changed a moment ago; raise HTTPServiceUnavailable for none."""
    if not found.is_ready:
        raise HTTPServiceUnavailable(headers={"Retry-After": "60"})
    if not found.is_current:
        never_keep(request)


def known_values(request: Any, reader: Identity, place: Content) -> Values:
    """Return the published text of a place, else the one that the reader sees; raises NotThere."""
    publication = text_in_force(reader, place, request.district)
    if publication is not None:
        return publication.values
    values = values_for(reader, place, request.district)
    if values is None:
        raise NotThere(_("There is nothing here."))
    return values


def feed_title(request: Any, reader: Identity, place: Content) -> str:
    """Return ``Riverside Schools: Mathematics``."""
    title = str(known_values(request, reader, place).get("title", ""))
    site = site_title(request, reader)
    return title if site in ("", title) else f"{site}: {title}"


def site_title(request: Any, reader: Identity) -> str:
    """Return what the district calls itself, to whoever asks."""
    name = str(request.registry.theme.site_name or "")
    root = request.district.site.root
    return name or str((values_for(reader, root, request.district) or {}).get("title") or "Academe")


def _entries(request: Any, reader: Identity, news: list[News]) -> Iterator[Entry]:
    for one in news:
        values = shown_values(request, reader, one.content, one.publication.values)
        licence = inherited(reader, one.content, "licence", request.district)
        yield Entry(
            id=urn_of(one.content),
            title=str(values.get("title", "")),
            address=request.full_address(one.content),
            updated=one.since,
            language=language_of(values, request.district),
            summary=str(values.get("summary") or ""),
            author=str(inherited(reader, one.content, "author_credit", request.district) or ""),
            kind=(one.content.type_name, kind_of(request, one.content.type_name).title),
            licence_address=licence_address(licence),
        )


def shown_values(request: Any, reader: Identity, content: Content, values: Values) -> Values:
    """Return the answers whose fields the reader may see."""
    found = request.district.definitions.types.get(content.type_name)
    fields = found.fields if found else {}
    return {
        name: value
        for name, value in values.items()
        if name in fields and sees_field(reader, fields[name], content)
    }
