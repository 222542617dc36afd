"""A folder of texts becomes a course, or what its words say: texts, pictures, files in order."""

import json
import re
from collections.abc import Mapping
from posixpath import basename
from typing import Any

from academe.exchange import hugo
from academe.exchange.archives import Package
from academe.exchange.bundle import Bundle, ReportLine, Value, identifier_of
from academe.exchange.contents_table import NAME as TABLE
from academe.exchange.contents_table import read_table
from academe.exchange.course_folder import Part, is_main, plan
from academe.exchange.folder_texts import ENDINGS, FolderText, read_texts
from academe.exchange.front_matter import read_words, text_of_word
from academe.exchange.licences import find_credit, find_licence
from academe.exchange.making_parts import Gathering, make
from academe.exchange.markup import decode
from academe.exchange.names import PICTURES, media_type_of, natural_key, resolve, title_from
from academe.exchange.placing_files import place_files
from academe.exchange.rewriting import Links
from academe.exchange.typed_folder import plan_typed
from academe.wording import _

_LICENCE = re.compile(r"licen[cs]e|copying", re.IGNORECASE)
_ABOUT_SOURCE = re.compile(r"contributing|code[_-]of[_-]conduct|changelog|security", re.IGNORECASE)
_TITLED = ("meta.yml", "meta.yaml", "_config.yml")
_COURSE = "data/course.json"  # of a Hugo site
_SETTINGS = (".yml", ".yaml", ".toml", ".lock", ".gitattributes", ".editorconfig")


def read_folder(package: Package) -> Bundle:
    """Read a folder of texts: an index, README or settings say the course, the rest its parts."""
    rows, missing = read_table(package)
    report = {name: line for name in package.files if (line := _leave_out(package, name))}
    names = [name for name in package.files if name not in report]
    texts, package = read_texts(package, names, rows)
    names += [name for name in package.files if name not in names and name not in report]
    root = _plan(package, names, texts, rows)
    links = Links(_targets(root, names), lambda a, f: _candidates(package, a, f))
    for name in sorted(texts, key=natural_key):
        links.rewrite(texts[name].body, name)
    shared, title = _licence_and_credit(package), _course_title(package, texts.get(root.name))
    gathering = Gathering(package, texts, rows, links, shared, title, report)
    root = place_files(root, gathering)
    made = make(root, gathering)
    lines = [report[name] for name in sorted(package.files, key=natural_key) if name in report]
    return Bundle("folder", (made,), (*lines, *missing, *links.missing.values()))


def _plan(
    package: Package,
    names: list[str],
    texts: Mapping[str, FolderText],
    rows: Mapping[str, Mapping[str, Any]],
) -> Part:
    if hugo.is_site(package.files):
        return hugo.plan({name: text.words for name, text in texts.items()}, names)
    kinds = {name: text.kind for name, text in texts.items()}
    said = {name: str(words.get("type", "")) for name, words in rows.items()}
    kinds |= {n: kind for n, kind in said.items() if kind in package.vocabulary.types}
    if any(kinds.values()):
        return plan_typed(names, texts, kinds)
    return plan(names, texts)


def _leave_out(package: Package, name: str) -> ReportLine | None:
    """Say why a file is no course material, None when it is."""
    stem, reason = basename(name), ""
    is_text = name.lower().endswith(ENDINGS)
    if "/" not in name and _LICENCE.match(stem):
        reason = _("Kept as licence and author credit of every content.")
    elif "/" not in name and _ABOUT_SOURCE.match(stem) and is_text:
        reason = _("It is about the place where the course was kept, not about the course.")
    elif name in (*_TITLED, _COURSE):
        reason = _("Read for the title of the course.")
    elif name == TABLE:
        reason = _("Read for the fields of the contents.")
    elif name.lower().endswith(_SETTINGS) or stem.startswith("."):
        reason = _("Settings of another program.")
    return ReportLine(name, stem, "joined", reason) if reason else None


def _licence_and_credit(package: Package) -> dict[str, Value]:
    """Read the licence file, or the README where there is none: its words hold for every part."""
    said = {"author_credit": hugo.credit(_course_json(package))}
    tops = [name for name in package.files if "/" not in name and not name.endswith(".docx")]
    for pattern in (_LICENCE, re.compile("readme", re.IGNORECASE)):
        for name in filter(pattern.match, tops):
            words = decode(package.read(name))
            found = {"licence": find_licence(words), "author_credit": find_credit(words)}
            if any(found.values()):
                return {key: value for key, value in found.items() if value}
    return {key: value for key, value in said.items() if value}


def _course_json(package: Package) -> Mapping[str, Any]:
    if _COURSE not in package.files:
        return {}
    try:
        found = json.loads(decode(package.read(_COURSE)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _course_title(package: Package, index: FolderText | None) -> str:
    for name in filter(package.files.__contains__, _TITLED):
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
        stem = re.sub(r"(/_?index)?\.(md|html?)$", "", name).removeprefix("content/")
        targets.setdefault(f"~{stem.casefold()}", targets[name])
    return targets


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
    top = from_top[0] if from_top else name
    names = [name, top, f"static/{top}", f"~{top.casefold()}", f"~{name.casefold()}"]
    if media_type_of(name) in PICTURES:
        same = [other for other in package.files if basename(other) == basename(name)]
        if len({package.files[other].sha256 for other in same}) == 1:
            names += same[:1]
    return names, fragment
