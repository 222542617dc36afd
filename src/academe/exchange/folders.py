"""A folder of texts becomes a course, or what its words say: texts, pictures, files in order."""

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from academe.errors import ImportRefused
from academe.exchange import hugo
from academe.exchange.archives import Package
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine, Value, identifier_of
from academe.exchange.contents_table import read_table
from academe.exchange.course_folder import Part, is_main, plan
from academe.exchange.folder_links import candidates
from academe.exchange.folder_texts import FolderText, read_texts
from academe.exchange.front_matter import read_words, text_of_word
from academe.exchange.leaving_aside import COURSE, LICENCE, TITLED, leave_aside
from academe.exchange.licences import find_credit, find_licence
from academe.exchange.making_parts import Gathering, make
from academe.exchange.markup import decode, text_of
from academe.exchange.names import natural_key, title_from
from academe.exchange.placing_files import place_files
from academe.exchange.rewriting import Links
from academe.exchange.sections import field_of
from academe.exchange.typed_folder import plan_typed
from academe.wording import _

_LESSON = re.compile(r"(lesson|lecci[oó]n|session)([-_ .]?\d|\b)", re.IGNORECASE)


def read_folder(package: Package) -> Bundle:
    """Read a folder of texts: an index, README or settings say the course, the rest its parts."""
    package = _with_plain_names(package)
    rows, missing = read_table(package)
    report = {name: line for name in package.files if (line := leave_aside(package, name))}
    names = [name for name in package.files if name not in report]
    texts, package, unread = read_texts(package, names, rows)
    _check_something(texts, unread, rows, report)
    known = {*names, *report}
    names += [name for name in package.files if name not in known]
    root = _plan(package, names, texts, rows)
    links = Links(_targets(root, names), lambda a, f: candidates(package, a, f))
    for name in sorted(texts, key=natural_key):
        links.rewrite(texts[name].body, name)
    shared, title = _licence_and_credit(package), _course_title(package, texts.get(root.name))
    gathering = Gathering(package, texts, rows, links, shared, title, report, unread)
    root = place_files(root, gathering)
    made = _with_course_facts(make(root, gathering), package, report)
    lines = [report[name] for name in sorted(package.files, key=natural_key) if name in report]
    return Bundle("folder", (made,), (*lines, *missing, *links.missing.values()))


def _with_plain_names(package: Package) -> Package:
    """Give all names the one spelling that links and tables have: a Mac writes ü as two signs."""
    plain = {unicodedata.normalize("NFC", name): one for name, one in package.files.items()}
    return replace(package, files={name: replace(one, name=name) for name, one in plain.items()})


def _check_something(
    texts: Collection[str],
    unread: Mapping[str, str],
    rows: Collection[str],
    report: Mapping[str, ReportLine],
) -> None:
    """Raise ImportRefused, with the first reason, where nothing can be read at all."""
    reasons = [*unread.values(), *(line.reason for line in report.values() if not rows)]
    if not texts and reasons and (unread or not rows):
        raise ImportRefused(reasons[0])


def _plan(
    package: Package,
    names: list[str],
    texts: Mapping[str, FolderText],
    rows: Mapping[str, Mapping[str, Any]],
) -> Part:
    if hugo.is_site(package.files):
        return hugo.plan({name: text.words for name, text in texts.items()}, names)
    if package.is_alone and len(texts) == 1 and not is_main(names[0]):
        return _alone(names, texts[names[0]])
    kinds = {name: text.kind for name, text in texts.items()}
    said = {name: str(words.get("type", "")) for name, words in rows.items()}
    kinds |= {n: kind for n, kind in said.items() if kind in package.vocabulary.types}
    if any(kinds.values()):
        return plan_typed(names, texts, kinds)
    return plan(names, texts, [name for name in texts if _fields_in(texts[name]) > 1])


def _alone(names: list[str], text: FolderText) -> Part:
    """Plan a text that comes without a folder: what it says that it is, a lesson, a document."""
    pictures = tuple(Part("file", name, "") for name in names if name != text.name)
    is_lesson = _fields_in(text) or _LESSON.match(text.name)
    return Part(text.kind or ("lesson" if is_lesson else "document"), text.name, "", pictures)


def _fields_in(text: FolderText) -> int:
    """Count the fields of a lesson that the headings of a text mean."""
    headings = (text_of(one) for one in text.body.iter("h1", "h2", "h3"))
    return len(set(filter(None, map(field_of, headings))))


def _licence_and_credit(package: Package) -> dict[str, Value]:
    """Read the licence file, or the README where there is none: its words hold for every part."""
    said = {"author_credit": hugo.credit(_course_json(package))}
    tops = [name for name in package.files if "/" not in name and not name.endswith(".docx")]
    for pattern in (LICENCE, re.compile("readme", re.IGNORECASE)):
        for name in filter(pattern.match, tops):
            words = decode(package.read(name))
            found = {"licence": find_licence(words), "author_credit": find_credit(words)}
            if any(found.values()):
                return {key: value for key, value in found.items() if value}
    return {key: value for key, value in said.items() if value}


def _course_json(package: Package) -> Mapping[str, Any]:
    if COURSE not in package.files:
        return {}
    try:
        found = json.loads(decode(package.read(COURSE)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _with_course_facts(
    made: ImportedContent, package: Package, report: dict[str, ReportLine]
) -> ImportedContent:
    """Give a course the code that its site says; its topics are no subjects of ours, but told."""
    course = _course_json(package)
    topics, code = hugo.topics(course), hugo.code(course)
    if topics and COURSE in report:
        said = _(
            "Read for title and code of the course. Its topics are no subjects of the district: "
            "${topics}. Please choose the subjects yourself.",
            mapping={"topics": topics},
        )
        report[COURSE] = replace(report[COURSE], reason=said)
    if made.type_name != "course" or not code:
        return made
    return replace(made, values={"course_code": code, **made.values})


def _course_title(package: Package, index: FolderText | None) -> str:
    for name in filter(package.files.__contains__, TITLED):
        title = text_of_word(read_words(decode(package.read(name))).get("title"))
        if title:
            return title
    title = text_of_word(_course_json(package).get("course_title"))
    said = text_of_word(index.words.get("title")) or index.heading if index else ""
    return title or said or title_from(package.title + ".")


def _targets(root: Part, names: list[str]) -> dict[str, str]:
    """Say which content each name in a link means; a folder means its own text."""
    targets = {name: identifier_of(name) for name in names}
    waiting = [root]
    while waiting:
        part = waiting.pop()
        waiting.extend(part.parts)
        if part.name and (is_main(part.name) or part.parts or part.kind in ("course", "unit")):
            targets.setdefault(part.folder or ".", part.identifier)
        elif not part.name:
            targets[part.folder or "."] = part.identifier
    # Course sites write addresses without endings and in small letters.
    for name in names:
        targets.setdefault(f"~{name.casefold()}", targets[name])
        stem = re.sub(r"(/_?index)?\.(md|html?)$", "", name).removeprefix("content/")
        targets.setdefault(f"~{stem.casefold()}", targets[name])
    return targets
