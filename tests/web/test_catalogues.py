"""Every sentence of the source has its translation, and says the same with the same values."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.house.source import TOP

from academe.definitions.spoken import SOURCE, available_languages, locale_folder
from academe.web.catalogues import Found, gather, missing, sentences, update
from academe.web.extracting import UntranslatableError, extract_template
from academe.web.translating import translate
from academe.wording import _

LANGUAGES = [code for code in available_languages() if code != SOURCE]
VALUE = re.compile(r"\{(\w+)\}")
SAME = {
    "Error:", "No", "Roles",
    "Hindi", "Hmong", "${first} ${second}", "${field}: ${why}",
    "${first}; ${more}", "${title}: ${state}", "${h} h ${m} min", "${did} (${state})",
    "${kind}: ${n}", "${title} (${place})", "${first}, ${more}",
}  # fmt: skip
"""What is written alike in Spanish and in English."""


@cache
def written() -> tuple[Found, ...]:
    return tuple(sentences())


@cache
def catalogue_of(code):
    path = locale_folder() / code / "LC_MESSAGES" / "academe.po"
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=code) if message.id]


def test_spanish_is_there():
    assert "es" in LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_translated(code):
    known = {message.id for message in catalogue_of(code) if message.string}
    left = sorted(
        f"{one.file}:{one.line}: {one.text}" for one in written() if one.text not in known
    )
    assert not left, "run `make messages`, then translate:\n" + "\n".join(left)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_translation_is_a_guess(code):
    assert not [message.id for message in catalogue_of(code) if message.fuzzy]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_translation_is_of_a_sentence_that_nobody_says(code):
    said = {one.text for one in written()}
    assert not [message.id for message in catalogue_of(code) if message.id not in said]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_has_the_values_of_its_sentence(code):
    for message in catalogue_of(code):
        values = set(VALUE.findall(message.string or message.id))
        assert set(VALUE.findall(message.id)) == values, message.id


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_says_it_once(code):
    for message in filter(lambda message: len(message.string or "") > 20, catalogue_of(code)):
        assert message.string[:20] not in message.string[20:], message.id


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_begins_and_ends_as_its_sentence(code):
    """What is put together from pieces keeps its blanks, lines and its way of ending."""
    for message in filter(lambda message: message.string, catalogue_of(code)):
        assert message.id[:1].isspace() == message.string[:1].isspace(), message.id
        assert message.id.endswith("\n") == message.string.endswith("\n"), message.id
        for end in ("?", ":", "…"):
            assert message.id.endswith(end) == message.string.endswith(end), message.id


def test_nothing_is_left_in_english():
    same = {one.id for one in catalogue_of("es") if one.id == one.string and one.id.strip()}
    assert same <= SAME


def test_spanish_asks_with_both_marks_and_quotes_with_its_own():
    for message in catalogue_of("es"):
        assert message.string.count("?") == message.string.count("¿"), message.id
        assert not set("“”") & set(message.string), message.id


def test_what_the_makefile_would_write_is_committed():
    template = gather(written())
    with (locale_folder() / "academe.pot").open("rb") as file:
        kept = {message.id for message in read_po(file) if message.id}
    assert kept == {message.id for message in template if message.id}


def test_a_new_sentence_is_told_by_name_and_an_old_translation_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("academe.web.catalogues.locale_folder", lambda: tmp_path)
    template = gather(written())
    path = update("es", template)
    path.write_text(
        path.read_text().replace('msgid "Search"\nmsgstr ""', 'msgid "Search"\nmsgstr "Buscar"')
    )
    template.add("A sentence of tomorrow.", locations=[("tomorrow.py", 1)])
    assert update("es", template) == path
    left = missing("es", template)
    assert "A sentence of tomorrow." in left
    assert "Search" not in left


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p i18n:translate="">To\n   the <b i18n:name="it">${x}</b>.</p>', ["To the ${it}."]),
        ('<p title="What" i18n:attributes="title">${_(\'It’s me\')}</p>', ["What", "It’s me"]),
        ('<p i18n:translate=""><b i18n:name="n"><i i18n:translate="">two</i></b> of</p>',
         ["${n} of", "two"]),
        ("<p>${title}</p>", []),
    ],
)  # fmt: skip
def test_a_template_is_read_as_it_will_be_asked(template, found):
    lines = extract_template(BytesIO(template.encode()), (), (), {})
    assert [text for _line, _function, text, _comments in lines] == found


def test_a_sentence_with_a_value_without_a_name_is_refused():
    template = BytesIO(b'\n<p i18n:translate="">of ${number}</p>')
    with pytest.raises(UntranslatableError, match="line 2"):
        list(extract_template(template, (), (), {}))


def test_a_sentence_within_a_sentence_is_translated_too():
    told = _("${did} (${state})", mapping={"did": _("sent it back"), "state": _("Draft")})
    assert translate(told, "es") == "lo devolvió (Borrador)"


LITERAL = re.compile(r"""(?<![\w$])(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
SENTENCE = re.compile(r"^[A-Z][a-z]+ [a-z]+|^[A-Z][a-z]{3,}[.!?…]$")


@pytest.mark.parametrize(
    "path", sorted((TOP / "front" / "js").glob("*.js")), ids=lambda path: Path(path).name
)
def test_scripts_take_their_sentences_from_the_page(path):
    code = re.sub(r"(?m)^\s*//.*$|\s//\s.*$", "", path.read_text(encoding="utf-8"))
    found = [text for _quote, text in LITERAL.findall(code) if SENTENCE.search(text)]
    assert not found
