"""Common Cartridge: a course with its units, lessons, pages, links and files, in their order."""

from collections.abc import Iterator
from dataclasses import replace

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import (
    Bundle,
    ImportedContent,
    ReportLine,
    Value,
    identifier_of,
)
from academe.exchange.canvas import SYLLABUS, Canvas, read_canvas
from academe.exchange.cartridge_links import candidates
from academe.exchange.cartridge_opening import gather
from academe.exchange.cartridge_own import is_own, read_own
from academe.exchange.cartridge_resources import Reading, by_identifier
from academe.exchange.languages import find_language
from academe.exchange.manifest import Item, Manifest, Resource, read_manifest
from academe.exchange.markup import read_xml
from academe.exchange.names import OF_CARTRIDGE, shorten, title_from
from academe.exchange.openers import make_tool
from academe.exchange.piece_contents import facts_values, make_content
from academe.exchange.pieces import FILE, HIDDEN, one_sentence
from academe.exchange.rewriting import Links
from academe.exchange.sections import whole
from academe.wording import _


def read_cartridge(package: Package) -> Bundle:
    """Read a cartridge; the report names every resource of its manifest once."""
    tree = read_xml(package.read(OF_CARTRIDGE), _("The manifest of the cartridge"), package.limits)
    manifest = read_manifest(tree)
    own = read_own(package, manifest) if is_own(manifest) else None
    return own or _read_of_others(package, manifest)


def _read_of_others(package: Package, manifest: Manifest) -> Bundle:
    canvas = read_canvas(package)
    shared = _shared_values(manifest, canvas)
    resources = by_identifier(manifest)
    reading = Reading(
        shared=shared,
        links=Links({}, candidates),
        package=package,
        manifest=manifest,
        canvas=canvas,
        resources=resources,
    )
    gather(reading)
    root = _make_course(reading)
    lines = [_line(reading, identifier, res) for identifier, res in resources.items()]
    report = (*lines, *reading.remarks, *reading.links.missing.values())
    name = "Thin Common Cartridge" if manifest.is_thin else "Common Cartridge"
    format_name = f"{name} {manifest.version}".strip()
    return Bundle(format_name, (root,), report, identifier=manifest.identifier)


def _shared_values(manifest: Manifest, canvas: Canvas) -> dict[str, Value]:
    """Give what holds for every content: licence, authors, language."""
    found = facts_values(manifest.facts)
    found.setdefault("language", find_language(canvas.language))
    shared = ("licence", "author_credit", "language")
    return {name: found[name] for name in shared if found.get(name)}


def _make_course(reading: Reading) -> ImportedContent:
    manifest, canvas = reading.manifest, reading.canvas
    if canvas.syllabus is not None:
        reading.links.rewrite(canvas.syllabus, SYLLABUS)
    children = list(_make_items(reading, manifest.items, "course"))
    children += list(_make_rest(reading))
    title = manifest.title or title_from(reading.package.title + ".")
    values = {**reading.shared, **facts_values(manifest.facts)}
    if manifest.facts.standards:
        values["standards"] = manifest.facts.standards
    if canvas.course_code and canvas.course_code != title:
        values["course_code"] = canvas.course_code[:80]
    if canvas.syllabus is not None and len(canvas.syllabus):
        values["text"] = whole(canvas.syllabus, 2)
    name = reading.package.title
    return ImportedContent("course", title, reading.root_identifier, name, values, tuple(children))


# -- the tree


def _make_items(reading: Reading, items: tuple[Item, ...], place: str) -> Iterator[ImportedContent]:
    """Make what one level of the tree holds.

    A list in a course is a unit, one in a unit is a lesson; what is deeper stands beside, as
    lessons do not nest.
    """
    for item in items:
        if not item.items:
            yield from _make_leaf(reading, item, place)
        elif place == "course":
            yield _make_list(reading, item, "unit")
        elif place == "unit":
            yield _make_list(reading, item, "lesson")
        else:
            yield from _make_leaf(reading, item, place)
            yield from _make_items(reading, item.items, place)


