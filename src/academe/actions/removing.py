"""Takes contents out of the tree into the bin, and back."""

from academe.actions.access import may
from academe.actions.arriving import Standing, check_opens_nothing, standing_of
from academe.actions.creating import addable_types
from academe.actions.district import District
from academe.actions.foreseeing import as_if_in
from academe.actions.leaving import check_may_leave
from academe.actions.moving import check_target, put
from academe.actions.placing import detach
from academe.actions.recording import record
from academe.actions.sharing import afresh
from academe.errors import InvalidAnswers, Refused
from academe.store.content import Content, Removal, is_reachable, path_of
from academe.store.people import Identity
from academe.wording import _


def remove(
    person: Identity,
    content: Content,
    district: District,
    *,
    note: str = "",
    act: int | None = None,
) -> None:
    """Put a content with all below it into the bin; nothing is deleted. Raises Refused."""
    check_may_leave(person, content, district)
    parent: Content = content.__parent__  # type: ignore[assignment]
    district.site.old_addresses[path_of(content)] = content.id
    # Written before it is detached: the removal must conflict with a change of the content itself.
    before = {"parent": parent.id, "name": content.__name__, "state": content.state}
    was = standing_of(content, district)
    record(
        person,
        content,
        "remove",
        district,
        note=note,
        below=True,
        act=act,
        before={**before, "standing": (was.place_id, was.workflow, dict(was.chosen))},
        after={"parent": None},
    )
    name = content.__name__ or ""
    position = detach(content)
    content._removed = Removal(parent.id, name, position, district.now, person.id)
    district.site.bin[content.id] = content


def in_bin(person: Identity, district: District) -> list[Content]:
    """Return what ``person`` could restore, the newest first."""
    found = [
        content for content in district.site.bin.values() if may_restore(person, content, district)
    ]
    return sorted(found, key=lambda content: content._removed.removed_at, reverse=True)


def may_restore(person: Identity, content: Content, district: District) -> bool:
    """Say whether the person removed it, or could have removed it and others beside it.

    Its own barrier and state count as they would where it lay: the bin opens nothing.
    """
    removal = content._removed
    if removal is None or not person.is_signed_in:
        return False
    if removal.removed_by == person.id:
        return True
    place = old_place(content, district) or district.site.root
    if not may(person, "remove", place, district.definitions):
        return False
    # Not what is remembered of this id: it says that nobody holds anything in the bin.
    return may(afresh(person), "remove", as_if_in(content, place), district.definitions)


def old_place(content: Content, district: District) -> Content | None:
    """Return the place from which a content was removed; None if it is gone itself."""
    removal = content._removed
    parent = None if removal is None else district.site.content(removal.parent_id)
    return parent if parent is not None and is_reachable(parent) else None


def restore(
    person: Identity,
    content: Content,
    district: District,
    *,
    target: Content | None = None,
    act: int | None = None,
) -> None:
    """Put a content back from the bin, to where it was or into ``target``.

    Raises InvalidAnswers for ``target`` if the old place is gone and none is
    given, Refused if the person may not add there.
    """
    if not may_restore(person, content, district):
        raise Refused(_("You may not restore this."))
    removal = content._removed
    place = target or old_place(content, district)
    if removal is None or place is None:
        raise InvalidAnswers({"target": _("Its old place is gone. Please choose another one.")})
    if content.type_name not in addable_types(place, district):
        raise InvalidAnswers({"target": _("This kind of content does not belong here.")})
    check_target(person, content, place, district)
    was = _standing_when_removed(content)
    check_opens_nothing(person, content, place, was, district)
    content._removed = None
    del district.site.bin[content.id]
    position = removal.position if place.id == removal.parent_id else None
    put(
        person,
        content,
        place,
        removal.name,
        position,
        {"parent": None},
        "restore",
        was,
        district,
        act,
    )


def _standing_when_removed(content: Content) -> Standing:
    for number in reversed(list(content.versions().keys())):
        version = content.versions()[number]
        if version.what == "remove":
            return Standing(*version.before["standing"])
    return Standing(None, None)
