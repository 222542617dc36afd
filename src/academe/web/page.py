"""What the template of a content asks for: the content as the reader may see it."""

from functools import cached_property
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import quote

from academe.actions.access import may, sees_field
from academe.actions.reading import (
    seen_fields,
    text_in_force,
    title_in,
    values_for,
)
from academe.definitions.workflows import PERMISSIONS
from academe.errors import NotThere
from academe.store.content import Content
from academe.store.files import StoredFile
from academe.web.cards import Card, cards_of
from academe.web.changes import changes_for_review
from academe.web.collecting import Collected
from academe.web.file_words import words_told
from academe.web.front_page import FrontPage
from academe.web.glancing import GlanceRow, glance_of
from academe.web.in_languages import Version, versions_of, what_is_missing
from academe.web.kinds import kind_of
from academe.web.neighbours import Neighbour, Neighbours, neighbours_of
from academe.web.page_facts import facts_of_page, in_force_text, notices_of_page
from academe.web.showing import Shown, duration_text, media_text, size_text
from academe.web.slices import Slice, slice_of
from academe.web.unshown import unshown_children
from academe.web.work_bar import WorkBar
from academe.wording import _

CHILDREN_AT_ONCE = 200


class ShownField(NamedTuple):
    """One answer, ready for a template."""

    name: str
    label: str
    type: str
    value_html: str  # safe
    is_empty: bool
    seen_by: str | None


