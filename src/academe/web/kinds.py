"""What pages and lists say of a type in one language: made once, for only the files name it."""

from typing import Any, NamedTuple

from academe.definitions.fields import Field

IN_LISTS = frozenset({"grades", "subjects", "code", "hours", "starts", "adopted_on", "duration"})
"""Fields whose answers a list shows beside the title."""

WEEKS = frozenset({"starts_in_week", "weeks"})


class Kind(NamedTuple):
    """The words of one type."""

    title: str
    icon: str
    fields: tuple[tuple[Field, str], ...]  # (field, its label) in the file's order
    shown: tuple[tuple[Field, str], ...]  # those whose answers a list shows
    is_taught_in_weeks: bool  # it is asked when it is taught


def kind_of(request: Any, type_name: str) -> Kind:
    """Return the words of a type; for one that the files no longer know, its bare name."""
    known: dict[tuple[str, str], Kind] = request.registry.kinds
    key = (type_name, request.language)
    found = known.get(key)
    if found is None:
        found = _made(request, type_name)
        if type_name in request.registry.definitions.types:  # else anybody could fill the memory
            known[key] = found
    return found


def _made(request: Any, type_name: str) -> Kind:
    found = request.registry.definitions.types.get(type_name)
    if found is None:
        return Kind(type_name, "file", (), (), False)
    fields = tuple((field, str(request.say(field.label))) for field in found.fields.values())
    shown = tuple((field, label) for field, label in fields if field.name in IN_LISTS)
    in_weeks = not WEEKS.isdisjoint(found.fields)
    return Kind(str(request.say(found.title)), found.icon, fields, shown, in_weeks)
