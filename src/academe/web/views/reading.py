"""Contents as people read them."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.store.content import Content
from academe.store.health import trouble_of
from academe.web.page import Page
from academe.web.rendering import render_page


@view_config(context=Content, permission="know", request_method=("GET", "HEAD"))
def show(context: Content, request: Any) -> Response:
    """Show a content with the template of its type."""
    templates = request.registry.templates
    template = f"types/{context.type_name}.pt"
    page = Page(request, context)
    name = template if templates.has(template) else "types/default.pt"
    text = render_page(request, name, {"page": page, "title": page.title})
    return page.finish(Response(text, content_type="text/html", charset="utf-8"))


@view_config(name="health", context=Content, permission="everybody", request_method=("GET", "HEAD"))
def show_health(context: Content, request: Any) -> Response:
    """200 when the site can be read and written, 503 with a sentence if not. Writes nothing."""
    trouble = trouble_of(request.registry.databases)
    status = 503 if trouble else 200
    return Response(trouble or "ok", status=status, content_type="text/plain", charset="utf-8")
