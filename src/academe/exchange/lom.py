"""What a package says of a part of it: rights, authors, language, time, standards (LOM, CASE)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from academe.exchange.markup import child, text_of

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:[\d.]+S)?)?$")
_LONGEST_CODE = 80  # characters; what a field of standards takes


@dataclass(frozen=True)
class Facts:
    """What LOM says; "" and () where it says nothing. ``minutes`` is the learning time."""

    title: str = ""
    description: str = ""
    language: str = ""
    rights: str = ""
    authors: tuple[str, ...] = ()
    minutes: int = 0
    for_instructors: bool = False
    standards: tuple[str, ...] = ()
    """Codes where they are given, else GUIDs."""


def read_facts(element: etree._Element) -> Facts:
    """Read the ``metadata`` right below a manifest, a resource or an item."""
    metadata = child(element, "metadata")
    if metadata is None:
        return Facts()
    lom = child(metadata, "lom")
    standards = tuple(dict.fromkeys(_standards(metadata)))
    if lom is None:
        return Facts(standards=standards)
    roles = [text_of(child(e, "value")).lower() for e in lom.iter("intendedEndUserRole")]
    return Facts(
        title=_at(lom, "general", "title"),
        description=_at(lom, "general", "description"),
        language=_language(lom),
        rights=_at(lom, "rights", "description"),
        authors=tuple(dict.fromkeys(_authors(lom))),
        minutes=_minutes(_at(lom, "educational", "typicalLearningTime", "duration")),
        for_instructors=bool(roles) and all(role in ("instructor", "mentor") for role in roles),
        standards=standards,
    )


def _at(element: etree._Element, *path: str) -> str:
    return text_of(child(element, *path))


def _language(lom: etree._Element) -> str:
    """Give the language that is said, else the one in which the title stands."""
    said = _at(lom, "general", "language") or _at(lom, "educational", "language")
    title = child(lom, "general", "title", "string")
    return said or ("" if title is None else title.get("language", title.get("lang", "")))


def _authors(lom: etree._Element) -> Iterator[str]:
    """Give the names of those who wrote it, out of their visiting cards (vCard)."""
    for contribute in lom.iter("contribute"):
        role = _at(contribute, "role", "value").lower()
        for entity in contribute:
            if entity.tag == "entity" and role in ("author", ""):
                name = _name_in("".join(map(str, entity.itertext())))
                if name:
                    yield name


def _name_in(card: str) -> str:
    """Read the formatted name of a card, else the name or the organization; plain words as such."""
    lines = [line.strip() for line in card.splitlines()]
    for key in ("FN", "N", "ORG"):
        for line in lines:
            name, _, value = line.partition(":")
            if name.split(";")[0].upper() == key and value.strip():
                parts = [part.strip() for part in value.split(";") if part.strip()]
                return " ".join(reversed(parts)) if key == "N" else ", ".join(parts)
    words = " ".join(card.split())
    return "" if "VCARD" in words.upper() else words


def _minutes(duration: str) -> int:
    found = _DURATION.match(duration)
    if found is None:
        return 0
    days, hours, minutes = (int(number or 0) for number in found.groups())
    total = days * 24 * 60 + hours * 60 + minutes
    return total if total < 100_000 else 0


def _standards(metadata: etree._Element) -> Iterator[str]:
    """Give the standards that a part is aligned to: the label of each, else its GUID."""
    for labelled in metadata.iter("labelledGUID"):
        code = _at(labelled, "label") or _at(labelled, "GUID")
        if 0 < len(code) <= _LONGEST_CODE:
            yield code
    for kind in metadata.iter("classification"):
        if _at(kind, "purpose", "value").lower() in ("educational objective", "competency"):
            for taxon in kind.iter("taxon"):
                code = _at(taxon, "id") or _at(taxon, "entry")
                if 0 < len(code) <= _LONGEST_CODE:
                    yield code
