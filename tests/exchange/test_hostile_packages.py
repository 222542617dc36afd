"""Packages that were made to do harm: each is refused soon, in one sentence, and leaves nothing."""

import io
import os
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.exchange.measuring import check_cost, check_refusal, read_and_measure

from academe.errors import ImportRefused
from academe.exchange.limits import MIB, Limits
from academe.exchange.reading import read

TEXT = {"README.md": "# A course\n\nText."}


def zip_of(
    *entries: tuple[zipfile.ZipInfo | str, bytes], packed: int = zipfile.ZIP_STORED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def with_comment(words: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.md", b"a")
        archive.comment = words
    return stream.getvalue()


def with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


def patch_directory(source: bytes, offset: int, form: str, value: int) -> bytes:
    """Change one number of the first entry in the directory of an archive."""
    at = source.index(b"PK\x01\x02") + offset
    return source[:at] + struct.pack(form, value) + source[at + struct.calcsize(form) :]


def overlapping() -> bytes:
    """Two entries of the directory that mean the same bytes."""
    source = zip_of(("a.md", b"x" * 1000), ("b.md", b"x" * 1000))
    second = source.index(b"PK\x01\x02", source.index(b"PK\x01\x02") + 4)
    return source[: second + 42] + struct.pack("<L", 0) + source[second + 46 :]


def repeated(name: str) -> bytes:
    other = "X" + name[1:]
    return zip_of((name, b"a"), (other, b"b")).replace(other.encode(), name.encode())


def many_entries(count: int, lie: bool) -> bytes:
    """An archive of a million names in a directory that is written by hand, as zipfile is slow."""
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, 8, 0)
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0
    )
    directory = b"".join(entry + b"%08d" % number for number in range(count))
    body = head + b"00000000"
    said = 1 if lie else count
    end64 = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, said, said, len(directory), len(body)
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body) + len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return body + directory + end64 + locator + end


def manifest(xml: str) -> bytes:
    return zip_of(("imsmanifest.xml", xml.encode()))


def page(name: str, text: str) -> bytes:
    return zip_of((name, text.encode()), packed=zipfile.ZIP_DEFLATED)


def many_resources(count: int) -> bytes:
    """A manifest in which one page is so many resources."""
    each = "<resource identifier='r%d' type='webcontent' href='a.html'><file href='a.html'/></resource>"
    written = "".join(each % number for number in range(count))
    return f"<manifest><organizations/><resources>{written}</resources></manifest>".encode()


