"""What lies on a person's desk: to be reviewed, being written, changed where they work."""

from functools import cached_property
from typing import Any, NamedTuple

from academe.actions.access import governing_place, governing_state, may
from academe.actions.journal_words import WRITING
from academe.actions.owning import own_areas
from academe.actions.reading import may_know
from academe.actions.sending_back import sent_back_to
from academe.actions.stepping import review_queue
from academe.store.content import Content, is_reachable
from academe.store.journal import Version
from academe.web.gathering import Gathered, gather
from academe.web.rows import Row, row_of
from academe.web.showing import moment_text

LOOKED_AT = 500  # contents: a first page must be quick, also for those who work everywhere
SHOWN = 8
REMEMBERED = 2000  # people whose count is kept
BEING_WRITTEN = ("draft", "revising")


class SentBack(NamedTuple):
    """A content that a reviewer sent back, and why."""

    row: Row
    who: str
    when: str
    note: str
    edit_url: str | None


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
        own = own_areas(self.person, self.district)
        if not found and self.person.roles:
            return [site.root, *own]
        return [*found.values(), *own]

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
    def reviews(self) -> list[Gathered]:
        return gather(self.request, self.to_review, SHOWN)

    @cached_property
    def returned(self) -> dict[int, Version]:
        """{content id: the step} of what a reviewer sent back to this person, the newest first."""
        found = {
            content.id: step
            for content in self.near
            if (step := sent_back_to(self.person, content, self.district)) is not None
        }
        return dict(sorted(found.items(), key=lambda pair: pair[1].when, reverse=True))

    @property
    def sent_back(self) -> list[SentBack]:
        known = {content.id: content for content in self.near}
        return [self._sent_back(known[one], step) for one, step in self.returned.items()]

    def _sent_back(self, content: Content, step: Version) -> SentBack:
        who = self.district.records.person(step.who)
        when = moment_text(self.request, step.when)
        edit = may(self.person, "edit", content, self.district.definitions)
        return SentBack(
            row_of(self.request, content),
            who.name if who else "",
            when,
            step.note,
            self.request.address(content, "edit") if edit else None,
        )

    @property
    def todo_count(self) -> int:
        return len(self.to_review) + len(self.returned)

    @property
    def drafts(self) -> list[Gathered]:
        """What the person wrote or began and has not handed on."""
        own = [c for c in self.near if self._is_own(c) and self._is_written(c) and not c.owner]
        own = [c for c in own if not self._is_returned(c)]
        return gather(self.request, _newest(own), SHOWN)

    def _is_returned(self, content: Content) -> bool:
        """Say whether it came back, by itself or with the place that it follows."""
        place = governing_place(content)
        return place is not None and place.id in self.returned

    def _is_own(self, content: Content) -> bool:
        """Say whether the person began it, or wrote in it last; a step alone is no writing."""
        if content.created_by == self.person.id:
            return True
        last = content.versions().get(content.version)
        wrote = last is not None and last.what in WRITING
        return wrote and content.changed_by == self.person.id

    def _is_written(self, content: Content) -> bool:
        state = governing_state(self.person, content, self.district.definitions)
        return state is not None and state.looks in BEING_WRITTEN

    @property
    def news(self) -> list[Gathered]:
        """What others changed, but for what stands above already."""
        done_by_others = (c for c in self.near if c.changed_by not in (self.person.id, 0))
        others = [content for content in done_by_others if content.id not in self.returned]
        return gather(self.request, _newest(others), SHOWN)


def _newest(contents: list[Content]) -> list[Content]:
    dated = [content for content in contents if content.changed is not None]
    return sorted(dated, key=lambda c: (c.changed, c.id), reverse=True)


def count_to_do(request: Any) -> int:
    """Return how much waits for the person; found out anew when a content has changed."""
    person = request.person
    known = request.registry.__dict__.setdefault("to_do_counts", {})
    last_change, today = request.opened.last_change, request.district.today
    key = (last_change, today, person.roles, tuple(person.principals), person.is_staff)
    if person.id not in known or known[person.id][0] != key:
        if len(known) >= REMEMBERED:
            known.clear()
        known[person.id] = (key, Desk(request).todo_count)
    return int(known[person.id][1])
