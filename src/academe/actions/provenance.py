"""Where a copy comes from: source, version, authors and licence, along the whole chain of copies.

It is written into the copy when it is made, so that it stays when the source is
changed, closed or removed, and when the copy is moved or copied again.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

from academe.actions.access import may
from academe.actions.district import District
from academe.actions.explaining import name_of
from academe.actions.journal_words import WRITING
from academe.actions.reading import may_know, values_for, whole_title_for
from academe.store.content import Content
from academe.store.journal import versions_of
from academe.store.people import Identity, visitor

CREDITS = ("licence", "author_credit")
KEEPER = 1  # and 0: what the house itself wrote has no author to name
STEP = ("source", "version", "title", "open", "licence")


def origin_of_copy(person: Identity, source: Content, district: District) -> dict[str, Any]:
    """Return what a copy of ``source`` by ``person`` keeps of it.

    Keys: ``source`` and ``version`` (of the text that is copied), ``title`` and
    ``open`` (everybody could read it so), ``licence``, ``credits`` and ``authors``
    (words, person ids: of all sources), ``chain`` (the sources of the source,
    nearest first, each with the keys of STEP).
    """
    is_working = may(person, "view", source, district.definitions)
    publication = None if is_working else source.in_force(district.today)
    number = publication.number if publication else source.version
    origin = source._origin
    credit = credited(person, source, "author_credit", district)
    title, somebody = whole_title_for(person, source, district), _somebody(person, district)
    public = values_for(somebody, source, district)
    return {
        "source": source.id,
        "version": number,
        "title": title,
        "open": public is not None and str(public.get("title", "")) == title,
        "licence": credited(person, source, "licence", district),
        "credits": tuple(
            dict.fromkeys((*origin.get("credits", ()), *([credit] if credit else ())))
        ),
        "authors": authors_of(source, number),
        "chain": _chain_of(origin),
    }


def _chain_of(origin: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    if "source" not in origin:
        return ()
    nearest = {key: origin[key] for key in STEP if key in origin}
    return (nearest, *origin.get("chain", ()))


def _somebody(person: Identity, district: District) -> Identity:
    """Return a visitor, the same one for all that is copied at once."""
    if "a visitor" not in person.memo:
        found = visitor()
        found.memo.update(now=district.now, today=district.today)
        person.memo["a visitor"] = found
    somebody: Identity = person.memo["a visitor"]
    return somebody


def credited(person: Identity, content: Content, name: str, district: District) -> Any:
    """Return a content's licence or credit: its own, as it came, or that of a place above it."""
    for place in content.lineage():
        value = (values_for(person, place, district) or {}).get(name)
        if value is None:
            value = _as_it_came(place, name)
        if value is not None:
            return value
    return None


def _as_it_came(place: Content, name: str) -> Any:
    if name == "licence":
        return place._origin.get("licence")
    credits = place._origin.get("credits", ())
    return "; ".join(credits) or None


def authors_of(content: Content, number: int | None = None) -> tuple[int, ...]:
    """Return who wrote the text, those of its sources first; ``number``: up to that version."""
    found = dict.fromkeys(content._origin.get("authors", ()))
    for version in versions_of(content, newest_first=False):
        if number is not None and version.number > number:
            break
        if version.what in WRITING and version.what != "copy" and version.who > KEEPER:
            found.setdefault(version.who)
    return tuple(found)


class Step(NamedTuple):
    """One source of a copy, as somebody may know it."""

    title: str | None  # None: they may not know it
    source: Content | None  # to link to; None: they may not know it, or it is gone
    version: int
    licence: str | None
    renewed: datetime | None = None  # UTC: another text than the copied one was published then


class Provenance(NamedTuple):
    """All of it, as somebody may know it."""

    steps: tuple[Step, ...]  # nearest first
    names: tuple[str, ...]  # credits as they were given, else the authors by name


def provenance_of(person: Identity, content: Content, district: District) -> Provenance | None:
    """Return where ``content`` comes from, for ``person``; None where it is no copy.

    Names of authors that nobody gave as a credit are for staff, and for everybody
    where the licence wants them named.
    """
    origin = content._origin
    if "source" not in origin:
        return None
    steps = tuple(_steps(person, origin, district))
    names = tuple(origin.get("credits", ()))
    licences = [district.definitions.terms_of(step.licence) for step in steps]
    if not names and (person.is_staff or any(terms and terms.credit for terms in licences)):
        names = tuple(name_of(one, district) for one in origin.get("authors", ()))
    return Provenance(steps, names)


def _steps(person: Identity, origin: Mapping[str, Any], district: District) -> Iterator[Step]:
    for one in (origin, *origin.get("chain", ())):
        source = district.site.content(one["source"])
        if source is None or not may_know(person, source, district):
            title = one.get("title") if one.get("open") else None
            yield Step(title, None, one["version"], one.get("licence"))
        else:
            # Whoever copied it may have seen a title that this reader is not to see yet.
            is_working = may(person, "view", source, district.definitions)
            title = one.get("title") if is_working else None
            title = title or whole_title_for(person, source, district)
            number = one["version"]
            since = renewed(source, number, district) if person.is_staff else None
            yield Step(title, source, number, one.get("licence"), since)


def renewed(source: Content, number: int, district: District) -> datetime | None:
    """Return when ``source`` was published with a text newer than that of its version ``number``.

    None where what readers see today is what was copied, or older.
    """
    publication = source.in_force(district.today)
    if publication is None or publication.number <= number:
        return None
    later = takewhile(lambda version: version.number > number, versions_of(source))
    was_written = any(
        version.what in WRITING and version.number <= publication.number for version in later
    )
    return publication.published_at if was_written else None