ATTRIBUTES = " ".join(f"a{number}='x'" for number in range(100_000))
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip slip": (lambda: zip_of(("../../evil.md", b"x")), "points outside"),
    "slip with a backslash": (lambda: zip_of(("a\\..\\..\\evil.md", b"x")), "points outside"),
    "absolute name": (lambda: zip_of(("/etc/evil.md", b"x")), "absolute"),
    "drive letter": (lambda: zip_of(("C:\\evil.md", b"x")), "absolute"),
    "symlink": (lambda: zip_of((with_mode("a.md", stat.S_IFLNK | 0o777), b"/etc/passwd")), "link"),
    "device": (lambda: zip_of((with_mode("a.md", stat.S_IFCHR | 0o666), b"")), "device"),
    "duplicate": (lambda: repeated("lesson.md"), "two files of one name"),
    "case collision": (lambda: zip_of(("Lesson.md", b"a"), ("lesson.md", b"b")), "case only"),
    "Unicode collision": (lambda: zip_of(("é.md", b"a"), ("e\u0301.md", b"b")), "case only"),
    "file below a file": (lambda: zip_of(("a.md", b"a"), ("a.md/b.md", b"b")), "below a file"),
    "control character": (lambda: zip_of(("a\x07.md", b"a")), "control characters"),
    "long name": (lambda: zip_of(("a" * 300 + ".md", b"a")), "too long"),
    "deep folders": (lambda: zip_of(("a/" * 40 + "b.md", b"a")), "too deep"),
    "bomb": (
        lambda: zip_of(("a.md", b"\0" * 60 * MIB), packed=zipfile.ZIP_DEFLATED),
        "zip bomb",
    ),
    "bomb that lies": (
        lambda: patch_directory(
            zip_of(("a.md", b"\0" * 60 * MIB), packed=zipfile.ZIP_DEFLATED), 24, "<L", 10
        ),
        "another size",
    ),
    "said longer than it is": (
        lambda: patch_directory(zip_of(("a.md", b"abc")), 24, "<L", 5000),
        "another size",
    ),
    "overlapping entries": (overlapping, "zip bomb"),
    "many entries": (lambda: many_entries(20_000, lie=False), "more than 10,000"),
    "a million entries": (lambda: many_entries(1_000_000, lie=False), "more than 10,000"),
    "a million entries that say one": (
        lambda: many_entries(1_000_000, lie=True),
        "more than 10,000",
    ),
    "encrypted": (lambda: patch_directory(zip_of(("a.md", b"a")), 8, "<H", 1), "encrypted"),
    "unusual packing": (
        lambda: zip_of(("a.md", b"a" * 99), packed=zipfile.ZIP_LZMA),
        "unusual way",
    ),
    "external entity": (
        lambda: manifest('<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m>&x;</m>'),
        "entities",
    ),
    "external DTD": (
        lambda: manifest('<!DOCTYPE m SYSTEM "http://127.0.0.1:9/x.dtd"><m/>'),
        "document type",
    ),
    "billion laughs": (
        lambda: manifest(f"<!DOCTYPE m [<!ENTITY l0 'ha'>{LAUGHS}]><m a='&l9;'>&l9;</m>"),
        "entities",
    ),
    "XML 10,000 deep": (lambda: manifest("<m>" * 10_000 + "</m>" * 10_000), "too deep"),
    "XML of a million elements": (lambda: manifest(f"<m>{'<i/>' * 1_000_000}</m>"), "too many"),
    "broken XML": (lambda: manifest("<manifest><organizations>"), "well-formed"),
    "no manifest": (lambda: manifest("<other/>"), "not the manifest"),
    "HTML 10,000 deep": (lambda: zip_of(("a.md", b"<b>" * 10_000 + b"x")), "too deep"),
    "not an archive": (lambda: b"This is a letter.", "not a zip archive"),
    "a picture with an archive behind": (
        lambda: b"\x89PNG\r\n\x1a\n" + zip_of(("a.md", b"a")),
        "not a zip archive",
    ),
    "nothing": (lambda: b"", "not a zip archive"),
    "an archive of nothing": (lambda: zip_of(), "empty"),
    "an archive of one folder": (lambda: zip_of(("a/", b"")), "empty"),
    "cut off": (lambda: zip_of(("a.md", b"abc" * 999))[:2000], "cut off"),
    "damaged inside": (
        lambda: zip_of(("a.md", b"abc" * 999)).replace(b"abcabc", b"abdabc", 1),
        "damaged",
    ),
    "addresses with a name": (
        lambda: page("a.md", "[a]: x\n" * 100_000 + "\n" + "[a]\n" * 100_000),
        "too many addresses",
    ),
    "attributes in HTML": (lambda: page("a.html", f"<p {ATTRIBUTES}>x</p>"), "too many words"),
    "attributes in Markdown": (lambda: page("a.md", f"x <b {ATTRIBUTES}>x</b>"), "too many words"),
    "attributes in XML": (lambda: manifest(f"<m {ATTRIBUTES}/>"), "too many words"),
    "a letter behind the directory": (
        lambda: with_comment(b"<html><script>alert(1)</script>"),
        "written behind the end",
    ),
    "another kind of package": (lambda: zip_of(("a.exe", b"MZ")), "neither"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_soon_with_little_memory_and_leaves_nothing(
    name: str, tmp_path: Path, workfolder: Path
) -> None:
    make, word = HOSTILE[name]
    package = tmp_path / "package.imscc"
    package.write_bytes(make())
    before = sorted(tmp_path.rglob("*"))
    cost = read_and_measure(package, workfolder)
    check_refusal(cost, word)
    assert sorted(tmp_path.rglob("*")) == before
    assert str(workfolder) not in cost.said


def pages(count: int, text: str) -> bytes:
    return zip_of(
        *((f"page-{n}.md", text.encode()) for n in range(count)), packed=zipfile.ZIP_DEFLATED
    )


def linked_pages(count: int) -> bytes:
    """Each leads to all."""
    return pages(count, "".join(f"[x](page-{n}.md) " for n in range(count)))


# Nothing is wrong with these but their number: each is read, or refused before it takes too long.
TOILSOME: dict[str, Callable[[], bytes]] = {
    "2,000 files": lambda: pages(2_000, "x"),
    "9,999 files": lambda: pages(9_999, "x"),
    "100 pages of 100 links": lambda: linked_pages(100),
    "500 pages of 500 links": lambda: linked_pages(500),
    "links to nothing": lambda: page("a.html", "<a href=z>z</a>y" * 30_000),
    "many links to nothing": lambda: page("a.html", "<a href=z>z</a>y" * 150_000),
    "what is left out": lambda: page("a.html", "<span class=ui-icon>x</span>y" * 100_000),
    "nested emphasis": lambda: page("a.md", "*a **b " * 50_000),
    "a table of 20,000 columns": lambda: page("a.md", "|a" * 20_000 + "\n" + "|-" * 20_000),
    "a list of lists": lambda: page("a.md", "".join("  " * n + "- a\n" for n in range(3_000))),
    "a long list": lambda: page("a.md", "- a\n" * 200_000),
    "entities": lambda: page("a.md", "&amp;" * 100_000),
    "a million entities": lambda: page("a.md", "&amp;" * 1_000_000),
    "brackets": lambda: page("a.md", "![[" * 100_000),
    "sections that never close": lambda: page("a.md", "a <![CDATA[" * 100_000),
    "settings of 200 pages": lambda: pages(200, "---\na:\n" + "- {a: 1}\n" * 4_900 + "---\nx"),
    "shortcodes that never close": lambda: zip_of(
        ("config.toml", b"# x"), ("content/a.md", b"---\ntitle: x\n---\n" + b"{{< a " * 50_000)
    ),
    "resources of one file": lambda: zip_of(
        ("imsmanifest.xml", many_resources(30_000)), ("a.html", b"x" * 10_000)
    ),
}


QUICK = ("2,000 files", "100 pages of 100 links", "links to nothing", "entities")
LONG = [pytest.param(name, marks=pytest.mark.long) for name in TOILSOME if name not in QUICK]


@pytest.mark.parametrize("name", [*QUICK, *LONG])
def test_what_is_toilsome_to_read_takes_no_longer(
    name: str, tmp_path: Path, workfolder: Path
) -> None:
    package = tmp_path / "package.zip"
    package.write_bytes(TOILSOME[name]())
    check_cost(read_and_measure(package, workfolder))


def test_quotes_in_quotes_end_in_time(make_zip: Callable[..., Path], workfolder: Path) -> None:
    started = time.monotonic()
    bundle = read(make_zip({"a.md": "> " * 100_000}), workfolder)
    assert time.monotonic() - started < 5
    assert len(bundle.roots) == 1


def test_a_folder_with_a_link_is_refused(tmp_path: Path, workfolder: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "README.md").write_text("# Course")
    (folder / "secrets.md").symlink_to("/etc/passwd")
    with pytest.raises(ImportRefused, match=r"secrets\.md is a link"):
        read(folder, workfolder)
    assert not list(workfolder.iterdir())


def test_a_folder_that_links_to_a_folder_is_refused(tmp_path: Path, workfolder: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "README.md").write_text("# Course")
    (folder / "more").symlink_to("/etc")
    with pytest.raises(ImportRefused, match="more is a link"):
        read(folder, workfolder)


def test_a_folder_with_a_pipe_is_refused_and_not_waited_for(
    tmp_path: Path, workfolder: Path
) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    os.mkfifo(folder / "lesson.md")
    started = time.monotonic()
    with pytest.raises(ImportRefused, match="not a plain file"):
        read(folder, workfolder)
    assert time.monotonic() - started < 5


def test_a_word_behind_the_directory_is_left_alone(tmp_path: Path, workfolder: Path) -> None:
    (tmp_path / "course.zip").write_bytes(with_comment(b"0123456789" * 4))  # as git does
    assert len(read(tmp_path / "course.zip", workfolder).roots) == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"total_bytes": 1000}, "too large"),
        ({"file_bytes": 1000}, "too large"),
        ({"entries": 1}, "more than 1 files"),
        ({"markup_bytes": 1000}, "larger than"),
        ({"seconds": 0.0}, "longer than"),
        ({"memory_bytes": 20 * MIB}, "memory"),
        ({"answer_bytes": 1000}, "more text"),
    ],
)
def test_each_budget_refuses(
    change: dict[str, int], word: str, make_zip: Callable[..., Path], workfolder: Path
) -> None:
    package = make_zip({"README.md": "# A course", "lesson.md": os.urandom(3000).hex()})
    with pytest.raises(ImportRefused, match=word):
        read(package, workfolder, replace(Limits(), **change))
    assert not list(workfolder.iterdir())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, workfolder: Path) -> None:
    with pytest.raises(ImportRefused, match="no file or folder"):
        read(tmp_path / "nothing.imscc", workfolder)
