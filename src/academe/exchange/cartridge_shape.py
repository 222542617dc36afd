"""Where everything lies in a cartridge that is written: pages, files, what the tree names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from academe.actions.texts import OWN_LINK
from academe.definitions.definitions import Definitions
from academe.definitions.fields import Field
from academe.exchange.outgoing import Outgoing
from academe.exchange.vocabulary import FILED
from academe.exchange.zips_out import free_name, safe_name
from academe.store.content import Text
from academe.store.files import StoredFile

CARRIERS = {"image": "picture", "file": "file"}  # types that are a file: the field that holds it
TESTS = ("assessment", "question_bank")
ASSESSMENT, BANK = "assessment", "question-bank"
_HEAD = 4096  # bytes of a QTI file in which it says what it is


@dataclass
class HeldFile:
    """One file of a field: its name in the package and the identifier of its resource."""

    field: Field
    stored: StoredFile
    path: str
    identifier: str
    quiz: str = ""  # ASSESSMENT or BANK for a test that other programs can give


@dataclass
class Place:
    """One content in the package; ``page`` and ``staff_page`` are "" where it has none."""

    one: Outgoing
    identifier: str
    parent: "Place | None"
    position: int
    in_tree: bool
    public: tuple[Field, ...]
    for_staff: tuple[Field, ...]
    language: str
    is_closed: bool = False  # staff alone see it, with all below it
    page: str = ""
    staff_page: str = ""
    files: list[HeldFile] = field(default_factory=list)

    @property
    def carried(self) -> HeldFile | None:
        """The file that this content is."""
        name = CARRIERS.get(self.one.type_name, "")
        return next((held for held in self.files if held.field.name == name), None)

    @property
    def web_address(self) -> str:
        """The address that a web link leads to."""
        value = self.one.values.get("address") if self.one.type_name == "link" else None
        return value if isinstance(value, str) else ""

    @property
    def resource(self) -> str:
        """Identifier of the resource that the tree leads to; "" for a mere heading."""
        quiz = next((held for held in self.files if held.quiz == ASSESSMENT), None)
        carried = quiz or self.carried
        if carried is not None:
            return carried.identifier
        if self.web_address:
            return f"l{self.one.id}"
        return f"p{self.one.id}" if self.page else ""

    @property
    def address(self) -> str:
        """What a link to it leads to: a file's name in the package, or an address of the web."""
        return self.page or (self.carried.path if self.carried else "") or self.web_address


@dataclass
class Shape:
    """A whole cartridge, parents first."""

    definitions: Definitions
    language: str  # of what says none
    places: dict[int, Place] = field(default_factory=dict)
    linked: set[int] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    has_bank: bool = False  # the standard allows one

    @property
    def root(self) -> Place:
        return next(iter(self.places.values()))

    def children(self, place: Place) -> Iterator[Place]:
        """Give the contents right below one, in order."""
        return (self.places[child.id] for child in place.one.children)

    def branches(self, place: Place) -> list[Place]:
        """Give those of the children that the tree of the cartridge names."""
        return [child for child in self.children(place) if child.in_tree]


def shape(one: Outgoing, definitions: Definitions, language: str) -> Shape:
    """Find a place for a content and everything below it."""
    found = Shape(definitions, language)
    for each in one.with_all_below():
        found.linked |= {int(match[2]) for match in _links(each)}
        for asked in _fields(each, definitions):
            if asked.type in ("link", "links"):
                value = each.values.get(asked.name) or ()
                found.linked |= set(value if isinstance(value, tuple) else (value,))
    _place(found, one, None, 0)
    return found


def _place(found: Shape, one: Outgoing, parent: Place | None, position: int) -> None:
    kind = found.definitions.types.get(one.type_name)
    is_closed = bool(kind and kind.seen_by) or (parent is not None and parent.is_closed)
    fields = [f for f in _fields(one, found.definitions) if _is_answered(one, f)]
    place = Place(
        one,
        f"c{one.id}-{one.name}".rstrip("-"),
        parent,
        position,
        (parent is None or parent.in_tree) and not is_closed and not _is_shown_above(one, parent),
        tuple(f for f in fields if f.seen_by is None and not is_closed),
        tuple(f for f in fields if f.seen_by is not None or is_closed),
        str(one.values.get("language") or (parent.language if parent else found.language)),
        is_closed,
    )
    found.places[one.id] = place
    _place_files(found, place, {f.name: f for f in fields})
    for number, child in enumerate(one.children):
        _place(found, child, place, number)
    _place_pages(found, place)


def _place_files(found: Shape, place: Place, fields: dict[str, Field]) -> None:
    for number, (name, stored) in enumerate(place.one.stored_files()):
        if name not in fields:
            continue
        quiz = _quiz_in(stored) if place.one.type_name in TESTS else ""
        is_second = any(held.quiz for held in place.files) or (quiz == BANK and found.has_bank)
        quiz = "" if is_second else quiz
        found.has_bank = found.has_bank or quiz == BANK
        ascii_name = re.sub(r"[^A-Za-z0-9._-]+", "-", safe_name(stored.name)).lstrip("-.") or "file"
        path = free_name(f"{'tests' if quiz else 'files'}/{ascii_name}", found.taken)
        identifier = f"f{place.one.id}-{number}"
        place.files.append(HeldFile(fields[name], stored, path, identifier, quiz))


def _place_pages(found: Shape, place: Place) -> None:
    """Give it a page where there is something to read, and another for what staff alone see."""
    name = place.one.name or "contents"
    is_resource = place.carried is not None or bool(place.web_address)
    is_leaf = not found.branches(place)
    if (
        (place.in_tree or place.public)
        and not is_resource
        and (is_leaf or _has_words(found, place))
    ):
        place.page = _free(f"pages/{name}", found.taken)
    if place.for_staff or (not place.in_tree and not place.public and not is_resource):
        place.staff_page = _free(f"staff/{name}", found.taken)


def _free(stem: str, taken: set[str]) -> str:
    numbers = count(2)
    found = f"{stem}.html"
    while found in taken:
        found = f"{stem}-{next(numbers)}.html"
    taken.add(found)
    return found


def _has_words(found: Shape, place: Place) -> bool:
    """Say whether it has more to say than a few facts, or something leads to it."""
    kinds = ("rich_text", "paragraph", "standards", *FILED)
    return place.one.id in found.linked or any(f.type in kinds for f in place.public)


def _fields(one: Outgoing, definitions: Definitions) -> list[Field]:
    kind = definitions.types.get(one.type_name)
    return [] if kind is None else [f for f in kind.fields.values() if f.name != "title"]


def _is_answered(one: Outgoing, asked: Field) -> bool:
    return one.values.get(asked.name) not in (None, "", ())


def _links(one: Outgoing) -> Iterator[re.Match[str]]:
    for value in one.values.values():
        if isinstance(value, Text):
            yield from OWN_LINK.finditer(value.html)


def _is_shown_above(one: Outgoing, parent: Place | None) -> bool:
    """Say whether a text of its parent shows this picture: then no list has to name it."""
    if one.type_name != "image" or parent is None:
        return False
    return any(m[1] == "src" and int(m[2]) == one.id for m in _links(parent.one))


def _quiz_in(stored: StoredFile) -> str:
    """Say what a QTI file holds; "" where it is none."""
    with stored.open() as source:
        head = source.read(_HEAD)
    if b"questestinterop" not in head:
        return ""
    return BANK if b"<objectbank" in head else ASSESSMENT if b"<assessment" in head else ""
