"""For machines that look around: what they may read, and where everything is."""

import hashlib
from collections.abc import Iterator
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response

from academe.actions.found_by_others import Found, contents_of_part, count_parts
from academe.exchange.sitemaps import Line, write_index, write_sitemap
from academe.store.content import Content
from academe.web.asking import asked
from academe.web.page_store import CACHING
from academe.web.root_views import root_view
from academe.web.sitemap_parts import BASE, pack, unpack

ROBOTS = """User-agent: *
Allow: /*@@static/
Allow: /*@@file/
Allow: /*@@learn
Allow: /*@@year
Allow: /*@@standards
Allow: /*@@atom$
Disallow: /*@@

Sitemap: {sitemap}
"""
"""Pages may be read; of what begins with @@ only what families read, and what pages are made of."""


@root_view("robots.txt", "everybody")
def show_robots(context: Content, request: Any) -> Response:
    """Name what crawlers may read, and the sitemap."""
    text = ROBOTS.format(sitemap=f"{_site_address(request)}/sitemap.xml")
    response = Response(text, content_type="text/plain", charset="utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@root_view("sitemap.xml", "everybody")
def show_sitemap(context: Content, request: Any) -> Response:
    """List what everybody may read; in a large site an index, and the parts as ``?part=0``."""
    parts, wanted = _count_parts(request), asked(request, "part", 6)
    if not wanted and parts > 1:
        base = _site_address(request)
        body = write_index(f"{base}/sitemap.xml?part={number}" for number in range(parts))
        return _answer(request, [body], "index")
    part = _part(wanted, parts)
    packed = _packed(request, part, parts)
    if packed is None:
        wait = {"Retry-After": "10"}
        return Response("Busy", status=503, content_type="text/plain", headers=wait)
    return _answer(request, unpack(packed, _site_address(request)), part)


def _part(wanted: str, parts: int) -> int:
    if not wanted:
        return 0
    if not (wanted.isascii() and wanted.isdigit() and int(wanted) < parts):
        raise HTTPNotFound()
    return int(wanted)


def _state(request: Any) -> tuple[Any, ...]:
    """Return what the sitemap hangs on: the contents and the day; people's records do not."""
    return request.opened.last_change, request.district.today


def _count_parts(request: Any) -> int:
    kept = request.registry.sitemap_parts
    found = kept.find(_state(request), "parts")
    return count_parts(request.district) if found is None else int(found)


def _packed(request: Any, part: int, parts: int) -> bytes | None:
    """Return a part, kept or made now; None where others make one for too long."""
    kept, state = request.registry.sitemap_parts, _state(request)
    found: bytes | None = kept.find(state, part)
    if found is not None:
        return found
    with kept.making() as is_mine:
        found = kept.find(state, part)
        if found is None and is_mine:
            lines = _lines(contents_of_part(part, parts, request.district))
            found = pack(write_sitemap(lines))
            kept.keep(state, part, found)
            kept.keep(state, "parts", str(parts).encode())
    return found


def _lines(contents: Iterator[Found]) -> Iterator[Line]:
    for one in contents:
        versions = tuple((code, f"{BASE}{path}") for code, path in one.versions)
        yield Line(f"{BASE}{one.path}", one.published_at, versions)


def _answer(request: Any, chunks: Any, part: object) -> Response:
    response = Response(content_type="application/xml", charset="utf-8", app_iter=chunks)
    named = repr((_state(request), _site_address(request), part))
    response.etag = (hashlib.sha256(named.encode()).hexdigest()[:20], False)
    response.conditional_response = True
    response.headers["Cache-Control"] = CACHING
    return response


def _site_address(request: Any) -> str:
    """Return the address of the site without a "/" at its end."""
    return str(request.full_address(request.district.site.root)).rstrip("/")
