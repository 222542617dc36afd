"""What a list says of one content: title, kind, a few facts, and what lies in it."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from academe.actions.access import governing_state, may
from academe.actions.reading import seen_children, seen_fields, values_for
from academe.errors import NotThere
from academe.store.content import Content
from academe.web.showing import Shown, duration_text, moment_text
from academe.wording import _


@dataclass(frozen=True)
class Card:
    """One content in a list."""

    id: int
    name: str
    title: str
    url: str
    summary: str
    type_name: str
    type_title: str
    icon: str
    state: SimpleNamespace | None  # None for readers
    facts: list[tuple[str, str]]
    changed: str  # a moment in words
    week_text: str
    objectives_html: str  # safe
    standards: list[str]
    values: Any
    children: list["Card"] = field(default_factory=list)
    unseen: bool = False  # readers do not see it (yet)


def card_of(request: Any, content: Content, levels: int = 0) -> Card:
    """Return the card of a content that the person may know; ``levels`` of children with it."""
    person, district = request.person, request.district
    values = values_for(person, content, district)
    if values is None:
        raise NotThere(_("There is nothing here."))
    found = district.definitions.types.get(content.type_name)
    return Card(
        id=content.id,
        name=content.__name__ or "",
        title=str(values.get("title", "")),
        url=request.address(content),
        summary=str(values.get("summary") or ""),
        type_name=content.type_name,
        type_title=request.say(found.title) if found else content.type_name,
        icon=found.icon if found else "file",
        state=state_chip(request, content),
        facts=_facts(request, content, values),
        changed=moment_text(request, content.changed) if content.changed else "",
        week_text=week_text(request, values),
        objectives_html=_objectives(request, content, values),
        standards=[code for code, _kind in values.get("standards") or ()],
        values=values,
        children=[
            card_of(request, child, levels - 1) for child in _below(request, content, levels)
        ],
    )


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


def _facts(request: Any, content: Content, values: Any) -> list[tuple[str, str]]:
    shown, say = Shown(request, content), request.say
    facts = []
    for one in seen_fields(request.person, content, request.district):
        value = values.get(one.name)
        if value and one.name in ("grades", "subjects", "code", "hours", "starts", "adopted_on"):
            facts.append((say(one.label), shown.text(one, value)))
    if values.get("duration"):
        facts.append((say(_("Time")), duration_text(request, values["duration"])))
    return facts


def week_text(request: Any, values: Any) -> str:
    """Return ``Week 3`` or ``Weeks 3 to 5`` for a unit that says when it is taught."""
    first, weeks = values.get("starts_in_week"), values.get("weeks")
    if not first:
        return str(request.say(_("${n} weeks", mapping={"n": weeks}))) if weeks else ""
    if not weeks or weeks <= 1:
        return str(request.say(_("Week ${n}", mapping={"n": first})))
    last = first + weeks - 1
    return str(request.say(_("Weeks ${first} to ${last}", mapping={"first": first, "last": last})))


def _objectives(request: Any, content: Content, values: Any) -> str:
    text = values.get("objectives")
    return (
        Shown(request, content).rich(text.html)
        if text is not None and content.type_name == "unit"
        else ""
    )
