"""Makes a bundle's contents of the parts of a folder: values from words, headings and tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from posixpath import basename, splitext
from typing import Any
from urllib.parse import unquote

from academe.exchange import hugo
from academe.exchange.archives import Package
from academe.exchange.bundle import (
    ImportedContent,
    ImportedFile,
    ReportLine,
    Value,
    identifier_of,
    in_one,
)
from academe.exchange.course_folder import Part, is_main
from academe.exchange.files import make_file
from academe.exchange.folder_texts import FolderText, files_named
from academe.exchange.front_matter import text_of_word
from academe.exchange.leaving_aside import advice_on
from academe.exchange.names import media_type_of, title_from
from academe.exchange.rewriting import Links
from academe.exchange.text_values import typed_values, values_of, words_of
from academe.exchange.vocabulary import FILED
from academe.wording import _

# What only keeps the order of files: in a folder that says its types always, else where no
# number follows (a lesson may be called "3-2-1 contact").
_ORDER = {True: re.compile(r"^\d{1,6}-(?=.)"), False: re.compile(r"^\d{1,3}[-_. ]+(?=\D)")}

# What an index says holds below it. A text that names its type says all of itself: what went out
# of a district comes back as it was, and there a place below takes its licence from above anyway.
CREDITS = ("licence", "author_credit")
NOTHING: Mapping[str, Value] = {}


@dataclass
class Gathering:
    """What the parts of a folder are made from, and what the report will say."""

    package: Package
    texts: Mapping[str, FolderText]
    rows: Mapping[str, Mapping[str, Any]]
    links: Links
    shared: Mapping[str, Value]
    title: str
    report: dict[str, ReportLine]
    unread: Mapping[str, str] = field(default_factory=dict)
    """{name: sentence} of texts that could not be read and stay files."""

    @cached_property
    def is_typed(self) -> bool:
        return any(text.kind for text in self.texts.values())

    def users_of(self, name: str) -> set[str]:
        """Return the texts that link to a file or show it."""
        return self.links.users.get(identifier_of(name), set())

    def files_of(self, text: FolderText) -> dict[str, tuple[str, str]]:
        """Return {file's name: (field, field's type)} of what a text's own words name."""
        return files_named(text, self.package)

    def held_by_fields(self) -> set[str]:
        """Return the files that are a field's value and so no contents of their own."""
        return {name for text in self.texts.values() for name in self.files_of(text)}


def make(
    part: Part, gathering: Gathering, depth: int = 0, above: Mapping[str, Value] = NOTHING
) -> ImportedContent:
    """Make a part with all below it; ``above``: licence and credit that hold for it."""
    if part.kind == "file":
        return _make_file(part, gathering, above)
    text, is_top = gathering.texts.get(part.name), depth == 0
    row = gathering.rows.get(part.folder, {}) if text is None else {}
    if is_top and (is_main(part.name) or not gathering.package.is_alone):
        title = gathering.title
    else:
        title = _title(part, text, row, gathering.title)
    values = {**gathering.shared, **(NOTHING if text and text.kind else above)}
    files: tuple[ImportedFile, ...] = ()
    if text is not None:
        made, note = _values(part, text, gathering)
        values |= made
        files = tuple(_field_file(gathering, *pair) for pair in gathering.files_of(text).items())
        for name, (place, _kind) in gathering.files_of(text).items():
            reason = _("A file of “${title}”.", mapping={"title": title})
            gathering.report[name] = ReportLine(name, place, "joined", reason)
        gathering.report[text.name] = ReportLine(text.name, title, "imported", note)
    elif row:
        values |= words_of(part.kind, row, gathering.package.vocabulary)[0]
    held = {**above, **{name: values[name] for name in CREDITS if name in values}}
    children = tuple(make(below, gathering, depth + 1, held) for below in part.parts)
    hint = "" if is_top and part.folder == hugo.TOP else _hint(part, gathering.is_typed)
    return ImportedContent(part.kind, title, part.identifier, hint, values, children, files)


