"""What the template of a content asks for: the content as the reader may see it."""

from functools import cached_property
from html import escape
from types import SimpleNamespace
from typing import Any, NamedTuple

from academe.actions.access import (
    governing_place,
    governing_state,
    may,
    today_of,
)
from academe.actions.reading import (
    differs_from_published,
    seen_children,
    seen_fields,
    text_in_force,
    values_for,
)
from academe.actions.stepping import steps_for
from academe.definitions.workflows import PERMISSIONS, State
from academe.errors import NotThere
from academe.store.content import Content
from academe.store.files import StoredFile
from academe.web.cards import Card, card_of
from academe.web.front_page import FrontPage
from academe.web.showing import Shown, day_text, duration_text, size_text
from academe.wording import _

COMMON = {
    "title",
    "summary",
    "language",
    "licence",
    "author_credit",
    "visible_from",
    "visible_until",
}
"""Fields that the page shows in its head or among its facts, never as a section."""

FACTS = (
    "text",
    "number",
    "date",
    "date_time",
    "yes_no",
    "choice",
    "choices",
    "duration",
    "standards",
)
"""Field types short enough for the rail of facts."""


class ShownField(NamedTuple):
    """One answer, ready for a template."""

    name: str
    label: str
    type: str
    value_html: str  # safe
    is_empty: bool
    seen_by: str | None


class GlanceRow(NamedTuple):
    """One unit in the table that shows a course at a glance."""

    title: str
    url: str
    weeks: str
    objectives_html: str  # safe
    standards: list[str]


