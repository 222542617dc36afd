"""Files whose words nobody gets: broken, locked, huge or made to do harm; each soon, with a reason."""

import json
import os
import random
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.document_maker import opendocument, pdf, pdf_of, pptx, stream, xlsx, zipped
from tests.exchange.test_hostile_packages import LAUGHS, many_entries, patch_directory
from tests.exchange.test_hostile_texts import document
from tests.exchange.word_maker import WordFile, packed

from academe.exchange.file_texts import FileText, _from_answer, read_file_text
from academe.exchange.gathering_pages import BROKEN, LIMITS, MOST_PAGES
from academe.exchange.limits import MIB, Limits
from academe.store.file_texts import MOST_CHARACTERS
from academe.wording import in_english

BOMB = f"<!DOCTYPE m [<!ENTITY l0 'ha'>{LAUGHS}]><m>&l9;</m>"
SMALL = replace(LIMITS, markup_bytes=4 * MIB, markup_elements=100_000)
MOST_SECONDS = LIMITS.seconds + 4


def word(part: str = "word/document.xml", content: bytes | str = b"") -> bytes:
    return packed({**WordFile().text("Words.").parts(), part: content})


def locked_pdf() -> bytes:
    """Says that it has a password; what it would be checked against is no answer to it."""
    lock = b"/Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>" % (b"11" * 32, b"22" * 32)
    trailer = b"/Encrypt << %s >> /ID [<00> <00>]" % lock
    return pdf_of([b"BT /F1 12 Tf (secret) Tj ET"], trailer=trailer)


def nested_forms(drawn: bytes, levels: int = 12, times: int = 10) -> bytes:
    """A PDF of drawings that draw drawings, ten times each: a million million on one page."""
    forms = {
        number: stream(
            drawn if number == 10 else b"/X%d Do " % (number - 1) * times,
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >>"
            b" /XObject << /X%d %d 0 R >> >>" % (number - 1, number - 1),
        )
        for number in range(10, 10 + levels)
    }
    return pdf_of([b"/X%d Do" % (9 + levels)], forms)


