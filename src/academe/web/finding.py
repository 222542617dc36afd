"""Finds contents by address or title, for fields that link and for choosing a place."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from academe.actions.reading import may_know
from academe.search.suggesting import find_titled, suggest
from academe.store.content import Content
from academe.web.traversal import find_content


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


def content_called(request: Any, title: str, types: tuple[str, ...]) -> Sequence[Content] | None:
    """Return the contents that have exactly this title, in capitals or not; two at most.

    None: nothing can be looked up just now.
    """
    found = find_titled(
        request.person, title, request.district, request.registry.indexer, types=types, most=2
    )
    return found.contents if found.is_ready else None


def contents_like(
    request: Any, words: str, types: tuple[str, ...], at_most: int = 12
) -> list[Content]:
    """Return contents whose title has all the words, the same title first, or at this address."""
    here = content_at(request, words) if words.startswith("/") else None
    who, indexer = request.person, request.registry.indexer
    same = find_titled(who, words, request.district, indexer, types=types, most=at_most).contents
    like = suggest(who, words, request.district, indexer, types=types, most=at_most)
    at_address = [here] if here is not None and (not types or here.type_name in types) else []
    found = {content.id: content for content in (*at_address, *same, *like)}
    return list(found.values())[:at_most]
