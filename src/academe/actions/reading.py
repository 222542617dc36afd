"""What a person sees of a content: the working text, the text in force, or nothing."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from academe.actions.access import may, sees_field, today_of
from academe.actions.district import District
from academe.definitions.fields import Field
from academe.store.content import Content, Publication, Values
from academe.store.people import Identity

UNASKED = object()
LONGEST_SHOWN = 150  # characters of a title in lists; its own page shows it whole
JOINER = "\u200d"


def may_know(person: Identity, content: Content, district: District) -> bool:
    """Say whether ``person`` may know that the content exists."""
    return values_for(person, content, district) is not None


def values_for(person: Identity, content: Content, district: District) -> Values | None:
    """Return the working text for those who may view it, else the text in force, else None.

    Fields with ``seen_by`` are still in it: ask ``seen_fields`` for what to show.
    """
    known: dict[int, Any] = person.memo.setdefault("values", {})
    content_id = content.id
    values = known.get(content_id, UNASKED)
    if values is UNASKED:
        values = known[content_id] = _values_for(person, content, district)
    return values


def _values_for(person: Identity, content: Content, district: District) -> Values | None:
    if may(person, "view", content, district.definitions):
        return content.values
    publication = text_in_force(person, content, district)
    return None if publication is None else publication.values


def text_in_force(person: Identity, content: Content, district: District) -> Publication | None:
    """Return the text in force if ``person`` may read it."""
    if not may(person, "read", content, district.definitions):
        return None
    return content.in_force(today_of(person))


def readers_since(publication: Publication, district: District) -> datetime:
    """Return when readers got a text (UTC): a day in force or of visibility may come later."""
    days = (publication.in_force_from, publication.values.get("visible_from"))
    zone = district.settings.zone
    later = [datetime.combine(day, time(), zone) for day in days if isinstance(day, date)]
    return max([publication.published_at, *(one.astimezone(UTC) for one in later)])


def title_for(person: Identity, content: Content, district: District) -> str:
    """Return the title as ``person`` sees it in a list or a sentence: a long one is shortened.

    Raises KeyError if they may not know the content.
    """
    return short_title(whole_title_for(person, content, district))


def whole_title_for(person: Identity, content: Content, district: District) -> str:
    """Return the title as ``person`` sees it; raises KeyError if they may not know the content."""
    values = values_for(person, content, district)
    if values is None:
        raise KeyError(content.id)
    return str(values.get("title", ""))


def title_in(values: Values | None) -> str:
    """Return the title among ``values`` as a list or a sentence names it; "" without values."""
    return "" if values is None else short_title(str(values.get("title", "")))


def short_title(title: str) -> str:
    """Return a title of at most LONGEST_SHOWN characters; a longer one ends in "…".

    It ends with a word where it has words, and no accent is parted from its letter.
    """
    if len(title) <= LONGEST_SHOWN:
        return title
    least, end = LONGEST_SHOWN // 2, LONGEST_SHOWN - 1
    blank = title.rfind(" ", least, end + 1)
    while blank < 0 and end > least and is_joined(title[end - 1], title[end]):
        end -= 1
    return f"{title[: blank if blank > 0 else end]}…"


def is_joined(before: str, after: str) -> bool:
    """Say whether two characters are one sign to the eye: accents, emoji of several parts."""
    return before == JOINER or after == JOINER or unicodedata.category(after)[0] == "M"


def school_of(content: Content) -> Content:
    """Return the nearest school above; the site itself where a content belongs to the district."""
    place = content
    for place in content.lineage():
        if place.type_name == "school":
            return place
    return place


def words_in(person: Identity, content: Content, name: str, district: District) -> tuple[str, ...]:
    """Return the choices that a content names in a field, if ``person`` may know the field."""
    content_type = district.definitions.types.get(content.type_name)
    field = content_type.fields.get(name) if content_type else None
    if field is None or not sees_field(person, field, content):
        return ()
    return tuple((values_for(person, content, district) or {}).get(name) or ())


def seen_fields(person: Identity, content: Content, district: District) -> Iterator[Field]:
    """Yield the fields of the content's type that ``person`` may know, in the file's order."""
    content_type = district.definitions.types.get(content.type_name)
    for field in content_type.fields.values() if content_type else ():
        if sees_field(person, field, content):
            yield field


def seen_children(person: Identity, content: Content, district: District) -> list[Content]:
    """Return the children that ``person`` may know, in the order that the type asks for."""
    children = [
        child for child in content.children() if values_for(person, child, district) is not None
    ]
    content_type = district.definitions.types.get(content.type_name)
    order = content_type.child_order if content_type else "manual"
    if order == "title":
        children.sort(key=lambda child: _sort_title(person, child, district))
    elif order == "newest":
        children.sort(key=lambda child: child.created or child.changed, reverse=True)  # type: ignore[arg-type,return-value]
    return children


def _sort_title(person: Identity, child: Content, district: District) -> Any:
    return title_for(person, child, district).casefold()


def differs_from_published(content: Content) -> bool:
    """Say whether the working text is another than the newest published one (or none is)."""
    newest = content._coming or content._published
    return newest is None or dict(newest.values) != dict(content.values)
