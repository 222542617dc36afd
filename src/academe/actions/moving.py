"""Moves and renames contents; the old address leads to the new one."""

from academe.actions.access import may
from academe.actions.arriving import Standing, check_opens_nothing, settle, standing_of
from academe.actions.creating import check_may_add
from academe.actions.district import District
from academe.actions.leaving import check_may_leave
from academe.actions.naming import check_name, free_name
from academe.actions.placing import (
    attach,
    detach,
    hold_ancestors,
    remember_address,
    set_position,
)
from academe.actions.recording import record
from academe.errors import InvalidAnswers, Refused
from academe.store.content import Content, new_id, path_of
from academe.store.people import Identity
from academe.wording import _


def rename(person: Identity, content: Content, name: str, district: District) -> None:
    """Give a content another short name; raises Refused, InvalidAnswers."""
    parent = content.__parent__
    if parent is None or not may(person, "edit", content, district.definitions):
        raise Refused(_("You may not rename this."))
    old = content.__name__ or ""
    if name == old:
        return
    check_name(name, parent)
    hold_ancestors(parent, district)
    remember_address(content, path_of(content), district)
    position = detach(content)
    attach(parent, content, name, district)
    if position is not None:
        set_position(parent, name, position)
    record(person, content, "rename", district, before={"name": old}, after={"name": name})


def move(
    person: Identity,
    content: Content,
    target: Content,
    district: District,
    *,
    position: int | None = None,
    act: int | None = None,
) -> None:
    """Move a content with all below it to ``target``.

    It loses its published text and roles where the mover could not have given
    them there. Raises Refused, InvalidAnswers.
    """
    check_may_leave(person, content, district)
    parent: Content = content.__parent__  # type: ignore[assignment]
    if target is parent:
        return
    check_target(person, content, target, district)
    old_path, old_name = path_of(content), content.__name__ or ""
    was = standing_of(content, district)
    check_opens_nothing(person, content, target, was, district)
    hold_ancestors(target, district)
    remember_address(content, old_path, district)
    before = {"parent": parent.id, "name": old_name, "position": detach(content)}
    put(person, content, target, old_name, position, before, "move", was, district, act)


def check_target(person: Identity, content: Content, target: Content, district: District) -> None:
    """Raise Refused or InvalidAnswers if ``content`` cannot come to lie in ``target``."""
    check_may_add(person, target, content.type_name, district)
    if any(place is content for place in target.lineage()):
        raise InvalidAnswers({"": _("A content cannot be moved into itself.")})


def put(
    person: Identity,
    content: Content,
    target: Content,
    name: str,
    position: int | None,
    before: dict[str, object],
    what: str,
    was: Standing,
    district: District,
    act: int | None = None,
) -> None:
    """Hang a detached content into ``target``, settle its state there and write it down."""
    act = act or new_id()
    attach(target, content, free_name(target, name), district)
    if position is not None:
        set_position(target, content.__name__ or "", position)
    after = {"parent": target.id, "name": content.__name__}
    record(person, content, what, district, before=before, after=after, below=True, act=act)
    settle(person, content, was, district, act)


def reorder(
    person: Identity, parent: Content, name: str, position: int, district: District
) -> None:
    """Put the child ``name`` at ``position`` (0: first); raises Refused, InvalidAnswers."""
    if not may(person, "add", parent, district.definitions):
        raise Refused(_("You may not change the order here."))
    names = parent.names()
    if parent._children is None or parent._children.order is None or name not in names:
        raise InvalidAnswers({"": _("The order here is not kept by hand.")})
    old, new = names.index(name), max(0, min(position, len(names) - 1))
    if old == new:
        return
    set_position(parent, name, new)
    record(
        person,
        parent,
        "reorder",
        district,
        before={"order": (name, old)},
        after={"order": (name, new)},
    )
