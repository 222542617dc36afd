"""The ways into the curriculum: by school, grade and subject, for those who know no folder."""

from functools import cached_property
from typing import Any, NamedTuple

from academe.actions.reading import may_know
from academe.store.content import Content
from academe.web.cards import Card, card_of
from academe.web.course_cards import label_of, place_in
from academe.web.curriculum import outline_of
from academe.web.in_languages import version_in_force
from academe.web.learning import Chosen, Group, Learning, learn_url
from academe.web.subject_looks import Look, look_of
from academe.web.years import Told, told_of

SHOWN = 6  # of each kind on the front page


class Way(NamedTuple):
    """One button of the front page: what it leads to, and how many courses are there."""

    title: str
    url: str
    courses: int
    look: Look | None = None


class FrontPage:
    """What one reader finds from a place down, in folders but not inside courses."""

    def __init__(self, request: Any, place: Content) -> None:
        self.request, self.place = request, place
        self.outline = outline_of(request)

    @cached_property
    def learning(self) -> Learning:
        """All courses of this place; of a school, those that it teaches."""
        return Learning(self.request, self.place, Chosen("", "", "", False))

    @cached_property
    def welcome(self) -> Told | None:
        """What the page says, in the reader's language; None where it has to say it itself."""
        found = version_in_force(self.request, self.place)
        told: Told | None = None if found is None else told_of(self.request, found, Told)
        return told

    @property
    def count(self) -> int:
        return len(self.learning.lines)

    @property
    def schools(self) -> list[tuple[str, str, str]]:
        """(title, address, language of the title)."""
        site, address = self.request.district.site, self.request.address
        found = [(one, site.content(one.id)) for one in self.outline.schools]
        return [(one.title, str(address(school)), one.lang) for one, school in found if school]

    @property
    def grades(self) -> list[tuple[str, str]]:
        return [(way.title, way.url) for way in self.grade_ways]

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return [(way.title, way.url) for way in self.subject_ways]

    @cached_property
    def grade_ways(self) -> list[Way]:
        """A way for each grade that some course is for, from the youngest on."""
        return self._ways("grades", "grade", lambda line: line.grades)

    @cached_property
    def subject_ways(self) -> list[Way]:
        """A way for each subject that some course teaches, with its drawing."""
        return self._ways("subjects", "subject", lambda line: line.subjects)

    def _ways(self, name: str, word: str, words_of: Any) -> list[Way]:
        counts: dict[str, int] = {}
        for line in self.learning.lines:
            for one in dict.fromkeys(words_of(line)):
                counts[one] = counts.get(one, 0) + 1
        order = sorted(counts, key=lambda one: place_in(self.request, name, (one,)))
        return [self._way(name, word, one, counts[one]) for one in order]

    def _way(self, name: str, word: str, chosen: str, count: int) -> Way:
        root = self.request.district.site.root
        school = self.learning.chosen.school
        url = learn_url(self.request, root, "learn", **{word: chosen, "school": school})
        look = look_of(self.request, (chosen,)) if name == "subjects" else None
        return Way(label_of(self.request, name, chosen), url, count, look)

    @property
    def groups(self) -> list[Group]:
        """A school's own courses, and the district's for its grades."""
        return self.learning.groups

    @property
    def learn_url(self) -> str:
        return self.learning.url()

    def cards(self, type_name: str) -> list[Card]:
        """Return the first few: the newest news, the policies by code."""
        ids = self.outline.news if type_name == "news" else self.outline.policies
        found = (self.request.district.site.content(one) for one in ids[:SHOWN])
        known = [one for one in found if one is not None and self._is_known(one)]
        return [card_of(self.request, one) for one in known]

    def _is_known(self, content: Content) -> bool:
        return may_know(self.request.person, content, self.request.district)
