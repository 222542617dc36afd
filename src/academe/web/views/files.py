"""Static files of the theme; files and pictures of contents, never as pages of our own."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileIter, Response
from pyramid.view import view_config

from academe.actions.access import sees_field
from academe.actions.reading import values_for
from academe.store.content import Content
from academe.store.files import StoredFile
from academe.web.assets import media_type_of, theme_css

FOR_EVER = "public, max-age=31536000, immutable"
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""What a browser may show in a page; all else is handed over as a file to save."""
SANDBOX = "default-src 'none'; sandbox"


@view_config(name="static", context=Content, permission="everybody", request_method=("GET", "HEAD"))
def show_static(context: Content, request: Any) -> Response:
    """Serve a file of the theme; other digests than today's get the file without being kept."""
    digest, *names = request.subpath or ("",)
    theme = request.registry.theme
    if names == ["theme.css"]:
        response = Response(theme_css(theme), content_type="text/css", charset="utf-8")
    else:
        path = theme.find("/".join(["static", *names])) if names else None
        if path is None or any(name in ("", ".", "..") or "\\" in name for name in names):
            raise HTTPNotFound()
        response = Response(body=path.read_bytes(), content_type=media_type_of(path.name))
    fresh = digest == request.registry.theme_digest
    response.headers["Cache-Control"] = FOR_EVER if fresh else "no-cache"
    return response


@view_config(name="file", context=Content, permission="know", request_method=("GET", "HEAD"))
def show_file(context: Content, request: Any) -> Response:
    """Serve ``/@@file/FIELD`` or ``/@@file/FIELD/NUMBER`` of what the person sees."""
    stored = find_file(context, request)
    return serve(stored, request)


def find_file(context: Content, request: Any) -> StoredFile:
    """Return the file that the address names; raises HTTPNotFound."""
    values = values_for(request.person, context, request.district)
    return find_file_in(context, request, values, request.subpath)


def find_file_in(
    context: Content, request: Any, values: Mapping[str, Any] | None, names: Sequence[str]
) -> StoredFile:
    """Return the file that ``names`` (field, number) mean in some text of a content."""
    name, *rest = names or ("",)
    content_type = request.district.definitions.types.get(context.type_name)
    field = content_type.fields.get(name) if content_type else None
    if values is None or field is None or not sees_field(request.person, field, context):
        raise HTTPNotFound()
    found = values.get(name)
    if isinstance(found, tuple) and len(rest) == 1 and rest[0].isdecimal():
        found = found[int(rest[0])] if int(rest[0]) < len(found) else None
    elif rest:
        found = None
    if not isinstance(found, StoredFile):
        raise HTTPNotFound()
    return found


def serve(stored: StoredFile, request: Any) -> Response:
    """Stream a stored file in a way that no script in it can run as a part of the site."""
    is_shown = stored.media_type in SHOWN
    response = Response(content_type=stored.media_type if is_shown else "application/octet-stream")
    if not is_shown and stored.media_type == "application/pdf":
        response.content_type = "application/pdf"
    response.charset = None
    response.content_length = stored.size
    disposition = "inline" if is_shown else "attachment"
    plain, exact = ascii_name(stored.name), quote(stored.name, safe="")
    response.headers["Content-Disposition"] = (
        f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{exact}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.etag = stored.sha256
    response.conditional_response = True
    if request.method != "HEAD":
        response.app_iter = FileIter(stored.open())
    return response


def ascii_name(name: str) -> str:
    """Return a name for old clients: letters, digits and a few signs, the rest as ``_``."""
    return "".join(c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in name)[:150]
