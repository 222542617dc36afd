"""The index comes to what the database says, from wherever it was, whatever became of its folder."""

import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.moving import move
from academe.actions.removing import remove, restore
from academe.errors import DatabaseError
from academe.search.asking import Question, understand
from academe.search.checking import IndexState, check_index, differences
from academe.search.engine import TantivyEngine
from academe.search.finding import find
from academe.search.following import changes_after
from academe.search.indexing import Indexer
from academe.store.packing import pack


@pytest.fixture
def indexer(site):
    made = Indexer(site.databases, site.definitions, site.settings)
    yield made
    made.stop()


def plant(site, titles, parent=None, kind="folder"):
    """Make contents as cora; return their ids."""

    def do(person, district):
        place = district.site.content(parent) if parent else district.site.root
        return [create(person, place, kind, {"title": t}, district).id for t in titles]

    return site.as_("cora", do)


def titles(site, indexer, text="", who="ada"):
    """Return the titles that somebody finds."""

    def do(person, district):
        found = find(person, understand(text), district, indexer, most=200)
        assert found.is_ready
        return {one.value("title") for one in found.contents}

    return site.as_(who, do)


def same(site, indexer) -> None:
    indexer.step()
    assert site.act(lambda d: list(differences(indexer.engine, d))) == []
    assert check_index(site.databases, site.definitions, site.settings) == IndexState()


def test_what_was_saved_is_found_at_once(site, indexer):
    plant(site, ["Winds"])
    assert titles(site, indexer, "wind") == {"Winds"}
    (number,) = plant(site, ["Rivers"])
    assert titles(site, indexer, "river") == {"Rivers"}

    def rename(person, district):
        change(person, district.site.content(number), {"title": "Lakes"}, district, version=None)

    site.as_("cora", rename)
    assert titles(site, indexer, "river") == set()
    assert titles(site, indexer, "lake") == {"Lakes"}
    same(site, indexer)


def test_what_is_moved_removed_and_restored_is_in_it_once(site, indexer):
    top, other = plant(site, ["Top", "Other"])
    inner = plant(site, ["One", "Two"], top)
    same(site, indexer)
    site.as_("ada", lambda p, d: move(p, d.site.content(top), d.site.content(other), d))
    same(site, indexer)
    site.as_("ada", lambda p, d: remove(p, d.site.content(top), d))
    assert titles(site, indexer) == {"Other"}
    same(site, indexer)
    site.as_("ada", lambda p, d: restore(p, d.site.content(top), d))
    assert titles(site, indexer) == {"Top", "Other", "One", "Two"}
    assert len(inner) == 2
    same(site, indexer)


def test_more_than_can_be_named_are_named_by_the_place_that_holds_them(site, indexer):
    (elsewhere, top) = plant(site, ["Elsewhere", "Top"])
    indexer.step()
    before = site.databases.content.storage.lastTransaction()
    plant(site, [f"Number {n}" for n in range(1100)], top)
    changes = changes_after(site.databases.content.storage, before)
    assert changes.below == {top}
    assert elsewhere not in changes.changed
    same(site, indexer)
    assert len(titles(site, indexer, "number")) == 200


def test_an_indexer_that_was_away_reads_what_it_missed(site, indexer):
    plant(site, ["Winds"])
    indexer.step()
    indexer.stop()
    plant(site, ["Rivers"])
    again = Indexer(site.databases, site.definitions, site.settings)
    assert again.step() == 1
    same(site, again)
    again.stop()


def test_after_a_pack_that_it_did_not_see_everything_is_read_anew(site, indexer):
    (number,) = plant(site, ["Winds"])
    indexer.step()
    indexer.stop()
    site.as_("ada", lambda p, d: remove(p, d.site.content(number), d))
    plant(site, ["Rivers"])
    pack(site.databases, forget_before=datetime.now(UTC) + timedelta(seconds=1))
    assert changes_after(site.databases.content.storage, indexer._true_until).is_lost
    again = Indexer(site.databases, site.definitions, site.settings)
    assert titles(site, again) == {"Rivers"}
    same(site, again)
    again.stop()


