"""The cookies of those who sign in: one for the session, one that tells a known device."""

from datetime import timedelta
from typing import Any

from academe.actions.sessions import last_seen, write_cookie
from academe.actions.signing_in import DEVICE_KNOWN

RENEW_AFTER = timedelta(minutes=1)
LANGUAGE, LANGUAGE_KEPT = "language", timedelta(days=365)


def set_session_cookie(request: Any, response: Any, token: str) -> None:
    """Let the browser hold the session's token and the time of this request, under our seal."""
    value = write_cookie(request.registry.secret, token, request.district.now)
    _set(request, response, request.registry.session_cookie, value)


def drop_session_cookie(request: Any, response: Any) -> None:
    name = request.registry.session_cookie
    response.set_cookie(name, None, path="/", **_flags(request))


def renew_session_cookie(request: Any, token: str) -> None:
    """Note in the cookie that its owner is active, at most once a minute; no database is asked."""
    name = request.registry.session_cookie
    seen = last_seen(request.registry.secret, request.cookies.get(name, ""))
    if seen is None or request.district.now - seen < RENEW_AFTER:
        return

    def renew(_request: Any, response: Any) -> None:
        if not _is_shared(response) and not _sets(response, name):
            set_session_cookie(request, response, token)

    request.add_response_callback(renew)


def was_signed_in(request: Any) -> bool:
    """Say whether a session of ours has run out: its cookie is ours, but nobody is signed in."""
    cookie = request.cookies.get(request.registry.session_cookie, "")
    known = 0 < len(cookie) <= 500 and last_seen(request.registry.secret, cookie) is not None
    return known and not request.person.is_signed_in


def device_token(request: Any) -> str:
    token = request.cookies.get(_device_cookie(request), "")
    return str(token) if len(token) <= 100 else ""


def set_device_cookie(request: Any, response: Any, token: str) -> None:
    """Let the browser be known: guessing from elsewhere then cannot keep its owner out."""
    _set(request, response, _device_cookie(request), token, DEVICE_KNOWN)


def set_language_cookie(request: Any, response: Any, code: str) -> None:
    """Keep the language for a year; an empty code forgets it."""
    if code:
        _set(request, response, LANGUAGE, code, LANGUAGE_KEPT)
    else:
        response.delete_cookie(LANGUAGE, path="/")


def keep_language(request: Any, code: str) -> None:
    """Keep the language that the address asked for, with whatever answer this request gets."""

    def keep(_request: Any, response: Any) -> None:
        if not _is_shared(response):
            set_language_cookie(request, response, code)

    request.add_response_callback(keep)


def _device_cookie(request: Any) -> str:
    return "__Host-device" if request.registry.is_secure else "device"


def _set(request: Any, response: Any, name: str, value: str, kept: timedelta | None = None) -> None:
    max_age = None if kept is None else int(kept.total_seconds())
    response.set_cookie(name, value, max_age=max_age, path="/", **_flags(request))


def _flags(request: Any) -> dict[str, Any]:
    return {"httponly": True, "samesite": "Lax", "secure": request.registry.is_secure}


def _is_shared(response: Any) -> bool:
    """Say whether others may be given the same answer by a cache on the way."""
    return "public" in response.headers.get("Cache-Control", "")


def _sets(response: Any, name: str) -> bool:
    return any(one.startswith(f"{name}=") for one in response.headers.getall("Set-Cookie"))
