"""What leaves the house: one content with all below it, as far as a person may read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from academe.actions.copying import credits_above
from academe.actions.district import District
from academe.actions.reading import seen_children, seen_fields, values_for
from academe.errors import Refused
from academe.store.content import Content
from academe.store.files import StoredFile
from academe.store.people import Identity
from academe.wording import _


@dataclass(frozen=True)
class Outgoing:
    """One content on its way out; ``values`` are those that the person may see."""

    id: int
    name: str
    type_name: str
    title: str
    values: Mapping[str, Any]
    children: tuple["Outgoing", ...] = ()
    origin: Mapping[str, Any] = field(default_factory=dict)

    def with_all_below(self) -> Iterator["Outgoing"]:
        """Give this content and all below it, parents first, in order."""
        yield self
        for child in self.children:
            yield from child.with_all_below()

    def stored_files(self) -> Iterator[tuple[str, StoredFile]]:
        """Give (field's name, file) for each file that a field holds."""
        for name, value in self.values.items():
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, StoredFile):
                    yield name, one


def gather(person: Identity, content: Content, district: District) -> Outgoing:
    """Gather a content and all below it; licence and credit come along from above.

    Raises Refused if ``person`` may not read it; what they may not read below is left out.
    """
    if values_for(person, content, district) is None:
        raise Refused(_("You may not export this."))
    return _gather(person, content, district, credits_above(person, content, district))


def _gather(
    person: Identity, content: Content, district: District, given: Mapping[str, Any]
) -> Outgoing:
    values = {**given, **(values_for(person, content, district) or {})}
    seen = {one.name for one in seen_fields(person, content, district)}
    return Outgoing(
        content.id,
        content.__name__ or "",
        content.type_name,
        str(values.get("title", "")),
        {name: value for name, value in values.items() if name in seen and name != "title"},
        tuple(
            _gather(person, child, district, {})
            for child in seen_children(person, content, district)
        ),
        dict(content._origin),
    )


def plain_word(kind: str, value: Any) -> str:
    """Return a simple answer as front matter, tables and pages say it."""
    if kind == "duration":
        return f"{value} min"
    if kind == "yes_no":
        return "yes" if value else "no"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
