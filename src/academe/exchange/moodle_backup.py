"""A Moodle backup under way: its sections and activities in their order, what its links mean."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree, html

from academe.exchange.archives import Package
from academe.exchange.bundle import ReportLine
from academe.exchange.gathered import Gathered
from academe.exchange.labels import label
from academe.exchange.markup import child, read_xml, text_of
from academe.exchange.moodle_activities import Opened, is_hidden, read_words, said
from academe.exchange.moodle_files import FiledFile
from academe.wording import _

COURSE = "course"
"""The name by which a link means the whole course."""

_FILE = "@@PLUGINFILE@@"
_TOKEN = re.compile(r"\$@([A-Z]+)\*(\d+)(?:\*(\d+))?@\$")
_TITLES = {"weeks": "week", "topics": "topic"}


@dataclass(frozen=True)
class Activity:
    """One activity as the backup lists it."""

    module: str
    section: str
    kind: str
    title: str
    folder: str


@dataclass
class Section:
    """One section: its place in the course, its own text, what stands in it, in order."""

    identifier: str
    number: str
    title: str
    folder: str
    text: html.HtmlElement
    order: list[str]
    is_hidden: bool = False
    activities: list[Activity] = field(default_factory=list)


@dataclass(kw_only=True)
class Backup(Gathered):
    """A backup under way."""

    package: Package
    files: list[FiledFile]
    opened: dict[str, Opened] = field(default_factory=dict)
    lines: list[ReportLine] = field(default_factory=list)


def candidates(address: str, from_name: str) -> tuple[list[str], str]:
    """Name what an address may mean; Moodle writes its own places as tokens."""
    plain, _, fragment = unquote(address.strip()).partition("#")
    if plain.startswith(_FILE):
        return [from_name + plain.removeprefix(_FILE).split("?")[0]], ""
    found = _TOKEN.search(plain)
    if found is None:
        return [], ""
    if found[1].startswith("COURSEVIEW"):
        return [COURSE], ""
    chapter = [f"module/{found[2]}/{found[3]}"] if found[3] else []
    return [*chapter, f"module/{found[2]}"], fragment


def read_sections(backup: Backup, contents: etree._Element, format_name: str) -> list[Section]:
    """Read the sections that the backup lists, by their numbers."""
    listed = child(contents, "sections")
    found = []
    for element in () if listed is None else listed:
        folder = said(element, "directory")
        name = f"{folder}/section.xml"
        if name in backup.package.files:
            root = read_xml(backup.package.read(name), name, backup.package.limits)
            found.append(_read_section(backup, element, root, format_name))
        else:
            reason = _("Its file ${name} is not in the backup.", mapping={"name": name})
            backup.reasons[folder] = reason
            backup.lines.append(ReportLine(folder, said(element, "title"), "left out", reason))
    return sorted(found, key=lambda section: int(section.number))


def _read_section(
    backup: Backup, element: etree._Element, root: etree._Element, format_name: str
) -> Section:
    number = said(root, "number")
    number = number if number.isdecimal() and len(number) < 7 else "0"
    own = label(_TITLES.get(format_name, "section"), backup.language, number)
    return Section(
        identifier=said(element, "sectionid"),
        number=number,
        title=said(root, "name") or own,
        folder=said(element, "directory"),
        text=read_words(backup.package, root, "summary"),
        order=[word.strip() for word in said(root, "sequence").split(",") if word.strip()],
        is_hidden=is_hidden(root),
    )


def take_activities(contents: etree._Element, sections: list[Section]) -> list[Activity]:
    """Give each section its activities in their order; return those that stand in none."""
    listed = child(contents, "activities")
    activities = [
        Activity(
            module=said(element, "moduleid"),
            section=said(element, "sectionid"),
            kind=said(element, "modulename"),
            title=text_of(child(element, "title")),
            folder=said(element, "directory"),
        )
        for element in (() if listed is None else listed)
    ]
    by_identifier = {section.identifier: section for section in sections}
    for section in sections:
        section.activities = [a for a in activities if a.section == section.identifier]
        places = {module: place for place, module in enumerate(section.order)}
        section.activities.sort(key=lambda a: places.get(a.module, len(places)))
    return [a for a in activities if a.section not in by_identifier]
