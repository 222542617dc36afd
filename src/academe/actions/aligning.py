"""What contents say of standards, as one person may know it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from academe.actions.access import sees_field
from academe.actions.district import District
from academe.actions.reading import values_for
from academe.definitions.fields import Field
from academe.store.content import Content, Values
from academe.store.people import Identity
from academe.store.standards import Standard, Standards


class Use(NamedTuple):
    """One content that is aligned to a standard, and how."""

    content: Content
    kind: str


def alignments_of(
    person: Identity, content: Content, district: District
) -> Sequence[tuple[str, str]]:
    """Return (GUID or code, kind) as ``person`` may know them: nothing of what they may not see."""
    fields = standards_fields(person, district).get(content.type_name)
    values = values_for(person, content, district) if fields else None
    if not fields or values is None:
        return ()
    if len(fields) == 1:
        return _answer(person, content, fields[0], values)
    return tuple(pair for one in fields for pair in _answer(person, content, one, values))


def _answer(
    person: Identity, content: Content, field: Field, values: Values
) -> Sequence[tuple[str, str]]:
    is_seen = field.seen_by is None or sees_field(person, field, content)
    return (values.get(field.name) or ()) if is_seen else ()


def standards_fields(person: Identity, district: District) -> Mapping[str, tuple[Field, ...]]:
    """Return {type: its fields of standards}, made once a request."""
    known: dict[str, tuple[Field, ...]] | None = person.memo.get("standards_fields")
    if known is None:
        types = district.definitions.types.items()
        found = {
            name: tuple(one for one in each.fields.values() if one.type == "standards")
            for name, each in types
        }
        known = person.memo["standards_fields"] = {
            name: some for name, some in found.items() if some
        }
    return known


def uses_of(person: Identity, standard: Standard, district: District) -> list[Use]:
    """Return the contents that ``person`` may know to be aligned to the standard."""
    standards, uses = Standards(district.site), []
    for content_id in standards.aligned_to(standard):
        content = district.site.content(content_id)
        if content is None:
            continue
        for name, kind in alignments_of(person, content, district):
            found = standards.find(name)
            if found is not None and found.guid == standard.guid:
                uses.append(Use(content, kind))
    return uses


class Finder(dict[str, str | None]):
    """GUIDs by what contents call standards, each name looked up once; None: in no framework."""

    def __init__(self, district: District, guids: Iterable[str] = ()) -> None:
        """``guids`` of standards that are known already: they need not be looked up."""
        super().__init__((guid, guid) for guid in guids)
        self._standards = Standards(district.site)

    def __missing__(self, name: str) -> str | None:
        found = self._standards.find(name)
        guid = self[name] = None if found is None else found.guid
        return guid
