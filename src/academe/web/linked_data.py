"""What a public page says to machines of its content: schema.org in JSON-LD.

Only what the page has loaded already is told, and only to visitors: what they may not read is
not there to be told.
"""

import json
from typing import Any

from academe.actions.provenance import provenance_of
from academe.actions.reading import values_for, whole_title_for
from academe.exchange.sitemaps import moment_text
from academe.store.content import Content
from academe.web.licence_addresses import licence_address
from academe.web.linked_kinds import kind_named, more_of
from academe.web.linked_learning import inherited_here, learning_of

MOST_PARTS = 100
HIDDEN = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
HOLDING = (dict, list, tuple)


def json_ld(page: Any, site_name: str) -> str:
    """Return the JSON that may stand between script tags; empty where nothing is published."""
    if page.publication is None:
        return ""
    return dump(_site(page, site_name) if page.type_name == "site" else _content(page, site_name))


def dump(data: Any) -> str:
    """Return JSON in which no sign ends a script, whatever a title holds; nothing is null."""
    text = json.dumps(_without_nothing(data), ensure_ascii=False, separators=(",", ":"))
    for sign, hidden in HIDDEN.items():
        text = text.replace(sign, hidden)
    return text.encode("utf-8", "replace").decode()


def _without_nothing(data: Any) -> Any:
    """Return the same without empty answers; no and 0 are answers."""
    if not isinstance(data, dict):
        return [_without_nothing(one) if isinstance(one, HOLDING) else one for one in data]
    kept = {}
    for key, value in data.items():
        if isinstance(value, HOLDING):
            value = _without_nothing(value)
        if value or value == 0:
            kept[key] = value
    return kept


def _site(page: Any, site_name: str) -> dict[str, Any]:
    home = page.request.full_address(page.content)
    district = {"@type": "Organization", "@id": f"{home}#organization", "name": site_name}
    web_site = {
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": site_name,
        "alternateName": page.whole_title if page.whole_title != site_name else None,
        "description": page.summary,
        "inLanguage": page.title_lang,
        "publisher": {"@id": f"{home}#organization"},
        "dateModified": moment_text(page.publication.published_at),
    }
    return {"@context": "https://schema.org", "@graph": [{**district, "url": home}, web_site]}


def _content(page: Any, site_name: str) -> dict[str, Any]:
    address = page.request.full_address(page.content)
    publisher = _publisher(page, site_name)
    return {
        "@context": "https://schema.org",
        "@type": kind_named(page.definitions, page.type_name),
        "@id": address,
        "url": address,
        "name": page.whole_title,
        "description": page.summary,
        **more_of(page, publisher),
        **(_work(page, publisher) if page.type_name != "school" else {}),
    }


def _publisher(page: Any, site_name: str) -> dict[str, Any]:
    home = page.request.full_address(page.district.site.root)
    return {"@type": "Organization", "name": site_name, "url": home}


def _work(page: Any, publisher: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of everything that somebody wrote."""
    if page.type_name == "event":
        return {"inLanguage": page.title_lang}
    credit = inherited_here(page, "author_credit")
    return {
        "inLanguage": page.title_lang,
        "dateModified": moment_text(page.publication.published_at),
        "version": page.publication.number,
        "author": {"name": credit} if credit else publisher,
        "publisher": publisher,
        "isAccessibleForFree": True,
        "license": licence_address(inherited_here(page, "licence")),
        **learning_of(page),
        "isPartOf": _place_above(page),
        "hasPart": _parts(page),
        "isBasedOn": _sources(page),
    }


def _place_above(page: Any) -> dict[str, Any] | None:
    """Return the place that it lies in, if everybody may know it; above that nothing is told."""
    place: Content | None = page.content.__parent__
    if place is None or values_for(page.person, place, page.district) is None:
        return None
    return _named(page, place, whole_title_for(page.person, place, page.district))


def _named(page: Any, content: Content, title: str) -> dict[str, Any]:
    kind = kind_named(page.definitions, content.type_name)
    return _told(kind, page.request.full_address(content), title)


def _told(kind: Any, address: str, title: str) -> dict[str, Any]:
    return {"@type": kind, "@id": address, "url": address, "name": title}


def _parts(page: Any) -> list[dict[str, Any]]:
    """Return the children that the page shows; a page that shows none has loaded none."""
    shown = vars(page).get("children", ())[:MOST_PARTS]
    site, names = page.request.site_address, {card.type_name for card in shown}
    kinds = {name: kind_named(page.definitions, name) for name in names}
    return [_told(kinds[card.type_name], site + card.url, card.title) for card in shown]


def _sources(page: Any) -> list[dict[str, Any]]:
    """Return what a copy was made of, as far as it is open today."""
    found = provenance_of(page.person, page.content, page.district)
    return [
        {**_named(page, step.source, step.title), "license": licence_address(step.licence)}
        for step in (found.steps if found else ())
        if step.source is not None and step.title
    ]
