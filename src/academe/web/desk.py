"""What lies on a person's desk: to be reviewed, being written, changed where they work."""

from functools import cached_property
from typing import Any

from academe.actions.access import governing_state
from academe.actions.reading import may_know
from academe.actions.stepping import review_queue
from academe.store.content import Content, is_reachable
from academe.web.rows import Row, rows_of

LOOKED_AT = 500  # contents: a first page must be quick, also for those who work everywhere
SHOWN = 8
BEING_WRITTEN = ("draft", "revising")


class Desk:
    """One person's desk; each part is made when the page asks for it."""

    def __init__(self, request: Any) -> None:
        self.request, self.person, self.district = request, request.person, request.district

    @cached_property
    def places(self) -> list[Content]:
        """Where the person was given a role, themselves or with a group."""
        site = self.district.site
        found = {
            place.id: place
            for principal in self.person.principals
            for place in site.places_of(principal)
            if is_reachable(place)
        }
        if not found and self.person.roles:
            return [site.root]
        return list(found.values())

    @cached_property
    def near(self) -> list[Content]:
        """What lies in those places and may be known, near the top first, within the budget."""
        found: dict[int, Content] = {}
        waiting = list(self.places)
        looked_at = 0
        while waiting and looked_at < LOOKED_AT:
            place = waiting.pop(0)
            looked_at += 1
            if place.id in found or not may_know(self.person, place, self.district):
                continue
            found[place.id] = place
            waiting.extend(
                child for child, _number in zip(place.children(), range(LOOKED_AT), strict=False)
            )
        return list(found.values())

    @cached_property
    def to_review(self) -> list[Content]:
        return review_queue(self.person, self.district)

    @property
    def reviews(self) -> list[Row]:
        return rows_of(self.request, self.to_review[:SHOWN])

    @property
    def has_more_reviews(self) -> bool:
        return len(self.to_review) > SHOWN

    @property
    def drafts(self) -> list[Row]:
        """What the person wrote or began and has not handed on; also what was sent back to them."""
        own = [c for c in self.near if self._is_own(c) and self._is_written(c)]
        return rows_of(self.request, _newest(own))

    def _is_own(self, content: Content) -> bool:
        return self.person.id in (content.changed_by, content.created_by)

    def _is_written(self, content: Content) -> bool:
        state = governing_state(self.person, content, self.district.definitions)
        return state is not None and state.looks in BEING_WRITTEN

    @property
    def news(self) -> list[Row]:
        """What others changed."""
        others = [c for c in self.near if c.changed_by not in (self.person.id, 0)]
        return rows_of(self.request, _newest(others))


def _newest(contents: list[Content]) -> list[Content]:
    dated = [content for content in contents if content.changed is not None]
    return sorted(dated, key=lambda c: (c.changed, c.id), reverse=True)[:SHOWN]