class Page:
    """One content for one reader; each part is made when the template asks for it."""

    def __init__(self, request: Any, content: Content, *, working: bool = True) -> None:
        self.request, self.content = request, content
        self.district, self.person = request.district, request.person
        self.definitions = request.district.definitions
        self.is_viewer = working and may(self.person, "view", content, self.definitions)
        publication = text_in_force(self.person, content, self.district)
        values = values_for(self.person, content, self.district) if working else None
        if values is None and publication is not None:
            values = publication.values
        if values is None:
            raise NotThere(_("There is nothing here."))
        self.values, self.publication = values, publication
        self.shown = Shown(request, content)
        self.content_type = self.definitions.types.get(content.type_name)
        self.type_name = content.type_name
        self.title = title_in(values)
        self.summary = str(values.get("summary") or "")
        self.title_lang = values.get("language") or request.registry.academe_settings.language
        self.url = request.address(content)

    @property
    def whole_title(self) -> str:
        """The title of the page itself; elsewhere a long one is shortened."""
        return str(self.values.get("title", ""))

    @property
    def type_title(self) -> str:
        found = self.content_type
        return str(self.request.say(found.title)) if found else self.type_name

    @property
    def icon(self) -> str:
        return self.content_type.icon if self.content_type else "file"

    @cached_property
    def can(self) -> SimpleNamespace:
        """Booleans by permission word, and ``history``."""
        can = {word: may(self.person, word, self.content, self.definitions) for word in PERMISSIONS}
        return SimpleNamespace(**can, history=can["view"])

    @cached_property
    def work(self) -> WorkBar:
        """State, steps and actions, for those who may do more than read."""
        return WorkBar(self)

    @property
    def state(self) -> SimpleNamespace | None:
        """The chip, for those who work here; readers need none."""
        return self.work.state

    @property
    def is_draft_shown(self) -> bool:
        return self.work.is_draft_shown

    @property
    def steps(self) -> list[tuple[str, str, str, bool]]:
        return self.work.steps

    @property
    def actions(self) -> list[tuple[str, str, str, str]]:
        return self.work.actions

    @property
    def add_part(self) -> tuple[str, str] | None:
        """(title, address) to add a unit to a course or a lesson to a unit."""
        return self.work.add_part

    @cached_property
    def changes(self) -> Any:
        """What changed since it was published, where it waits for a review; else None."""
        return changes_for_review(self)

    @cached_property
    def facts(self) -> list[tuple[str, str, str]]:
        """(label, value, "text" or "html") for the rail."""
        return facts_of_page(self)

    @cached_property
    def translations(self) -> list[Version]:
        """The same in other languages, as far as the reader may know of it."""
        return versions_of(self.request, self.content)

    @property
    def no_translation(self) -> str:
        """That there is none in the reader's language; empty where there is."""
        return what_is_missing(self.request, self.values, self.translations)

    @property
    def in_force_text(self) -> str:
        return in_force_text(self)

    @property
    def notices(self) -> list[tuple[str, str]]:
        """(kind, sentence): what one must know before reading."""
        return notices_of_page(self)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The one before and the one after, in teaching order."""
        return neighbours_of(self.request, self.content)

    @property
    def before(self) -> Neighbour | None:
        return self.neighbours[0]

    @property
    def after(self) -> Neighbour | None:
        return self.neighbours[1]

    @cached_property
    def fields(self) -> list[ShownField]:
        return [
            self._shown(field, label)
            for field, label in kind_of(self.request, self.type_name).fields
            if sees_field(self.person, field, self.content)
        ]

    def _shown(self, field: Any, label: str) -> ShownField:
        html = self.shown.html(field, self.values.get(field.name))
        return ShownField(field.name, label, field.type, html, not html, field.seen_by)

    def field(self, name: str) -> ShownField | None:
        """Return a field; None if there is none of this name for this reader."""
        return next((found for found in self.fields if found.name == name), None)

    def html(self, name: str) -> str:
        """Return safe HTML; empty where ``field`` is None or not answered."""
        found = self.field(name)
        return found.value_html if found else ""

    def text(self, name: str) -> str:
        """Return one line of plain words; empty where ``field`` would be."""
        for field in seen_fields(self.person, self.content, self.district):
            if field.name == name:
                return self.shown.text(field, self.values.get(name))
        return ""

    @cached_property
    def slice(self) -> Slice:
        """The children of this page; a large place is read two hundred at a time."""
        start = self.request.GET.get("from", "")
        return slice_of(self.request, self.content, start, CHILDREN_AT_ONCE)

    @cached_property
    def children(self) -> list[Card]:
        """The children that the reader may know, each with what a list shows of it."""
        return cards_of(self.request, self.content, self.slice.children, 1)

    @cached_property
    def collected(self) -> Collected:
        """What a collection lists for this reader."""
        return Collected(self.request, self.content, self.values)

    @cached_property
    def unshown(self) -> list[Card]:
        """The children that the text does not show or lead to."""
        return unshown_children(self)

    @property
    def pages(self) -> SimpleNamespace | None:
        """The ways to the children before and after; None where all are shown."""
        before, after = self.slice.before, self.slice.after
        if before is None and after is None:
            return None
        return SimpleNamespace(
            count=2,
            numbers=(),
            before_url=None if before is None else self._from(before),
            next_url=None if after is None else self._from(after),
        )

    def _from(self, name: str) -> str:
        return f"{self.url}?from={quote(name)}" if name else self.url

    @cached_property
    def at_a_glance(self) -> list[GlanceRow]:
        """The units of a course with weeks, objectives, and the standards of all their lessons."""
        return glance_of(self.children)

    @cached_property
    def front(self) -> Any:
        """What the front page and a school's page lead to beside their children."""
        return FrontPage(self.request, self.content)

    @property
    def year_url(self) -> str:
        """Where a course tells families what their child learns."""
        return str(self.request.address(self.content, "year"))

    @property
    def grades(self) -> list[tuple[str, str]]:
        return list(self.front.grades)

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return list(self.front.subjects)

    @property
    def schools(self) -> list[tuple[str, str, str]]:
        return list(self.front.schools)

    @property
    def news(self) -> list[Card]:
        return list(self.front.cards("news"))

    @property
    def policies(self) -> list[Card]:
        return list(self.front.cards("policy"))

    @property
    def picture_url(self) -> str | None:
        stored = self.values.get("picture")
        return (
            self.request.address(self.content, "file", "picture")
            if isinstance(stored, StoredFile)
            else None
        )

    @property
    def download(self) -> SimpleNamespace | None:
        stored = self.values.get("file")
        if not isinstance(stored, StoredFile):
            return None
        return SimpleNamespace(
            url=self.request.address(self.content, "file", "file"),
            name=stored.name,
            size_text=size_text(stored.size, self.request.language),
            media_type=media_text(stored.media_type, stored.name),
            words=self._words_told(stored) if self.can.view else "",
        )

    def _words_told(self, stored: StoredFile) -> str:
        return str(self.request.say(words_told(stored, self.district)))

    @property
    def may_contain(self) -> tuple[str, ...]:
        return self.content_type.may_contain if self.content_type else ()

    @property
    def duration(self) -> str:
        minutes = self.values.get("duration")
        return duration_text(self.request, minutes) if minutes else ""

    def finish(self, response: Any) -> Any:
        """Say how long a public page may be kept; pages of the signed-in are never stored."""
        if self.person.is_signed_in:
            response.headers["Cache-Control"] = "no-store"
        return response
