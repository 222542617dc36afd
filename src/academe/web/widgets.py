"""Widgets of forms: what was typed goes through unread, whatever shape a request gives it."""

from typing import Any, NamedTuple

from deform.widget import Widget


class Typed(Widget):
    """One text; ``template`` decides how it is asked for (templates/fields)."""

    template = "textinput"
    css_class: str | None = None
    rows: int | None = None

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        values = self.get_template_values(field, cstruct if isinstance(cstruct, str) else "", kw)
        return str(field.renderer(self.template, **values))

    def deserialize(self, field: Any, pstruct: Any) -> str:
        text = pstruct if isinstance(pstruct, str) else ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Day(Typed):
    """A day, as the browser's own calendar gives it: 2026-09-01."""

    template = "dateinput"

    def deserialize(self, field: Any, pstruct: Any) -> str:
        return part_of(pstruct, "date")


class Moment(Widget):
    """A day and a time of day, joined by a T."""

    template = "datetimeinput"

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        day, _t, time = (cstruct if isinstance(cstruct, str) else "").partition("T")
        values = self.get_template_values(field, cstruct, {**kw, "date": day, "time": time})
        return str(field.renderer(self.template, **values))

    def deserialize(self, field: Any, pstruct: Any) -> str:
        day, time = part_of(pstruct, "date"), part_of(pstruct, "time")
        return f"{day}T{time}" if day or time else ""


class Ticked(Typed):
    """One box; ``yes`` when it is ticked."""

    template = "checkbox"
    true_val = "yes"
    label: str | None = None


class OneGroup(NamedTuple):
    """Some of the values of a list to choose from, below a word of their own."""

    label: str
    options: tuple[tuple[str, str], ...]


class OneOf(Typed):
    """One out of ``values``, pairs of word and label: a list to choose from, or radio buttons.

    A list may have groups of such pairs.
    """

    template = "select"
    values: tuple[tuple[str, str] | OneGroup, ...] = ()
    multiple = False
    size = None
    optgroup_class = OneGroup

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        return super().serialize(field, cstruct, values=self.values, **kw)

    @staticmethod
    def get_select_value(cstruct: Any, value: str) -> bool:
        return bool(cstruct == value)


class SomeOf(Widget):
    """Any number of ``values``, each with a box."""

    template = "checkbox_choice"
    values: tuple[tuple[str, str], ...] = ()

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        chosen = cstruct if isinstance(cstruct, tuple) else ()
        values = self.get_template_values(field, chosen, {**kw, "values": self.values})
        return str(field.renderer(self.template, **values))

    def deserialize(self, field: Any, pstruct: Any) -> tuple[str, ...]:
        return tuple(one for one in entries_of(pstruct) if isinstance(one, str))


class Kept(NamedTuple):
    """A file that is there already."""

    number: int
    name: str
    url: str
    size: str  # in words
    is_gone: bool = False


class Stored(Widget):
    """Files: those that are there, each to be kept or taken away, and new ones.

    ``many`` says whether there may be more than one. The cstruct is
    {"gone": numbers, "new": uploads}.
    """

    template = "stored_files"
    files: tuple[Kept, ...] = ()
    many = False
    accept: str | None = None
    limit: int | None = None  # bytes; the browser warns before a long upload is in vain

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        given = cstruct if isinstance(cstruct, dict) else {}
        gone = given.get("gone", ())
        kept = [one._replace(is_gone=one.number in gone) for one in self.files]
        values = {**kw, "kept": kept, "forgotten": bool(given.get("new"))}
        values = self.get_template_values(field, cstruct, values)
        return str(field.renderer(self.template, **values))

    def deserialize(self, field: Any, pstruct: Any) -> dict[str, Any]:
        given = pstruct if isinstance(pstruct, dict) else {}
        gone = [one for one in entries_of(given.get("gone")) if isinstance(one, str)]
        uploads = entries_of(given.get("new"))
        new = tuple(one for one in uploads if getattr(one, "filename", None))
        return {"gone": tuple(int(one) for one in gone if one.isdecimal()), "new": new}


def part_of(pstruct: Any, name: str) -> str:
    """Return one text out of a group of inputs; empty where a request left it out."""
    found = pstruct.get(name) if isinstance(pstruct, dict) else None
    return found.strip() if isinstance(found, str) else ""


def entries_of(pstruct: Any) -> list[Any]:
    """Return a sequence as it came; a single answer is a sequence of one."""
    if isinstance(pstruct, list):
        return pstruct
    return [] if pstruct is None or isinstance(pstruct, dict) else [pstruct]
