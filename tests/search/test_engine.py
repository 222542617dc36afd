"""The engine is what the house asks for, and says of every damage that it is one."""

import time

import pytest
from zope.interface.verify import verifyClass, verifyObject

from academe.errors import IndexDamaged
from academe.interfaces import ISearchEngine
from academe.search.asking import Question
from academe.search.clauses import ALWAYS
from academe.search.engine import NOTHING_YET, TantivyEngine
from academe.search.folder import Folder, clear


@pytest.fixture
def engine(tmp_path, definitions):
    made = TantivyEngine(tmp_path / "index", definitions)
    yield made
    made.close()


def test_it_is_a_search_engine(engine):
    assert verifyClass(ISearchEngine, TantivyEngine)
    assert verifyObject(ISearchEngine, engine)
    assert (engine.cursor, engine.count(), engine.begun_for) == (NOTHING_YET, 0, "missing")


def test_a_write_into_a_folder_that_is_gone_is_damage(engine):
    clear(engine.folder.path)
    engine.folder.path.rmdir()
    with pytest.raises(IndexDamaged):
        engine.write([], b"12345678")
    with pytest.raises(IndexDamaged):
        engine.write([], b"12345678")


def test_a_closed_one_is_damaged_for_whoever_still_asks(engine):
    engine.close()
    for ask in (
        lambda: engine.find(Question(), ALWAYS),
        lambda: engine.write([], b"12345678"),
        engine.ids,
        engine.count,
    ):
        with pytest.raises(IndexDamaged, match="closed"):
            ask()


def test_files_are_read_through_once_and_again_when_they_change(engine, tmp_path):
    engine.write([], b"12345678")
    folder: Folder = engine.folder
    folder.read_through()
    path = next(folder.path.glob("*.store"))
    body = path.read_bytes()
    time.sleep(0.02)
    with path.open("r+b") as file:
        file.write(bytes(byte ^ 1 for byte in body[:4]))
    with pytest.raises(IndexDamaged, match=r"\.store is not as it was written"):
        folder.read_through()
    with path.open("r+b") as file:
        file.write(body[:4])
    folder.read_through()


def test_an_index_is_cleared_but_a_disk_of_its_own_stays(tmp_path):
    disk, segment = tmp_path / "disk", "0123456789abcdef0123456789abcdef"
    (disk / "lost+found").mkdir(parents=True)
    (disk / segment).mkdir()  # nothing of tantivy's, but it must not stay
    for name in ("made-with.json", "meta.json", ".managed.json", ".tantivy-writer.lock", ".tmpA1b"):
        (disk / name).write_bytes(b"1")
    for ending in ("term", "230.del", "fast", "store"):
        (disk / f"{segment}.{ending}").write_bytes(b"1")
    (tmp_path / "index").symlink_to(disk)
    clear(tmp_path / "index")
    assert [one.name for one in disk.iterdir()] == ["lost+found"]
    assert (tmp_path / "index").is_symlink()
    (tmp_path / "file").write_bytes(b"1")
    clear(tmp_path / "file")
    assert not (tmp_path / "file").exists()
    clear(tmp_path / "nothing")


def test_a_folder_with_something_else_in_it_is_left_alone_whole(tmp_path, definitions):
    """Whoever linked the index to another disk may have meant another folder of it."""
    other = tmp_path / "other"
    (other / "letters").mkdir(parents=True)
    for name in ("passwords", "meta.json", "letters/one"):
        (other / name).write_bytes(b"1")
    before = sorted(other.rglob("*"))
    (tmp_path / "index").symlink_to(other)
    with pytest.raises(IndexDamaged, match=r"holds what is no index \(letters, passwords\)"):
        TantivyEngine(tmp_path / "index", definitions)
    assert sorted(other.rglob("*")) == before
