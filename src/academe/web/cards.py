"""What a list says of one content: title, kind, a few facts, and what lies in it."""

from collections.abc import Iterable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from pyramid.decorator import reify

from academe.actions.access import governing_state, may, sees_field
from academe.actions.reading import (
    readers_since,
    school_of,
    seen_children,
    text_in_force,
    title_in,
    values_for,
)
from academe.errors import NotThere
from academe.store.content import Content
from academe.web.in_languages import foreign
from academe.web.kinds import Kind, kind_of
from academe.web.showing import Shown, moment_text, name_text, plain_text
from academe.web.standards_shown import code_of
from academe.web.translating import translate
from academe.wording import _

OF_A_SCHOOL = frozenset({"course", "document", "event", "news"})
NUMBERED = frozenset({"unit", "lesson"})  # what lies between them keeps its place, unnumbered


class Card:
    """One content in a list; what costs something is made when the template asks for it."""

    def __init__(
        self, request: Any, content: Content, values: Any, levels: int, kind: Kind, url: str
    ) -> None:
        self.request, self.content, self.values, self._levels = request, content, values, levels
        self.id = content.id
        self.name = content.__name__ or ""
        self.title = title_in(values)
        self.summary = str(values.get("summary") or "")
        self.lang = foreign(request, values)
        self.type_name = content.type_name
        self.type_title, self.icon, self._shown = kind.title, kind.icon, kind.shown
        self.url = url
        # Said at once where there is nothing to ask for: most lists are long and plain.
        if content.state is None:
            self.state = None
        if not self._shown and content.type_name not in OF_A_SCHOOL:
            self.facts = self.told_facts = []
        if not kind.is_taught_in_weeks:
            self.week_text = ""

    @reify
    def state(self) -> SimpleNamespace | None:
        """The chip; None for readers, and where it is as its place."""
        return state_chip(self.request, self.content)

    @reify
    def facts(self) -> list[tuple[str, str]]:
        """(label, words) for the few answers that a list shows, in the file's order."""
        return [(label, text) for label, text, _lang in self.told_facts]

    @reify
    def told_facts(self) -> list[tuple[str, str, str | None]]:
        """The facts, each with its language where that is another than the page's."""
        request, content, values = self.request, self.content, self.values
        told = _school(request, content) if content.type_name in OF_A_SCHOOL else []
        for field, label in self._shown:
            if field.name in values and sees_field(request.person, field, content):
                lang = self.lang if field.type in ("text", "paragraph") else None
                told.append((label, plain_text(request, field, values[field.name]), lang))
        return told

    @property
    def changed(self) -> str:
        """The moment of the last change, in words; to mere readers when they got the text.

        That a revision was begun, when and by whom, is told to those who may view it.
        """
        if self.is_viewed:
            moment = self.content.changed
        else:
            district = self.request.district
            publication = text_in_force(self.request.person, self.content, district)
            moment = readers_since(publication, district) if publication else None
        return moment_text(self.request, moment) if moment else ""

    @property
    def changed_by(self) -> str:
        """The name of whoever changed it last; empty for mere readers."""
        return name_text(self.request, self.content.changed_by) if self.is_viewed else ""

    @reify
    def is_viewed(self) -> bool:
        """Whether the person may know of the working text."""
        request = self.request
        return may(request.person, "view", self.content, request.district.definitions)

    @property
    def is_numbered(self) -> bool:
        """Whether it counts among the units and lessons of what it lies in."""
        return self.type_name in NUMBERED

    @property
    def is_told_above(self) -> bool:
        """Whether its first fact is one that a course says for all its lessons."""
        named = (field.name for field, _label in self._shown if field.name in self.values)
        return next(named, "") in ("grades", "subjects")

    @reify
    def week_text(self) -> str:
        return week_text(self.request, self.values)

    @reify
    def objectives_html(self) -> str:
        """The objectives as safe HTML."""
        text = self.values.get("objectives")
        return Shown(self.request, self.content).rich(text.html) if text is not None else ""

    @property
    def standards(self) -> list[str]:
        named = self.values.get("standards") or ()
        return [code_of(self.request, name) for name, _kind in named]

    @reify
    def children(self) -> list["Card"]:
        """What lies in a course, unit or module, as deep as the list goes."""
        below = _below(self.request, self.content, self._levels)
        return cards_of(self.request, self.content, below, self._levels - 1)


def card_of(request: Any, content: Content, levels: int = 0) -> Card:
    """Return the card of a content that the person may know; ``levels`` of children with it."""
    values = values_for(request.person, content, request.district)
    if values is None:
        raise NotThere(_("There is nothing here."))
    kind, url = kind_of(request, content.type_name), str(request.address(content))
    return Card(request, content, values, levels, kind, url)


def cards_of(request: Any, place: Content, children: Iterable[Content], levels: int) -> list[Card]:
    """Return the cards of children of one place, as ``card_of`` does one by one."""
    person, district = request.person, request.district
    base = str(request.address(place)).rstrip("/")
    cards = []
    for child in children:
        values = values_for(person, child, district)
        if values is not None:
            kind = kind_of(request, child.type_name)
            cards.append(Card(request, child, values, levels, kind, f"{base}/{child.__name__}"))
    return cards


def _below(request: Any, content: Content, levels: int) -> list[Content]:
    if not levels or content.type_name not in ("course", "unit", "pd_module"):
        return []
    return [
        child
        for child in seen_children(request.person, content, request.district)
        if child.type_name not in ("image", "file")
    ]


def state_chip(request: Any, content: Content) -> SimpleNamespace | None:
    """Return title and looks of the state for those who may view the working text."""
    definitions = request.district.definitions
    if not may(request.person, "view", content, definitions):
        return None
    state = governing_state(request.person, content, definitions)
    return SimpleNamespace(title=request.say(state.title), looks=state.looks) if state else None


def _school(request: Any, content: Content) -> list[tuple[str, str, str | None]]:
    """Return whose course it is, where a list may hold those of several schools."""
    school = school_of(content)
    values = values_for(request.person, school, request.district)
    if school.type_name != "school" or school is request.context or values is None:
        return []
    return [(request.say(_("School")), title_in(values), foreign(request, values))]


def week_text(request: Any, values: Any) -> str:
    """Return ``Week 3`` or ``Weeks 3 to 5`` for a unit that says when it is taught."""
    first, weeks = values.get("starts_in_week"), values.get("weeks")
    return _week_text(first, weeks, request.language) if first or weeks else ""


@lru_cache(maxsize=2000)
def _week_text(first: int | None, weeks: int | None, language: str) -> str:
    if not first:
        text = _("${n} weeks", mapping={"n": weeks})
    elif not weeks or weeks <= 1:
        text = _("Week ${n}", mapping={"n": first})
    else:
        text = _("Weeks ${first} to ${last}", mapping={"first": first, "last": first + weeks - 1})
    return translate(text, language)
