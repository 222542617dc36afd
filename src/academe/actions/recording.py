"""Writes down what an action did: the journal, and the ids for whoever follows the log."""

from typing import Any

from academe.actions.access import forget
from academe.actions.district import District
from academe.actions.journal_words import SHARING
from academe.actions.ordering_texts import order_texts
from academe.store.content import Content, Values, new_id
from academe.store.journal import Version, write_version
from academe.store.people import Identity

TAKEN_BELOW = frozenset({"grades", "subjects", "language", "licence"})
"""Answers that hold for what lies below, where it does not answer itself."""

NAMED_AT_MOST = 1000  # ids in a transaction's extension data: about 7,000 fit, 8,000 fail


def record(
    person: Identity,
    content: Content,
    what: str,
    district: District,
    *,
    before: Values | None = None,
    after: Values | None = None,
    note: str = "",
    act: int | None = None,
    below: bool = False,
) -> Version:
    """Write a version of ``content`` and name it in the transaction.

    ``below``: what is below it is touched too (moved, governed by another state).
    ``act``: one number for everything that undoes together; None makes a new one.
    """
    version = Version(
        number=content.version + 1,
        who=person.id,
        when=district.now,
        what=what,
        before=before or {},
        after=after or {},
        note=note,
        act=act or new_id(),
    )
    write_version(content, version)
    if what not in SHARING:
        content.changed, content.changed_by = district.now, person.id
    order_texts(person, content, (after or {}).get("values", {}), district)
    is_wide = below or _reaches_below(content, version.after)
    _name_in_transaction(content, "below" if is_wide else "changed", district)
    forget(person)
    return version


def _name_in_transaction(content: Content, kind: str, district: District) -> None:
    """Add the id to the lists in the transaction's extension data, which the log keeps.

    Where there are too many, the nearest place that holds them all is named instead.
    """
    transaction, root = district.site.transaction, district.site.root
    named: dict[str, Any] = transaction.extension
    ids = [*named.get(kind, ()), content.id]
    if len(ids) <= NAMED_AT_MOST and "many" not in named:
        transaction.setExtendedInfo(kind, ids)
        return
    place = content
    for content_id in (*named.get("below", ()), *named.get("changed", ())):
        place = _common_place(place, district.site.content(content_id), root)
    for name, value in (("many", True), ("changed", []), ("below", [place.id])):
        transaction.setExtendedInfo(name, value)


def _common_place(one: Content, other: Content | None, root: Content) -> Content:
    """Return the nearest place that both lie in or are; the root for what lies in the bin."""
    above = {place.id for place in other.lineage()} if other is not None else set()
    return next((place for place in one.lineage() if place.id in above), root)


def _reaches_below(content: Content, after: Values) -> bool:
    """Say whether answers were changed that stand for what lies below, too."""
    return bool(content.names()) and not TAKEN_BELOW.isdisjoint(after.get("values", ()))
