"""Which workflow rules a content and all below it, where it lies or where it would lie."""

from collections.abc import Mapping

from academe.actions.access import workflow_at
from academe.definitions.definitions import Definitions
from academe.store.content import Content, subtree

LOOKED_AT = 500  # contents: what a page about one of them may cost


def chosen_in(place: Content | None) -> dict[str, str]:
    """Return {type: workflow} as ``place`` and the places above chose it for what lies in it."""
    chosen: dict[str, str] = {}
    for above in reversed(list(place.lineage()) if place is not None else []):
        chosen.update(above.workflow_below)
    return chosen


def named_in(chosen: Mapping[str, str], type_name: str) -> str | None:
    """Return the workflow that a choice names for a type that has one; None: that of its file."""
    return chosen.get("*") or chosen.get(type_name)


def workflow_named_at(place: Content, definitions: Definitions) -> str | None:
    """Return the name of the workflow that governs ``place``; None if the files have none."""
    workflow = workflow_at(place, definitions)
    return None if workflow is None else workflow.name


def opening_roles(content: Content, definitions: Definitions) -> set[str]:
    """Return the roles that open anything, here or below, in the workflows in force there.

    Those of every workflow where more lies below than is looked at.
    """
    names = {workflow_named_at(content, definitions)}
    chosen, types = chosen_in(content), definitions.types
    for name in types_below(content.type_name, definitions):
        if own := types[name].workflow:
            names.add(named_in(chosen, name) or own)
    for number, place in enumerate(subtree(content)):
        names.update(place.workflow_below.values())
        if number == LOOKED_AT:
            names.update(definitions.workflows)
            break
    found = [one for one in definitions.workflows.values() if one.name in names]
    return {role for workflow in found for role in workflow.named_roles()}


def types_below(type_name: str, definitions: Definitions) -> set[str]:
    """Return the types that may lie in one, however deep."""
    found: set[str] = set()
    waiting = [type_name]
    while waiting:
        one = definitions.types.get(waiting.pop())
        new = set(one.may_contain) - found if one else set()
        found |= new
        waiting.extend(new)
    return found


def workflows_below(
    content: Content,
    chosen: Mapping[str, str],
    followed: str | None,
    definitions: Definitions,
    *,
    own_choice: Mapping[str, str] | None = None,
) -> dict[int, str | None]:
    """Return {id: workflow name} for ``content`` and all below it.

    ``chosen``: as ``chosen_in`` says of the place in which it lies.
    ``followed``: the workflow of that place, which rules what has none of its own.
    ``own_choice``: instead of what ``content`` itself chose for what lies in it.
    """
    choices: dict[int, Mapping[str, str]] = {content.id: chosen}
    names: dict[int, str | None] = {}
    for place in subtree(content):
        parent = None if place is content else place.__parent__
        if parent is not None:
            is_top = parent is content and own_choice is not None
            added = own_choice if is_top else parent.workflow_below
            choices[place.id] = {**choices[parent.id], **(added or {})}
        found = definitions.types.get(place.type_name)
        own = choices[place.id].get(place.type_name) or (found.workflow if found else None)
        own = choices[place.id].get("*", own) if own else None  # in an own area: its workflow
        names[place.id] = own or (followed if parent is None else names[parent.id])
    return names
