"""A course at a glance: one line for each of its units."""

from collections.abc import Iterable
from typing import NamedTuple

from academe.web.cards import Card


class GlanceRow(NamedTuple):
    """One unit in the table that shows a course at a glance."""

    title: str
    url: str
    lang: str | None  # None: as the page's
    weeks: str
    objectives_html: str  # safe
    standards: list[str]


def all_standards(card: Card) -> list[str]:
    """Return the codes of a unit and of its lessons, each once, in their order."""
    codes = [code for one in (card, *card.children) for code in one.standards]
    return list(dict.fromkeys(codes))


def glance_of(cards: Iterable[Card]) -> list[GlanceRow]:
    """Return a line for each unit among the cards."""
    return [
        GlanceRow(
            card.title,
            card.url,
            card.lang,
            card.week_text,
            card.objectives_html,
            all_standards(card),
        )
        for card in cards
        if card.type_name == "unit"
    ]
