"""What a content refuses to everybody, whatever their roles: no role opens it."""

from academe.definitions.definitions import Definitions
from academe.store.content import Content

CHANGING = ("edit", "add")  # a course is changed by what is put into it


def is_withheld(permission: str, content: Content, definitions: Definitions) -> bool:
    """Say whether nobody has ``permission``: an own area stays, some copies are not changed."""
    if permission == "remove":
        return content.owner != 0
    return permission in CHANGING and is_locked(content, definitions)


def is_locked(content: Content, definitions: Definitions) -> bool:
    """Say whether it is a copy of something whose licence forbids changes."""
    if "source" not in content._origin:
        return False
    terms = definitions.terms_of(content._origin.get("licence"))
    return terms is not None and not terms.changes
