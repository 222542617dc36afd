"""Lays out a new district: the only place where databases get their first content."""

from datetime import datetime

from ZODB.Connection import Connection

from academe.definitions.definitions import Definitions
from academe.store.content import Content, Publication
from academe.store.journal import Version, write_version
from academe.store.records import Records, lay_out_records
from academe.store.site import Site, lay_out_site

STATE = "published"  # of the site itself: its front page is there from the first minute


def found_site(
    connection: Connection, title: str, summary: str, definitions: Definitions, now: datetime
) -> Site:
    """Lay out an empty content database with its front page published."""
    values = {"title": title, "summary": summary} if summary else {"title": title}
    site = Content("site", values)
    site.state = STATE if definitions.types["site"].workflow else None
    site.created = site.changed = now
    site._published = Publication(site.values, 1, now, None, 0)
    after = {"values": site.values, "state": site.state, "published": site._published}
    write_version(site, Version(1, 0, now, "create", {}, after, "", site.id))
    return lay_out_site(connection, site)


def found_records(connection: Connection) -> Records:
    """Lay out an empty records database."""
    return lay_out_records(connection)
