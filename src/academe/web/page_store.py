"""Public pages, kept in memory until the next commit to the content database.

Only what a visitor without any cookie of ours sees is kept. The key holds the
number of the last transaction, read before the page is made, and the district's
day: a page dies with the next change of any content, and at midnight, when dates
of visibility and force turn. Commits to people's records evict nothing.
"""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from pyramid.response import Response

from academe.web.tweens import NONCE

ROOM = 64 * 1024 * 1024  # bytes of pages
LARGEST = 2 * 1024 * 1024  # bytes of one page
OURS = ("session", "__Host-session", "toasts")
CACHING = "public, max-age=0, must-revalidate"

Handle = Callable[[Any], Any]


@dataclass(frozen=True)
class Kept:
    """One page as it was rendered; its nonce is still to be filled in."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    nonce: str


class PageStore:
    """A bounded store; the page longest unasked for leaves first."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._pages: OrderedDict[Any, Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Any) -> Kept | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def forget(self) -> None:
        """Drop every page; the next request renders anew."""
        with self._lock:
            self._pages.clear()
            self._used = 0

    def keep(self, key: Any, page: Kept) -> None:
        if len(page.body) > LARGEST:
            return
        with self._lock:
            if key in self._pages:
                return
            self._pages[key] = page
            self._used += len(page.body)
            while self._used > self._room:
                _key, oldest = self._pages.popitem(last=False)
                self._used -= len(oldest.body)


def page_store_tween(handle: Handle, registry: Any) -> Handle:
    """Answer from memory what was rendered since the last commit; 304 where the browser has it."""
    store = PageStore()
    registry.page_store = store
    zone = registry.academe_settings.zone

    def from_memory(request: Any) -> Any:
        if not may_be_kept(request):
            return handle(request)
        tid = registry.databases.content.storage.lastTransaction()
        key = (
            tid,
            datetime.now(UTC).astimezone(zone).date(),
            request.environ["PATH_INFO"],
            request.language,
            request.host,
        )
        page = store.find(key)
        if page is None:
            response = handle(request)
            page = make_page(response, key, registry)
            if page is None:
                return response
            store.keep(key, page)
        return serve(page, request)

    return from_memory


def may_be_kept(request: Any) -> bool:
    """Say whether the answer depends on nothing but the address and the language."""
    return (
        request.method in ("GET", "HEAD")
        and not request.query_string
        and "@@" not in request.environ["PATH_INFO"]
        and not any(name in request.cookies for name in OURS)
    )


def make_page(response: Any, key: Any, registry: Any) -> Kept | None:
    """Return the page to keep; None for errors, redirects and answers that set a cookie."""
    plain = response.status_code == 200 and response.content_type == "text/html"
    if not plain or "Set-Cookie" in response.headers or "X-Never-Kept" in response.headers:
        return None
    named = repr((key, registry.theme_digest, registry.definitions.fingerprint)).encode()
    etag = hashlib.sha256(named).hexdigest()[:20]
    # The nonce hangs on the page alone: a 304 must not bring another one than the kept body has.
    nonce = hmac.new(registry.secret, b"nonce" + named, hashlib.sha256).hexdigest()[:24]
    headers = (("Cache-Control", CACHING), ("Vary", "Accept-Language, Cookie"))
    return Kept(response.body.replace(NONCE.encode(), nonce.encode()), headers, etag, nonce)


def serve(page: Kept, request: Any) -> Response:
    if page.etag in request.if_none_match:
        response = Response(status=304)
    else:
        response = Response(page.body, content_type="text/html", charset="utf-8")
    response.headers.update(page.headers)
    response.etag = (page.etag, False)
    response.headers["X-Academe-Nonce"] = page.nonce
    return response
