"""A content type: what a district calls a course, a lesson, a policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from academe.definitions.fields import Field

ROOT_TYPE = "site"  # the type of the tree's root; the only one that nothing contains


@dataclass(frozen=True)
class ContentType:
    """The words of one file in content_types/."""

    name: str
    title: str
    fields: Mapping[str, Field]  # {name: field} in the form's order, the common ones included
    summary: str = ""
    icon: str = "file"
    workflow: str | None = None  # None: it follows the content that it lies in
    may_contain: tuple[str, ...] = ()  # with the types that named this one in `may_be_in`
    may_be_in: tuple[str, ...] = ()
    child_order: Literal["manual", "title", "newest"] = "manual"
    seen_by: str | None = None  # the role that sees contents of this type; None: no limit

    @property
    def follows(self) -> bool:
        """Tell whether contents of this type are as public as what they lie in."""
        return self.workflow is None
