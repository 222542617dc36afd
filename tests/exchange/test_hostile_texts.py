"""Word files and front matter that were made to do harm: refused or survived, nothing left behind."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.exchange.measuring import check_refusal, read_and_measure
from tests.exchange.teachers_folder import PNG
from tests.exchange.test_hostile_packages import LAUGHS, many_entries, patch_directory
from tests.exchange.test_what_teachers_have import WORDS
from tests.exchange.word_maker import DRAWING, R, W, WordFile, packed

from academe.errors import ImportRefused
from academe.exchange.bundle import Bundle
from academe.exchange.front_matter import read_toml, read_words, take_front_matter
from academe.exchange.importing import import_path
from academe.exchange.limits import MIB
from academe.exchange.reading import read
from academe.store.content import subtree
from academe.wording import in_english

BOMB = f"<!DOCTYPE m [<!ENTITY l0 'ha'>{LAUGHS}]><m>&l9;</m>"


def word(**changed: bytes | str) -> bytes:
    """Write a Word file with some parts put in place of its own; __ is / and _dot_ a dot."""
    parts = WordFile().text("Words.").picture(PNG, "A jar").parts()
    return packed(
        parts | {n.replace("__", "/").replace("_dot_", "."): c for n, c in changed.items()}
    )


def document(inside: str) -> str:
    return f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{inside}</w:body></w:document>'


def moved(part: bytes | str) -> bytes:
    """A Word file whose document has an ending that is not looked at for markup."""
    rels = WordFile().parts()["_rels/.rels"]
    assert isinstance(rels, str)
    parts = WordFile().parts() | {"_rels/.rels": rels.replace("document.xml", "document.png")}
    return packed({**parts, "word/document.png": part})


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "billion laughs": (lambda: word(word__document_dot_xml=BOMB), "entities"),
    "billion laughs in the styles": (lambda: word(word__styles_dot_xml=BOMB), "entities"),
    "billion laughs in links": (lambda: word(_rels___dot_rels=BOMB), "entities"),
    "billion laughs called a picture": (lambda: moved(BOMB), "entities"),
    "billion laughs in UTF-16": (lambda: moved(BOMB.encode("utf-16")), "entities"),
    "billion laughs in UTF-16 without a mark": (
        lambda: moved(BOMB.encode("utf-16-be")),
        "well-formed",
    ),
    "external entity": (
        lambda: word(
            word__document_dot_xml='<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m>&x;</m>'
        ),
        "entities",
    ),
    "10,000 deep": (
        lambda: word(word__document_dot_xml=document("<w:p>" * 10_000 + "</w:p>" * 10_000)),
        "too deep",
    ),
    "a million elements": (
        lambda: word(word__document_dot_xml=document("<w:p/>" * 1_000_000)),
        "too many",
    ),
    "a picture of 300 MB": (
        lambda: word(word__media__image1_dot_png=b"\0" * (300 * MIB)),
        "too large",
    ),
    "sizes that lie": (lambda: patch_directory(word(), 24, "<L", 3), "not a Word file"),
    "a million parts": (lambda: many_entries(400_000, lie=False), "not a Word file"),
    "a million parts that say one": (lambda: many_entries(400_000, lie=True), "not a Word file"),
    "encrypted parts": (lambda: patch_directory(word(), 8, "<H", 1), "not a Word file"),
    "an archive of something else": (lambda: packed({"a.txt": "a"}), "not a Word file"),
    "a picture with a Word file behind": (lambda: PNG + word(), "not a Word file"),
    "broken XML": (lambda: word(word__document_dot_xml="<w:document>"), "well-formed"),
}


# What is too large is refused every day against smaller limits (test_hostile_packages).
LONG = ("a picture of 300 MB",)
DAILY = [name for name in REFUSED if name not in LONG]


@pytest.mark.parametrize(
    "name", [*DAILY, *(pytest.param(one, marks=pytest.mark.long) for one in LONG)]
)
def test_a_hostile_word_file_is_refused_and_leaves_nothing(
    name: str, tmp_path: Path, workfolder: Path
) -> None:
    make, words = REFUSED[name]
    (tmp_path / "plan.docx").write_bytes(make())
    check_refusal(read_and_measure(tmp_path / "plan.docx", workfolder), words)
    assert list(workfolder.iterdir()) == []


def alone(source: bytes, tmp_path: Path, workfolder: Path) -> Bundle:
    path = tmp_path / "plan.docx"
    path.write_bytes(source)
    return read(path, workfolder, vocabulary=WORDS)


def test_an_archive_inside_a_word_file_stays_packed(tmp_path: Path, workfolder: Path) -> None:
    inner = packed({"bomb": b"\0" * (50 * MIB)})
    bundle = alone(word(word__embeddings__a_dot_zip=inner), tmp_path, workfolder)
    assert [line.outcome for line in bundle.report] == ["imported", "imported"]
    sizes = [path.stat().st_size for path in workfolder.rglob("*") if path.is_file()]
    assert sum(sizes) < MIB


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:9/a.png"]
)
def test_a_picture_that_lies_elsewhere_is_not_fetched(
    address: str, tmp_path: Path, workfolder: Path
) -> None:
    blip = f'<a:blip xmlns:a="{DRAWING}/main" r:link="rId100"/>'
    drawing = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing"><a:graphic '
        f'xmlns:a="{DRAWING}/main"><a:graphicData><pic:pic xmlns:pic="{DRAWING}/picture">'
        f"<pic:blipFill>{blip}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r></w:p><w:p><w:r><w:t>After.</w:t></w:r></w:p>"
    )
    source = WordFile().link("x", address).raw(drawing).bytes()
    try:
        bundle = alone(source, tmp_path, workfolder)
    except ImportRefused:
        return
    assert not any("root:" in str(c.values) for c in bundle.contents())
    assert not [c for c in bundle.contents() if c.type_name == "image"]


def test_a_picture_that_claims_to_be_huge_is_left_out_with_a_reason(
    district, ana, tmp_path
) -> None:
    size = (60_000).to_bytes(4, "big")
    huge = PNG[:16] + size + size + PNG[24:]
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "lesson-1.docx").write_bytes(WordFile().text("A").picture(huge, "Huge").bytes())
    (course,), report = import_path(ana, folder, district.site.root, district)
    (line,) = [line for line in report if "picture-1" in line.identifier]
    assert line.outcome == "left out"
    assert line.reason
    assert not [c for c in subtree(course) if c.type_name == "image"]


def test_one_broken_word_file_does_not_keep_the_others_out(
    make_zip: Callable[..., Path], workfolder: Path
) -> None:
    """Forty Word files with bytes or tags changed at random: each is a text or stays a file."""
    chance = random.Random(3)
    whole = word()
    changed: dict[str, bytes | str] = {"lesson-1.docx": whole}
    for number in range(2, 42):
        broken = bytearray(whole)
        for _time in range(chance.randint(1, 30)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        changed[f"lesson-{number}.docx"] = bytes(broken)
    bundle = read(make_zip(changed, "course.zip"), workfolder, vocabulary=WORDS)
    told = {line.identifier: line for line in bundle.report}
    assert set(changed) <= set(told)
    assert bundle.roots[0].children[0].type_name == "lesson"
    files = [c for c in bundle.contents() if c.type_name == "file"]
    assert files
    assert all(told[c.files[0].name].reason for c in files)


def test_tags_in_any_order_are_survived(make_zip: Callable[..., Path], workfolder: Path) -> None:
    """mammoth meets elements where Word never writes them."""
    chance = random.Random(5)
    tags = ("p", "r", "t", "tbl", "tr", "tc", "hyperlink", "drawing", "footnoteReference", "sdt")
    changed: dict[str, bytes | str] = {"lesson-0.docx": word()}
    for number in range(1, 30):
        open_tags: list[str] = []
        written = ""
        for _time in range(60):
            if open_tags and chance.random() < 0.45:
                written += f"</w:{open_tags.pop()}>"
            else:
                open_tags.append(chance.choice(tags))
                written += f'<w:{open_tags[-1]} w:id="{number}" r:id="rId{number}">x'
        written += "".join(f"</w:{tag}>" for tag in reversed(open_tags))
        changed[f"lesson-{number}.docx"] = word(word__document_dot_xml=document(written))
    bundle = read(make_zip(changed, "course.zip"), workfolder, vocabulary=WORDS)
    assert set(changed) <= {line.identifier for line in bundle.report}


# -- front matter


def above_a_text(deep: int = 2_000) -> dict[str, str]:
    """What stands above, and how deep: as much as an import takes in the long form only."""
    return {
        "aliases of aliases": "---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\nText",
        "an alias to itself": "---\na: &a [*a]\n---\nText",
        "a merge": "---\nbase: &b {title: X}\n<<: *b\n---\nText",
        "deep lists": f"---\na: {'[' * deep}{']' * deep}\n---\nText",
        "deep mappings": f"---\na: {'{a: ' * deep}1{'}' * deep}\n---\nText",
        "deep lines": "---\n" + "".join(f"{' ' * n}a:\n" for n in range(400)) + "---\nText",
        "a huge key": f"---\n{'k' * 250 * deep}: x\n---\nText",
        "many keys": "---\n" + "".join(f"k{n}: x\n" for n in range(4_900)) + "---\nText",
        "a key that is a list": "---\n? [a, b]\n: x\n---\nText",
        "a tag of Python": "---\na: !!python/object/apply:os.system ['true']\n---\nText",
        "a day that is none": "---\nadopted_on: 2024-02-31\n---\nText",
        "a year that is none": "---\nadopted_on: 0000-01-01\n---\nText",
        "bytes": "---\na: !!binary '#####'\n---\nText",
        "two documents": "---\na: b\n--- x\nText",
        "deep TOML": f"+++\na = {'[' * deep}{']' * deep}\n+++\nText",
        "dotted TOML": f"+++\n{'.'.join(['a'] * deep)} = 1\n+++\nText",
        "a long number": f"+++\na = {'9' * 10_000}\n+++\nText",
        "no end": "---\n" + "a: b\n" * 5 * deep,
    }


ABOVE = above_a_text()
FAR_ABOVE = {name: text for name, text in above_a_text(20_000).items() if ABOVE[name] != text}


@pytest.mark.parametrize("name", ABOVE)
def test_hostile_words_above_a_text_leave_the_text_or_are_refused(
    name: str, tmp_path: Path, workfolder: Path
) -> None:
    check_above(name, ABOVE[name], tmp_path, workfolder)


@pytest.mark.long
@pytest.mark.parametrize("name", FAR_ABOVE)
def test_far_more_words_above_a_text_leave_the_text_or_are_refused(
    name: str, tmp_path: Path, workfolder: Path
) -> None:
    check_above(name, FAR_ABOVE[name], tmp_path, workfolder)


def check_above(name: str, text: str, tmp_path: Path, workfolder: Path) -> None:
    (tmp_path / "lesson-1.md").write_text(text)
    bundle, refused = None, ""
    try:
        bundle = read(tmp_path / "lesson-1.md", workfolder, vocabulary=WORDS)
    except ImportRefused as refusal:
        refused = in_english(refusal.sentence)
    if bundle is None:
        assert refused.endswith(".")
        assert list(workfolder.iterdir()) == []
    else:
        assert [root.type_name for root in bundle.roots] == ["lesson"]
        assert name == "no end" or "Text" in str(bundle.roots[0].values)


@given(st.text(st.sampled_from("ab:-[]{}&*!?|>'\"#%@`,\n \t0129.<=+é\0\ufeff"), max_size=80))
@example("? {a: b}\n: c")
@example("- 12:30:45")
@example("a: 1_000\nb: .inf\nc: 0o17")
def test_any_words_are_read_or_are_none(words: str) -> None:
    for first in ("---", "+++"):
        found, below = take_front_matter(f"{first}\n{words}\n{first}\nText")
        assert all(isinstance(word, str) for word in found)
        assert below.endswith("Text")
    assert isinstance(read_words(words), dict)
    assert isinstance(read_toml(words), dict)


def test_the_words_of_a_table_are_bounded(make_zip: Callable[..., Path], workfolder: Path) -> None:
    wide = ",".join(f"c{n}" for n in range(10_000))
    with pytest.raises(ImportRefused, match="no column"):
        read(
            make_zip({"contents.csv": f"path,{wide}\n", "a.md": "x"}), workfolder, vocabulary=WORDS
        )
    long = f'path,title\na.md,"{"x" * 200_000}"\n'
    with pytest.raises(ImportRefused, match="cannot be read as a table"):
        read(make_zip({"contents.csv": long, "a.md": "x"}), workfolder, vocabulary=WORDS)
    assert list(workfolder.iterdir()) == []


def test_the_word_maker_writes_what_a_zip_reader_reads() -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        assert archive.testzip() is None
