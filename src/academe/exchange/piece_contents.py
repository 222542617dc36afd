"""Makes contents of the pieces of a package, each by its kind and its place."""

import re
from collections.abc import Iterator
from posixpath import basename, splitext

from lxml import html

from academe.exchange.archives import Unpacked
from academe.exchange.bundle import ImportedContent, ImportedFile, Value
from academe.exchange.files import make_file
from academe.exchange.gathered import Gathered
from academe.exchange.languages import find_language
from academe.exchange.licences import find_licence
from academe.exchange.lom import Facts
from academe.exchange.names import media_type_of, title_from
from academe.exchange.pieces import ASSESSMENT, ASSIGNMENT, BANK, FILE, LINK, PAGE, TOPIC, Piece
from academe.exchange.sections import lesson_values, whole

_TYPES = {
    TOPIC: "page",
    PAGE: "page",
    LINK: "link",
    ASSIGNMENT: "assignment",
    ASSESSMENT: "assessment",
    BANK: "question_bank",
}
_IN_TREE = ("course", "unit")  # here a page is a lesson; elsewhere it is a page
_NUMBER = re.compile(r"[\W\d_]*|[a-z]?[0-9a-f]{16,}", re.IGNORECASE)
_ALIGNED = ("unit", "lesson", "assignment", "assessment", "question_bank")


def make_content(
    reading: Gathered,
    identifier: str,
    title: str,
    place: str,
    facts: Facts | None = None,
    *,
    as_list: bool = False,
) -> ImportedContent:
    """Make one content; ``place`` is the type that it comes into, "" where no tree names it.

    ``facts``: what the tree says of it, beside what the resource says of itself. ``as_list``:
    it is a page, and becomes the text of a unit or a lesson: the type that ``place`` names.
    """
    piece = reading.pieces[identifier]
    said = [*reading.said_of(identifier), *([] if facts is None else [facts])]
    title = title.strip() or piece.title or next((f.title for f in said if f.title), "")
    reading.placed[identifier] = title  # now, so that nothing below holds itself
    kind = place if as_list else _type_of(piece, place)
    values = {**reading.shared, **_said_values(said, kind), **piece.values}
    if piece.kind == FILE:
        content = _make_file(reading, identifier, title, values)
    else:
        values |= _texts(piece, kind)
        title = title or str(values.get("address", "")) or title_from(basename(piece.source))
        name = _name_in(piece.source) if piece.kind == PAGE else ""
        files = tuple(_kept(one) for one in piece.kept)
        children = _belongings(reading, identifier)
        content = ImportedContent(kind, title, identifier, name, values, children, files)
    reading.placed[identifier] = content.title
    return content


def _name_in(source: str) -> str:
    """Give a page's own name for its address; "" for a mere number: its title says more."""
    name = splitext(basename(source))[0]
    return "" if _NUMBER.fullmatch(name) else name


def _type_of(piece: Piece, place: str) -> str:
    if piece.is_for_staff:
        return "question_bank" if piece.kind in (ASSESSMENT, BANK) else "staff_page"
    if piece.kind == PAGE and place in _IN_TREE:
        return "lesson"
    return _TYPES.get(piece.kind, "file")


def _said_values(said: list[Facts], kind: str) -> dict[str, Value]:
    """Give what LOM says, as far as the type has a field for it."""
    values: dict[str, Value] = {}
    for facts in said:
        values |= facts_values(facts)
        if facts.standards and kind in _ALIGNED:
            values["standards"] = aligned(facts, kind)
        if facts.minutes and kind == "lesson":
            values["duration"] = facts.minutes
    return values


def _texts(piece: Piece, kind: str) -> dict[str, Value]:
    """Write the rich texts; what staff alone may see of an assignment stays on one page."""
    if kind == "lesson":
        return lesson_values(piece.texts["text"])
    if kind == "staff_page":
        return {"text": "".join(_staff_parts(piece))}
    written = {name: whole(text, 2) for name, text in piece.texts.items()}
    return {name: text for name, text in written.items() if text}


def _staff_parts(piece: Piece) -> Iterator[str]:
    yield from (whole(text, 2) for text in piece.texts.values())
    address = piece.values.pop("address", "")
    if address:
        paragraph, link = html.Element("p"), html.Element("a", href=str(address))
        link.text = str(address)
        paragraph.append(link)
        yield html.tostring(paragraph, encoding="unicode")


def _make_file(
    reading: Gathered, identifier: str, title: str, values: dict[str, Value]
) -> ImportedContent:
    piece = reading.pieces[identifier]
    if piece.is_for_staff:
        unpacked = piece.kept[0]
        name = basename(unpacked.name)
        files = (_kept(unpacked, "file"),)
        return ImportedContent("staff_file", title or name, identifier, name, values, (), files)
    alternative = reading.links.alternatives.get(identifier, "")
    return make_file(piece.kept[0], identifier, title, alternative, values)


def _kept(unpacked: Unpacked, field: str = "source_files") -> ImportedFile:
    name = basename(unpacked.name)
    kind = media_type_of(name)
    return ImportedFile(unpacked.path, name, kind, unpacked.size, unpacked.sha256, field)


def _belongings(reading: Gathered, identifier: str) -> tuple[ImportedContent, ...]:
    """Make the pictures and files that stand in no tree and that this text is the first to use."""
    waiting = (i for i in reading.belongings.get(identifier, ()) if i not in reading.placed)
    return tuple(make_content(reading, i, "", "") for i in waiting)


def aligned(facts: Facts, kind: str) -> tuple[str, ...]:
    """Give the standards with the way in which such a content serves them."""
    if kind in ("unit", "lesson", "course"):
        return facts.standards
    return tuple(f"{code} assessed" for code in facts.standards)


def facts_values(facts: Facts) -> dict[str, Value]:
    """Give the fields that LOM fills; rights that no licence of ours says stay in their own words.

    Standards and times are not among them: only some types have these fields.
    """
    licence = find_licence(facts.rights)
    credit = [*facts.authors, "" if licence else facts.rights]
    found = {
        "summary": facts.description[:600],
        "licence": licence,
        "author_credit": ", ".join(filter(None, credit))[:500],
        "language": find_language(facts.language),
    }
    return {name: value for name, value in found.items() if value}