def all_standards(card: Card) -> list[str]:
    """Return the codes of a unit and of its lessons, each once, in their order."""
    codes = [code for one in (card, *card.children) for code in one.standards]
    return list(dict.fromkeys(codes))


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
        self.title = str(values.get("title", ""))
        self.summary = str(values.get("summary") or "")
        self.title_lang = values.get("language") or request.registry.academe_settings.language
        self.url = request.address(content)

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
    def governing(self) -> State | None:
        return governing_state(self.person, self.content, self.definitions)

    @property
    def state(self) -> SimpleNamespace | None:
        """The chip, for those who work here; readers need none."""
        if not self.is_viewer or self.governing is None:
            return None
        return SimpleNamespace(
            title=self.request.say(self.governing.title), looks=self.governing.looks
        )

    @property
    def is_draft_shown(self) -> bool:
        return self.is_viewer and differs_from_published(self.content)

    @cached_property
    def fields(self) -> list[ShownField]:
        return [
            self._shown(field) for field in seen_fields(self.person, self.content, self.district)
        ]

    def _shown(self, field: Any) -> ShownField:
        html = self.shown.html(field, self.values.get(field.name))
        label = str(self.request.say(field.label))
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

    @property
    def sections(self) -> list[ShownField]:
        """The answers that are shown as sections, in the file's order."""
        return [
            f
            for f in self.fields
            if f.name not in COMMON and f.type not in FACTS and not f.is_empty
        ]

    @cached_property
    def facts(self) -> list[tuple[str, str, str]]:
        """(label, value, "text" or "html") for the rail."""
        say = self.request.say
        facts: list[tuple[str, str, str]] = []
        if self.is_viewer:
            facts += self._work_facts()
        for field in self.fields:
            if field.type in FACTS and not field.is_empty and field.name not in {"title", "code"}:
                if (
                    field.name in {"visible_from", "visible_until", "language"}
                    and not self.is_viewer
                ):
                    continue
                facts.append((field.label, field.value_html, "html"))
        if self.in_force_text:
            facts.append((say(_("In force")), self.in_force_text, "text"))
        return facts

    def _work_facts(self) -> list[tuple[str, str, str]]:
        say = self.request.say
        place = governing_place(self.content)
        facts = []
        if self.can.edit or self.can.share:
            href = self.request.address(self.content, "who-can-see")
            link = f'<a href="{href}">{escape(say(_("Who can see this?")))}</a>'
            facts.append((say(_("Seen by")), link, "html"))
        if self.content._origin.get("report"):
            href = self.request.address(self.content, "import-report")
            link = f'<a href="{href}">{escape(say(_("What came in")))}</a>'
            facts.append((say(_("Imported")), link, "html"))
        if (
            place is not None
            and place is not self.content
            and may(self.person, "view", place, self.definitions)
        ):
            card = card_of(self.request, place)
            facts.append(
                (
                    say(_("Published with")),
                    f'<a href="{card.url}" dir="auto">{escape(card.title)}</a>',
                    "html",
                )
            )
        return facts

    @cached_property
    def in_force_text(self) -> str:
        """Since when the text shown leads, and what is coming."""
        say = self.request.say
        if self.publication is None:
            return ""
        since = self.publication.in_force_from
        text = (
            say(_("since ${day}", mapping={"day": day_text(self.request, since)})) if since else ""
        )
        coming = self.content._coming
        if (
            self.is_viewer
            and coming is not None
            and coming is not self.publication
            and coming.in_force_from
        ):
            day = day_text(self.request, coming.in_force_from)
            text = f"{text} {say(_('a new text from ${day}', mapping={'day': day}))}".strip()
        return text

    @cached_property
    def children(self) -> list[Card]:
        """The children that the reader may know, each with what a list shows of it."""
        return [
            card_of(self.request, child, 1)
            for child in seen_children(self.person, self.content, self.district)
        ]

    @cached_property
    def at_a_glance(self) -> list["GlanceRow"]:
        """The units of a course with weeks, objectives, and the standards of all their lessons."""
        return [
            GlanceRow(
                card.title, card.url, card.week_text, card.objectives_html, all_standards(card)
            )
            for card in self.children
            if card.type_name == "unit"
        ]

    @cached_property
    def front(self) -> Any:
        """What the front page and a school's page lead to beside their children."""
        return FrontPage(self.request, self.content)

    @property
    def grades(self) -> list[tuple[str, str]]:
        return list(self.front.grades)

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return list(self.front.subjects)

    @property
    def schools(self) -> list[tuple[str, str]]:
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
            media_type=stored.media_type,
        )

    @property
    def notices(self) -> list[tuple[str, str]]:
        """What one must know before reading: an unpublished change, dates that hide it."""
        say = self.request.say
        notices = []
        until = self.values.get("visible_until")
        if until is not None and until < today_of(self.person):
            notices.append(
                (
                    "warning",
                    say(
                        _(
                            "Readers could see this until ${day}.",
                            mapping={"day": day_text(self.request, until)},
                        )
                    ),
                )
            )
        first = self.values.get("visible_from")
        if self.is_viewer and first is not None and first > today_of(self.person):
            notices.append(
                (
                    "info",
                    say(
                        _(
                            "Readers will see this from ${day} on.",
                            mapping={"day": day_text(self.request, first)},
                        )
                    ),
                )
            )
        return notices

    @cached_property
    def steps(self) -> list[tuple[str, str, str, bool]]:
        """(name, title, address, is it the main one) for each step that may be taken."""
        steps = steps_for(self.person, self.content, self.district)
        main = self._main_step(steps)
        return [
            (
                step.name,
                self.request.say(step.title),
                self.request.address(self.content, "step", step.name),
                step is main,
            )
            for step in steps
        ]

    def _main_step(self, steps: list[Any]) -> Any:
        """The one filled button: the first step of the file, unless it would change nothing."""
        for step in steps:
            same_state = self.governing is not None and step.to == self.governing.name
            if not (same_state and not self.is_draft_shown):
                return step
        return None

    @cached_property
    def actions(self) -> list[tuple[str, str, str, str]]:
        """(name, title, address, icon) of the other things that one can do here."""
        if not self.is_viewer and not self.can.add:
            return [*self._copying()]
        here, say = self.request.address, self.request.say
        can, content = self.can, self.content
        has_parent = content.__parent__ is not None
        rows = [
            (can.edit, "edit", _("Edit"), "pencil"),
            (can.add and self._holds_others, "add", _("Add"), "plus-lg"),
            (self._holds_others, "contents", _("Contents"), "list-ul"),
            (can.share, "share", _("Share"), "people"),
            (can.history, "history", _("History"), "clock-history"),
            (can.edit and has_parent, "rename", _("Rename"), "pencil-square"),
            (can.remove and has_parent, "move", _("Move"), "arrows-move"),
            (self.person.is_signed_in and has_parent, "copy", _("Copy"), "copy"),
            (can.add and "course" in self._may_contain, "import", _("Import"), "upload"),
            (can.remove and has_parent, "remove", _("Remove"), "trash"),
        ]
        return [
            (name, say(title), here(content, name), icon)
            for allowed, name, title, icon in rows
            if allowed
        ]

    def _copying(self) -> list[tuple[str, str, str, str]]:
        if not self.person.is_staff or self.content.__parent__ is None:
            return []
        return [
            (
                "copy",
                self.request.say(_("Copy")),
                self.request.address(self.content, "copy"),
                "copy",
            )
        ]

    @property
    def _holds_others(self) -> bool:
        return bool(self._may_contain)

    @property
    def _may_contain(self) -> tuple[str, ...]:
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
