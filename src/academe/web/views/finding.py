"""Contents by a part of their title, for fields that are filled while one types."""

from typing import Any

from pyramid.view import view_config

from academe.actions.reading import title_for
from academe.actions.translations import spoken_in
from academe.store.content import Content, path_of
from academe.web.finding import contents_like
from academe.web.responding import typed


@view_config(
    name="find",
    context=Content,
    permission="know",
    request_method=("GET", "HEAD"),
    renderer="json",
)
def show_found(context: Content, request: Any) -> list[dict[str, str]]:
    """Answer ``?q=words&type=course`` with [{id: address, name, detail, lang}]."""
    words = typed(request, "q", 200)
    types = tuple(request.params.getall("type"))[:20]
    if len(words) < 2 or not request.person.is_signed_in:
        return []
    return [
        {
            "id": path_of(found),
            "name": title_for(request.person, found, request.district),
            "detail": path_of(found),
            "lang": spoken_in(request.person, found, request.district),
        }
        for found in contents_like(request, words, types)
    ]
