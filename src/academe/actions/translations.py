"""Contents that say the same in several languages: each but one names what it translates."""

from collections.abc import Iterator

from academe.actions.district import District
from academe.actions.reading import values_for
from academe.store.content import Content, Values
from academe.store.people import Identity

FIELD = "translation_of"
MOST = 60  # languages of one text; a district knows some dozens


def language_of(values: Values, district: District) -> str:
    """Return the language that a text is written in: its own word, or the site's."""
    return str(values.get("language") or district.settings.language)


def translations_of(person: Identity, content: Content, district: District) -> list[Content]:
    """Return the same in other languages, as far as ``person`` may know of it.

    What two contents translate makes them translations of one another, also where the
    original is not there for this person. A copy of a translation is none: it stands for
    what somebody made of it.
    """
    original = _original(person, content, district)
    found: dict[int, Content] = {}
    for one in {original, content.id}:
        for candidate in _candidates(one, district):
            if len(found) < MOST and _is_one(person, candidate, (original, content.id), district):
                found[candidate.id] = candidate
    found.pop(content.id, None)
    spoken = spoken_in(person, content, district)
    return [one for one in found.values() if spoken_in(person, one, district) != spoken]


def _original(person: Identity, content: Content, district: District) -> int:
    values = values_for(person, content, district)
    named = values.get(FIELD) if values is not None else None
    return named if isinstance(named, int) else content.id


def _candidates(content_id: int, district: District) -> Iterator[Content]:
    original = district.site.content(content_id)
    if original is not None:
        yield original
    yield from district.site.links_to(content_id)


def _is_one(person: Identity, one: Content, ids: tuple[int, int], district: District) -> bool:
    values = values_for(person, one, district)
    if values is None:
        return False
    is_copy = bool(one._origin.get("source"))
    return one.id in ids or (values.get(FIELD) in ids and not is_copy)


def spoken_in(person: Identity, content: Content, district: District) -> str:
    """Return the language of a content as ``person`` sees it."""
    return language_of(values_for(person, content, district) or {}, district)
