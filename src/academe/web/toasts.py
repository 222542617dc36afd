"""Confirmations that survive one redirect: kept in a short-lived signed cookie."""

import base64
import json
from typing import Any

from academe.actions import sealing

COOKIE = "toasts"
PURPOSE = "toasts"
AT_MOST = 5


def toast(request: Any, text: Any, kind: str = "good", undo_url: str | None = None) -> None:
    """Show ``text`` with the next page that the person sees; kinds: good, info, bad."""
    waiting = getattr(request, "_toasts", [])
    waiting.append([kind, request.say(text), undo_url])
    request._toasts = waiting[-AT_MOST:]
    # ASCII only: some proxies drop cookies with anything else.
    body = base64.urlsafe_b64encode(json.dumps(request._toasts).encode()).decode()
    value = sealing.seal(request.registry.secret, PURPOSE, body)
    request.add_response_callback(lambda _request, response: _set(request, response, value))


def _set(request: Any, response: Any, value: str) -> None:
    if response.status_code in (302, 303):
        response.set_cookie(
            COOKIE,
            value,
            max_age=60,
            httponly=True,
            samesite="Lax",
            secure=request.registry.is_secure,
        )


def take_toasts(request: Any) -> list[tuple[str, str, str | None]]:
    """Return what waits to be said, and forget it."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return []
    request.add_response_callback(lambda _request, response: response.delete_cookie(COOKIE))
    body = sealing.unseal(request.registry.secret, PURPOSE, cookie)
    if body is None:
        return []
    return [(kind, text, undo) for kind, text, undo in json.loads(base64.urlsafe_b64decode(body))]
