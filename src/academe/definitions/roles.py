"""A role: what a person is at a place."""

from dataclasses import dataclass

# Found out for each person and place, never given: the visitor, whoever signed in, whoever
# works for the district, whoever made the content, whoever has it in their own area.
COMPUTED_ROLES = ("anyone", "signed_in", "staff", "creator", "owner")


@dataclass(frozen=True)
class Role:
    """One table of workflows/roles.toml."""

    name: str
    title: str
    summary: str = ""
    grants: tuple[str, ...] = ()  # roles that its holder may hand out

    @property
    def is_computed(self) -> bool:
        """Tell whether nobody can be given this role."""
        return self.name in COMPUTED_ROLES
