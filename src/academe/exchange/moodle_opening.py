"""Opens the activities of a Moodle backup and lets their links and pictures find what they mean."""

from dataclasses import replace

from lxml import etree

from academe.errors import ImportRefused
from academe.exchange.bundle import Value
from academe.exchange.markup import read_xml
from academe.exchange.moodle_activities import HOLDER, LABEL, Opened, is_hidden, open_activity
from academe.exchange.moodle_backup import COURSE, Activity, Backup, Section, candidates
from academe.exchange.moodle_files import FiledFile
from academe.exchange.names import shorten
from academe.exchange.pieces import FILE, HIDDEN, TOPIC, Piece
from academe.exchange.rewriting import Links
from academe.wording import _

_BACKUPS = (".mbz", ".imscc")


def open_all(
    backup: Backup, course: etree._Element, sections: list[Section], loose: list[Activity]
) -> None:
    """Open every activity and every file, then rewrite the links of all texts."""
    targets = {COURSE: COURSE, f"context/{course.get('contextid', '')}": COURSE}
    _add_files(backup, targets)
    for section in sections:
        own = COURSE if section.number == "0" else section.folder
        targets[f"section/{section.identifier}"] = own
        for activity in section.activities:
            _try(backup, activity, own, targets)
    for activity in loose:
        _try(backup, activity, COURSE, targets)
    backup.links = Links(targets, candidates)
    for section in sections:
        backup.links.rewrite(section.text, f"section/{section.identifier}")
    for piece in backup.pieces.values():
        if piece.title and piece.source:
            backup.links.called.setdefault(piece.source, f"“{shorten(piece.title)}”")
    labels = [one.piece for one in backup.opened.values() if one.piece.kind == LABEL]
    for piece in (*backup.pieces.values(), *labels):
        for text in piece.texts.values():
            backup.links.rewrite(text, piece.source)


def _add_files(backup: Backup, targets: dict[str, str]) -> None:
    for file in backup.files:
        if file.unpacked is None:
            backup.reasons[file.identifier] = _("Its bytes are not in the backup.")
        elif file.name.lower().endswith(_BACKUPS):
            backup.reasons[file.identifier] = _(
                "A backup inside of the backup may hold names and marks of students."
            )
        else:
            backup.pieces[file.identifier] = _file_piece(file)
            targets[file.place] = file.identifier


def _file_piece(file: FiledFile) -> Piece:
    found = {"licence": file.licence, "author_credit": file.author}
    values: dict[str, Value] = {key: value for key, value in found.items() if value}
    kept = () if file.unpacked is None else (replace(file.unpacked, name=file.name),)
    return Piece(FILE, source=file.place, values=values, kept=kept, only_if_used=True)


def _try(backup: Backup, activity: Activity, place: str, targets: dict[str, str]) -> None:
    try:
        package, kind = backup.package, activity.kind
        opened = open_activity(package, kind, activity.folder, backup.language)
    except ImportRefused as refusal:
        backup.reasons[activity.folder] = refusal.sentence
        return
    backup.opened[activity.folder] = opened
    targets[f"module/{activity.module}"] = activity.folder
    if opened.piece.kind == LABEL:
        targets[f"module/{activity.module}"] = targets[opened.piece.source] = place
        return
    if opened.piece.kind == HOLDER:
        _take_files(backup, activity, opened, targets)
    if _is_hidden(backup, activity):
        opened.piece.notes.append(HIDDEN)
    backup.pieces[activity.folder] = opened.piece
    targets.setdefault(opened.piece.source, activity.folder)
    for chapter in opened.chapters:
        identifier = f"{activity.folder}/{chapter.name}"
        backup.pieces[identifier] = chapter
        number = chapter.name.removeprefix("chapter_")
        targets[f"module/{activity.module}/{number}"] = identifier


def _take_files(
    backup: Backup, activity: Activity, opened: Opened, targets: dict[str, str]
) -> None:
    """Make one file of a place that holds one, else a page with the list of its files."""
    source = opened.piece.source
    names = [f"mod_{activity.kind}"]
    here = [f for f in backup.files if f"context/{f.context}" == source and f.component in names]
    files = [file for file in here if file.identifier in backup.pieces]
    if activity.kind == "resource" and len(files) == 1:
        only = files[0]
        piece = backup.pieces.pop(only.identifier)
        values = {**opened.summary, **piece.values}
        opened.piece = Piece(FILE, opened.piece.title, source, values=values, kept=piece.kept)
        targets[only.place] = activity.folder
        backup.joined[only.identifier] = _(
            "It is the file of “${title}”.", mapping={"title": opened.piece.title}
        )
        return
    files.sort(key=lambda file: (not file.is_main, file.place))
    opened.files = [file.identifier for file in files]
    opened.piece = Piece(TOPIC, opened.piece.title, source, opened.piece.texts)


def _is_hidden(backup: Backup, activity: Activity) -> bool:
    name = f"{activity.folder}/module.xml"
    if name not in backup.package.files:
        return False
    return is_hidden(read_xml(backup.package.read(name), name, backup.package.limits))
