"""Answers that hold for what lies below: the licence of a course is that of its lessons."""

from typing import Any

from academe.actions.access import sees_field
from academe.actions.district import District
from academe.actions.reading import text_in_force
from academe.store.content import Content
from academe.store.people import Identity

OF_A_COURSE = frozenset({"grades", "subjects"})  # a school's grades say nothing of one lesson


def inherited(person: Identity, content: Content, name: str, district: District) -> Any:
    """Return the answer of the nearest published text, upward, that has one and shows it.

    None where nobody said anything that ``person`` may know.
    """
    for place in content.lineage():
        if name in OF_A_COURSE and place.type_name in ("school", "site"):
            return None
        value = _answer(person, place, name, district)
        if value not in (None, "", ()):
            return value
        if name in OF_A_COURSE and place.type_name in ("course", "pd_module"):
            return None
    return None


def _answer(person: Identity, place: Content, name: str, district: District) -> Any:
    content_type = district.definitions.types.get(place.type_name)
    field = content_type.fields.get(name) if content_type else None
    publication = text_in_force(person, place, district)
    if field is None or publication is None or not sees_field(person, field, place):
        return None
    value = publication.values.get(name)
    return _as_it_came(place, name) if value is None else value


def _as_it_came(place: Content, name: str) -> Any:
    """Return what a copy or an import says of itself."""
    if name == "licence":
        return place._origin.get("licence")
    return "; ".join(place._origin.get("credits", ())) if name == "author_credit" else None
