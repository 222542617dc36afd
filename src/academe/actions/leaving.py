"""What may leave its place, to the bin or to another one."""

from collections.abc import Iterator

from academe.actions.access import may
from academe.actions.district import District
from academe.errors import Refused
from academe.store.content import Content, subtree
from academe.store.people import Identity
from academe.wording import _


def check_may_leave(person: Identity, content: Content, district: District) -> None:
    """Raise Refused unless ``person`` may take ``content`` away with all below it."""
    if content.__parent__ is None or not may(person, "remove", content, district.definitions):
        raise Refused(_("You may not take this away from here."))
    if any(True for _place in not_removable(person, content, district)):
        raise Refused(
            _("Something below this may not be taken away by you, so nothing has changed.")
        )


def not_removable(person: Identity, content: Content, district: District) -> Iterator[Content]:
    """Yield what lies below ``content`` that ``person`` may not remove on its own account."""
    for place in subtree(content):
        decides = place.state is not None or not place.inherits_roles
        if decides and not may(person, "remove", place, district.definitions):
            yield place
