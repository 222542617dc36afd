"""A form that was sent after its sender's session had run out: what was typed is not lost.

The sign-in page carries it along in one hidden field, and shows it once more before it is sent
again, so that nobody saves anything under a name that they did not expect.
"""

import json
from dataclasses import dataclass
from typing import Any

from pyramid.csrf import check_csrf_token
from pyramid.response import Response

from academe.web.asking import own_path
from academe.web.cookies import was_signed_in
from academe.web.rendering import render_page
from academe.wording import _

MOST_CHARACTERS, MOST_FIELDS = 2_000_000, 2_000
FIELD = "kept"
NEVER_KEPT = ("csrf_token", FIELD)


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and what stood in it."""

    to: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    def __str__(self) -> str:
        """Return it as the one hidden field carries it."""
        return json.dumps({"to": self.to, "fields": self.fields, "had_files": self.had_files})

    @property
    def texts(self) -> list[str]:
        """What a person reads of it: the longer pieces of text."""
        return [value for name, value in self.fields if _is_read(name, value)]


def can_be_sent_again(request: Any) -> bool:
    """Say whether a page of ours sent this form for somebody whose session has run out."""
    return request.method == "POST" and was_signed_in(request) and is_from_our_page(request)


def is_from_our_page(request: Any) -> bool:
    """Say whether a page of this site sent it: its token fits, or the browser says so."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site not in ("", "none", "same-origin"):
        return False
    return site == "same-origin" or bool(check_csrf_token(request, raises=False))


def keep(request: Any) -> Kept | None:
    """Return the form that this request sent; None if it holds a password or is too large."""
    to = own_path(request.path_qs)
    items = list(request.POST.items())
    texts = [(name, value) for name, value in items if isinstance(value, str)]
    fields = tuple(pair for pair in texts if pair[0] not in NEVER_KEPT)
    if to is None or any("password" in name for name, _value in items):
        return None
    if sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return None
    return Kept(to, fields, had_files=any(getattr(one, "filename", "") for _name, one in items))


def kept_of(request: Any) -> Kept | None:
    """Return the form that a sign-in carries along; None if there is none or it is broken."""
    text = request.POST.get(FIELD, "")
    if not isinstance(text, str) or not 0 < len(text) < 2 * MOST_CHARACTERS:
        return None
    try:
        told = json.loads(text)
        fields = tuple((name, value) for name, value in told["fields"])
        to = own_path(told["to"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_text = all(isinstance(part, str) for pair in fields for part in pair)
    if to is None or not is_text or len(fields) > MOST_FIELDS:
        return None
    return Kept(to, fields, had_files=told.get("had_files") is True)


def show_kept(request: Any, kept: Kept, status: int = 200) -> Response:
    """Return the page that shows what was typed and sends it again."""
    values = {"title": _("Send what you typed"), "kept": kept}
    text = render_page(request, "pages/send_again.pt", values)
    return Response(text, status=status, content_type="text/html", charset="utf-8")


def _is_read(name: str, value: str) -> bool:
    return not name.startswith("_") and (" " in value.strip() or len(value) > 30)