def _values(part: Part, text: FolderText, gathering: Gathering) -> tuple[dict[str, Value], str]:
    """Return a text's answers, and what the report says of it."""
    vocabulary = gathering.package.vocabulary
    notes = [_("What stands above its heading was left out.")] if text.had_notice else []
    words, strange, unclear = words_of(part.kind, text.words, vocabulary)
    words |= _links_of(part.kind, text, gathering)
    if strange and text.kind:
        said = ", ".join(strange[:20])
        notes.append(_("No field takes these words: ${words}.", mapping={"words": said}))
    if unclear:
        said = "; ".join(unclear[:20])
        notes.append(_("These words are not understood: ${words}.", mapping={"words": said}))
    note = in_one([*notes, *text.notes])
    if part.kind == "link" and not text.kind:
        return {**words, "address": text_of_word(text.words.get("file_location"))}, note
    if text.kind:
        return {**typed_values(text.kind, text.body, vocabulary), **words}, note
    return {**values_of(part.kind, text.body, text.opening), **words}, note


def _links_of(kind: str, text: FolderText, gathering: Gathering) -> dict[str, Value]:
    """Return the answers that name other texts of the folder, as ``import:`` links."""
    found: dict[str, Value] = {}
    for word, value in text.words.items():
        known = gathering.package.vocabulary.field_called(kind, word)
        if known and known[1] in ("link", "links"):
            named = value if isinstance(value, list) else [value]
            meant = (gathering.links.target(text_of_word(one), text.name) for one in named)
            found[known[0]] = tuple(one for one in meant if one)
    return found


def _title(part: Part, text: FolderText | None, row: Mapping[str, Any], course_title: str) -> str:
    """Give the first heading; the course's own title before a dash is not said again."""
    said = text_of_word(row.get("title"))
    if text is not None:
        said = text_of_word(text.words.get("title")) or text.heading
    if text is None or not text.kind:
        said = re.sub(rf"^{re.escape(course_title)}\s*[-:\u2013\u2014]\s+", "", said)
    return said or title_from(_hint(part, bool(text and text.kind)) + ".")


def _hint(part: Part, is_typed: bool) -> str:
    """Give the name that the content may have in its address: a folder's before "index"."""
    own = part.name and not is_main(part.name)
    stem = splitext(basename(part.name))[0] if own else basename(part.folder)
    return _ORDER[is_typed].sub("", stem)


def _field_file(gathering: Gathering, name: str, known: tuple[str, str]) -> ImportedFile:
    found = gathering.package.files[name]
    return ImportedFile(
        found.path, basename(name), media_type_of(name), found.size, found.sha256, known[0]
    )


def _make_file(part: Part, gathering: Gathering, above: Mapping[str, Value]) -> ImportedContent:
    unpacked, identifier = gathering.package.files[part.name], identifier_of(part.name)
    alternative = gathering.links.alternatives.get(identifier, "")
    row = gathering.rows.get(part.name, {})
    shared = {**gathering.shared, **(NOTHING if row.get("type") else above)}
    content = make_file(unpacked, identifier, "", alternative, shared)
    content = _with_row(content, row, gathering)
    reason = gathering.unread.get(part.name, "") or advice_on(part.name)
    if content.type_name == "image" and not alternative:
        reason = _("No text says what the picture shows: its text alternative is empty.")
    gathering.report[part.name] = ReportLine(part.name, content.title, "imported", reason)
    return content


def _with_row(
    content: ImportedContent, row: Mapping[str, Any], gathering: Gathering
) -> ImportedContent:
    """Give a file what contents.csv says of it; one of another type holds the file in a field."""
    vocabulary, kind = gathering.package.vocabulary, str(row.get("type", ""))
    holding = next((f for f in vocabulary.types.get(kind, {}).values() if f[1] in FILED), None)
    if holding is not None and kind != content.type_name and content.files:
        file = replace(content.files[0], field=holding[0])
        values = {name: value for name, value in content.values.items() if name != "alt"}
        content = replace(content, type_name=kind, files=(file,), values=values)
    if row.get("type"):
        stem = splitext(basename(unquote(content.identifier)))[0]
        content = replace(content, name_hint=_ORDER[True].sub("", stem))
    if row.get("file_name") and content.files:
        content = replace(content, files=(replace(content.files[0], name=row["file_name"]),))
    said = words_of(content.type_name, row, vocabulary)[0]
    title = text_of_word(row.get("title")) or content.title
    return replace(content, title=title, values={**content.values, **said})
