"""The texts of a folder, whatever they were written with: Markdown, HTML or Word, all as HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import html

from academe.exchange import hugo
from academe.exchange.archives import Package, Unpacked
from academe.exchange.front_matter import take_front_matter, text_of_word
from academe.exchange.markdown_in import read_markdown
from academe.exchange.markup import decode, read_head, read_html, text_of
from academe.exchange.names import PAGES, TEXTS, WORD, resolve
from academe.exchange.office_pages import tidy
from academe.exchange.sections import field_of, first_paragraph, take_title
from academe.exchange.vocabulary import FILED
from academe.exchange.word_notes import settle_notes
from academe.wording import _

LONGEST_OPENING = 600  # characters that may become a summary
_UNREAD = _("The words above the text are not well-formed: they were left out.")
# What office programs call a text that nobody gave a title.
_NO_TITLE = re.compile(
    r"(microsoft (word|powerpoint)\b.*|[dk]o[ck]ument[eo]?\s?\d*"
    r"|(untitled|unbenannt|sin t[ií]tulo).*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FolderText:
    """One text: its words, and its body with the title taken out.

    ``kind`` is the type that its words name, "" where they name none: then headings keep
    their places in the body and open fields.
    """

    name: str
    words: Mapping[str, Any]
    kind: str
    heading: str
    had_notice: bool
    opening: str
    body: html.HtmlElement
    notes: tuple[str, ...] = ()
    """Sentences on what of it could not be taken along."""


@dataclass(frozen=True)
class _Found:
    """One text as its program wrote it; ``weak`` words are what nobody sees, such as properties."""

    words: Mapping[str, Any]
    body: html.HtmlElement
    weak: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Unpacked] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_texts(
    package: Package, names: list[str], rows: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, FolderText], Package, dict[str, str]]:
    """Read every text among ``names``; the package comes back with the pictures of Word files.

    ``rows`` are words from a table of contents, by name: what a text says itself wins. The last
    answer is {name: sentence} of the files that cannot be read.
    """
    is_hugo, texts, unread = hugo.is_site(package.files), dict[str, FolderText](), dict[str, str]()
    for name in (name for name in names if name.lower().endswith(TEXTS)):
        found = _read(package, name, is_hugo)
        if isinstance(found, str):
            unread[name] = found
            continue
        if found.pictures:
            package = replace(package, files={**package.files, **found.pictures})
        words = {**found.weak, **rows.get(name, {}), **found.words}
        kind = str(words.get("type", "")) if not is_hugo else ""
        known = kind if kind in package.vocabulary.types else ""
        texts[name] = _take_apart(name, words, known, found, package)
    named = {file for text in texts.values() for file in files_named(text, package)}
    return {name: text for name, text in texts.items() if name not in named}, package, unread


def files_named(text: FolderText, package: Package) -> dict[str, tuple[str, str]]:
    """Return {file's name: (field, field's type)} of the files that a text's words name."""
    found: dict[str, tuple[str, str]] = {}
    for word, value in text.words.items():
        known = package.vocabulary.field_called(text.kind, word)
        if known and known[1] in FILED:
            for one in value if isinstance(value, list) else [value]:
                meant = resolve(text_of_word(one), text.name)
                if meant and meant[0] in package.files:
                    found[meant[0]] = known
    return found


def _read(package: Package, name: str, is_hugo: bool) -> _Found | str:
    """Read a text with the reader of its kind; a sentence says why it cannot be read."""
    ending = name.lower()
    if ending.endswith(WORD):
        return _read_word(package, name)
    raw = package.read(name)
    if ending.endswith(PAGES):
        _title, body = read_html(raw, name, package.limits)
        tidy(body)
        return _Found({}, body, read_head(raw, name, package.limits))
    words, source = take_front_matter(decode(raw))
    notes = (_UNREAD,) if not words and _had_words(raw, source) else ()
    if is_hugo:
        words, source = hugo.plain(words, source)
    return _Found(words, read_markdown(source, name, package.limits), notes=notes)


def _had_words(raw: bytes, source: str) -> bool:
    """Say whether words stood above a text, so that none of them got lost unsaid."""
    above = decode(raw).removesuffix(source)
    return any(line.strip(" -+.\ufeff\t") for line in above.splitlines())


def _read_word(package: Package, name: str) -> _Found | str:
    from academe.exchange.word_files import NotRead, read_word  # loaded where there is one

    try:
        found = read_word(package, name)
    except NotRead as refusal:
        return refusal.sentence
    body = read_html(found.source, name, package.limits)[1]
    settle_notes(body)
    for picture in [one for one in body.iter("img") if not one.get("src")]:
        around = picture.getparent()
        picture.drop_tree()
        if around is not None and not len(around) and not text_of(around):
            around.drop_tree()
    return _Found({}, body, found.words, found.pictures, tuple(found.notes))


def _take_apart(
    name: str, words: dict[str, Any], kind: str, found: _Found, package: Package
) -> FolderText:
    """Take the title out: the first heading, unless the words say it or it opens a field."""
    weak = text_of_word(found.weak.get("title"))
    if words.get("title") == found.weak.get("title"):
        words.pop("title", None)
    shown, before = _take_shown_title(found.body), list[html.HtmlElement]()
    first = next(found.body.iter("h1"), None)
    opens = first is not None and _opens(text_of(first), kind, found.body, package)
    if not shown and not opens and not (kind and words.get("title")):
        shown, before = take_title(found.body)
    heading = shown or ("" if _NO_TITLE.fullmatch(weak) else weak)
    had_notice = any(text_of(part) for part in before)
    opening = first_paragraph(found.body)[:LONGEST_OPENING]
    return FolderText(name, words, kind, heading, had_notice, opening, found.body, found.notes)


def _opens(heading: str, kind: str, body: html.HtmlElement, package: Package) -> bool:
    """Say whether a first heading is no title but opens a field; a heading alone is a title."""
    if kind:
        return package.vocabulary.field_called(kind, heading) is not None
    return bool(field_of(heading)) and sum(1 for _one in body.iter("h1")) > 1


def _take_shown_title(body: html.HtmlElement) -> str:
    """Take out what an office program shows as the title; what stands above it stays."""
    found = next((one for one in body.iter("h1") if one.get("class") == "title"), None)
    if found is None:
        return ""
    title = text_of(found)
    found.drop_tree()
    return title
