"""All that a district wrote about types, workflows, roles and choices, read and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from academe.definitions.choices import ChoiceList, Terms
from academe.definitions.roles import Role
from academe.definitions.types import ContentType
from academe.definitions.workflows import Workflow


@dataclass(frozen=True, eq=False)
class Definitions:
    """What `read_definitions` returns; two readings are never equal, their fingerprints may be."""

    types: Mapping[str, ContentType]
    workflows: Mapping[str, Workflow]
    roles: Mapping[str, Role]  # those that can be given
    computed_roles: Mapping[str, Role]  # those of COMPUTED_ROLES: titles for pages
    choices: Mapping[str, ChoiceList]
    fingerprint: str  # SHA-256 of all files, hex

    def terms_of(self, licence: str | None) -> Terms | None:
        """Return what a licence allows; None if the files do not say, or there is none."""
        listed = self.choices.get("licences")
        return None if listed is None else listed.terms.get(licence or "")

    def workflow_of(self, type_name: str) -> str | None:
        """Return the name of a type's workflow; None if it follows what it lies in."""
        return self.types[type_name].workflow

    def role(self, name: str) -> Role:
        """Return a role, whether it is given or computed."""
        return self.roles[name] if name in self.roles else self.computed_roles[name]

    def grants_of(self, role_names: Iterable[str]) -> frozenset[str]:
        """Return the roles that the holder of these roles may hand out.

        A role that is still held but no longer in roles.toml hands out nothing.
        """
        known = {**self.roles, **self.computed_roles}
        return frozenset(
            given for name in role_names if name in known for given in known[name].grants
        )
