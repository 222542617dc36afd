"""What one can do with a content: its state, the steps of its workflow, the other actions."""

from functools import cached_property
from types import SimpleNamespace
from typing import Any

from academe.actions.access import governing_state, workflow_at
from academe.actions.choosing_workflow import may_choose
from academe.actions.creating import addable_types
from academe.actions.owning import area_around
from academe.actions.reading import differs_from_published
from academe.actions.stepping import steps_for
from academe.definitions.workflows import State
from academe.exchange.formats import EXPORTED
from academe.web.seeing import audience_sentence
from academe.wording import _

PARTS = {"course": ("unit", _("Add a unit")), "unit": ("lesson", _("Add a lesson"))}

USED = frozenset({"course", "unit", "lesson", "document"})
"""What "Use this" is offered on; copies of all else are made with "Copy"."""

COVERED = ("course", "school", "site")

Action = tuple[str, str, str, str]  # (name, title, address, icon)


class WorkBar:
    """The bar above a content, for one person."""

    def __init__(self, page: Any) -> None:
        self.page, self.request, self.content = page, page.request, page.content

    @cached_property
    def governing(self) -> State | None:
        return governing_state(self.page.person, self.content, self.page.definitions)

    @property
    def state(self) -> SimpleNamespace | None:
        """Title and looks of the state; None for readers."""
        if not self.page.is_viewer or self.governing is None:
            return None
        return SimpleNamespace(
            title=self.request.say(self.governing.title), looks=self.governing.looks
        )

    @cached_property
    def audience(self) -> tuple[str, str] | None:
        """(who can see it, address of the details), for those who may know that."""
        if not (self.page.can.edit or self.page.can.share):
            return None
        sentence = audience_sentence(self.request, self.content)
        return (sentence, self.request.address(self.content, "who-can-see")) if sentence else None

    @cached_property
    def is_draft_shown(self) -> bool:
        return self.page.is_viewer and differs_from_published(self.content)

    @cached_property
    def steps(self) -> list[tuple[str, str, str, bool]]:
        """(name, title, address, is it the main one) for each step that may be taken."""
        steps = steps_for(self.page.person, self.content, self.page.district)
        main = next((step for step in steps if self._is_offered_first(step)), None)
        address = self.request.address
        return [
            (
                step.name,
                self.request.say(step.title),
                address(self.content, "step", step.name),
                step is main,
            )
            for step in steps
        ]

    def _is_offered_first(self, step: Any) -> bool:
        """Say whether a step leads elsewhere, or publishes what readers do not have yet.

        One that takes a text from its readers is never the filled button: nobody
        shall do that by accident.
        """
        workflow, here = workflow_at(self.content, self.page.definitions), self.governing
        there = workflow.states.get(step.to) if workflow else None
        if here is None or there is None:
            return True
        takes_away = bool(set(here.read) - set(there.read))
        is_private = area_around(self.content) is not None  # finished, it is as closed as before
        if takes_away or self.asks_for_its_parts or is_private:
            return False
        return there is not here or self.is_draft_shown

    @cached_property
    def asks_for_its_parts(self) -> bool:
        """Say whether it is a course without a unit, or a unit without a lesson: add one first."""
        part = PARTS.get(self.content.type_name)
        if part is None or self.add_part is None or self.governing is None:
            return False
        has_parts = any(
            child.type_name not in ("image", "file") for child in self.content.children()
        )
        return self.governing.looks in ("draft", "revising") and not has_parts

    @cached_property
    def add_part(self) -> tuple[str, str] | None:
        """(title, address) to add what this is made of: a unit to a course, a lesson to a unit."""
        name, title = PARTS.get(self.content.type_name, ("", ""))
        if not self.page.can.add or name not in addable_types(self.content, self.page.district):
            return None
        return self.request.say(title), self.request.address(self.content, "add", name)

    @cached_property
    def actions(self) -> list[Action]:
        """What else one can do here, in the order of the bar."""
        page = self.page
        if not page.is_viewer and not page.can.add:
            return self._of_readers()
        can, has_parent = page.can, self.content.__parent__ is not None
        contains = page.may_contain
        rows = [
            (can.edit, "edit", _("Edit"), "pencil"),
            (can.add and bool(contains), "add", _("Add"), "plus-lg"),
            (bool(contains), "contents", _("Contents"), "list-ul"),
            (self.content.type_name in COVERED, "coverage", _("Coverage"), "list-check"),
            (can.share, "share", _("Share"), "people"),
            (can.history, "history", _("History"), "clock-history"),
            (can.edit and has_parent, "rename", _("Change the address"), "pencil-square"),
            (can.remove and has_parent, "move", _("Move"), "arrows-move"),
            (page.person.is_staff and self._is_used, "use", _("Use this"), "copy"),
            (
                page.person.is_signed_in and has_parent and not self.content.owner,
                "copy",
                _("Copy"),
                "copy",
            ),
            (can.add and {"course", "lesson"} & set(contains), "import", _("Import"), "upload"),
            (self.content.type_name in EXPORTED, "export", _("Export"), "download"),
            (self._may_choose_workflows, "workflows", _("Workflows here"), "signpost-split"),
            (can.remove and has_parent, "remove", _("Remove"), "trash"),
        ]
        return [self._action(name, title, icon) for ok, name, title, icon in rows if ok]

    @property
    def _may_choose_workflows(self) -> bool:
        page = self.page
        return bool(page.may_contain) and may_choose(page.person, self.content, page.district)

    def _of_readers(self) -> list[Action]:
        """Staff may copy what they read to a place of their own."""
        if not self.page.person.is_staff or self.content.__parent__ is None:
            return []
        if self._is_used:
            return [self._action("use", _("Use this"), "copy")]
        return [self._action("copy", _("Copy"), "copy")]

    @property
    def _is_used(self) -> bool:
        """Say whether it is used by copying; what lies in one's own area is in use already."""
        area = area_around(self.content)
        is_own = area is not None and area.owner == self.page.person.id
        return self.content.type_name in USED and not is_own

    def _action(self, name: str, title: Any, icon: str) -> Action:
        return name, self.request.say(title), self.request.address(self.content, name), icon
