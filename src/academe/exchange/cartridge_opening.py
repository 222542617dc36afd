"""Opens the resources of a cartridge: what each one is, and why some cannot come in."""

from posixpath import basename

from academe.errors import ImportRefused
from academe.exchange.assessments import is_bank, open_assessment
from academe.exchange.bundle import identifier_of
from academe.exchange.canvas import (
    SETTINGS,
    SYLLABUS,
    add_settings,
    open_canvas_assignment,
    settings_name,
)
from academe.exchange.cartridge_links import COURSE, candidates
from academe.exchange.cartridge_resources import Reading, told_apart
from academe.exchange.manifest import (
    ASSESSMENT,
    ASSIGNMENT,
    ASSOCIATED,
    BOOK,
    QUESTION_BANK,
    TOOL,
    TOPIC,
    WEB_CONTENT,
    WEB_LINK,
    Resource,
)
from academe.exchange.markup import child, read_html, read_xml
from academe.exchange.names import media_type_of, shorten
from academe.exchange.openers import open_assignment, open_tool, open_topic, open_web_link
from academe.exchange.pieces import FILE, PAGE, Piece
from academe.exchange.rewriting import Links
from academe.wording import _

PAGES = ("text/html", "application/xhtml+xml")
_DATA = (".xml", ".txt", ".qti", ".json", ".css", ".js")
_OPENERS = {WEB_LINK: open_web_link, TOOL: open_tool, TOPIC: open_topic}
_TESTS = (ASSESSMENT, QUESTION_BANK)


def gather(reading: Reading) -> None:
    """Look at every resource: open what can be opened, say what becomes of the others."""
    associated = []
    for identifier, resource in reading.resources.items():
        if resource.kind == ASSOCIATED:
            associated.append(identifier)
        else:
            _try(reading, identifier, resource)
    owners = _owners(reading)
    for identifier in associated:
        _try_associated(reading, identifier, owners.get(identifier, ""))
    _add_files_of_pages(reading)
    _drop_fallbacks(reading)
    reading.links = Links(_targets(reading), candidates)
    for identifier, piece in reading.pieces.items():
        title = reading.titles.get(identifier) or piece.title
        if title and piece.source:
            reading.links.called.setdefault(piece.source, f"“{shorten(title)}”")
    for piece in reading.pieces.values():
        for text in piece.texts.values():
            reading.links.rewrite(text, piece.source)


def _try(reading: Reading, identifier: str, resource: Resource) -> None:
    try:
        piece = _open(reading, resource)
    except ImportRefused as refusal:
        reading.reasons[identifier] = refusal.sentence
    else:
        piece.is_for_staff = piece.is_for_staff or resource.facts.for_instructors
        reading.pieces[identifier] = piece


def _open(reading: Reading, resource: Resource) -> Piece:
    package, name = reading.package, resource.href
    if resource.kind not in (WEB_CONTENT, BOOK, ASSIGNMENT, *_OPENERS, *_TESTS):
        return _open_unknown(reading, resource)
    if not name:
        raise ImportRefused(_("It names no file in the cartridge."))
    if name not in package.files:
        raise _missing(name)
    if resource.kind in _OPENERS:
        return _OPENERS[resource.kind](package, name, reading.language)
    if resource.kind in _TESTS:
        return open_assessment(
            package, resource, _files_beside(reading, resource), reading.language
        )
    if resource.kind == ASSIGNMENT:
        return _open_assignment(reading, name)
    if media_type_of(name) in PAGES:
        title, body = read_html(package.read(name), shorten(name), package.limits)
        return Piece(PAGE, title, name, {"text": body})
    return Piece(FILE, source=name, kept=(package.files[name],))


def _open_unknown(reading: Reading, resource: Resource) -> Piece:
    """Keep the file of what is not known, unless a plain page stands for it.

    It may hold answers, so it is for staff.
    """
    said = _("Resources of the type ${type} are not known.", mapping={"type": resource.type})
    kept = reading.package.files.get(resource.href)
    if kept is None or resource.identifier in reading.fallbacks:
        raise ImportRefused(said)
    notes = [said, _("Its file is kept for staff.")]
    return Piece(FILE, source=resource.href, kept=(kept,), is_for_staff=True, notes=notes)


def _missing(name: str) -> ImportRefused:
    return ImportRefused(
        _("Its file ${name} is not in the cartridge.", mapping={"name": shorten(name)})
    )


def _open_assignment(reading: Reading, name: str) -> Piece:
    piece = open_assignment(reading.package, name, reading.language)
    root = read_xml(reading.package.read(name), shorten(name), reading.package.limits)
    extension = child(root, "extensions", "assignment")
    if extension is not None:
        add_settings(piece, extension, reading.canvas, reading.language)
    return piece


