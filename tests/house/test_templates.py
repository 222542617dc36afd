"""Templates hold no sentence that cannot be translated and nothing that runs."""

import re
from functools import cache

import pytest
from lxml import etree
from tests.house.source import TOP, of_each, templates

from academe.definitions.loading import defaults_folder
from academe.definitions.themes import read_theme
from academe.web.rendering import Templates

I18N = "{http://xml.zope.org/namespaces/i18n}"
TAL = "{http://xml.zope.org/namespaces/tal}"
XHTML = "http://www.w3.org/1999/xhtml"
SPOKEN = ("title", "aria-label", "aria-description", "placeholder", "alt", "label")
NAMESPACES = (
    f' xmlns="{XHTML}" xmlns:tal="http://xml.zope.org/namespaces/tal"'
    ' xmlns:metal="http://xml.zope.org/namespaces/metal"'
    ' xmlns:i18n="http://xml.zope.org/namespaces/i18n"'
)
NO_SENTENCE = {"PDF", "CSV", "ICS", "Academe", "kB", "MB", "https"}
"""Words that are the same in every language."""

FILES = templates()


def short(path):
    return path.relative_to(TOP / "themes").as_posix()


@cache
def parsed(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<!DOCTYPE[^>]*>", "", text)
    text = re.sub(r"&(?!(amp|lt|gt|quot|apos|#))", "&amp;", text)
    text = re.sub(r"\sxmlns(:\w+)?=(\"[^\"]*\"|'[^']*')", "", text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(f"<whole{NAMESPACES}>{text}</whole>".encode(), parser)


def words(text):
    """Return the letters that are left without expressions and words of every language."""
    bare = _without_expressions(text or "")
    bare = re.sub(r"&\w+;", " ", bare)
    return [w for w in re.findall(r"[^\W\d_]{2,}", bare) if w not in NO_SENTENCE]


def _without_expressions(text):
    left, depth, at = [], 0, 0
    while at < len(text):
        if text.startswith("${", at):
            depth, at = depth + 1, at + 2
            continue
        if depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
        else:
            left.append(text[at])
        at += 1
    return "".join(left)


def is_translated(element):
    """Its words are a message, or a part of one."""
    for place in (element, *element.iterancestors()):
        if place.get(f"{I18N}translate") is not None:
            return True
        if place.get(f"{I18N}name") is not None:
            return False
    return False


def elements(template):
    return [element for element in template.iter() if isinstance(element.tag, str)]


@of_each(FILES, short)
def test_every_sentence_can_be_translated(path):
    for element in elements(parsed(path)):
        spoken = [element.text, *(child.tail for child in element)]
        if etree.QName(element).localname in ("pre", "code"):
            continue  # what a machine reads
        if element.get(f"{TAL}content") or element.get(f"{TAL}replace"):
            continue
        found = [word for text in spoken for word in words(text)]
        assert not found or is_translated(element), f"line {element.sourceline}: {found}"


@of_each(FILES, short)
def test_every_spoken_attribute_can_be_translated(path):
    for element in elements(parsed(path)):
        marked = re.split(r"[\s;]+", element.get(f"{I18N}attributes", ""))
        is_button = etree.QName(element).localname == "input" and element.get("type") == "submit"
        for name in (*SPOKEN, *(("value",) if is_button else ())):
            found = words(element.get(name))
            assert not found or name in marked, f"line {element.sourceline}: {name} {found}"


@of_each(FILES, short)
def test_nothing_is_styled_or_run_in_the_page_itself(path):
    for element in elements(parsed(path)):
        name = etree.QName(element).localname
        where = f"line {element.sourceline}"
        assert name != "style", where
        if name == "script":
            is_data = element.get("type") in ("application/json", "application/ld+json")
            assert element.get("src") or is_data, where
            assert element.get("nonce") or element.get("type") == "application/json", where
        for attribute in element.attrib:
            assert not attribute.startswith("on"), f"{where}: {attribute}"
            assert attribute != "style", where
        made = element.get(f"{TAL}attributes", "")
        assert not re.search(r"(^|;)\s*(on\w+|style)\s", made), where
        for attribute in ("href", "src", "action", "formaction"):
            value = element.get(attribute, "").strip().lower()
            assert not value.startswith(("javascript:", "data:", "http:", "https:", "//")), where


@pytest.fixture(scope="module")
def plain():
    return Templates(read_theme(defaults_folder() / "themes", "plain"))


def test_no_template_is_left_out_by_the_theme(plain):
    assert {f"plain/templates/{name}" for name in plain.names()} == set(map(short, FILES))


@pytest.mark.parametrize("path", FILES, ids=short)
def test_every_template_compiles(path, plain):
    plain.compile(short(path).removeprefix("plain/templates/"))


RAW = {
    "form",
    "problems",
    "text",
    "value",
    "cell",
    "welcome",
    "row.objectives_html",
    "page.html(",
    "linked_data",
}
"""What is put on a page unescaped: forms, JSON-LD, and what ``web/showing.py`` has escaped."""


@of_each(FILES, short)
def test_what_is_written_raw_is_known(path):
    text = path.read_text(encoding="utf-8")
    found = {match.strip() for match in re.findall(r"structure:?\s+([^\"'}]+)", text)}
    if "fields" in path.parts:  # deform's templates put one another in
        calls = r"\.(start|end)_(mapping|sequence)\(|\.render_template\(|\.serialize\("
        found = {expression for expression in found if not re.search(calls, expression)}
    assert found <= RAW, found - RAW
