"""A content as a file for somebody: what will be in it, and the writing itself."""

from dataclasses import dataclass
from typing import IO

from academe.actions.district import District
from academe.actions.naming import slug
from academe.actions.reading import may_know
from academe.exchange.cartridge_out import write_cartridge
from academe.exchange.folder_out import write_folder
from academe.exchange.formats import Format
from academe.exchange.outgoing import Outgoing, gather
from academe.store.content import Content, Text, is_reachable, path_of
from academe.store.people import Identity
from academe.store.standards import Standards


@dataclass(frozen=True)
class Contained:
    """What an export holds: numbers of contents and files, about how many bytes."""

    lessons: int
    contents: int
    files: int
    size: int
    for_staff: int  # contents of which it holds something that staff alone see


def look_into(person: Identity, content: Content, district: District) -> tuple[Outgoing, Contained]:
    """Gather what ``person`` would take along, and count it; raises Refused."""
    one = gather(person, content, district)
    every = list(one.with_all_below())
    files = [stored for each in every for _name, stored in each.stored_files()]
    texts = sum(
        len(value.html)
        for each in every
        for value in each.values.values()
        if isinstance(value, Text)
    )
    return one, Contained(
        lessons=sum(each.type_name == "lesson" for each in every),
        contents=len(every),
        files=len(files),
        size=sum(stored.size for stored in files) + texts + 500 * len(every),
        for_staff=sum(_holds_for_staff(each, district) for each in every),
    )


def _holds_for_staff(one: Outgoing, district: District) -> bool:
    kind = district.definitions.types.get(one.type_name)
    if kind is None or kind.seen_by:
        return kind is not None
    held = (kind.fields[name] for name, value in one.values.items() if value not in (None, "", ()))
    return any(asked.seen_by for asked in held)


def export(
    person: Identity,
    content: Content,
    district: District,
    stream: IO[bytes],
    form: Format,
    address: str,
) -> None:
    """Write what ``person`` may read of a content; ``address``: of the site, for links outside.

    Raises Refused where they may not read it.
    """
    one = gather(person, content, district)

    def address_of(content_id: int) -> str | None:
        return _address_of(person, content_id, district, address)

    def code_of(name: str) -> tuple[str, str]:
        found = Standards(district.site).find(name)
        return (found.code or name, found.guid) if found else (name, "")

    if form.version:
        write_cartridge(
            *(one, stream, district.definitions, address_of),
            version=form.version,
            language=district.settings.language,
            code_of=code_of,
        )
    else:
        write_folder(one, stream, district.definitions, address_of, code_of)


def _address_of(person: Identity, content_id: int, district: District, address: str) -> str | None:
    """Return the full address of a content outside of the export that ``person`` may know."""
    found = district.site.content(content_id)
    if found is None or not is_reachable(found) or not may_know(person, found, district):
        return None
    return address.rstrip("/") + path_of(found)


def file_name(one: Outgoing, form: Format) -> str:
    """Return what the file is called: after the content's title."""
    return slug(one.title, one.name or "export") + form.ending
