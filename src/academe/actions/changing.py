"""Changes what a content says."""

from collections.abc import Mapping
from typing import Any

from academe.actions.access import may, sees_field
from academe.actions.answers import check_answers, check_complete
from academe.actions.creating import kept
from academe.actions.district import District
from academe.actions.placing import note_links
from academe.actions.recording import record
from academe.errors import Conflict, InvalidAnswers, Refused
from academe.store.content import Content, Text
from academe.store.journal import Version
from academe.store.people import Identity
from academe.wording import _


def change(
    person: Identity,
    content: Content,
    answers: Mapping[str, Any],
    district: District,
    *,
    version: int | None,
    note: str = "",
    act: int | None = None,
    what: str = "change",
) -> Version | None:
    """Take over ``answers``; answers to other fields stay. Return None if nothing differs.

    ``version``: the number that the form was made from; an older one is never
    saved over a newer one (raises Conflict). None: the caller has just read it.
    Raises Refused, InvalidAnswers.
    """
    if not may(person, "edit", content, district.definitions):
        raise Refused(_("You may not change this now."))
    if version is not None and version != content.version:
        raise Conflict(content.id, version, content.version)
    content_type = district.definitions.types[content.type_name]
    for name in answers:
        field = content_type.fields.get(name)
        if field is not None and not sees_field(person, field, content):
            raise InvalidAnswers({name: _("You may not answer this.")})
    checked = check_answers(content_type, answers, district, person)
    before, after = differences(content.values, checked)
    if not after:
        return None
    values = kept({**content.values, **after})
    check_complete(content_type, values)
    note_links(content, content.values, values, content_type, district)
    content._values = values
    return record(
        person,
        content,
        what,
        district,
        before={"values": before},
        after={"values": after},
        note=note,
        act=act,
    )


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (before, after) with only the fields of ``new`` that differ; None: no answer."""
    names = [name for name in new if not same(old.get(name), new[name])]
    return {name: old.get(name) for name in names}, {name: new[name] for name in names}


def same(one: Any, other: Any) -> bool:
    """Say whether two answers mean the same; texts are compared by their words."""
    if isinstance(one, Text) and isinstance(other, Text):
        return bool(one.html == other.html)
    return bool(one == other)
