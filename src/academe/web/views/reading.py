"""Contents as people read them."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.store.content import Content
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
    """200 when the site can read and could write; 503 when it must be restarted. Writes nothing."""
    databases = request.registry.databases
    is_well = databases.broken is None and bool(context.id)
    return Response(
        "ok" if is_well else "broken", status=200 if is_well else 503, content_type="text/plain"
    )
