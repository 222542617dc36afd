"""The children that a content's own text does not show or lead to: nothing stands there twice."""

from typing import Any

from academe.actions.texts import linked_ids
from academe.web.cards import Card


def unshown_children(page: Any) -> list[Card]:
    """Return the cards of what lies in a content and is not met in its text.

    What only the teacher's notes or the answer key show is not listed for families either.
    """
    told = told_ids(page)
    return [card for card in page.children if card.id not in told]


def told_ids(page: Any) -> set[int]:
    """Return the ids that the answers of a content show, link to or name."""
    found = set(linked_ids(page.values))
    fields = page.content_type.fields if page.content_type else {}
    for name, value in page.values.items():
        if name in fields and fields[name].type in ("link", "links") and value is not None:
            found.update(value if isinstance(value, tuple) else (value,))
    return found