def _make_list(reading: Reading, item: Item, kind: str) -> ImportedContent:
    """Make a unit or a lesson, with its own text where it has one."""
    title = item.title.strip() or "Untitled"
    identifier, own = reading.places[item.identifier], reading.own_texts.get(item.identifier)
    items = item.items if own or not item.resource else (replace(item, items=()), *item.items)
    if own and not item.resource:
        items = items[1:]
    head = ImportedContent(kind, title, identifier, "", {**reading.shared})
    if own:
        head = make_content(reading, own, title, kind, as_list=True)
    values = {**head.values, **facts_values(item.facts)}
    if item.facts.standards:
        values["standards"] = item.facts.standards
    children = (*head.children, *_make_items(reading, items, kind))
    return replace(head, values=values, children=children)


def _make_leaf(reading: Reading, item: Item, place: str) -> Iterator[ImportedContent]:
    """Make the content of one item; a resource that stands in the tree twice is made once."""
    identifier = _resource_of(reading, item)
    tool = reading.canvas.tools.get(item.identifier) or reading.canvas.tools.get(item.resource)
    if identifier in reading.placed:
        reading.remarks.append(
            ReportLine(item.identifier, item.title, "joined", _("It stands in the tree twice."))
        )
    elif identifier in reading.pieces:
        yield make_content(reading, identifier, item.title, place, item.facts)
    elif tool and identifier not in reading.resources:
        yield from _make_tool(reading, item, *tool)
    elif not item.resource and not item.items:
        reason = _("A heading in the list without a content of its own.")
        reading.remarks.append(ReportLine(item.identifier, item.title, "joined", reason))
    elif item.resource and identifier not in reading.resources:
        reason = _("What it leads to is not in the cartridge.")
        reading.remarks.append(ReportLine(item.identifier, item.title, "left out", reason))


def _make_tool(reading: Reading, item: Item, title: str, address: str) -> Iterator[ImportedContent]:
    """Make a link of a place in a module whose tool only the other program knew."""
    identifier = identifier_of(item.identifier)
    while identifier in reading.pieces or identifier in reading.placed:
        identifier = f"item/{identifier}"
    try:
        piece = make_tool(item.title or title, "", address, has_parameters=False)
    except ImportRefused as refusal:
        line = ReportLine(item.identifier, item.title, "left out", refusal.sentence)
        reading.remarks.append(line)
        return
    reading.pieces[identifier] = piece
    yield make_content(reading, identifier, piece.title, "unit")
    reading.remarks.append(ReportLine(item.identifier, piece.title, "imported"))


def _resource_of(reading: Reading, item: Item) -> str:
    """Give the resource that an item means, or the plain page that the cartridge gives instead."""
    wanted = identifier_of(item.resource)
    instead = reading.fallbacks.get(item.resource)
    if wanted not in reading.pieces and instead:
        reading.joined[wanted] = _(
            "Its plain page ${name} was imported instead.", mapping={"name": instead}
        )
        return instead
    return wanted


def _make_rest(reading: Reading) -> Iterator[ImportedContent]:
    """Make what no item names: pages that others link to, tests, pictures, files."""
    waiting = [i for i, piece in reading.pieces.items() if not piece.only_if_used]
    waiting.sort(key=lambda identifier: reading.pieces[identifier].kind == FILE)
    for identifier in waiting:
        if identifier not in reading.placed:
            yield make_content(reading, identifier, "", "")


# -- the report


def _line(reading: Reading, identifier: str, resource: Resource) -> ReportLine:
    piece = reading.pieces.get(identifier)
    if identifier in reading.placed and piece is not None:
        hidden = {resource.identifier, identifier} & reading.canvas.unpublished
        notes = [*piece.notes, *([HIDDEN] if hidden else [])]
        if resource.facts.for_instructors:
            notes.append(_("It was for instructors only: staff alone see it here, too."))
        title = reading.placed[identifier]
        return ReportLine(resource.identifier, title, "imported", one_sentence(notes))
    title = reading.titles.get(identifier) or shorten(resource.href.rsplit("/", 1)[-1])
    title = title or resource.kind
    if identifier in reading.joined:
        return ReportLine(resource.identifier, title, "joined", reading.joined[identifier])
    reason = reading.reasons.get(identifier) or _("No text of it leads to this or shows it.")
    return ReportLine(resource.identifier, title, "left out", reason)