def _files_beside(reading: Reading, resource: Resource) -> tuple[str, ...]:
    beside = (reading.resources.get(identifier_of(means)) for means in resource.dependencies)
    return tuple(name for one in beside if one is not None for name in one.files)


# -- what came along with something else


def _owners(reading: Reading) -> dict[str, str]:
    """Say for each resource that another one depends on, which that is."""
    return {
        identifier_of(means): identifier
        for identifier, resource in reading.resources.items()
        for means in resource.dependencies
    }


def _try_associated(reading: Reading, identifier: str, owner: str) -> None:
    """See what a resource is that says no more than that it belongs to something."""
    resource = reading.resources[identifier]
    try:
        piece = _open_associated(reading, resource, owner)
    except ImportRefused as refusal:
        reading.reasons[identifier] = refusal.sentence
        return
    if piece is None:
        reading.joined[identifier] = _how_joined(reading, resource, owner)
    else:
        reading.pieces[identifier] = piece


def _open_associated(reading: Reading, resource: Resource, owner: str) -> Piece | None:
    package = reading.package
    if settings_name(resource, package):
        return open_canvas_assignment(package, resource, reading.canvas, reading.language)
    if not owner and is_bank(package, resource):
        return open_assessment(package, resource, (), reading.language)
    if resource.href and resource.href not in package.files:
        raise _missing(resource.href)
    if not resource.href or resource.href == SYLLABUS or resource.href.endswith(_DATA):
        return None
    kept = (package.files[resource.href],)
    return Piece(FILE, source=resource.href, kept=kept, only_if_used=True)


def _how_joined(reading: Reading, resource: Resource, owner: str) -> str:
    if owner in reading.pieces:
        title = reading.titles.get(owner) or reading.pieces[owner].title
        return _("It belongs to “${title}” and was read with it.", mapping={"title": title})
    if resource.href == SYLLABUS:
        return _("Its text is part of the course.")
    if resource.href.startswith(SETTINGS + "/"):
        return _("Settings of the program that wrote it; the course was read with them.")
    return _("Data for the program that wrote it.")


def _add_files_of_pages(reading: Reading) -> None:
    """Make the further files of a resource contents of their own, where a text uses them."""
    known = {resource.href for resource in reading.resources.values()}
    for identifier, resource in list(reading.resources.items()):
        if resource.kind == ASSOCIATED and identifier in reading.joined:
            continue
        for name in resource.files:
            if name in known or name not in reading.package.files or name.endswith(_DATA):
                continue
            known.add(name)
            kept = (reading.package.files[name],)
            key = told_apart(f"{resource.identifier}/{basename(name)}", "file", set(reading.pieces))
            reading.pieces[key] = Piece(FILE, source=name, kept=kept, only_if_used=True)


def _drop_fallbacks(reading: Reading) -> None:
    """Leave out the plain page of what was read itself."""
    for identifier, resource in reading.resources.items():
        meant = identifier_of(resource.stands_for)
        if resource.stands_for and meant in reading.pieces and identifier in reading.pieces:
            title = reading.titles.get(meant) or reading.pieces[meant].title
            del reading.pieces[identifier]
            reading.joined[identifier] = _(
                "The plain form of “${title}”, which was imported itself.",
                mapping={"title": title},
            )


def _targets(reading: Reading) -> dict[str, str]:
    """Say which content a file's name, a page's short name or an ``#identifier`` means."""
    targets = {f"#{item}": identifier for item, identifier in reading.places.items()}
    targets[COURSE] = reading.root_identifier
    owners: dict[str, str] = {}
    for identifier, piece in list(reading.pieces.items()):
        resource = reading.resources.get(identifier)
        name = piece.source if resource is None else resource.href
        first = owners.setdefault(name, identifier)
        if first != identifier and identifier not in reading.titles:
            del reading.pieces[identifier]
            reading.joined[identifier] = _(
                "It is the same file as ${other}.", mapping={"other": first}
            )
        for known in filter(None, (name, piece.source)):
            targets.setdefault(known, first)
        targets[f"#{identifier}"] = first
        if resource is not None:
            targets[f"#{resource.identifier}"] = first
    for resource in reading.resources.values():
        meant = targets.get(f"#{resource.stands_for}") if resource.stands_for else None
        if meant is not None:
            targets.setdefault(resource.href, meant)
            targets[f"#{resource.identifier}"] = meant
        elif resource.stands_for and f"#{resource.identifier}" in targets:
            targets[f"#{resource.stands_for}"] = targets[f"#{resource.identifier}"]
    return targets
