"""Copies contents: the copy is a draft of whoever copies, and remembers its source."""

from collections.abc import Mapping
from typing import Any

from academe.actions.access import may, sees_field
from academe.actions.answers import check_answers
from academe.actions.creating import check_may_add, first_state
from academe.actions.district import District
from academe.actions.naming import free_name
from academe.actions.placing import attach, hold_ancestors, note_links
from academe.actions.provenance import CREDITS, credited, origin_of_copy
from academe.actions.reading import values_for
from academe.actions.recording import record
from academe.actions.texts import relink
from academe.actions.writers import writers_of
from academe.errors import InvalidAnswers, Refused
from academe.store.content import Content, Text, new_id
from academe.store.people import Identity
from academe.wording import _


def copy(
    person: Identity,
    content: Content,
    target: Content,
    district: District,
    *,
    title: str | None = None,
) -> Content:
    """Copy what ``person`` may see of ``content`` and below into ``target``; return the copy.

    Values of fields that they may not see are left out; roles, states and
    published texts never come along. ``title``: of the copy; None: that of its
    source. Raises Refused, InvalidAnswers.
    """
    if values_for(person, content, district) is None:
        raise Refused(_("You may not copy this."))
    check_may_add(person, target, content.type_name, district)
    renamed = {} if title is None else _checked_title(content, title, district)
    hold_ancestors(target, district)
    pairs = _copy_tree(person, content, target, district)
    pairs[0][1]._values = {**pairs[0][1].values, **renamed}
    ids = {source.id: made.id for source, made in pairs}
    act = new_id()
    for source, made in pairs:
        _finish(person, source, made, ids, district, act)
    return pairs[0][1]


def _checked_title(content: Content, title: str, district: District) -> dict[str, Any]:
    """Return the title as it is stored; raises InvalidAnswers."""
    content_type = district.definitions.types[content.type_name]
    checked = check_answers(content_type, {"title": title}, district)
    if not checked["title"]:
        raise InvalidAnswers({"title": _("Please give the copy a title.")})
    return checked


def _copy_tree(
    person: Identity, content: Content, target: Content, district: District
) -> list[tuple[Content, Content]]:
    """Make the copies, parents first; what may not be seen is left out with all below it."""
    pairs: list[tuple[Content, Content]] = []
    waiting = [(content, target)]
    while waiting:
        source, parent = waiting.pop()
        values = values_for(person, source, district)
        if values is None:
            continue
        made = Content(source.type_name, _seen(person, source, values, district))
        made.created, made.created_by = district.now, person.id
        made._origin = origin_of_copy(person, source, district)
        if source is content:
            made._values = {**credits_above(person, source, district), **made.values}
        attach(parent, made, free_name(parent, source.__name__ or "copy"), district)
        district.site.enter(made)
        district.site.copies.insert((source.id, made.id))
        pairs.append((source, made))
        below = [child for child in source.children() if child is not pairs[0][1]]
        waiting.extend((child, made) for child in reversed(below))
    return pairs


def credits_above(person: Identity, source: Content, district: District) -> dict[str, Any]:
    """Return licence and credit as the places above a copied content give them.

    A course says them once for all its lessons; a lesson copied out of it must not lose them.
    """
    found = {name: credited(person, source, name, district) for name in CREDITS}
    fields = district.definitions.types[source.type_name].fields
    return {name: value for name, value in found.items() if name in fields and value is not None}


def _seen(
    person: Identity, source: Content, values: Mapping[str, Any], district: District
) -> dict[str, Any]:
    fields = district.definitions.types[source.type_name].fields
    return {
        name: value
        for name, value in values.items()
        if name in fields and sees_field(person, fields[name], source)
    }


def _finish(
    person: Identity,
    source: Content,
    made: Content,
    ids: Mapping[int, int],
    district: District,
    act: int,
) -> None:
    """Point links inside the copied tree at the copies, settle the state, write it down."""
    content_type = district.definitions.types[made.type_name]
    made._values = {
        name: _relinked(value, content_type.fields[name].type, ids)
        for name, value in made.values.items()
    }
    made.state = first_state(person, made, district)
    note_links(made, {}, made.values, content_type, district)
    parent = made.__parent__
    record(
        person,
        made,
        "copy",
        district,
        act=act,
        after={
            "values": made.values,
            "parent": parent.id if parent else None,
            "name": made.__name__,
            "state": made.state,
            "source": source.id,
            "writers": _writers_copied(person, source, district),
        },
    )


def _writers_copied(person: Identity, source: Content, district: District) -> tuple[int, ...]:
    """Return who wrote what is copied: a copy must not let them approve their own words."""
    is_working = may(person, "view", source, district.definitions)
    return tuple(sorted(set(writers_of(source)) - {person.id})) if is_working else ()


def _relinked(value: Any, kind: str, ids: Mapping[int, int]) -> Any:
    if isinstance(value, Text):
        html = relink(value.html, ids)
        return value if html == value.html else Text(html)
    if kind == "link":
        return ids.get(value, value)
    if kind == "links":
        return tuple(ids.get(target, target) for target in value)
    return value
