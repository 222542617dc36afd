"""What no single file can tell: names that must exist elsewhere, states that cannot be reached."""

import re
from collections.abc import Iterable, Iterator

from academe.definitions.definitions import Definitions
from academe.definitions.fields import DATED, LINKED, LISTED, Field
from academe.definitions.reading import suggest
from academe.definitions.roles import COMPUTED_ROLES
from academe.definitions.types import ROOT_TYPE, ContentType
from academe.definitions.workflows import PERMISSIONS, Workflow

TOLD_TO_ALL = frozenset({"summary", "grades", "subjects", "language", "licence"})
"""Fields that lists show and search filters by, for whoever may know the content."""


def find_contradictions(definitions: Definitions) -> list[str]:
    """Return a sentence for each thing that does not fit; [] if all is well."""
    problems = [*_wrong_roles(definitions), *_wrong_root(definitions)]
    for kind in definitions.types.values():
        problems += _wrong_type(kind, definitions)
    for workflow in definitions.workflows.values():
        problems += _wrong_workflow(workflow, definitions)
    return problems


def _wrong_roles(definitions: Definitions) -> Iterator[str]:
    where = "workflows/roles.toml"
    for name in COMPUTED_ROLES:
        if name not in definitions.computed_roles:
            yield f"{where}: the table [{name}] is missing; it says how pages call this role."
    for role in (*definitions.roles.values(), *definitions.computed_roles.values()):
        for given in role.grants:
            if given in COMPUTED_ROLES:
                yield f"{where} [{role.name}]: nobody can be given '{given}'; it is computed."
            else:
                yield from _missing(
                    "role", (given,), definitions.roles, f"{where} [{role.name}]", "grants"
                )


def _wrong_root(definitions: Definitions) -> Iterator[str]:
    where = f"content_types/{ROOT_TYPE}.toml"
    if ROOT_TYPE not in definitions.types:
        yield f"{where}: this file is missing; it describes the first page and the whole site."
    elif definitions.types[ROOT_TYPE].follows:
        yield f"{where}: the word 'workflow' is missing; the site has nothing to follow."


def _wrong_type(kind: ContentType, definitions: Definitions) -> Iterator[str]:
    where = f"content_types/{kind.name}.toml"
    if kind.workflow is not None:
        yield from _missing("workflow", (kind.workflow,), definitions.workflows, where, "workflow")
    for word, names in (("may_contain", kind.may_contain), ("may_be_in", kind.may_be_in)):
        yield from _missing("content type", names, definitions.types, where, word)
    if ROOT_TYPE in kind.may_contain:
        yield f"{where}: 'may_contain' names '{ROOT_TYPE}', which contains everything else."
    yield from _missing("role", _some(kind.seen_by), _all_roles(definitions), where, "seen_by")
    yield from _wrong_title(kind, where)
    for field in kind.fields.values():
        yield from _wrong_field(field, definitions, f"{where} [fields.{field.name}]")


def _wrong_title(kind: ContentType, where: str) -> Iterator[str]:
    title = kind.fields.get("title")
    if title is None or title.type != "text" or not title.required or title.seen_by:
        yield f"{where}: the field 'title' must be a text, required and seen by everybody."


def _wrong_field(field: Field, definitions: Definitions, where: str) -> Iterator[str]:
    if field.type in LISTED and field.choices is None:
        yield f"{where}: the word 'choices' is missing; a '{field.type}' needs a list of choices."
    if field.calendar and field.type not in DATED:
        yield f"{where}: 'calendar' is for the types date and date_time, not for '{field.type}'."
    if field.choices is not None and field.type not in LISTED:
        yield f"{where}: 'choices' is for the types choice and choices, not for '{field.type}'."
    if field.to and field.type not in LINKED:
        yield f"{where}: 'to' is for the types link and links, not for '{field.type}'."
    if field.pattern is not None:
        yield from _wrong_pattern(field, where)
    yield from _missing("list of choices", _some(field.choices), definitions.choices, where)
    yield from _missing("content type", field.to, definitions.types, where, "to")
    yield from _missing("role", _some(field.seen_by), _all_roles(definitions), where, "seen_by")
    if field.seen_by and (field.name in TOLD_TO_ALL or field.type == "standards"):
        yield f"{where}: 'seen_by' cannot hold here; lists and search show it to all readers."


def _wrong_pattern(field: Field, where: str) -> Iterator[str]:
    if field.type != "text":
        yield f"{where}: 'pattern' is for the type text, not for '{field.type}'."
    try:
        re.compile(str(field.pattern))
    except re.error as error:
        yield f"{where}: the pattern {field.pattern!r} is not a regular expression: {error}."


def _wrong_workflow(workflow: Workflow, definitions: Definitions) -> Iterator[str]:
    where = f"workflows/{workflow.name}.toml"
    yield from _missing("state", (workflow.starts,), workflow.states, where, "starts")
    for state in workflow.states.values():
        place = f"{where} [states.{state.name}]"
        for word in (*PERMISSIONS, "waits_for"):
            roles = getattr(state, word)
            yield from _missing("role", roles, _all_roles(definitions), place, word)
    for step in workflow.transitions.values():
        place = f"{where} [transitions.{step.name}]"
        yield from _missing("state", step.from_, workflow.states, place, "from")
        yield from _missing("state", (step.to,), workflow.states, place, "to")
        yield from _missing("role", step.by, _all_roles(definitions), place, "by")
        for word, names in (("from", step.from_), ("by", step.by)):
            if not names:
                yield f"{place}: '{word}' is empty, so nobody can ever take this step."
    yield from _unreachable(workflow, where)
    yield from _held_by_nobody(workflow, where)


def _unreachable(workflow: Workflow, where: str) -> Iterator[str]:
    reached, before = {workflow.starts}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {
            step.to for step in workflow.transitions.values() if before.intersection(step.from_)
        }
    for name in workflow.states:
        if name not in reached:
            yield f"{where} [states.{name}]: no step leads here from '{workflow.starts}'."


def _held_by_nobody(workflow: Workflow, where: str) -> Iterator[str]:
    for permission in PERMISSIONS:
        if not any(state.roles_for(permission) for state in workflow.states.values()):
            yield f"{where}: no state gives anybody '{permission}'."


def _missing(
    what: str, names: Iterable[str], known: Iterable[str], where: str, word: str = ""
) -> Iterator[str]:
    known = list(known)
    for name in names:
        if name not in known:
            place = f"'{word}': " if word else ""
            yield f"{where}: {place}there is no {what} '{name}'.{suggest(name, known)}"


def _some(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _all_roles(definitions: Definitions) -> tuple[str, ...]:
    return (*definitions.roles, *definitions.computed_roles)
