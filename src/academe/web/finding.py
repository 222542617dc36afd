"""Finds contents by address or title, for fields that link and for choosing a place."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from academe.actions.reading import may_know, title_for
from academe.store.content import Content, path_of
from academe.web.traversal import find_content

LOOKED_AT = 3000  # contents: what a page may cost where there is no search to ask
BELONGINGS = ("image", "file")  # not walked into


def content_at(request: Any, typed: str) -> Content | None:
    """Return the content at an address, whole or from its first slash on, if one may know it."""
    try:
        parts = urlsplit(typed.strip()) if "://" in typed else None
    except ValueError:  # "http://["
        return None
    if parts is not None and bare_host(parts.netloc) not in own_hosts(request):
        return None
    path = parts.path if parts is not None else typed.strip()
    found = find_content(request.district.site.root, path.partition("/@@")[0])
    known = found is not None and may_know(request.person, found, request.district)
    return found if known else None


def own_hosts(request: Any) -> set[str]:
    """Return the hosts under which this site is known: the one asked, and the public one."""
    public = request.registry.academe_settings.address
    return {bare_host(request.host), bare_host(urlsplit(public).netloc)} - {""}


def bare_host(host: str) -> str:
    return host.removesuffix(":80").removesuffix(":443")


def content_called(request: Any, title: str, types: tuple[str, ...]) -> list[Content]:
    """Return the contents that have exactly this title, in capitals or not; two at most."""
    wanted = " ".join(title.split()).casefold()
    found = []
    for content in walk(request, types):
        if title_for(request.person, content, request.district).casefold() == wanted:
            found.append(content)
            if len(found) == 2:
                break
    return found


def contents_like(
    request: Any, words: str, types: tuple[str, ...], at_most: int = 12
) -> list[Content]:
    """Return contents whose title or address has all the words."""
    wanted = words.casefold().split()
    found = []
    for content in walk(request, types):
        text = f"{title_for(request.person, content, request.district)} {path_of(content)}"
        if all(word in text.casefold() for word in wanted):
            found.append(content)
            if len(found) == at_most:
                break
    return found


def walk(request: Any, types: tuple[str, ...] = ()) -> Iterator[Content]:
    """Yield what the person may know, near the top first, within the budget."""
    waiting = [request.district.site.root]
    looked_at = 0
    while waiting and looked_at < LOOKED_AT:
        place = waiting.pop(0)
        for child in place.children():
            looked_at += 1
            if looked_at > LOOKED_AT:
                return
            if not may_know(request.person, child, request.district):
                continue
            if not types or child.type_name in types:
                yield child
            if child.type_name not in BELONGINGS:
                waiting.append(child)
