"""Puts contents into the tree and takes them out, with the exact trees beside."""

from collections.abc import Iterable, Mapping
from typing import Any

from academe.actions.district import District
from academe.actions.texts import linked_ids
from academe.definitions.types import ContentType
from academe.store.content import Children, Content
from academe.store.standards import keys_in, note_alignments, published_keys


def hold_ancestors(place: Content, district: District) -> None:
    """Make this transaction fail, and be tried again, if somebody moves what is above ``place``.

    Without it two people who move A into B and B into A both succeed, and the
    subtree hangs in the air. readCurrent silently passes over ghosts.
    """
    connection = district.site.connection
    for above in place.lineage():
        if above._p_jar is not None:
            above._p_activate()
            connection.readCurrent(above)


def attach(parent: Content, child: Content, name: str, district: District) -> None:
    """Hang ``child`` into ``parent`` as ``name``, last among hand-ordered ones."""
    if parent._children is None:
        parent._children = Children(manual=_is_manual(parent, district))
    parent._children.by_name[name] = child
    if parent._children.order is not None:
        parent._children.order = (*parent._children.order, name)
    child.__parent__, child.__name__ = parent, name


def detach(child: Content) -> int | None:
    """Take ``child`` out of its parent; return its place among hand-ordered siblings."""
    children = child.__parent__._children  # type: ignore[union-attr]
    name = child.__name__
    del children.by_name[name]  # type: ignore[union-attr]
    position = None
    if children.order is not None:  # type: ignore[union-attr]
        position = children.order.index(name)  # type: ignore[union-attr]
        children.order = tuple(other for other in children.order if other != name)  # type: ignore[union-attr]
    child.__parent__ = child.__name__ = None
    return position


def set_position(parent: Content, name: str, position: int) -> None:
    """Put the child ``name`` at ``position`` (0: first) among hand-ordered siblings."""
    children = parent._children
    if children is not None and children.order is not None:
        others = [other for other in children.order if other != name]
        others.insert(position, name)
        children.order = tuple(others)


def _is_manual(parent: Content, district: District) -> bool:
    found = district.definitions.types.get(parent.type_name)
    return found is not None and found.child_order == "manual"


def remember_address(content: Content, path: str, district: District) -> None:
    """Let the address that a content leaves lead to it from now on."""
    district.site.old_addresses[path] = content.id


def note_links(
    content: Content,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    content_type: ContentType | None,
    district: District,
) -> None:
    """Keep the trees of who links where, and of who is aligned to which standard, true."""
    old, new = _targets(before, content_type), _targets(after, content_type)
    links = district.site.links
    for target in old - new:
        if (target, content.id) in links:
            links.remove((target, content.id))
    for target in new - old:
        links.insert((target, content.id))
    for_readers = published_keys(content)
    note_alignments(
        district.site, content, keys_in(before) | for_readers, keys_in(after) | for_readers
    )


def _targets(values: Mapping[str, Any], content_type: ContentType | None) -> set[int]:
    targets = set(linked_ids(values))
    for field in content_type.fields.values() if content_type else ():
        value = values.get(field.name)
        if field.type == "link" and isinstance(value, int):
            targets.add(value)
        elif field.type == "links" and isinstance(value, tuple):
            targets.update(value)
    return targets


def note_published(content: Content, before: set[str], district: District) -> None:
    """Forget the standards that only a text named that was published ``before``."""
    working, now = keys_in(content.values), published_keys(content)
    note_alignments(district.site, content, before | working, now | working)


def note_waiting(content: Content, waits_for: Iterable[str], district: District) -> None:
    """Put a content into the reviewers' queue, or take it out."""
    waiting = district.site.waiting
    if tuple(waits_for):
        waiting[content.id] = district.now
    elif content.id in waiting:
        del waiting[content.id]


def note_sent_back(content: Content, people: Iterable[int], district: District) -> None:
    """Put a content among what was sent back to these people, or take it out."""
    sent_back, ids = district.site.sent_back, tuple(people)
    if ids:
        sent_back[content.id] = ids
    elif content.id in sent_back:
        del sent_back[content.id]
