"""Common Cartridge: a course with its units, lessons, pages, links and files, in their order."""

from collections.abc import Iterator
from posixpath import basename

from academe.exchange.archives import Package
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine, Value, identifier_of
from academe.exchange.cartridge_resources import Reading, gather
from academe.exchange.files import make_file
from academe.exchange.licences import find_licence
from academe.exchange.manifest import Item, Manifest, Resource, read_manifest
from academe.exchange.markup import read_xml
from academe.exchange.names import shorten, title_from
from academe.exchange.sections import lesson_values, whole

MANIFEST = "imsmanifest.xml"


def read_cartridge(package: Package) -> Bundle:
    """Read a cartridge; the report names every resource of its manifest once."""
    tree = read_xml(package.read(MANIFEST), "The manifest of the cartridge", package.limits)
    manifest = read_manifest(tree)
    reading = gather(package, manifest, _shared_values(manifest))
    root = _make_course(reading)
    lines = [_line(reading, identifier, res) for identifier, res in reading.resources.items()]
    report = (*lines, *reading.remarks, *reading.links.missing.values())
    return Bundle(f"Common Cartridge {manifest.version}".strip(), (root,), report)


def _shared_values(manifest: Manifest) -> dict[str, Value]:
    """Give what holds for every content: licence, author, language.

    Rights that no licence of ours says are kept in their own words beside the author.
    """
    licence = find_licence(manifest.rights)
    credit = [manifest.author, "" if licence else manifest.rights]
    found = {
        "licence": licence,
        "author_credit": ", ".join(filter(None, credit))[:500],
        "language": manifest.language.split("-")[0].lower(),
    }
    return {name: value for name, value in found.items() if value}


def _make_course(reading: Reading) -> ImportedContent:
    manifest = reading.manifest
    children = list(_make_items(reading, manifest.items, at_top=True))
    children += list(_make_rest(reading))
    title = manifest.title or title_from(reading.package.title + ".")
    values = dict(reading.shared)
    if manifest.description:
        values["summary"] = manifest.description[:600]
    return ImportedContent(
        "course",
        title,
        reading.root_identifier,
        reading.package.title,
        values,
        tuple(children),
    )


def _make_items(
    reading: Reading, items: tuple[Item, ...], at_top: bool
) -> Iterator[ImportedContent]:
    """Make what one level of the tree holds; units do not nest: what is deeper stands beside."""
    for item in items:
        if item.items and at_top:
            yield _make_unit(reading, item)
        elif item.items:
            yield from _make_leaf(reading, item)
            yield from _make_items(reading, item.items, at_top=False)
        else:
            yield from _make_leaf(reading, item)


def _make_unit(reading: Reading, item: Item) -> ImportedContent:
    children = [*_make_leaf(reading, item, quiet=True)]
    children += _make_items(reading, item.items, at_top=False)
    title = item.title or "Untitled"
    values = dict(reading.shared)
    return ImportedContent(
        "unit",
        title,
        reading.places[item.identifier],
        "",
        values,
        tuple(children),
    )


def _make_leaf(reading: Reading, item: Item, quiet: bool = False) -> Iterator[ImportedContent]:
    """Make the content of one item; a resource that stands in the tree twice is made once."""
    identifier = _resource_of(reading, item)
    if not item.resource:
        if not quiet:
            reading.remarks.append(_heading_line(item))
    elif identifier in reading.placed:
        reading.remarks.append(
            ReportLine(item.identifier, item.title, "left out", "It stands in the tree twice.")
        )
    elif identifier and identifier not in reading.reasons:
        yield _make_one(reading, identifier, item.title, in_tree=True)


def _heading_line(item: Item) -> ReportLine:
    reason = "A heading in the list without a content of its own."
    return ReportLine(item.identifier, item.title, "left out", reason)


def _resource_of(reading: Reading, item: Item) -> str:
    """Give the resource that an item means, or the plain page that the cartridge gives instead."""
    wanted = identifier_of(item.resource)
    instead = reading.fallbacks.get(item.resource)
    if wanted in reading.reasons and instead:
        reading.reasons[wanted] = f"Its plain page {instead} was imported instead."
        return instead
    return wanted if wanted in reading.resources else ""


def _make_rest(reading: Reading) -> Iterator[ImportedContent]:
    """Make the web content that no item names: pages that others link to, pictures, files."""
    waiting = [i for i in reading.resources if i not in reading.reasons]
    waiting.sort(key=lambda identifier: identifier not in reading.pages)
    for identifier in waiting:
        if identifier not in reading.placed:
            yield _make_one(reading, identifier, "", in_tree=False)


def _make_one(reading: Reading, identifier: str, title: str, in_tree: bool) -> ImportedContent:
    resource = reading.resources[identifier]
    if identifier in reading.addresses:
        content = _make_link(reading, identifier, title)
    elif identifier in reading.pages:
        content = _make_text(reading, identifier, title, in_tree)
    else:
        unpacked = reading.package.files[resource.href]
        alternative = reading.links.alternatives.get(identifier, "")
        content = make_file(unpacked, identifier, title, alternative, reading.shared)
    reading.placed[identifier] = content.title
    return content


def _make_link(reading: Reading, identifier: str, title: str) -> ImportedContent:
    address = reading.addresses[identifier]
    values: dict[str, Value] = {**reading.shared, "address": address}
    return ImportedContent("link", title or address, identifier, "", values)


def _make_text(reading: Reading, identifier: str, title: str, in_tree: bool) -> ImportedContent:
    """Make a lesson of a page that stands in the tree, a page of one that is only linked to."""
    own_title, body = reading.pages[identifier]
    name = basename(reading.resources[identifier].href).rsplit(".", 1)[0]
    title = title or own_title or title_from(name + ".")
    belongings = [i for i in reading.belongings.get(identifier, ()) if i not in reading.placed]
    children = tuple(_make_one(reading, i, "", in_tree=False) for i in belongings)
    kind = "lesson" if in_tree else "page"
    values = lesson_values(body) if in_tree else {"text": whole(body, 2)}
    return ImportedContent(kind, title, identifier, name, {**reading.shared, **values}, children)


def _line(reading: Reading, identifier: str, resource: Resource) -> ReportLine:
    if identifier in reading.placed:
        return ReportLine(resource.identifier, reading.placed[identifier], "imported")
    title = reading.titles.get(identifier) or shorten(basename(resource.href)) or resource.kind
    reason = reading.reasons.get(identifier, "Nothing in the cartridge shows it.")
    return ReportLine(resource.identifier, title, "left out", reason)
