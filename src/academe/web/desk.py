"""What lies on a person's desk: to be reviewed, being written, changed where they work."""

from functools import cached_property
from typing import Any, NamedTuple

from academe.actions.access import may
from academe.actions.owning import TYPE as OWN_AREA
from academe.actions.owning import own_areas
from academe.actions.reviewing import may_review, review_queue
from academe.actions.sending_back import WRITTEN, sent_back_to
from academe.search.asking import Question
from academe.store.content import Content, is_reachable
from academe.store.journal import Version
from academe.web.gathering import Gathered, gather, gather_found
from academe.web.rows import Row, row_of
from academe.web.showing import moment_text, name_text

SHOWN = 8
MOST_WAITING = 100  # that are not told of a second time


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
    def to_review(self) -> list[Content]:
        return review_queue(self.person, self.district)

    @property
    def reviews(self) -> list[Gathered]:
        return gather(self.request, self.to_review, SHOWN)

    @cached_property
    def returned(self) -> list[tuple[Content, Version]]:
        """What a reviewer sent back to this person, and the step that did, the newest first."""
        return sent_back_to(self.person, self.district)

    def sent_back(self, first: int, most: int) -> list[SentBack]:
        """Return a part of what was sent back, the newest first."""
        part = self.returned[first : first + most]
        return [self._sent_back(content, step) for content, step in part]

    def _sent_back(self, content: Content, step: Version) -> SentBack:
        when = moment_text(self.request, step.when)
        edit = may(self.person, "edit", content, self.district.definitions)
        return SentBack(
            row_of(self.request, content),
            name_text(self.request, step.who),
            when,
            step.note,
            self.request.address(content, "edit") if edit else None,
        )

    @property
    def todo_count(self) -> int:
        return len(self.to_review) + len(self.returned)

    @cached_property
    def drafts(self) -> list[Gathered] | None:
        """What the person began or wrote in last, and has not handed on.

        None: it cannot be looked up just now.
        """
        wanted = {"writer": (str(self.person.id),), "looks": WRITTEN}
        without = {"type": (OWN_AREA,), "governed": self._returned_ids}
        question = Question(filters=wanted, excluded=without, sort="changed")
        return gather_found(self.request, question, SHOWN)

    @cached_property
    def news(self) -> list[Gathered] | None:
        """What others changed in the person's places, but for what stands above already."""
        places = tuple(str(place.id) for place in self.places)
        wanted = {"within": places, "worked_on": ("1",)}
        without = {"changed_by": (str(self.person.id), "0"), "id": self._shown_above}
        question = Question(filters=wanted, excluded=without, sort="changed")
        return gather_found(self.request, question, SHOWN)

    @property
    def _shown_above(self) -> tuple[str, ...]:
        """The ids of what the other lists of the page name."""
        waiting = (str(content.id) for content in self.to_review[:MOST_WAITING])
        return (*self._returned_ids, *waiting)

    @property
    def _returned_ids(self) -> tuple[str, ...]:
        return tuple(str(content.id) for content, _step in self.returned)


class ToDo(NamedTuple):
    """What the bar above each page says."""

    waiting: int  # for the person
    may_review: bool  # something, somewhere


def find_to_do(request: Any) -> ToDo:
    """Return what waits for the person; found out anew when a content has changed."""
    known = request.known_of_person
    if "to_do" not in known:
        may = may_review(request.person, request.district)
        known["to_do"] = ToDo(Desk(request).todo_count, may)
    found: ToDo = known["to_do"]
    return found
