"""The index behind a restored backup, a pack, and files of the district that have changed."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from tests.web.conftest import ServedSite

from academe.actions.creating import create
from academe.actions.moving import rename, reorder
from academe.actions.removing import remove
from academe.definitions.loading import defaults_folder, read_definitions
from academe.search.asking import Question
from academe.search.checking import NOTES, IndexState, check_index, differences
from academe.search.finding import find
from academe.search.following import changes_after
from academe.search.indexing import Indexer
from academe.store.backing_up import back_up, restore
from academe.store.packing import pack


def plant(site, *titles: str, kind: str = "folder", place: int | None = None) -> list[int]:
    def do(person, district):
        parent = district.site.content(place) if place else district.site.root
        return [create(person, parent, kind, {"title": one}, district).id for one in titles]

    return site.as_("cora", do)


def indexer_of(site, definitions=None) -> Indexer:
    return Indexer(site.databases, definitions or site.definitions, site.settings)


def titles(site, indexer, who: str = "ada") -> set[str]:
    def do(person, district):
        found = find(person, Question(), district, indexer, most=200)
        return {one.value("title") for one in found.contents}

    return site.as_(who, do)


def is_same(site, indexer) -> bool:
    found = site.act(lambda d: list(differences(indexer.engine, d)))
    return (
        not found and check_index(site.databases, site.definitions, site.settings) == IndexState()
    )


@pytest.mark.parametrize("more", [(), ("Clouds", "Stones", "Leaves")], ids=["as it was", "went on"])
def test_behind_a_restored_backup_everything_is_read_anew(site, tmp_path, definitions, more):
    """The keeper left ``data/index`` where it lay, and people wrote on before it was served."""
    plant(site, "Winds")
    back_up(site.databases, tmp_path / "backup")
    plant(site, "Rivers", "Lakes")
    indexer = indexer_of(site)
    assert titles(site, indexer) == {"Winds", "Rivers", "Lakes"}
    indexer.stop()
    restore(tmp_path / "backup", tmp_path / "restored")
    (tmp_path / "restored" / "etc").mkdir(exist_ok=True)
    shutil.copy(tmp_path / "site/etc/development.ini", tmp_path / "restored/etc")
    data = tmp_path / "restored/data"
    shutil.copy(site.settings.secret_path, data / site.settings.secret_path.name)
    shutil.copytree(indexer.folder, data / "index")
    again = ServedSite(tmp_path / "restored", definitions)
    for title in more:
        plant(again, title)
    assert check_index(again.databases, definitions, again.settings).note == NOTES["behind"]
    behind = indexer_of(again)
    assert titles(again, behind) == {"Winds", *more}
    assert is_same(again, behind)
    assert behind.remaking.reason == "behind"
    behind.stop()
    again.close()


def test_a_pack_while_it_follows_loses_nothing(site):
    indexer = indexer_of(site)
    indexer.start()
    (gone, _kept) = plant(site, "Winds", "Rivers")
    site.as_("ada", lambda p, d: remove(p, d.site.content(gone), d))
    pack(site.databases, forget_before=datetime.now(UTC) + timedelta(seconds=1))
    plant(site, "Lakes")
    indexer.catch_up(20)
    assert titles(site, indexer) == {"Rivers", "Lakes"}
    assert is_same(site, indexer)
    indexer.stop()


def changed_files(folder, name: str, before: str, after: str):
    """Return the definitions of a district that has changed a file of its own."""
    for kind in ("content_types", "workflows"):
        shutil.copytree(defaults_folder() / kind, folder / kind)
    path = folder / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    return read_definitions(folder)


def test_a_state_that_is_opened_counts_at_once_without_reading_anew(site, tmp_path):
    plant(site, "Winds", kind="document")
    indexer = indexer_of(site)
    indexer.step()
    before = indexer.engine.count()
    indexer.stop()
    opened = changed_files(
        tmp_path / "own",
        "workflows/publication.toml",
        '[states.draft]\ntitle  = "Draft"\nlooks  = "draft"\nview   = [',
        '[states.draft]\ntitle  = "Draft"\nlooks  = "draft"\nview   = ["anyone", ',
    )
    again = indexer_of(site, opened)
    assert again.engine.begun_for == ""
    assert again.step() == 0
    assert again.engine.count() == before
    site.definitions = opened
    assert titles(site, again, "pat") == {"Winds"}
    assert again.remaking is None
    again.stop()


def test_a_changed_type_makes_it_read_everything_anew(site, tmp_path):
    plant(site, "Winds", kind="document")
    indexer = indexer_of(site)
    indexer.step()
    indexer.stop()
    text = (defaults_folder() / "content_types/document.toml").read_text()
    line = next(one for one in text.splitlines() if one.startswith("title"))
    other = changed_files(
        tmp_path / "own", "content_types/document.toml", line, 'title = "Paper of the district"'
    )
    assert check_index(site.databases, other, site.settings).note == NOTES["other"]
    again = indexer_of(site, other)
    assert again.step() == 1
    assert again.remaking.reason == "other"
    assert titles(site, again) == {"Winds"}
    again.stop()


def test_a_new_address_or_order_reads_nothing_that_lies_below(site):
    (top,) = plant(site, "Top", kind="course")
    (first, second) = plant(site, "One", "Two", kind="unit", place=top)
    before = site.databases.content.storage.lastTransaction()
    site.as_("cora", lambda p, d: rename(p, d.site.content(top), "summit", d))
    site.as_("cora", lambda p, d: reorder(p, d.site.content(top), "two", 0, d))
    changes = changes_after(site.databases.content.storage, before)
    assert (changes.changed, changes.below) == ({top}, set())
    assert {first, second}.isdisjoint(changes.changed)
