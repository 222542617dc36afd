"""What Canvas adds to a cartridge: its own settings, modules, assignments, tests and rubrics."""

import re
from dataclasses import dataclass, field
from posixpath import basename, dirname

from lxml import etree, html

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import Value
from academe.exchange.labels import label, points_words
from academe.exchange.manifest import Resource
from academe.exchange.markup import child, read_html, read_xml, text_of
from academe.exchange.names import shorten
from academe.exchange.openers import number_in
from academe.exchange.pieces import ASSIGNMENT, Piece

SETTINGS = "course_settings"
_COURSE, _MODULES, _RUBRICS, SYLLABUS = (
    f"{SETTINGS}/{name}"
    for name in ("course_settings.xml", "module_meta.xml", "rubrics.xml", "syllabus.html")
)
_ASSIGNMENT = "assignment_settings.xml"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FORMS = {
    "online_text_entry": "text",
    "online_url": "url",
    "online_upload": "file",
    "media_recording": "recording",
    "on_paper": "paper",
}


@dataclass
class Canvas:
    """What Canvas wrote beside the standard's own files; empty where another program wrote."""

    course_code: str = ""
    language: str = ""
    syllabus: html.HtmlElement | None = None
    tools: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Item of a module -> (title, address), where the manifest has no resource for it."""
    unpublished: set[str] = field(default_factory=set)
    """Items and resources that readers did not see there."""
    rubrics: dict[str, etree._Element] = field(default_factory=dict)


def read_canvas(package: Package) -> Canvas:
    """Read the settings that help; what of them cannot be read is passed over."""
    canvas = Canvas()
    course = _read(package, _COURSE)
    if course is not None:
        canvas.course_code = text_of(child(course, "course_code"))
        canvas.language = text_of(child(course, "locale"))
    modules = _read(package, _MODULES)
    for item in () if modules is None else modules.iter("item"):
        _note_item(canvas, item)
    rubrics = _read(package, _RUBRICS)
    if rubrics is not None:
        canvas.rubrics = {e.get("identifier", ""): e for e in rubrics.iter("rubric")}
    if SYLLABUS in package.files:
        try:
            source = package.read(SYLLABUS)
            canvas.syllabus = read_html(source, SYLLABUS, package.limits)[1]
        except ImportRefused:
            canvas.syllabus = None
    return canvas


def _read(package: Package, name: str) -> etree._Element | None:
    if name not in package.files:
        return None
    try:
        return read_xml(package.read(name), name, package.limits)
    except ImportRefused:  # the course is in the standard's own files
        return None


def _note_item(canvas: Canvas, item: etree._Element) -> None:
    identifier, means = item.get("identifier", ""), text_of(child(item, "identifierref"))
    if text_of(child(item, "workflow_state")) == "unpublished":
        canvas.unpublished |= {identifier, means} - {""}
    address = text_of(child(item, "url"))
    if address:
        tool = text_of(child(item, "title")), address
        canvas.tools |= {name: tool for name in (identifier, means) if name}


def settings_name(resource: Resource, package: Package) -> str:
    """Name the file of settings that makes a resource an assignment of Canvas, "" if it is none."""
    names = [name for name in resource.files if basename(name) == _ASSIGNMENT]
    names += [f"{dirname(resource.href)}/{_ASSIGNMENT}"] if dirname(resource.href) else []
    return next((name for name in names if name in package.files), "")


def open_canvas_assignment(
    package: Package, resource: Resource, canvas: Canvas, language: str
) -> Piece:
    """Read an assignment that Canvas wrote as a page with settings beside it."""
    name = settings_name(resource, package)
    settings = read_xml(package.read(name), shorten(name), package.limits)
    page = next((n for n in resource.files if n.endswith(".html") and n in package.files), "")
    texts = {}
    if page:
        texts["text"] = read_html(package.read(page), shorten(page), package.limits)[1]
    piece = Piece(ASSIGNMENT, text_of(child(settings, "title")), page or name, texts)
    add_settings(piece, settings, canvas, language)
    return piece


def add_settings(piece: Piece, settings: etree._Element, canvas: Canvas, language: str) -> None:
    """Add points, days and the rubric that Canvas says of an assignment."""
    days = {"due": "due_at", "opens": "unlock_at"}
    said: dict[str, Value] = {
        "points": number_in(text_of(child(settings, "points_possible"))),
        "hand_in": _forms(text_of(child(settings, "submission_types")), language),
    }
    for key, name in days.items():
        found = _DAY.match(text_of(child(settings, name)))
        said[key] = found[0] if found else ""
    for key, value in said.items():
        if value and not piece.values.get(key):
            piece.values[key] = value
    rubric = canvas.rubrics.get(text_of(child(settings, "rubric_identifierref")))
    if rubric is not None:
        piece.texts["rubric"] = _write_rubric(rubric, language)


def _forms(words: str, language: str) -> str:
    forms = [_FORMS[word] for word in words.split(",") if word in _FORMS]
    return ", ".join(label(form, language) for form in dict.fromkeys(forms))


def _write_rubric(rubric: etree._Element, language: str) -> html.HtmlElement:
    """Write a rubric as a table: a row for each criterion, what earns how many points in it."""
    division, table = html.Element("div"), html.Element("table")
    caption = html.Element("caption")
    caption.text = text_of(child(rubric, "title"))
    head = html.Element("tr")
    for words in ("criterion", "points"):
        cell = html.Element("th", scope="col")
        cell.text = label(words, language)
        head.append(cell)
    table.extend([*([caption] if caption.text else []), head])
    for criterion in rubric.iter("criterion"):
        row, name = html.Element("tr"), html.Element("th", scope="row")
        name.text = text_of(child(criterion, "description"))
        cell, listing = html.Element("td"), html.Element("ul")
        for rating in criterion.iter("rating"):
            entry = html.Element("li")
            worth = points_words(text_of(child(rating, "points")), language)
            entry.text = ": ".join(filter(None, [text_of(child(rating, "description")), worth]))
            listing.append(entry)
        cell.append(listing)
        row.extend([name, cell])
        table.append(row)
    division.append(table)
    return division
