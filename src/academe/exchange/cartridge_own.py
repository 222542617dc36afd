"""Reads back a cartridge that this program wrote: its pages say which content and field they are.

Every value is only words of a package until the import has checked it, as with any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import (
    Bundle,
    ImportedContent,
    ImportedFile,
    ReportLine,
    Value,
    identifier_of,
    link_to,
)
from academe.exchange.manifest import Item, Manifest
from academe.exchange.markup import inner_html, read_html, text_of
from academe.exchange.names import media_type_of, resolve, shorten
from academe.exchange.vocabulary import ABOUT, FILED, LINKED, Vocabulary
from academe.wording import _

_DEEPEST = 40  # contents below each other
_SEVERAL = ("choices", "standards", *LINKED)


@dataclass
class Record:
    """What the pages say of one content."""

    identifier: str
    type_name: str
    title: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    files: list[ImportedFile] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """The files of the package that it was read from."""
    inside: str = ""
    position: int = 0
    children: list[str] = field(default_factory=list)


@dataclass
class Own:
    """A cartridge of our own under way."""

    package: Package
    manifest: Manifest
    root: str = ""
    records: dict[str, Record] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)


def is_own(manifest: Manifest) -> bool:
    """Say whether the manifest names the page that says what everything is."""
    return any(resource.identifier == ABOUT for resource in manifest.resources)


def read_own(package: Package, manifest: Manifest) -> Bundle | None:
    """Read the marks; None where they do not say what the whole is."""
    own = Own(package, manifest)
    for resource in manifest.resources:
        if resource.href in package.files and resource.href.endswith(".html"):
            _read_page(own, resource.href)
    if own.root not in own.records:
        return None
    _hang(own, manifest.items, own.records[own.root])
    for record in sorted(own.records.values(), key=lambda one: one.position):
        parent = own.records.get(record.inside)
        if parent is not None and record.identifier not in own.placed:
            own.placed.add(record.identifier)
            parent.children.insert(record.position, record.identifier)
    made: set[str] = set()
    root = _make(own, own.records[own.root], made, 0)
    name = f"Common Cartridge {manifest.version}".strip()
    return Bundle(name, (root,), tuple(_report(own, made)), identifier=manifest.identifier)


# -- the pages


def _read_page(own: Own, name: str) -> None:
    try:
        source = own.package.read(name)
        _title, body = read_html(source, shorten(name), own.package.limits)
    except ImportRefused:
        return
    for element in body.iter("main", "section"):
        own.root = own.root or element.get("data-root", "")
        if element.get("data-content") and element.get("data-type"):
            _read_record(own, element, name)


def _read_record(own: Own, element: html.HtmlElement, name: str) -> None:
    identifier = identifier_of(element.get("data-content", ""))
    kind = element.get("data-type", "")
    record = own.records.setdefault(identifier, Record(identifier, kind))
    record.names.add(name)
    record.inside = record.inside or identifier_of(element.get("data-in", ""))
    position = element.get("data-position", "")
    record.position = int(position) if position.isdecimal() and len(position) < 7 else 0
    heading = next(element.iter("h1", "h2"), None)
    if element.get("data-for") != "staff":
        record.title = text_of(heading)
    for part in element.iter("div", "ul"):
        field_name = part.get("data-field")
        if field_name:
            _read_field(own, record, part, field_name, name)


def _read_field(
    own: Own, record: Record, part: html.HtmlElement, field_name: str, name: str
) -> None:
    vocabulary: Vocabulary = own.package.vocabulary
    known = vocabulary.field_called(record.type_name, field_name)
    kind = known[1] if known else ""
    if part.tag == "ul" or kind in FILED:
        _read_files(own, record, part, field_name, name)
    elif kind == "rich_text" or (not known and part.find("dt") is None):
        _lead_back(part)
        record.values[field_name] = inner_html(part)
    elif kind in LINKED:
        found = (link.get("data-to") for link in part.iter("a"))
        record.values[field_name] = tuple(link_to(identifier_of(to)) for to in found if to)
    else:
        answers = tuple(str(data.get("value", "")) for data in part.iter("data"))
        single: Value = answers[0] if answers else None
        record.values[field_name] = answers if kind in _SEVERAL else single


def _lead_back(part: html.HtmlElement) -> None:
    """Turn links between pages into links between contents."""
    for element in part.iter("a", "img"):
        to = element.attrib.pop("data-to", None)
        if to:
            attribute = "src" if element.tag == "img" else "href"
            _before, _sign, fragment = element.get(attribute, "").partition("#")
            element.set(attribute, link_to(identifier_of(to), fragment))


def _read_files(
    own: Own, record: Record, part: html.HtmlElement, field_name: str, name: str
) -> None:
    for link in part.iter("a"):
        meant = resolve(link.get("href", ""), name)
        unpacked = own.package.files.get(meant[0]) if meant else None
        if unpacked is not None and meant is not None:
            called = link.get("download") or meant[0].rsplit("/", 1)[-1]
            kind = media_type_of(called)
            record.names.add(meant[0])
            record.files.append(
                ImportedFile(
                    unpacked.path, called, kind, unpacked.size, unpacked.sha256, field_name
                )
            )


# -- the tree


def _hang(own: Own, items: tuple[Item, ...], parent: Record) -> None:
    """Hang contents below each other as the tree of the manifest says."""
    for item in items:
        record = own.records.get(identifier_of(item.identifier))
        if record is None or record.identifier in own.placed or record.identifier == own.root:
            _hang(own, item.items, parent)
            continue
        own.placed.add(record.identifier)
        parent.children.append(record.identifier)
        record.title = record.title or item.title
        for resource in own.manifest.resources:
            if item.resource and resource.identifier == item.resource:
                record.names.add(resource.href)
        _hang(own, item.items, record)


def _make(own: Own, record: Record, made: set[str], depth: int) -> ImportedContent:
    made.add(record.identifier)
    below = [own.records[name] for name in record.children if depth < _DEEPEST]
    children = tuple(
        _make(own, one, made, depth + 1) for one in below if one.identifier not in made
    )
    hint = record.identifier.partition("-")[2]
    return ImportedContent(
        record.type_name,
        record.title,
        record.identifier,
        hint,
        record.values,
        children,
        tuple(record.files),
    )


# -- the report


def _report(own: Own, made: set[str]) -> Iterator[ReportLine]:
    """Say of every resource what became of it."""
    owners = {name: own.records[one] for one in made for name in own.records[one].names}
    for resource in own.manifest.resources:
        title = shorten(resource.href.rsplit("/", 1)[-1]) or resource.kind
        record = owners.get(resource.href)
        if resource.identifier == ABOUT:
            reason = _("It says what is in the package.")
            yield ReportLine(resource.identifier, title, "joined", reason)
        elif record is not None:
            yield ReportLine(resource.identifier, record.title, "imported")
        else:
            reason = _("No page of the package says what it is.")
            yield ReportLine(resource.identifier, title, "left out", reason)
