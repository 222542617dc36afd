"""What holds for every answer: headers, no writing by GET, no foreign forms, no bare error."""

import logging
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from pyramid.httpexceptions import HTTPForbidden
from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS, MAIN
from pyramid_retry import is_error_retryable

from academe.exchange.packing import MOST_FILES
from academe.web.assets import asset_address
from academe.web.form_limits import has_too_many_files, is_too_large, is_unreadable
from academe.web.page_store import offer_to_keep
from academe.web.translating import choose_language

log = logging.getLogger(__name__)

LONGEST_QUERY = 8000  # characters
LONGEST_SEARCH = 40_000  # the same: of a thousand signs each takes up to twelve
SEARCHES = ("/@@search", "/@@suggest")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NONCE = "".join(secrets.choice("JQXZ") for _ in range(64))
"""Stands in rendered pages where each answer's own nonce will be: pages can be kept in memory.

Of letters that pages hardly have: Python looks for it in strides of 64 then.
"""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'; manifest-src 'self'"
)

Handle = Callable[[Any], Any]


def headers_tween(handle: Handle, registry: Any) -> Handle:
    """Put the security headers and a fresh nonce on every answer, whatever made it."""
    always = {**HEADERS, "Cache-Control": "no-store"}
    if registry.academe_settings.public_address.startswith("https://"):
        always["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    def with_headers(request: Any) -> Any:
        response = handle(request)
        nonce = offer_to_keep(request, response) or secrets.token_urlsafe(18)
        wanted = {**always, "Content-Security-Policy": POLICY.format(nonce=nonce)}
        given = {name.lower() for name, _value in response.headerlist}
        response.headerlist += [pair for pair in wanted.items() if pair[0].lower() not in given]
        if (
            response.content_type == "text/html"
            and response.app_iter is not None
            and response.has_body
        ):
            response.body = response.body.replace(NONCE.encode(), nonce.encode())
        return response

    return with_headers


def errors_tween(handle: Handle, registry: Any) -> Handle:
    """Turn what nobody expected into a plain page with a number; the log has the rest."""

    def without_traceback(request: Any) -> Any:
        try:
            return handle(request)
        except UnicodeDecodeError:
            return error_with_sentence(request, 400)  # a form or address in no known encoding
        except Exception as error:  # the last resort: logged with its traceback, told as a number
            if registry.raise_unexpected or is_error_retryable(request, error):
                raise
            number = secrets.token_hex(4)
            log.exception("error %s: %s", number, type(error).__name__)
            return error_page(request, number)

    return without_traceback


def error_page(request: Any, number: str) -> Response:
    """Return the page for an unexpected error; needs no database, and no frame."""
    accepted = request.headers.get("Accept-Language", "")
    language = choose_language((), accepted, request.registry.academe_settings.language)
    values = {
        "number": number,
        "language": language,
        "assets": asset_address(request, "").rstrip("/"),
        "home": f"{request.script_name}/",
    }
    text = request.registry.templates.render("pages/error.pt", values, language)
    return Response(text, status=500, content_type="text/html", charset="utf-8")


def forms_tween(handle: Handle, registry: Any) -> Handle:
    """Refuse what another site makes a browser send; Pyramid asks for the token besides."""

    def same_site_only(request: Any) -> Any:
        if request.method not in SAFE:
            came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
            if came_from not in ("same-origin", "none"):
                raise HTTPForbidden()
        return handle(request)

    return same_site_only


def reading_tween(handle: Handle, registry: Any) -> Handle:
    """Never let GET, HEAD or OPTIONS write: what one looks at is not changed by looking."""

    def read_only(request: Any) -> Any:
        response = handle(request)
        if request.method in SAFE and "opened" in request.__dict__:
            changed = request.opened.changed
            if changed:
                request.tm.doom()
                log.error("%s wrote %s", request.view_name, [type(one).__name__ for one in changed])
                if registry.raise_unexpected:
                    raise AssertionError(f"GET wrote {changed!r} at {request.view_name!r}")
        return response

    return read_only


def upload_tween(handle: Handle, registry: Any) -> Handle:
    """Answer 413 before a body over the limit is read, 507 when the disk is nearly full."""
    limit = registry.academe_settings.upload_limit_mb * 1024 * 1024

    def within_limits(request: Any) -> Any:
        if not is_readable(request.environ.get("QUERY_STRING", ""), request.environ["PATH_INFO"]):
            return error_with_sentence(request, 400)
        if request.method not in SAFE:
            if (request.content_length or 0) > limit:
                return error_with_sentence(request, 413)
            if (
                request.content_length or 0
            ) > 1_000_000 and not registry.databases.has_room_for_uploads():
                return error_with_sentence(request, 507)
            if is_too_large(request):
                return error_with_sentence(request, 413)
            if has_too_many_files(request):
                return error_with_sentence(request, 413, TOO_MANY)
            if is_unreadable(request):
                return error_with_sentence(request, 400)
        return handle(request)

    return within_limits


TOO_MANY = (
    f"These are more than {MOST_FILES} files. Pack the folder as a zip archive and choose that: it "
    "is one file."
)


def is_readable(query: str, path: str) -> bool:
    """Say whether the part of an address behind "?" is of decent length and is UTF-8.

    Whatever is typed into the search box is a question, and a thousand signs take room.
    """
    is_search = path.endswith(SEARCHES)
    try:
        text = unquote_to_bytes(query).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(query) <= (LONGEST_SEARCH if is_search else LONGEST_QUERY) and (
        is_search or "\0" not in text
    )


def error_with_sentence(request: Any, status: int, sentence: str = "") -> Response:
    """Return a short page without a database: used where the request must not be looked at."""
    limit = request.registry.academe_settings.upload_limit_mb
    sentences = {
        400: "The server could not understand this request.",
        413: f"This file is too large: {limit} MB at most.",
        507: "The server's disk is nearly full, so files cannot be taken now. Nothing was lost.",
    }
    body = (
        "<!DOCTYPE html><html lang='en'><title>Academe</title>"
        f"<h1>{sentence or sentences[status]}</h1><p>Please go back and try again.</p></html>"
    )
    return Response(body, status=status, content_type="text/html", charset="utf-8")


def includeme(config: Any) -> None:
    """From the outside in: headers, errors, limits; close to the views: the rest."""
    here = "academe.web.tweens"
    config.add_tween(f"{here}.headers_tween", under=INGRESS)
    config.add_tween(f"{here}.errors_tween", under=f"{here}.headers_tween", over=EXCVIEW)
    config.add_tween(f"{here}.upload_tween", under=f"{here}.errors_tween", over=EXCVIEW)
    config.add_tween(f"{here}.forms_tween", under=EXCVIEW, over=MAIN)
    config.add_tween(f"{here}.reading_tween", under=f"{here}.forms_tween", over=MAIN)