def inflating_pdf(size: int) -> bytes:
    """A PDF whose page is so many spaces, packed twice."""
    packing = zlib.compressobj(9)
    content = b"".join(packing.compress(b" " * MIB) for _ in range(size // MIB)) + packing.flush()
    words = b"/Filter [/FlateDecode /FlateDecode]"
    return pdf_of([b""], {10: stream(zlib.compress(content, 9), words)}).replace(
        b"/Contents 1001 0 R", b"/Contents 10 0 R  "
    )


def pages_in_a_ring() -> bytes:
    """A PDF whose tree of pages comes back to its root."""
    return pdf_of([b"", b""], {1002: b"<< /Type /Pages /Count 99 /Kids [2 0 R 1002 0 R] >>"})


def word_of_parts(count: int) -> bytes:
    return packed(
        {**WordFile().parts(), **{f"word/{number}.xml": "<a/>" for number in range(count)}}
    )


def many_elements(count: int) -> str:
    some = random.Random(3)
    return document("".join(f"<w:p w:a='{some.getrandbits(48):x}'/>" for _ in range(count)))


def laughing_slide() -> bytes:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": '<Relationships><Relationship Id="r" Type="a/officeDocument" '
        'Target="ppt/p.xml"/></Relationships>',
        "ppt/p.xml": '<presentation><sldIdLst><sldId id="1" r:id="r" xmlns:r="r"/></sldIdLst>'
        "</presentation>",
        "ppt/_rels/p.xml.rels": '<Relationships><Relationship Id="r" Type="a/slide" '
        'Target="s.xml"/></Relationships>',
        "ppt/s.xml": BOMB,
    }
    return zipped(parts)


UNPACKED = "damaged|no words|longer"
NO_TEXT = {
    "nothing": (lambda: b"", "no words"),
    "noise": (lambda: random.Random(1).randbytes(100_000), "damaged"),
    "noise that says it is a PDF": (
        lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(100_000),
        "damaged",
    ),
    "half a PDF": (lambda: pdf("wind")[:200], "damaged"),
    "a PDF with a password": (locked_pdf, "password"),
    "10,000 pages": (lambda: pdf(*["page"] * 2 * MOST_PAGES), "more than 5,000 pages"),
    "a page that unpacks to 100 MB": (lambda: inflating_pdf(100 * MIB), UNPACKED),
    "drawings of drawings": (lambda: nested_forms(b"BT /F1 9 Tf (ha) Tj ET"), "longer|memory"),
    "pages in a ring": (pages_in_a_ring, "damaged|no words"),
    "half a Word file": (lambda: WordFile().text("x" * 5000).bytes()[:900], "cut off|damaged"),
    "a zip bomb": (lambda: word("word/document.xml", b" " * (50 * MIB)), "zip bomb"),
    "a bomb in the relations": (lambda: word("_rels/.rels", b" " * (50 * MIB)), "zip bomb"),
    "40,000 parts": (lambda: many_entries(40_000, lie=False), "damaged"),
    "40,000 parts that say one": (lambda: many_entries(40_000, lie=True), "damaged"),
    "6,000 parts": (lambda: word_of_parts(6_000), "more than 5,000 files"),
    "parts with a password": (
        lambda: patch_directory(WordFile().text("x").bytes(), 8, "<H", 1),
        "encrypted",
    ),
    "billion laughs": (lambda: word("word/document.xml", BOMB), "entities"),
    "billion laughs in the relations": (lambda: word("word/_rels/document.xml.rels", BOMB), "ent"),
    "billion laughs on a slide": (
        laughing_slide,
        "entities",
    ),
    "a foreign entity": (
        lambda: word(
            content='<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m>&x;</m>',
        ),
        "entities",
    ),
    "10,000 deep": (lambda: word(content=document("<w:p>" * 10_000 + "</w:p>" * 10_000)), "deep"),
    "millions of elements": (lambda: word(content=document("<w:p/>" * 2_000_000)), "zip bomb"),
    "no document in it": (
        lambda: zipped({"[Content_Types].xml": "<Types/>", "word/a.xml": "<a/>"}),
        "missing",
    ),
    "another document in it": (lambda: word(content="<html/>"), "damaged"),
    "a workbook of one number": (lambda: xlsx({"a": [[1] * 1000] * 700}), "zip bomb"),
    "an OpenDocument with a password": (
        lambda: opendocument(
            "text",
            "<text:p>x</text:p>",
            META_INF__manifest_dot_xml="<manifest><file-entry><encryption-data/></file-entry>"
            "</manifest>",
        ).replace(b"META_INF", b"META-INF"),
        "password",
    ),
    "an OpenDocument of nothing": (lambda: opendocument("text", "")[:-30], "cut off|damaged"),
    "a web page 100,000 deep": (lambda: b"<html>" + b"<div>" * 100_000, "nested"),
}


BEYOND_SMALL = {
    "a part larger than is read": (lambda: word(content=os.urandom(5 * MIB)), "too large"),
    "too many elements": (lambda: word(content=many_elements(101_000)), "many"),
}
"""What the limits of SMALL keep out."""

HUGE = {
    "a page that unpacks to gigabytes": (lambda: inflating_pdf(2_000 * MIB), UNPACKED),
    "a zip bomb": (lambda: word("word/document.xml", b" " * (400 * MIB)), "zip bomb"),
    "a bomb in the relations": (lambda: word("_rels/.rels", b" " * (400 * MIB)), "zip bomb"),
    "a part larger than is read": (lambda: word(content=os.urandom(41 * MIB)), "too large"),
    "400,000 parts": (lambda: many_entries(400_000, lie=False), "damaged"),
    "400,000 parts that say one": (lambda: many_entries(400_000, lie=True), "damaged"),
    "too many elements": (lambda: word(content=many_elements(1_001_000)), "many"),
}
"""The same at the limits that hold, which takes a while to make."""


def read(content: bytes, folder: Path, limits: Limits = LIMITS) -> tuple[FileText, float]:
    path = folder / "1.blob"
    path.write_bytes(content)
    started = time.monotonic()
    return read_file_text(path, limits), time.monotonic() - started


@pytest.mark.parametrize("name", NO_TEXT)
def test_it_has_no_text_for_a_reason_within_its_budget(name, tmp_path):
    check_reason(*NO_TEXT[name], tmp_path)


@pytest.mark.parametrize("name", BEYOND_SMALL)
def test_it_has_no_text_where_it_is_beyond_a_limit(name, tmp_path):
    check_reason(*BEYOND_SMALL[name], tmp_path, SMALL)


@pytest.mark.long
@pytest.mark.parametrize("name", HUGE)
def test_what_is_huge_has_no_text_for_a_reason_within_its_budget(name, tmp_path):
    check_reason(*HUGE[name], tmp_path)


def check_reason(make, word_of_reason, tmp_path, limits=LIMITS):
    (pages, reason), seconds = read(make(), tmp_path, limits)
    assert pages == ()
    assert any(word in in_english(reason) for word in word_of_reason.split("|")), reason
    assert seconds < MOST_SECONDS
    assert [one.name for one in tmp_path.iterdir()] == ["1.blob"]


def patient_page() -> bytes:
    """A PDF of one page whose reader is busy for an hour, and needs little memory meanwhile."""
    packed = zlib.compress(b"q Q " * 2_000_000, 9)
    words = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode"
    return pdf_of([b"/X10 Do " * 10_000], {10: stream(packed, words)})


def test_a_reader_that_would_go_on_for_ever_is_ended(tmp_path):
    (tmp_path / "1.blob").write_bytes(patient_page())
    started = time.monotonic()
    found = read_file_text(tmp_path / "1.blob", replace(LIMITS, seconds=1.0))
    assert in_english(found.reason) == "Reading it takes longer than 1 seconds."
    assert 1 < time.monotonic() - started < 1 + 4


def test_a_file_larger_than_any_document_is_not_opened_at_all(tmp_path):
    with (tmp_path / "1.blob").open("wb") as made:
        made.write(b"%PDF-1.7\n")
        made.truncate(LIMITS.file_bytes + 1)  # takes no room on the disk
    assert read_file_text(tmp_path / "1.blob") == FileText((), "It is larger than ${most} MB.")


def test_a_long_text_costs_no_more_than_its_beginning(tmp_path):
    (pages, reason), seconds = read(b"wind " * 40_000_000, tmp_path)
    assert len(pages[0]) == MOST_CHARACTERS
    assert "first pages" in in_english(reason)
    assert seconds < 2


def test_an_answer_that_is_none_is_no_text():
    """Whoever takes the child over may write into its folder, and gains nothing by it."""
    for answer in (b"", b"[]", b"{}", b'{"pages": [1], "is_cut": false}', b"[" * 100_000):
        assert _from_answer(answer) == FileText((), BROKEN)
    many = json.dumps({"pages": ["a"] * (MOST_PAGES + 1), "is_cut": False}).encode()
    assert _from_answer(many).pages == ()


GOOD = [
    pdf("Wind", "Rain"),
    WordFile().text("Wind").bytes(),
    pptx("Wind"),
    xlsx({"Wind": [["Rain"]]}),
    opendocument("text", "<text:p>Wind</text:p>"),
]


DAMAGES = (
    st.sampled_from(GOOD),
    st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=9),
)


def check_damaged(tmp_path_factory, content, changes):
    damaged = bytearray(content)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    (pages, reason), seconds = read(bytes(damaged), tmp_path_factory.mktemp("damaged"))
    assert bool(pages) != bool(reason)
    assert "\n" not in reason
    assert seconds < MOST_SECONDS


@settings(max_examples=6, deadline=None)
@given(*DAMAGES)
def test_a_damaged_file_has_a_text_or_a_reason(tmp_path_factory, content, changes):
    check_damaged(tmp_path_factory, content, changes)


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(*DAMAGES)
def test_500_damaged_files_have_a_text_or_a_reason(tmp_path_factory, content, changes):
    check_damaged(tmp_path_factory, content, changes)
