"""Archives of the kind tar.gz that were made to do harm, and any archive with some bytes changed."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.measuring import check_refusal, read_and_measure

from academe.errors import ImportRefused
from academe.exchange.archives import unpack
from academe.exchange.limits import MIB, Clock, Limits

LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))


def tar_of(*entries: tuple[str, bytes] | tarfile.TarInfo, form: int = tarfile.GNU_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz", format=form) as archive:
        for entry in entries:
            if isinstance(entry, tarfile.TarInfo):
                archive.addfile(entry)
            else:
                info = tarfile.TarInfo(entry[0])
                info.size = len(entry[1])
                archive.addfile(info, io.BytesIO(entry[1]))
    return stream.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def head(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info.tobuf(tarfile.GNU_FORMAT)


def many(count: int) -> bytes:
    """An archive of so many folders; one head is written by hand and repeated."""
    packing = zlib.compressobj(1, wbits=31)
    block = head("a/", 0, tarfile.DIRTYPE) * 10_000
    return b"".join(packing.compress(block) for _ in range(count // 10_000)) + packing.flush()


def backup(xml: str) -> bytes:
    return tar_of(("moodle_backup.xml", xml.encode()))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "slip": (lambda: tar_of(("../../evil.md", b"x")), "points outside"),
    "slip in a long name": (
        lambda: tar_of(("a/" * 60 + "../" * 80 + "evil.md", b"x")),
        "points outside",
    ),
    "slip in the words of POSIX": (
        lambda: tar_of(("é" * 120 + "/../../../evil.md", b"x"), form=tarfile.PAX_FORMAT),
        "points outside",
    ),
    "absolute name": (lambda: gzip.compress(head("/etc/evil.md", 0) + bytes(1024)), "absolute"),
    "symlink": (lambda: tar_of(special("a.md", tarfile.SYMTYPE, "/etc/passwd")), "a link"),
    "hard link": (lambda: tar_of(special("a.md", tarfile.LNKTYPE, "/etc/passwd")), "a link"),
    "device": (lambda: tar_of(special("a.md", tarfile.CHRTYPE)), "a device"),
    "pipe": (lambda: tar_of(special("a.md", tarfile.FIFOTYPE)), "a device"),
    "sparse": (lambda: gzip.compress(head("a.md", 512, b"S") + bytes(1536)), "a link or a device"),
    "duplicate": (lambda: tar_of(("a.md", b"a"), ("a.md", b"b")), "two files of one name"),
    "duplicate by a dot": (lambda: tar_of(("a.md", b"a"), ("./a.md", b"b")), "two files"),
    "case collision": (lambda: tar_of(("A.md", b"a"), ("a.md", b"b")), "case only"),
    "file below a file": (lambda: tar_of(("a.md", b"a"), ("a.md/b.md", b"b")), "below a file"),
    "bomb": (lambda: tar_of(("a.md", b"\0" * 60 * MIB)), "zip bomb"),
    "bomb of heads": (lambda: many(1_000_000), "more than 10,000"),
    "bomb behind the end": (
        lambda: gzip.compress(head("a.md", 0) + bytes(60 * MIB)),
        "zip bomb",
    ),
    "said longer than it is": (lambda: gzip.compress(head("a.md", 5000) + b"abc"), "cut off"),
    "said shorter than it is": (
        lambda: gzip.compress(head("a.md", 3) + b"abc" * 400 + bytes(1024)),
        "something else",
    ),
    "said to be endless": (lambda: gzip.compress(head("a.md", 8**11 - 1) + b"a"), "cut off"),
    "endless long name": (
        lambda: gzip.compress(head("././@LongLink", 10**9, tarfile.GNUTYPE_LONGNAME) + b"a" * 999),
        "too long",
    ),
    "nonsense about a file": (
        lambda: gzip.compress(
            head("x", 9, tarfile.XHDTYPE) + b"99999 a=b".ljust(512, b"\0") + head("a.md", 0)
        ),
        "cannot be read",
    ),
    "size that is no number": (
        lambda: gzip.compress(
            head("x", 12, tarfile.XHDTYPE) + b"12 size=-99\n".ljust(512, b"\0") + head("a.md", 0)
        ),
        "has no size",
    ),
    "a zip behind": (
        lambda: tar_of(("a.md", b"a")) + b"PK\x03\x04" + b"x" * 500,
        "something lies behind",
    ),
    "words behind": (
        lambda: gzip.compress(head("a.md", 0) + bytes(1024) + b"more".ljust(512, b"\0")),
        "something lies behind",
    ),
    "cut off": (lambda: tar_of(("a.md", bytes(range(256)) * 99))[:300], "cut off"),
    "damaged": (lambda: tar_of(("a.md", b"abc"))[:-12] + b"x" * 12, "damaged"),
    "not a tar": (lambda: gzip.compress(b"This is a letter. " * 99), "where a file begins"),
    "nothing in it": (lambda: gzip.compress(bytes(1024)), "empty"),
    "external entity": (
        lambda: backup('<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m>&x;</m>'),
        "entities",
    ),
    "billion laughs": (
        lambda: backup(f"<!DOCTYPE m [<!ENTITY l0 'ha'>{LAUGHS}]><m>&l9;</m>"),
        "entities",
    ),
    "XML 10,000 deep": (lambda: backup("<m>" * 10_000 + "</m>" * 10_000), "too deep"),
    "XML of a million elements": (lambda: backup(f"<m>{'<i/>' * 1_000_000}</m>"), "too many"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_tar_is_refused_soon_with_little_memory_and_leaves_nothing(
    name: str, tmp_path: Path, workfolder: Path
) -> None:
    make, word = HOSTILE[name]
    package = tmp_path / "package.mbz"
    package.write_bytes(make())
    before = sorted(tmp_path.rglob("*"))
    cost = read_and_measure(package, workfolder)
    check_refusal(cost, word)
    assert sorted(tmp_path.rglob("*")) == before
    assert str(workfolder) not in cost.said


def zip_of(*entries: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


FILES = (
    ("README.md", b"# A course"),
    ("a/lesson.md", b"words " * 300),
    ("b.bin", bytes(range(256))),
)
WHOLE = {"zip": zip_of(*FILES), "tar.gz": tar_of(*FILES)}
SMALL = replace(Limits(), total_bytes=MIB, ratio_free_bytes=MIB, entries=50, seconds=4.0)


@pytest.mark.parametrize("kind", WHOLE)
def test_the_whole_archive_is_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"course.{kind}"
    path.write_bytes(WHOLE[kind])
    (tmp_path / "work").mkdir()
    package = unpack(path, tmp_path / "work", SMALL, Clock(4))
    assert package.title == "course"
    assert {name: one.path.read_bytes() for name, one in package.files.items()} == dict(FILES)


@pytest.mark.parametrize("kind", WHOLE)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=8)), max_size=6
    ),
    cut=st.integers(0, 10_000),
)
@settings(max_examples=150, deadline=None)
def test_a_changed_archive_is_read_or_refused_and_writes_nowhere_else(
    kind: str, changes: list[tuple[int, bytes]], cut: int
) -> None:
    source = bytearray(WHOLE[kind])
    if kind == "tar.gz":  # inside: what gzip checks would be refused before anything is read
        source = bytearray(gzip.decompress(source))
    for place, new in changes:
        at = place % len(source)
        source[at : at + len(new)] = new
    if cut % 3 == 0:
        del source[cut % len(source) :]
    with TemporaryDirectory() as folder:
        path, work = Path(folder) / f"course.{kind}", Path(folder) / "work"
        work.mkdir()
        path.write_bytes(gzip.compress(source) if kind == "tar.gz" else source)
        with suppress(ImportRefused):
            package = unpack(path, work, SMALL, Clock(4))
            assert all(".." not in name.split("/") for name in package.files)
        assert {one.name for one in Path(folder).iterdir()} == {path.name, "work"}
        assert {one.name for one in work.iterdir()} <= {"files"}
        assert all(one.name.isdecimal() for one in (work / "files").iterdir())
