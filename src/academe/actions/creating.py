"""Makes new contents."""

from collections.abc import Mapping
from typing import Any

from academe.actions.access import governing_place, lets, may, workflow_at, workflow_name
from academe.actions.answers import check_answers, check_complete
from academe.actions.district import District
from academe.actions.naming import check_name, free_name, slug
from academe.actions.placing import attach, hold_ancestors, note_links, set_position
from academe.actions.recording import record
from academe.definitions.types import ContentType
from academe.errors import InvalidAnswers, Refused
from academe.store.content import NOTHING, Content
from academe.store.people import Identity
from academe.wording import _

DEEPEST = 40  # levels below the site: no page, path or walk grows beyond reason


def create(
    person: Identity,
    parent: Content,
    type_name: str,
    answers: Mapping[str, Any],
    district: District,
    *,
    name: str | None = None,
    position: int | None = None,
    origin: Mapping[str, Any] = NOTHING,
    act: int | None = None,
    note: str = "",
    what: str = "create",
    content_id: int | None = None,
    wanted_name: str = "",
) -> Content:
    """Make a content of ``type_name`` in ``parent`` as a draft of ``person``, and return it.

    ``name``: its short name in addresses; None makes one from ``wanted_name`` or the title.
    ``content_id``: an unused id of ``new_id``, where links to it are written beforehand.
    ``answers`` as ``check_answers`` takes them. Raises Refused, InvalidAnswers.
    """
    content_type = check_may_add(person, parent, type_name, district)
    values = kept(check_answers(content_type, answers, district, person))
    check_complete(content_type, values)
    content = Content(type_name, values)
    content.id = content_id or content.id
    if origin:
        content._origin = dict(origin)
    content.created, content.created_by = district.now, person.id
    hold_ancestors(parent, district)
    wanted = slug(wanted_name or str(values["title"]), type_name)
    attach(
        parent, content, check_name(name, parent) if name else free_name(parent, wanted), district
    )
    if position is not None:
        set_position(parent, content.__name__ or "", position)
    district.site.enter(content)
    content.state = first_state(person, content, district)
    note_links(content, NOTHING, values, content_type, district)
    after = {
        "values": values,
        "parent": parent.id,
        "name": content.__name__,
        "state": content.state,
    }
    record(person, content, what, district, after=after, note=note, act=act)
    return content


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without those that say "no answer"."""
    return {name: value for name, value in values.items() if value is not None}


def check_may_add(
    person: Identity, parent: Content, type_name: str, district: District
) -> ContentType:
    """Return the type's definition; raises Refused or InvalidAnswers if it may not be added."""
    if not may(person, "add", parent, district.definitions):
        raise Refused(_("You may not add anything here."))
    if sum(1 for _place in parent.lineage()) > DEEPEST:
        raise InvalidAnswers({"": _("This lies too deep. Please choose a place further up.")})
    if type_name not in addable_types(parent, district):
        raise InvalidAnswers({"": _("This kind of content does not belong here.")})
    return district.definitions.types[type_name]


def addable_types(parent: Content, district: District) -> tuple[str, ...]:
    """Return the names of the types that ``parent`` may contain."""
    found = district.definitions.types.get(parent.type_name)
    return () if found is None else found.may_contain


def first_state(person: Identity, content: Content, district: District) -> str | None:
    """Return the state that a content newly come to its place begins in.

    None where it follows its parent. Below a place whose text is closed for
    editing (published, in review) a follower begins with a state of its own, so
    that its author can write it and have it approved alone.
    """
    definitions = district.definitions
    own = workflow_name(content, definitions)
    if own is not None:
        return definitions.workflows[own].starts
    workflow, place = workflow_at(content, definitions), governing_place(content)
    if workflow is None or place is None:
        return None
    is_open = lets(person, "edit", content, definitions)
    return None if is_open and place.state not in workflow.published_states else workflow.starts
