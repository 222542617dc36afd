"""Orders that the words of files be read, in the transaction of the change that brought them."""

from collections.abc import Iterator, Mapping
from typing import Any

from academe.actions.district import District
from academe.actions.media_types import OFFICE_PARTS
from academe.store.content import Content, new_id
from academe.store.file_texts import forget_all_but, is_complete, missing
from academe.store.files import StoredFile
from academe.store.orders import Order
from academe.store.people import Identity

KIND = "extract"
MOST_CONTENTS = 500  # of one order; an import has one order for all its files, up to here
SWEPT = 1000  # contents, after which those looked at are let go
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
READABLE = {
    "application/pdf",
    "text/plain",
    *OFFICE_PARTS.values(),
    *(f"{OPEN_DOCUMENT}.{kind}" for kind in ("text", "spreadsheet", "presentation")),
}
"""The media types whose words are read."""


def order_texts(
    person: Identity, content: Content, values: Mapping[str, Any], district: District
) -> None:
    """Order the words of the files among a content's new values, as far as nothing is kept.

    All contents of one transaction share an order.
    """
    wanted = {stored.sha256 for stored in files_in(values) if stored.media_type in READABLE}
    if not wanted or not missing(district.work, wanted):
        return
    order = _order_of(district)
    if order is None:
        order = _put(person.id, {"contents": ()}, district)
        district.site.transaction.set_data(order_texts, order.id)
    contents: Any = order.details["contents"]
    if content.id not in contents:
        order.details = {"contents": (*contents, content.id)}


def order_rest(contents: tuple[int, ...], person_id: int, district: District) -> None:
    """Order what is left of an order, so that others have their turn before."""
    _put(person_id, {"contents": contents}, district)


def order_missing_texts(district: District, *, after: int = -1, person_id: int = 0) -> None:
    """Order the words of every file of which nothing is kept, as after the loss of ``work``.

    One order goes through all contents, by their ids; done twice, it does no harm.
    """
    _put(person_id, {"after": after}, district)


def order_lost_texts(district: District) -> bool:
    """Order the words of every file if what keeps them is new, or readers read more than before.

    So it is after ``work`` was lost, in a restored backup, and in a site that a release before
    made. Returns whether it was needed.
    """
    if is_complete(district.work):  # first: thousands of orders may wait
        return False
    orders = district.site.orders.values()
    if any(order.kind == KIND and "after" in order.details for order in orders):
        return False
    order_missing_texts(district)
    return True


def forget_unowned_texts(district: District) -> int:
    """Forget the words of files that no content has any more; return of how many files."""
    owned: set[str] = set()
    for number, content in enumerate(district.site.contents.values(), 1):
        owned.update(readable_files(content))
        if number % SWEPT == 0:
            district.site.connection.cacheGC()
    return forget_all_but(district.work, owned, district.now)


def files_in(values: Mapping[str, Any]) -> Iterator[StoredFile]:
    """Yield the files among the values of a content."""
    for value in values.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, StoredFile):
                yield one


def readable_files(content: Content) -> dict[str, StoredFile]:
    """Return {SHA-256: file} of the working and the published texts whose words can be read."""
    texts = [content.values, *(one.values for one in (content._published, content._coming) if one)]
    return {
        stored.sha256: stored
        for values in texts
        for stored in files_in(values)
        if stored.media_type in READABLE
    }


def _order_of(district: District) -> Order | None:
    """Return the order of this transaction that has room; a savepoint may have undone it."""
    try:
        order_id = district.site.transaction.data(order_texts)
    except KeyError:
        return None
    order: Order | None = district.site.orders.get(order_id)
    has_room = order is not None and len(order.details["contents"]) < MOST_CONTENTS  # type: ignore[arg-type]
    return order if has_room else None


def _put(person_id: int, details: Mapping[str, object], district: District) -> Order:
    order = Order(new_id(), KIND, details, ordered_by=person_id, ordered_at=district.now)
    district.site.orders[order.id] = order
    return order
