"""Public pages, kept in memory until the next commit to the content database.

Only what a visitor without any cookie of ours sees is kept. The key holds the
number of the last transaction, read before the page is made, and the district's
day: a page dies with the next change of any content, and at midnight, when dates
of visibility and force turn. Commits to people's records evict nothing.

It stands before Pyramid: an answer from memory costs less than making a request.
"""

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from academe.web.cookies import LANGUAGE as COOKIE
from academe.web.translating import choose_language

ROOM = 64 * 1024 * 1024  # bytes of pages
LARGEST = 2 * 1024 * 1024  # bytes of one page
OURS = ("session=", "toasts=")  # in a Cookie header: this is somebody's own page
LANGUAGE = re.compile(rf"(?:^|;\s*){COOKIE}=([\w-]{{2,20}})")
CACHING = "public, max-age=0, must-revalidate"
LANGUAGE_IN_KEY = 2
# Views whose answers are everybody's.
FOR_FAMILIES = re.compile(r"[^@]*/@@(?:learn|year|atom|calendar\.ics)")
KEPT_TYPES = frozenset({"text/html", "application/atom+xml", "text/calendar"})
CHOICE = re.compile(r"(?:(?:grade|subject|school)=[\w.%-]{1,300}(?:&(?=\w)|$)){1,3}")
KEY = "academe.page"  # in the WSGI environment: a key, where the answer may be kept
NEVER = "academe.never_keep"  # beside it: nothing that is made for this request may be kept


class Kept(NamedTuple):
    """One whole answer."""

    body: bytes
    headers: list[tuple[str, str]]
    etag: str


class PageStore:
    """Stands before the application, which it asks for what it does not have."""

    def __init__(self, app: Any, registry: Any, room: int = ROOM) -> None:
        self.app, self.registry = app, registry
        self._room, self._used = room, 0
        self._pages: OrderedDict[Any, Kept] = OrderedDict()
        self._lock = Lock()
        self._storage = registry.databases.content.storage
        self._zone = registry.academe_settings.zone
        registry.page_store = self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not may_be_kept(environ):
            return self.app(environ, start_response)
        key = self._key(environ)
        page = self._find(key)
        if page is None:
            return self._ask(environ, start_response, key)
        if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [h for h in page.headers if h[0] not in OF_A_BODY])
            return [b""]
        start_response("200 OK", page.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else page.body]

    def _key(self, environ: dict[str, Any]) -> tuple[Any, ...]:
        cookie = LANGUAGE.search(environ.get("HTTP_COOKIE", ""))
        wanted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        default = self.registry.academe_settings.language
        language = _language(cookie.group(1) if cookie else "", wanted[:200], default)
        today = datetime.now(UTC).astimezone(self._zone).date()
        address = (
            environ.get("HTTP_HOST", ""),
            environ.get("SCRIPT_NAME", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
        return (
            self._storage.lastTransaction(),
            today,
            language,
            environ["wsgi.url_scheme"],
            *address,
        )

    def _ask(self, environ: dict[str, Any], start_response: Any, key: Any) -> Iterable[bytes]:
        """Let the application answer, and keep it if it says that it may be kept."""
        answered: list[Any] = []
        environ[KEY] = key
        chunks = self.app(environ, lambda *args: answered.append(args))
        status, headers, *rest = answered[0]
        kept = dict(headers).get("X-Academe-Keep")
        if kept is not None and environ["REQUEST_METHOD"] == "GET":
            headers = [h for h in headers if h[0] != "X-Academe-Keep"]
            body = b"".join(chunks)
            if hasattr(chunks, "close"):
                chunks.close()
            self._keep(key, Kept(body, headers, kept))
            chunks = [body]
        start_response(status, [h for h in headers if h[0] != "X-Academe-Keep"], *rest)
        return chunks

    def _find(self, key: Any) -> Kept | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def _keep(self, key: Any, page: Kept) -> None:
        if len(page.body) > LARGEST:
            return
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self._used += len(page.body)
            while self._used > self._room:
                _key, oldest = self._pages.popitem(last=False)
                self._used -= len(oldest.body)

    def forget(self) -> None:
        """Drop every page; the next request renders anew."""
        with self._lock:
            self._pages.clear()
            self._used = 0


OF_A_BODY = frozenset({"Content-Type", "Content-Length"})


def may_be_kept(environ: dict[str, Any]) -> bool:
    """Say whether the answer depends on nothing but the address and the language."""
    cookies = environ.get("HTTP_COOKIE", "")
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and is_everybodys(environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
        and not (cookies and any(name in cookies for name in OURS))
    )


def is_everybodys(path: str, query: str) -> bool:
    """Say whether an address is a content's own, or a page for families with its choice."""
    if "@@" not in path:
        return not query
    return bool(FOR_FAMILIES.fullmatch(path) and (not query or CHOICE.fullmatch(query)))


def never_keep(request: Any) -> None:
    """Keep nothing that is made for this request.

    There is one address for each word that can be made up, or the index lags behind.
    """
    request.environ.pop(KEY, None)
    request.environ[NEVER] = True


def is_never_kept(request: Any) -> bool:
    """Say whether ``never_keep`` was told of this request."""
    return NEVER in request.environ


@lru_cache(maxsize=5000)
def _language(cookie: str, wanted: str, default: str) -> str:
    return choose_language((cookie,), wanted, default)


def is_somebodys_own(request: Any) -> bool:
    """Say whether the answer may be a signed-in person's: the cookies as the application read them.

    ``may_be_kept`` looks at the header without reading it, and ``session = x`` has blanks in it.
    """
    return any(name in request.cookies for name in (request.registry.session_cookie, "toasts"))


def offer_to_keep(request: Any, response: Any) -> str | None:
    """Mark an answer that may be kept; return the nonce that it has for as long as it is.

    None where it is an error, a redirect or sets a cookie, and where it was not made for
    the visitor whom its key names. The nonce hangs on the page alone: a 304 must not
    bring another one than the kept body has.
    """
    key = request.environ.get(KEY)
    plain = response.status_code == 200 and response.content_type in KEPT_TYPES
    if key is None or not plain or "Set-Cookie" in response.headers:
        return None
    if is_somebodys_own(request) or request.language != key[LANGUAGE_IN_KEY]:
        return None
    registry = request.registry
    named = repr((key, registry.theme_digest, registry.definitions.fingerprint)).encode()
    etag = hashlib.sha256(named).hexdigest()[:20]
    response.etag = (etag, False)
    response.headers["Cache-Control"] = CACHING
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["X-Academe-Keep"] = etag
    return hmac.new(registry.secret, b"nonce" + named, hashlib.sha256).hexdigest()[:24]
