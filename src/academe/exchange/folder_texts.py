"""The texts of a folder, whatever they were written with: Markdown, HTML or Word, all as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import html
from markdown_it import MarkdownIt

from academe.exchange import hugo
from academe.exchange.archives import Package
from academe.exchange.front_matter import take_front_matter, text_of_word
from academe.exchange.markup import decode, read_head, read_html, text_of
from academe.exchange.names import resolve
from academe.exchange.sections import first_paragraph, take_title
from academe.exchange.vocabulary import FILED

MARKDOWN = (".md", ".markdown")
PAGES = (".html", ".htm", ".xhtml")
WORD = (".docx",)
ENDINGS = (*MARKDOWN, *PAGES, *WORD)
LONGEST_OPENING = 600  # characters that may become a summary


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


def read_texts(
    package: Package, names: list[str], rows: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, FolderText], Package]:
    """Read every text among ``names``; the package comes back with the pictures of Word files.

    ``rows`` are words from a table of contents, by name: what a text says itself wins.
    """
    is_hugo, texts = hugo.is_site(package.files), dict[str, FolderText]()
    for name in names:
        if name.lower().endswith(ENDINGS):
            words, body, package = _read(package, name, is_hugo)
            words = {**rows.get(name, {}), **words}
            kind = str(words.get("type", "")) if not is_hugo else ""
            known = kind if kind in package.vocabulary.types else ""
            texts[name] = _take_apart(name, words, known, body, package)
    named = {file for text in texts.values() for file in files_named(text, package)}
    return {name: text for name, text in texts.items() if name not in named}, package


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


def _read(
    package: Package, name: str, is_hugo: bool
) -> tuple[dict[str, Any], html.HtmlElement, Package]:
    ending = name.lower()
    if ending.endswith(WORD):
        from academe.exchange.word_files import read_word  # loaded where there is one

        words, source, pictures = read_word(package, name)
        package = replace(package, files={**package.files, **pictures})
        return dict(words), read_html(source, name, package.limits)[1], package
    if ending.endswith(PAGES):
        raw = package.read(name)
        _title, body = read_html(raw, name, package.limits)
        return {**read_head(raw, name, package.limits)}, body, package
    words, source = take_front_matter(decode(package.read(name)))
    if is_hugo:
        words, source = hugo.plain(words, source)
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return words, read_html(renderer.render(source), name, package.limits)[1], package


def _take_apart(
    name: str, words: dict[str, Any], kind: str, body: html.HtmlElement, package: Package
) -> FolderText:
    """Take the title out: the first heading, unless the words say it or it opens a field."""
    heading, before = "", list[html.HtmlElement]()
    first = next(iter(body.iter("h1")), None)
    opens = kind and first is not None and package.vocabulary.field_called(kind, text_of(first))
    if not kind or (not words.get("title") and not opens):
        heading, before = take_title(body)
    had_notice = any(text_of(part) for part in before)
    opening = first_paragraph(body)[:LONGEST_OPENING]
    return FolderText(name, words, kind, heading, had_notice, opening, body)
