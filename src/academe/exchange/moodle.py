"""A Moodle backup (2.0 and later): sections become units; users and grades are never read."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree, html

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine, Value
from academe.exchange.languages import find_language
from academe.exchange.markup import child, read_xml, text_of
from academe.exchange.moodle_activities import LABEL, read_words, said
from academe.exchange.moodle_backup import (
    COURSE,
    Activity,
    Backup,
    Section,
    candidates,
    read_sections,
    take_activities,
)
from academe.exchange.moodle_files import read_files
from academe.exchange.moodle_opening import open_all
from academe.exchange.names import OF_MOODLE, shorten, title_from
from academe.exchange.piece_contents import make_content
from academe.exchange.pieces import HIDDEN, one_sentence
from academe.exchange.rewriting import Links
from academe.exchange.sections import whole
from academe.wording import _


def read_backup(package: Package) -> Bundle:
    """Read a backup; the report names its sections, its activities and the files of the course."""
    manifest = read_xml(package.read(OF_MOODLE), _("The list of the backup"), package.limits)
    contents = child(manifest, "information", "contents")
    if contents is None:
        raise ImportRefused(_("The moodle_backup.xml is not the list of a Moodle course."))
    course = _read_course(package)
    language = find_language(said(course, "lang"))
    shared: dict[str, Value] = {"language": language} if language else {}
    links = Links({}, candidates)
    backup = Backup(shared=shared, links=links, package=package, files=read_files(package))
    sections = read_sections(backup, contents, said(course, "format"))
    loose = take_activities(contents, sections)
    open_all(backup, course, sections, loose)
    information = child(manifest, "information")
    root = _make_course(backup, information, course, sections, loose)
    report = (*_report(backup, sections, loose), *backup.links.missing.values())
    release = "" if information is None else said(information, "moodle_release").split(" ")[0]
    return Bundle(f"Moodle {release}".strip(), (root,), report, identifier=_identifier(information))


def _identifier(information: etree._Element | None) -> str:
    """Name the course by its site, which Moodle gives as a hash, and its number there."""
    names = ("original_site_identifier_hash", "original_course_id")
    words = ["" if information is None else said(information, name) for name in names]
    return "/".join(words) if all(words) else ""


def _read_course(package: Package) -> etree._Element:
    name = "course/course.xml"
    if name not in package.files:
        return etree.Element("course")
    return read_xml(package.read(name), name, package.limits)


def _make_course(
    backup: Backup,
    information: etree._Element | None,
    course: etree._Element,
    sections: list[Section],
    loose: list[Activity],
) -> ImportedContent:
    """Make the course; the first section has no title in Moodle: it is the course itself."""
    listed = "" if information is None else said(information, "original_course_fullname")
    title = said(course, "fullname") or listed or title_from(backup.package.title + ".")
    values = dict(backup.shared)
    summary = text_of(read_words(backup.package, course, "summary"))
    values |= {"summary": summary[:600]} if summary else {}
    code = said(course, "shortname")
    values |= {"course_code": code[:80]} if code and code != title else {}
    children: list[ImportedContent] = []
    for section in sections:
        if section.number == "0":
            text = _text_of_section(backup, section)
            values |= {"text": text} if text else {}
            children += _make_activities(backup, section.activities, "course")
            backup.joined[section.folder] = _("Its text and its contents are part of the course.")
        else:
            children += _make_unit(backup, section)
    children += _make_activities(backup, loose, "course")
    name = backup.package.title
    return ImportedContent("course", title, COURSE, name, values, tuple(children))


def _make_unit(backup: Backup, section: Section) -> Iterator[ImportedContent]:
    children = tuple(_make_activities(backup, section.activities, "unit"))
    text = _text_of_section(backup, section)
    if not children and not text:
        backup.joined[section.folder] = _("There is nothing in it.")
        return
    values = {**backup.shared, **({"text": text} if text else {})}
    backup.placed[section.folder] = section.title
    yield ImportedContent("unit", section.title, section.folder, "", values, children)


def _text_of_section(backup: Backup, section: Section) -> str:
    """Write the section's own text, with its labels in their order behind it."""
    division: html.HtmlElement = html.Element("div")
    division.extend(list(section.text))
    division.text = section.text.text
    for activity in section.activities:
        opened = backup.opened.get(activity.folder)
        if opened is not None and opened.piece.kind == LABEL:
            backup.joined[activity.folder] = _part_of(section)
            division.append(opened.piece.texts["text"])
            division[-1].drop_tag()
    return whole(division, 2)


def _part_of(section: Section) -> str:
    if section.number == "0":
        return _("Its text is part of the course.")
    return _("Its text is part of “${title}”.", mapping={"title": shorten(section.title)})


def _make_activities(
    backup: Backup, activities: list[Activity], place: str
) -> Iterator[ImportedContent]:
    for activity in activities:
        opened = backup.opened.get(activity.folder)
        if opened is None or opened.piece.kind == LABEL:
            continue
        content = make_content(backup, activity.folder, opened.piece.title or activity.title, place)
        inside = [(f"{activity.folder}/{one.name}", one.title) for one in opened.chapters]
        inside += [(identifier, "") for identifier in opened.files]
        below = tuple(
            make_content(backup, identifier, title, content.type_name)
            for identifier, title in inside
            if identifier not in backup.placed
        )
        yield replace(content, children=(*content.children, *below))


# -- the report


def _report(backup: Backup, sections: list[Section], loose: list[Activity]) -> Iterator[ReportLine]:
    yield from backup.lines
    for section in sections:
        notes = [HIDDEN] if section.is_hidden else []
        yield _line(backup, section.folder, section.title, notes)
        yield from (_activity_line(backup, activity) for activity in section.activities)
    yield from (_activity_line(backup, activity) for activity in loose)
    for file in backup.files:
        yield _line(backup, file.identifier, file.name, [])


def _activity_line(backup: Backup, activity: Activity) -> ReportLine:
    opened = backup.opened.get(activity.folder)
    notes = [] if opened is None else opened.piece.notes
    return _line(backup, activity.folder, activity.title, notes)


def _line(backup: Backup, identifier: str, title: str, notes: list[str]) -> ReportLine:
    if identifier in backup.placed:
        return ReportLine(identifier, backup.placed[identifier], "imported", one_sentence(notes))
    if identifier in backup.joined:
        return ReportLine(identifier, title, "joined", backup.joined[identifier])
    reason = backup.reasons.get(identifier) or _("No text of it leads to this or shows it.")
    return ReportLine(identifier, title, "left out", reason)
