"""The ways into the curriculum: by school, grade and subject, for those who know no folder."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from academe.actions.reading import may_know, seen_children, values_for
from academe.store.content import Content
from academe.web.cards import Card, card_of

PLACES = {"site", "school", "folder"}
LOOKED_AT = 5000  # contents; larger districts are searched, not walked
SHOWN = 6  # of each kind on the front page


class FrontPage:
    """What one reader finds from a place down, in folders but not inside courses."""

    def __init__(self, request: Any, place: Content) -> None:
        self.request, self.place = request, place

    @cached_property
    def found(self) -> list[Content]:
        """Every content outside courses that the reader may know, breadth first."""
        found: list[Content] = []
        waiting = [self.place]
        while waiting and len(found) < LOOKED_AT:
            here = waiting.pop(0)
            for child in seen_children(self.request.person, here, self.request.district):
                found.append(child)
                if child.type_name in PLACES:
                    waiting.append(child)
        return found

    def of_type(self, type_name: str) -> Iterator[Content]:
        return (content for content in self.found if content.type_name == type_name)

    def cards(self, type_name: str) -> list[Card]:
        """Return the first few of a type, the newest news and the policies by code."""
        cards = [card_of(self.request, content) for content in self.of_type(type_name)]
        cards.sort(key=lambda card: str(card.values.get("code") or card.title))
        return cards[:SHOWN]

    @property
    def schools(self) -> list[tuple[str, str]]:
        schools = [card_of(self.request, content) for content in self.of_type("school")]
        return [(card.title, card.url) for card in schools]

    @property
    def grades(self) -> list[tuple[str, str]]:
        return self._ways("grades", "grade")

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return self._ways("subjects", "subject")

    def _ways(self, field: str, word: str) -> list[tuple[str, str]]:
        """Return (label, address) of every choice that some course has, in the list's order."""
        district = self.request.district
        used: set[str] = set()
        for course in self.of_type("course"):
            used.update((values_for(self.request.person, course, district) or {}).get(field) or ())
        labels = district.definitions.choices[field].labels
        base = self.request.address(self.place, "learn")
        return [
            (self.request.say(label), f"{base}?{word}={name}")
            for name, label in labels.items()
            if name in used
        ]

    def courses(self, grade: str = "", subject: str = "") -> list[Card]:
        """Return the courses for a grade and a subject; empty words ask for all."""
        cards = []
        for course in self.of_type("course"):
            values = values_for(self.request.person, course, self.request.district) or {}
            fits = (not grade or grade in (values.get("grades") or ())) and (
                not subject or subject in (values.get("subjects") or ())
            )
            if fits and may_know(self.request.person, course, self.request.district):
                cards.append(card_of(self.request, course))
        return cards
