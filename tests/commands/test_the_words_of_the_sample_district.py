"""The sample district is written by hand: nothing stands in two places, and nothing is filler."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from academe.commands import demo

DISTRICT = Path(demo.__file__).parents[1] / "demo" / "district"
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.) )")  # paragraphs, items, rows
SENTENCE = re.compile(r"(?<=[.!?])[\s*_)\"”]+")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
SHORT = 6  # words: headings, rows of a table of times, "45 minutes"
LONG = 12
FILLER = re.compile(r"[Ll]orem|ipsum|dolor sit|to be written|\b(?:TBD|TODO|XXX)\b|placeholder")


@pytest.fixture(scope="module")
def texts():
    """The text of every file of the district, by its name."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(DISTRICT.rglob("*.md"))}


def body_of(text):
    return FRONT.sub("", text)


def words_of(text):
    """Return the words alone: case, marks and spaces do not make a text another one."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def places_of(pieces_of, texts, least):
    """Return {words: names of the files that have them} of pieces with ``least`` words or more."""
    found = defaultdict(list)
    for path, text in texts.items():
        for piece in pieces_of(text):
            words = words_of(piece)
            if len(words.split()) >= least:
                found[words].append(path.relative_to(DISTRICT).as_posix())
    return found


def paragraphs_of(text):
    yield from BLOCK.split(body_of(text))
    yield from re.findall(r"^summary: (.+)$", FRONT.match(text)[1], re.MULTILINE)


def sentences_of(text):
    for paragraph in paragraphs_of(text):
        yield from SENTENCE.split(paragraph)


def test_no_paragraph_stands_in_two_places(texts):
    found = places_of(paragraphs_of, texts, SHORT)
    assert len(found) > 1500  # so much is there to be told apart
    assert {words: places for words, places in found.items() if len(places) > 1} == {}


def test_no_long_sentence_is_said_three_times(texts):
    found = places_of(sentences_of, texts, LONG + 1)
    assert len(found) > 1000
    assert {words: places for words, places in found.items() if len(places) > 2} == {}


def test_nothing_is_filler(texts):
    assert [path.name for path, text in texts.items() if FILLER.search(text)] == []


def test_titles_and_summaries_are_each_its_own(texts):
    summaries = [re.search(r"^summary: (.+)$", text, re.MULTILINE) for text in texts.values()]
    assert all(summaries)
    assert len({words_of(found[1]) for found in summaries}) == len(summaries)


def test_every_picture_and_every_link_of_a_file_leads_to_one_that_is_there(texts):
    for path, text in texts.items():
        targets = [target for _alt, target in PICTURE.findall(text)] + LINK.findall(text)
        for target in targets:
            if "://" not in target and not target.startswith(("mailto:", "tel:", "#")):
                assert (path.parent / target.partition("#")[0]).resolve().is_file(), (path, target)


def test_every_picture_of_a_text_is_told_in_words(texts):
    for path, text in texts.items():
        for alt, target in PICTURE.findall(text):
            assert len(alt.split()) >= 4, (path.name, target)


def test_every_picture_has_the_drawing_that_it_was_made_from():
    drawings = {path.stem for path in (DISTRICT.parent / "drawings").rglob("*.*")}
    assert {path.stem for path in DISTRICT.rglob("*.png")} - drawings == set()
