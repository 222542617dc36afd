"""A folder of Markdown lessons becomes a course: its texts, pictures and files, in their order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import basename, splitext

from lxml import html
from markdown_it import MarkdownIt

from academe.exchange.archives import Package
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine, Value, identifier_of
from academe.exchange.course_folder import Part, is_main, plan
from academe.exchange.files import make_file
from academe.exchange.front_matter import read_lines, take_front_matter
from academe.exchange.licences import find_credit, find_licence
from academe.exchange.markup import decode, read_html, text_of
from academe.exchange.names import PICTURES, media_type_of, natural_key, resolve, title_from
from academe.exchange.rewriting import Links
from academe.exchange.sections import (
    first_paragraph,
    lesson_values,
    minutes_in,
    split,
    take_title,
    whole,
)

ENDINGS = (".md", ".markdown")

_LICENCE = re.compile(r"licen[cs]e|copying", re.IGNORECASE)
_ABOUT_SOURCE = re.compile(r"contributing|code[_-]of[_-]conduct|changelog|security", re.IGNORECASE)
_TITLED = ("meta.yml", "meta.yaml", "_config.yml")
_SETTINGS = (".yml", ".yaml", ".toml", ".lock", ".gitattributes", ".editorconfig")


@dataclass(frozen=True)
class _Text:
    """One Markdown file, rendered: its title and what stood above it taken out of the body."""

    name: str
    words: Mapping[str, str]
    heading: str
    had_notice: bool
    opening: str
    body: html.HtmlElement


@dataclass
class _Gathering:
    """What the parts of a course are made from, and what the report will say."""

    package: Package
    texts: dict[str, _Text]
    links: Links
    shared: dict[str, Value]
    title: str
    report: dict[str, ReportLine]


def read_folder(package: Package) -> Bundle:
    """Read a folder of Markdown: README and settings say the course, the rest its parts."""
    report = {name: line for name in package.files if (line := _leave_out(package, name))}
    names = [name for name in package.files if name not in report]
    texts = {name: _read_text(package, name) for name in names if name.lower().endswith(ENDINGS)}
    course = plan(names, texts)
    links = Links(_targets(course, names), lambda a, f: _candidates(package, a, f))
    for name in sorted(texts, key=natural_key):
        links.rewrite(texts[name].body, name)
    title = _course_title(package, texts.get(course.name))
    gathering = _Gathering(package, texts, links, _licence_and_credit(package), title, report)
    root = _make(course, gathering)
    lines = [report[name] for name in sorted(package.files, key=natural_key)]
    return Bundle("Markdown", (root,), (*lines, *links.missing.values()))


def _leave_out(package: Package, name: str) -> ReportLine | None:
    """Say why a file is no course material, None when it is."""
    stem, reason = basename(name), ""
    if "/" not in name and _LICENCE.match(stem):
        reason = "Kept as licence and author credit of every content."
    elif "/" not in name and _ABOUT_SOURCE.match(stem):
        reason = "It is about the place where the course was kept, not about the course."
    elif name in _TITLED:
        reason = "Read for the title of the course."
    elif name.lower().endswith(_SETTINGS) or stem.startswith("."):
        reason = "Settings of another program."
    return ReportLine(name, stem, "left out", reason) if reason else None


def _read_text(package: Package, name: str) -> _Text:
    words, source = take_front_matter(decode(package.read(name)))
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    _, body = read_html(renderer.render(source), name, package.limits)
    heading, before = take_title(body)
    had_notice = any(text_of(part) for part in before)
    return _Text(name, words, heading, had_notice, first_paragraph(body)[:600], body)


def _licence_and_credit(package: Package) -> dict[str, Value]:
    """Read the licence file, or the README where there is none: its words hold for every part."""
    tops = [name for name in package.files if "/" not in name]
    for pattern in (_LICENCE, re.compile("readme", re.IGNORECASE)):
        for name in filter(pattern.match, tops):
            words = decode(package.read(name))
            found = {"licence": find_licence(words), "author_credit": find_credit(words)}
            if any(found.values()):
                return {key: value for key, value in found.items() if value}
    return {}


def _course_title(package: Package, readme: _Text | None) -> str:
    for name in filter(package.files.__contains__, _TITLED):
        title = read_lines(decode(package.read(name))).get("title")
        if title:
            return title
    said = readme.words.get("title") or readme.heading if readme else ""
    return said or title_from(package.title)


def _targets(course: Part, names: list[str]) -> dict[str, str]:
    """Say which content each file becomes; a folder means its own text."""
    targets = {name: identifier_of(name) for name in names}
    waiting = [course]
    while waiting:
        part = waiting.pop()
        waiting.extend(part.parts)
        if part.kind in ("course", "unit"):
            targets[part.folder or "."] = _identifier(part)
        elif is_main(part.name):
            targets.setdefault(part.folder, _identifier(part))
    return targets


def _identifier(part: Part) -> str:
    return identifier_of(part.name or part.folder or ".")


def _candidates(package: Package, address: str, from_name: str) -> tuple[list[str], str]:
    """Name the files that an address may mean: from here, from the top, or misplaced.

    Courses are often published without the links that joined their picture folders: a picture of
    that very name elsewhere is taken when there is only one of that name and content.
    """
    found = resolve(address, from_name)
    if found is None:
        return [], ""
    name, fragment = found
    from_top = resolve("/" + address.lstrip("/"), from_name)
    names = [name, from_top[0] if from_top else name]
    if media_type_of(name) in PICTURES:
        same = [other for other in package.files if basename(other) == basename(name)]
        if len({package.files[other].sha256 for other in same}) == 1:
            names += same[:1]
    return names, fragment


# -- making contents


def _make(part: Part, gathering: _Gathering) -> ImportedContent:
    if part.kind == "file":
        return _make_file(part, gathering)
    text = gathering.texts.get(part.name)
    title, reason = _title(part, text, gathering.title), ""
    values = dict(gathering.shared)
    if text:
        values |= _words_of(text) | _values_of(part.kind, text)
        if text.had_notice:
            reason = "What stands above its heading was left out."
        gathering.report[text.name] = ReportLine(text.name, title, "imported", reason)
    children = tuple(_make(below, gathering) for below in part.parts)
    return ImportedContent(part.kind, title, _identifier(part), _hint(part), values, children)


def _values_of(kind: str, text: _Text) -> dict[str, Value]:
    if kind == "lesson":
        return lesson_values(text.body)
    if kind == "course":
        _drop_licence(text.body)
        return {"summary": text.opening, "text": whole(text.body, 3)}
    return {"text": whole(text.body, 3 if kind == "unit" else 2)}


def _drop_licence(body: html.HtmlElement) -> None:
    """Take out the section that says the licence: it is a field of its own."""
    for heading, elements in list(split(body)):
        if _LICENCE.fullmatch(heading):
            for element in elements:
                body.remove(element)


def _words_of(text: _Text) -> dict[str, Value]:
    """Give what the front matter says in the fields' own words."""
    words: dict[str, Value] = {}
    if summary := text.words.get("summary") or text.words.get("description"):
        words["summary"] = summary
    if credit := text.words.get("author"):
        words["author_credit"] = credit
    if licence := find_licence(text.words.get("licence") or text.words.get("license") or ""):
        words["licence"] = licence
    if minutes := minutes_in(text.words.get("duration") or text.words.get("time") or ""):
        words["duration"] = minutes
    return words


def _title(part: Part, text: _Text | None, course_title: str) -> str:
    """Give the first heading; the course's own title before a dash is not said again."""
    if part.kind == "course":
        return course_title
    said = text.words.get("title") or text.heading if text else ""
    shorter = re.sub(rf"^{re.escape(course_title)}\s*[-:\u2013\u2014]\s+", "", said)
    return shorter or title_from(_hint(part) + ".")


def _hint(part: Part) -> str:
    """Give the name that the content may have in its address: a folder's before "index"."""
    if part.name and not (is_main(part.name) and part.folder):
        return splitext(basename(part.name))[0] if part.kind != "course" else ""
    return basename(part.folder)


def _make_file(part: Part, gathering: _Gathering) -> ImportedContent:
    unpacked, identifier = gathering.package.files[part.name], identifier_of(part.name)
    alternative = gathering.links.alternatives.get(identifier, "")
    content = make_file(unpacked, identifier, "", alternative, gathering.shared)
    reason = ""
    if content.type_name == "image" and not alternative:
        reason = "No text says what the picture shows: its text alternative is empty."
    line = ReportLine(part.name, content.title, "imported", reason)
    gathering.report[part.name] = line
    return content
