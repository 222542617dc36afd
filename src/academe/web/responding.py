"""The two ways in which a view ends: a page, or the way to the next one."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.store.content import Content
from academe.web.rendering import render_page


def show_page(request: Any, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page in the frame."""
    text = render_page(request, template, values)
    return Response(text, status=status, content_type="text/html", charset="utf-8")


def lead_to(request: Any, content: Content, view: str = "", query: str = "") -> HTTPSeeOther:
    """Send the browser on after something was done; returned, so that it is committed."""
    request.addresses.clear()  # it may have been moved
    address = request.address(content, view)
    # With words of its own: else Pyramid fills a page that nobody sees from all that was sent.
    return HTTPSeeOther(
        location=f"{address}?{query}" if query else address,
        text="Go on at the address above.",
        content_type="text/plain",
    )


def typed(request: Any, name: str, longest: int = 500) -> str:
    """Return a word of the query or the form; empty where there is none, or no text."""
    found = request.params.get(name, "")
    return found.strip()[:longest] if isinstance(found, str) else ""
