"""Reading a site's folders: every TOML file of content_types/ and workflows/, all checked."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from academe.definitions.checking import find_contradictions
from academe.definitions.choices import ChoiceList, Terms
from academe.definitions.definitions import Definitions
from academe.definitions.fields import Field
from academe.definitions.reading import as_table, check_name, fill, read_toml, suggest
from academe.definitions.roles import COMPUTED_ROLES, Role
from academe.definitions.types import ContentType
from academe.definitions.workflows import State, Transition, Workflow
from academe.errors import DefinitionError

Made = TypeVar("Made")


def defaults_folder() -> Path:
    """Return the folder of what ships with the package: content_types, workflows, themes, etc."""
    return Path(str(files("academe") / "defaults"))


def read_definitions(site_folder: Path | None = None) -> Definitions:
    """Read what the district wrote; a folder that the site does not have is the packaged one.

    Raises DefinitionError with one line for each thing that is wrong.
    """
    reading = _Reading(site_folder)
    definitions = reading.read()
    problems = reading.problems or find_contradictions(definitions)
    if problems:
        raise DefinitionError("\n".join(problems))
    return definitions


def find_problems(site_folder: Path | None = None) -> list[str]:
    """Return a sentence for each thing that is wrong with a site's files; [] if all is well."""
    try:
        read_definitions(site_folder)
    except DefinitionError as error:
        return str(error).splitlines()
    return []


class _Reading:
    """One walk through the files: goes on after a wrong file, so that all are told at once."""

    def __init__(self, site_folder: Path | None) -> None:
        self.site_folder = site_folder
        self.problems: list[str] = []
        self.hash = hashlib.sha256()

    def read(self) -> Definitions:
        roles = self.each_table("workflows", "roles.toml", _make_role)
        common = self.read_common()
        types = self.each_file(
            "content_types",
            lambda name, tables, where: _make_type(name, tables, where, common),
            without=("common",),
        )
        return Definitions(
            types=MappingProxyType(_let_in(types)),
            workflows=MappingProxyType(
                self.each_file("workflows", _make_workflow, without=("roles",))
            ),
            roles=_only(roles, computed=False),
            computed_roles=_only(roles, computed=True),
            choices=MappingProxyType(self.each_file("content_types/choices", _make_choices)),
            fingerprint=self.hash.hexdigest(),
        )

    def folder(self, name: str) -> Path:
        top = name.partition("/")[0]
        if self.site_folder is not None and (self.site_folder / top).is_dir():
            return self.site_folder / name
        return defaults_folder() / name

    def each_file(
        self,
        folder: str,
        make: Callable[[str, dict[str, Any], str], Made],
        without: tuple[str, ...] = (),
    ) -> dict[str, Made]:
        made = {}
        for path in sorted(self.folder(folder).glob("*.toml")):
            if path.stem in without or path.name.startswith("."):
                continue
            where = f"{folder}/{path.name}"
            try:
                name = check_name(path.stem, where)
                made[name] = make(name, self.tables(path, where), where)
            except DefinitionError as error:
                self.problems.append(str(error))
        return made

    def each_table(
        self, folder: str, file: str, make: Callable[[str, object, str], Made]
    ) -> dict[str, Made]:
        where = f"{folder}/{file}"
        try:
            tables = self.tables(self.folder(folder) / file, where)
            return {name: make(name, table, f"{where} [{name}]") for name, table in tables.items()}
        except DefinitionError as error:
            self.problems.append(str(error))
            return {}

    def read_common(self) -> tuple[dict[str, Field], dict[str, Field]]:
        where = "content_types/common.toml"
        try:
            tables = self.tables(self.folder("content_types") / "common.toml", where)
            for word in tables:
                if word not in ("before", "after"):
                    near = suggest(word, ("before", "after"))
                    raise DefinitionError(f"{where}: unknown word '{word}'.{near}")
            return (
                _make_fields(tables.get("before", {}), where, "before"),
                _make_fields(tables.get("after", {}), where, "after"),
            )
        except DefinitionError as error:
            self.problems.append(str(error))
            return {}, {}

    def tables(self, path: Path, where: str) -> dict[str, Any]:
        tables = read_toml(path, where)
        self.hash.update(f"{where}\0".encode() + path.read_bytes() + b"\0")
        return tables


def _make_type(
    name: str,
    tables: dict[str, Any],
    where: str,
    common: tuple[dict[str, Field], dict[str, Field]],
) -> ContentType:
    before, after = common
    own = _make_fields(tables.pop("fields", {}), where, "fields")
    # A common field that the type words anew stays where it is among the first ones, but a
    # last one stands where the type put it.
    fields = before | own | {key: field for key, field in after.items() if key not in own}
    return fill(ContentType, tables, where, name=name, fields=MappingProxyType(fields))


def _make_fields(tables: object, where: str, word: str) -> dict[str, Field]:
    made = {}
    for name, table in as_table(tables, f"{where} [{word}]").items():
        place = f"{where} [{word}.{name}]"
        made[check_name(name, place)] = fill(Field, table, place, name=name)
    return made


def _make_workflow(name: str, tables: dict[str, Any], where: str) -> Workflow:
    states = _make_each(State, tables.pop("states", {}), where, "states")
    steps = _make_each(Transition, tables.pop("transitions", {}), where, "transitions")
    return fill(Workflow, tables, where, name=name, states=states, transitions=steps)


def _make_each(cls: type[Made], tables: object, where: str, word: str) -> Mapping[str, Made]:
    made = {}
    for name, table in as_table(tables, f"{where} [{word}]").items():
        place = f"{where} [{word}.{name}]"
        made[check_name(name, place)] = fill(cls, table, place, name=name)
    return MappingProxyType(made)


def _make_role(name: str, table: object, where: str) -> Role:
    return fill(Role, table, where, name=check_name(name, where))


def _make_choices(name: str, tables: dict[str, Any], where: str) -> ChoiceList:
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


def _let_in(types: dict[str, ContentType]) -> dict[str, ContentType]:
    """Add to each type's `may_contain` the types that say `may_be_in` it."""
    added: dict[str, tuple[str, ...]] = {}
    for kind in types.values():
        for place in kind.may_be_in:
            added[place] = (*added.get(place, ()), kind.name)
    return {
        name: replace(kind, may_contain=tuple(dict.fromkeys(kind.may_contain + added[name])))
        if name in added
        else kind
        for name, kind in types.items()
    }


def _only(roles: dict[str, Role], *, computed: bool) -> Mapping[str, Role]:
    return MappingProxyType(
        {name: role for name, role in roles.items() if (name in COMPUTED_ROLES) is computed}
    )
