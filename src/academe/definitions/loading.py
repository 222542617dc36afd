"""Reading a site's folders: every TOML file of content_types/ and workflows/, all checked."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from academe.definitions.checking import find_contradictions
from academe.definitions.choices import ChoiceList
from academe.definitions.definitions import Definitions
from academe.definitions.fields import Field
from academe.definitions.making import (
    make_choices,
    make_each_of,
    make_fields,
    make_role,
    make_type,
    make_workflow,
)
from academe.definitions.reading import check_name, noting, read_toml, refuse, suggest
from academe.definitions.roles import COMPUTED_ROLES, Role
from academe.definitions.types import ContentType
from academe.definitions.workflows import Workflow
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
    refuse([*reading.problems, *reading.contradictions(definitions)])
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
        self.unread: dict[str, list[str]] = {}  # {folder: names of files that cannot be read}
        self.hash = hashlib.sha256()

    def read(self) -> Definitions:
        roles = self.each_table("workflows", "roles.toml", make_role)
        common = self.read_common()
        types = self.each_file(
            "content_types",
            lambda name, tables, where: make_type(name, tables, where, common),
            without=("common",),
        )
        return Definitions(
            types=MappingProxyType(_let_in(types)),
            workflows=MappingProxyType(
                self.each_file("workflows", make_workflow, without=("roles",))
            ),
            roles=_only(roles, computed=False),
            computed_roles=_only(roles, computed=True),
            choices=MappingProxyType(self.each_file("content_types/choices", make_choices)),
            fingerprint=self.hash.hexdigest(),
        )

    def contradictions(self, definitions: Definitions) -> list[str]:
        """Return what does not fit together among the files that could be read.

        A file that could not be read is there all the same: others may name it. Without
        the roles, or the fields that every type has, nothing else could be told.
        """
        if self.unread.keys() & {"roles.toml", "common.toml"}:
            return []
        found = find_contradictions(_with_unread(definitions, self.unread))
        files = tuple(
            f"{folder}/{one}.toml" for folder in self.unread for one in self.unread[folder]
        )
        return [problem for problem in found if not problem.startswith(files)]

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
                self.unread.setdefault(folder, []).append(path.stem)
        return made

    def each_table(
        self, folder: str, file: str, make: Callable[[str, object, str], Made]
    ) -> dict[str, Made]:
        where = f"{folder}/{file}"
        try:
            tables = self.tables(self.folder(folder) / file, where)
            return make_each_of(tables, lambda name, table: make(name, table, f"{where} [{name}]"))
        except DefinitionError as error:
            self.problems.append(str(error))
            self.unread[file] = []
            return {}

    def read_common(self) -> tuple[dict[str, Field], dict[str, Field]]:
        where = "content_types/common.toml"
        try:
            tables = self.tables(self.folder("content_types") / "common.toml", where)
            for word in tables:
                if word not in ("before", "after"):
                    near = suggest(word, ("before", "after"))
                    raise DefinitionError(f"{where}: unknown word '{word}'.{near}")
            problems: list[str] = []
            before, after = dict[str, Field](), dict[str, Field]()
            with noting(problems):
                before = make_fields(tables.get("before", {}), where, "before")
            with noting(problems):
                after = make_fields(tables.get("after", {}), where, "after")
            refuse(problems)
        except DefinitionError as error:
            self.problems.append(str(error))
            self.unread["common.toml"] = []
            return {}, {}
        return before, after

    def tables(self, path: Path, where: str) -> dict[str, Any]:
        tables = read_toml(path, where)
        self.hash.update(f"{where}\0".encode() + path.read_bytes() + b"\0")
        return tables


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


def _with_unread(definitions: Definitions, unread: Mapping[str, list[str]]) -> Definitions:
    """Return the definitions with an empty thing for each file that could not be read."""
    types = {name: ContentType(name, name, {}) for name in unread.get("content_types", ())}
    flows = {name: Workflow(name, name, "", {}, {}) for name in unread.get("workflows", ())}
    lists = {name: ChoiceList(name, name, {}) for name in unread.get("content_types/choices", ())}
    return replace(
        definitions,
        types={**definitions.types, **types},
        workflows={**definitions.workflows, **flows},
        choices={**definitions.choices, **lists},
    )


def _only(roles: dict[str, Role], *, computed: bool) -> Mapping[str, Role]:
    return MappingProxyType(
        {name: role for name, role in roles.items() if (name in COMPUTED_ROLES) is computed}
    )