def test_a_folder_that_is_gone_is_made_again(site, indexer):
    plant(site, ["Winds"])
    indexer.step()
    indexer.stop()
    shutil.rmtree(indexer.folder)
    again = Indexer(site.databases, site.definitions, site.settings)
    assert titles(site, again) == {"Winds"}
    again.stop()


def damaged(path, how: str) -> None:
    if how == "gone":
        path.unlink()
        return
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2] if how == "cut" else b"")


@pytest.mark.parametrize("how", ["gone", "cut", "empty"])
def test_a_damaged_folder_is_made_again_while_the_site_serves(site, indexer, how):
    plant(site, ["Winds", "Rivers"])
    indexer.step()
    indexer.stop()
    whole = shutil.copytree(indexer.folder, indexer.folder.with_name("whole"))
    for path in sorted(whole.iterdir()):
        if not path.stat().st_size or path.suffix == ".lock":
            continue
        shutil.rmtree(indexer.folder)
        shutil.copytree(whole, indexer.folder)
        damaged(indexer.folder / path.name, how)
        again = Indexer(site.databases, site.definitions, site.settings)
        again.start()
        for _ in range(100):
            found = site.as_("ada", lambda p, d, i=again: find(p, Question(), d, i))
            if found.is_ready:
                break
            time.sleep(0.05)
        assert {one.value("title") for one in found.contents} == {"Winds", "Rivers"}, path.name
        again.stop()


def test_ids_are_deleted_as_words(site, indexer):
    """tantivy deletes nothing, and says nothing, when it is asked to delete by a number."""
    (number,) = plant(site, ["Winds"])
    for turn in range(5):
        site.as_(
            "cora",
            lambda p, d, t=turn: change(
                p, d.site.content(number), {"title": f"Winds {t}"}, d, version=None
            ),
        )
        indexer.step()
    assert indexer.engine.ids().count(number) == 1


def test_a_thread_follows(site, indexer):
    indexer.start()
    plant(site, ["Winds"])
    assert titles(site, indexer, "wind") == {"Winds"}


def test_what_is_saved_while_the_log_is_read_is_left_for_the_next_look(
    site, indexer, monkeypatch, caplog
):
    """FileStorage would put into its log that the file is damaged, which frightens its keeper."""
    plant(site, ["Winds"])
    storage = site.databases.content.storage
    before = indexer.pending().until
    plant(site, ["Rivers"])
    known, opened = storage.lastTransaction(), storage.iterator

    def opened_just_before_somebody_saves(*span):
        log = opened(*span)
        plant(site, ["Lakes"])
        return log

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(storage, "iterator", opened_just_before_somebody_saves)
        assert changes_after(storage, before).until == known
    assert "damaged" not in caplog.text
    assert titles(site, indexer) == {"Winds", "Rivers", "Lakes"}


def test_while_many_write_the_thread_rests_until_somebody_searches(site, indexer, monkeypatch):
    steps = []

    def slow_step():
        steps.append(time.monotonic())
        time.sleep(0.1)
        return 0

    monkeypatch.setattr(indexer, "step", slow_step)
    indexer.start()
    time.sleep(0.5)
    assert len(steps) == 1  # it rests ten times as long
    indexer.take_again([])  # as a search does
    time.sleep(0.15)
    assert len(steps) == 2


def test_two_cannot_write_one_folder(site, indexer):
    indexer.step()
    other = Indexer(site.databases, site.definitions, site.settings)
    with pytest.raises(DatabaseError, match="Another process"):
        other.step()
    assert titles(site, indexer) == set()


def test_no_thread_of_the_engine_shows_another_state_than_was_told(site, indexer):
    """Else one that was slow could show the index as it was before the last commit."""
    plant(site, ["Winds"])
    indexer.step()
    folder, reading = (
        indexer.folder,
        TantivyEngine(indexer.folder, site.definitions, read_only=True),
    )
    before = reading.count()
    plant(site, ["Rivers"])
    indexer.step()
    time.sleep(1.2)  # it would look twice a second
    assert reading.count() == before
    again = TantivyEngine(folder, site.definitions, read_only=True)
    assert again.count() == before + 1
    reading.close()
    again.close()
