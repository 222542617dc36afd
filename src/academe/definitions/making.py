"""Each of a district's files as what it describes: a type, a workflow, a role, a list of choices.

What is wrong in a file is told at once, a line for each thing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from academe.definitions.choices import ChoiceList, Terms
from academe.definitions.fields import Field
from academe.definitions.reading import as_table, check_name, fill, noting, refuse, suggest
from academe.definitions.roles import Role
from academe.definitions.types import ContentType
from academe.definitions.workflows import State, Transition, Workflow
from academe.errors import DefinitionError

Made = TypeVar("Made")


def make_type(
    name: str,
    tables: dict[str, Any],
    where: str,
    common: tuple[dict[str, Field], dict[str, Field]],
) -> ContentType:
    before, after = common
    problems, own = list[str](), dict[str, Field]()
    with noting(problems):
        own = make_fields(tables.pop("fields", {}), where, "fields")
    # A common field that the type words anew stays where it is among the first ones, but a
    # last one stands where the type put it.
    fields = before | own | {key: field for key, field in after.items() if key not in own}
    with noting(problems):
        kind = fill(ContentType, tables, where, name=name, fields=MappingProxyType(fields))
    refuse(problems)
    return kind


def make_fields(tables: object, where: str, word: str) -> dict[str, Field]:
    return dict(_make_each(Field, tables, where, word))


def make_workflow(name: str, tables: dict[str, Any], where: str) -> Workflow:
    problems = list[str]()
    states: Mapping[str, State] = {}
    steps: Mapping[str, Transition] = {}
    with noting(problems):
        states = _make_each(State, tables.pop("states", {}), where, "states")
    with noting(problems):
        steps = _make_each(Transition, tables.pop("transitions", {}), where, "transitions")
    with noting(problems):
        made = fill(Workflow, tables, where, name=name, states=states, transitions=steps)
    refuse(problems)
    return made


def _make_each(cls: type[Made], tables: object, where: str, word: str) -> Mapping[str, Made]:
    def make(name: str, table: object) -> Made:
        place = f"{where} [{word}.{name}]"
        return fill(cls, table, place, name=check_name(name, place))

    return MappingProxyType(make_each_of(as_table(tables, f"{where} [{word}]"), make))


def make_each_of(tables: Mapping[str, Any], make: Callable[[str, object], Made]) -> dict[str, Made]:
    """Make something of each table; raises DefinitionError with what is wrong in all of them."""
    problems, made = list[str](), dict[str, Made]()
    for name, table in tables.items():
        with noting(problems):
            made[name] = make(name, table)
    refuse(problems)
    return made


def make_role(name: str, table: object, where: str) -> Role:
    return fill(Role, table, where, name=check_name(name, where))


def make_choices(name: str, tables: dict[str, Any], where: str) -> ChoiceList:
    labels = as_table(tables.pop("labels", {}), f"{where} [labels]")
    for key, label in labels.items():
        if not isinstance(label, str) or not label.strip():
            raise DefinitionError(f"{where} [labels]: '{key}' must be text, not {label!r}.")
    terms = _make_terms(tables.pop("terms", {}), labels, where)
    return fill(
        ChoiceList, tables, where, name=name, labels=MappingProxyType(dict(labels)), terms=terms
    )


def _make_terms(tables: object, labels: Mapping[str, Any], where: str) -> Mapping[str, Terms]:
    made = {}
    for key, table in as_table(tables, f"{where} [terms]").items():
        place = f"{where} [terms.{key}]"
        if key not in labels:
            raise DefinitionError(f"{place}: there is no label '{key}'.{suggest(key, labels)}")
        made[key] = fill(Terms, table, place)
    return MappingProxyType(made)
