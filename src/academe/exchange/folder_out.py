"""Writes a content as a zip of Markdown and files, of the kind that an import reads."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import dirname, relpath, splitext
from typing import IO, Any

import yaml

from academe.actions.texts import link_outward
from academe.definitions.definitions import Definitions
from academe.definitions.fields import Field
from academe.exchange.contents_table import NAME as TABLE
from academe.exchange.markdown_out import markdown_of
from academe.exchange.outgoing import Outgoing, plain_word
from academe.exchange.table_words import written
from academe.exchange.vocabulary import FILED, LINKED, Vocabulary, vocabulary_of
from academe.exchange.zips_out import free_name, safe_name, write_stored, write_text
from academe.store.content import Text
from academe.store.files import StoredFile

CARRIERS = {"image": "picture", "file": "file"}  # types that are a file: the field that holds it

AddressOf = Callable[[int], str | None]
"""Content id -> its full address, None where the reader may not know of it."""

CodeOf = Callable[[str], tuple[str, str]]
"""What a content keeps of a standard -> its code and its GUID, "" where there is none."""


@dataclass
class FolderOut:
    """One export under way: where each content lies in the zip."""

    archive: zipfile.ZipFile
    definitions: Definitions
    address_of: AddressOf
    vocabulary: Vocabulary
    code_of: CodeOf
    places: dict[int, str] = field(default_factory=dict)  # content id -> name in the zip
    held: dict[tuple[int, str, int], str] = field(default_factory=dict)  # files of fields
    rows: list[dict[str, str]] = field(default_factory=list)


def write_folder(
    one: Outgoing,
    stream: IO[bytes],
    definitions: Definitions,
    address_of: AddressOf,
    code_of: CodeOf = lambda name: (name, ""),
) -> None:
    """Write ``one`` with all below it; links inside lead to files, those outside to addresses."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        out = FolderOut(archive, definitions, address_of, vocabulary_of(definitions), code_of)
        _place(out, one, "", "index.md")
        for each in one.with_all_below():
            if each.type_name in CARRIERS and _carried(each) is not None:
                _write_carrier(out, each)
            else:
                _write_text(out, each)
        if out.rows:
            _write_table(out)


# -- names


def _place(out: FolderOut, one: Outgoing, folder: str, name: str) -> None:
    out.places[one.id] = folder + name
    if not name.endswith("index.md"):
        return
    taken: set[str] = set()
    for number, (field_name, stored) in enumerate(one.stored_files()):
        called = free_name(safe_name(stored.name), taken)
        out.held[one.id, field_name, number] = f"{folder}files/{called}"
    width = max(2, len(str(len(one.children) * 10)))
    for number, child in enumerate(one.children, start=1):
        stem = f"{number * 10:0{width}d}-{child.name}"
        carried = _carried(child)
        if child.type_name in CARRIERS and carried is not None:
            _place(out, child, folder, stem + splitext(safe_name(carried.name))[1].lower())
        elif child.children or any(child.stored_files()):
            _place(out, child, f"{folder}{stem}/", "index.md")
        else:
            _place(out, child, folder, f"{stem}.md")


def _carried(one: Outgoing) -> StoredFile | None:
    found = one.values.get(CARRIERS.get(one.type_name, ""))
    return found if isinstance(found, StoredFile) else None


# -- texts


def _write_text(out: FolderOut, one: Outgoing) -> None:
    content_type, place = out.definitions.types[one.type_name], out.places[one.id]
    words: dict[str, Any] = {"type": one.type_name, "title": one.title}
    sections: list[str] = []
    for asked in content_type.fields.values():
        value = one.values.get(asked.name)
        if value in (None, "", ()):
            continue
        if asked.type == "rich_text":
            sections.append(_section(out, one.type_name, asked, value, place))
        elif (said := _word(out, one, asked, value, place)) is not None:
            words[asked.name] = said
    sections.sort(key=lambda section: section.startswith("# "))  # what has no heading stands first
    above = yaml.safe_dump(words, allow_unicode=True, sort_keys=False, width=100_000)
    write_text(out.archive, place, f"---\n{above}---\n\n" + "\n\n".join(sections) + "\n")
    for number, (field_name, stored) in enumerate(one.stored_files()):
        write_stored(out.archive, out.held[one.id, field_name, number], stored)


def _section(out: FolderOut, type_name: str, asked: Field, value: Text, place: str) -> str:
    text = markdown_of(link_outward(value.html, lambda i, a: _link(out, i, place)))
    if asked.name == "text":
        return text
    label = str(asked.label)
    known = out.vocabulary.field_called(type_name, label)
    heading = label if known and known[0] == asked.name else asked.name
    return f"# {heading}\n\n{text}"


def _link(out: FolderOut, content_id: int, place: str) -> str | None:
    """Return the way from a text to a content: a file of the zip, or an address outside."""
    target = out.places.get(content_id)
    return relpath(target, dirname(place) or ".") if target else out.address_of(content_id)


def _word(out: FolderOut, one: Outgoing, asked: Field, value: Any, place: str) -> Any:
    if asked.type in FILED:
        mine = [
            relpath(out.held[one.id, name, number], dirname(place) or ".")
            for number, (name, _stored) in enumerate(one.stored_files())
            if name == asked.name
        ]
        return mine if asked.type == "files" else mine[0]
    if asked.type in LINKED:
        ids = value if isinstance(value, tuple) else (value,)
        ways = [_link(out, each, place) for each in ids if each in out.places]
        return ways or None
    if asked.type == "standards":
        return [f"{out.code_of(name)[0]} {kind}" for name, kind in value]
    if isinstance(value, tuple):
        return list(value)
    return plain_word(asked.type, value)


# -- files


def _write_carrier(out: FolderOut, one: Outgoing) -> None:
    """Write a picture or file under its own name, and what is said of it into the table."""
    place, carried = out.places[one.id], _carried(one)
    row = {"path": place, "type": one.type_name, "title": one.title}
    for asked in out.definitions.types[one.type_name].fields.values():
        value = one.values.get(asked.name)
        if value not in (None, "", ()) and asked.type not in (*FILED, *LINKED, "rich_text"):
            said = _word(out, one, asked, value, place)
            row[asked.name] = ";".join(said) if isinstance(said, list) else str(said)
    if carried is not None:
        row["file_name"] = carried.name
        write_stored(out.archive, place, carried)
    out.rows.append(row)


def _write_table(out: FolderOut) -> None:
    columns = list(dict.fromkeys(column for row in out.rows for column in row))
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, restval="")
    writer.writeheader()
    for row in out.rows:
        writer.writerow({column: written(said) for column, said in row.items()})
    write_text(out.archive, TABLE, target.getvalue())
