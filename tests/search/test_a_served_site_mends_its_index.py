"""Whatever becomes of the index folder while people search: an answer at once, and found again."""

import json
import random
import shutil
import time
from datetime import timedelta

import pytest

from academe.actions.creating import create
from academe.search import finding, indexing
from academe.search.checking import IndexState, check_index
from academe.search.folder import MARK

TITLES = ("Winds and weather", "Rivers of the plain", "Lakes")
KINDS = ("term", "idx", "fast", "pos", "store", "fieldnorm")
AT_ONCE = 2.0  # seconds, on a busy machine
IN_THE_END = 20.0


def plant(site, *titles: str) -> None:
    def do(person, district):
        for title in titles:
            create(person, district.site.root, "folder", {"title": title}, district)

    site.as_("cora", do)


@pytest.fixture
def served(site, monkeypatch):
    """A site that is served with its index, in which everything is found."""
    monkeypatch.setattr(indexing, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(indexing, "WAIT", 0.2)
    plant(site, *TITLES)
    site.app.registry.indexer.start()
    ada = site.browser("ada")
    ada.get("/@@search", params={"q": "winds"})  # templates are read once, which takes a while
    found_again(ada)
    return site


def search(browser, typed: str = ""):
    """Return the page of a search, which must come at once."""
    begun = time.monotonic()
    page = browser.get("/@@search", params={"q": typed})
    assert time.monotonic() - begun < AT_ONCE
    assert page.status_code == 200
    return page


def found_again(browser, *more: str) -> bool:
    """Search until everything is found; return whether the page said meanwhile that it is made."""
    was_told, end = False, time.monotonic() + IN_THE_END
    while time.monotonic() < end:
        pages = (search(browser), search(browser, '"rivers of the plain"'))
        was_told |= any("The search is being prepared" in page for page in pages)
        if all(title in pages[0] for title in (*TITLES, *more)) and "1 result" in pages[1]:
            return was_told
        time.sleep(0.02)
    pytest.fail("It is not found again.")


def take_away(folder) -> None:
    folder.rename(folder.with_name("gone"))


def is_whole(site) -> bool:
    """Wait until the index has every text once, and is as it was written."""
    end = time.monotonic() + IN_THE_END
    while time.monotonic() < end:
        if check_index(site.databases, site.definitions, site.settings) == IndexState():
            return True
        time.sleep(0.05)
    return False


def spoilt(path, how: bytes | None) -> None:
    """Write other bytes over a file where it lies; its signature stays."""
    with path.open("r+b") as file:
        body = path.stat().st_size - 110
        assert body > 0
        file.write((how * body)[:body] if how is not None else random.randbytes(body))


def notices(site) -> str:
    """Return what Home tells an administrator, once the Jobs page says the same."""
    ada, home, jobs = site.browser("ada"), [""], []
    while home != jobs:
        home, jobs = (
            [str(one) for one in ada.get(f"/@@{page}").html.select(".notice")]
            for page in ("home", "jobs")
        )
    return " ".join(home)


@pytest.mark.parametrize("how", [b"\xff", b"\0", None], ids=["ones", "zeros", "random"])
@pytest.mark.parametrize("kind", KINDS)
def test_rotten_bytes_are_mended_while_people_search(served, kind, how):
    for path in served.app.registry.indexer.folder.glob(f"*.{kind}"):
        spoilt(path, how)
    found_again(served.browser("ada"))
    end = time.monotonic() + IN_THE_END
    while "damaged" not in notices(served) and time.monotonic() < end:
        time.sleep(0.05)
    assert "Its files were damaged." in notices(served)
    found_again(served.browser("ada"))
    assert is_whole(served)


def test_a_folder_that_is_taken_away_is_made_again_by_itself(served):
    take_away(served.app.registry.indexer.folder)
    plant(served, "Clouds")
    found_again(served.browser("ada"), "Clouds")
    assert "Its folder was taken away." in notices(served)
    plant(served, "Stones")
    found_again(served.browser("ada"), "Clouds", "Stones")
    assert is_whole(served)


def test_reindex_makes_a_folder_that_is_gone(served):
    take_away(served.app.registry.indexer.folder)
    assert served.app.registry.indexer.rebuild() >= len(TITLES)
    found_again(served.browser("ada"))
    assert is_whole(served)


def test_an_index_that_is_exchanged_for_an_older_one_is_made_anew(served):
    indexer = served.app.registry.indexer
    older = shutil.copytree(indexer.folder, indexer.folder.with_name("older"))
    plant(served, "Clouds")
    found_again(served.browser("ada"), "Clouds")
    with indexer._lock:  # between two steps
        indexer.folder.rename(older.with_name("gone"))
        older.rename(indexer.folder)
    plant(served, "Stones")
    found_again(served.browser("ada"), "Clouds", "Stones")
    assert is_whole(served)


def test_a_file_in_the_place_of_the_folder_is_put_aside(served):
    folder = served.app.registry.indexer.folder
    take_away(folder)
    folder.write_text("not an index")
    found_again(served.browser("ada"))
    assert is_whole(served)


def test_an_index_of_another_release_is_made_anew_at_the_start(site):
    indexer = site.app.registry.indexer
    plant(site, *TITLES)
    indexer.step()
    indexer.stop()
    (indexer.folder / MARK).write_text(json.dumps({"fingerprint": "older"}))
    again = indexing.Indexer(site.databases, site.definitions, site.settings)
    site.app.registry.indexer = again
    site.browser("ada").get("/@@search", params={"q": "winds"})
    again.start()
    found_again(site.browser("ada"))
    assert "made by another release" in notices(site)
    assert is_whole(site)


def test_the_notice_is_for_administrators_for_a_day_and_outlives_a_restart(served):
    indexer = served.app.registry.indexer
    take_away(indexer.folder)
    found_again(served.browser("ada"))
    end = time.monotonic() + IN_THE_END
    while indexer.remaking is None or indexer.remaking.until is None:
        assert time.monotonic() < end
    assert "The search index was made anew by itself" in notices(served)
    assert "search index" not in served.browser("cora").get("/@@home")
    spanish = served.browser("ada").get("/@@home", headers={"Accept-Language": "es"})
    assert "El índice de búsqueda" in spanish
    indexer.stop()
    again = indexing.Indexer(served.databases, served.definitions, served.settings)
    again.start()
    served.app.registry.indexer = again
    found_again(served.browser("ada"))
    assert "Its folder was taken away." in notices(served)
    again.remaking = again.remaking._replace(until=again.remaking.until - timedelta(days=1))
    assert notices(served) == ""
    again.remaking = again.remaking._replace(until=None)
    assert "is being read anew for the search" in notices(served)


def test_a_new_site_has_no_notice(served):
    assert notices(served) == ""


def test_a_page_that_searches_often_waits_once_for_what_changed_a_moment_ago(served, monkeypatch):
    monkeypatch.setattr(finding, "PATIENCE", 1.0)
    indexer, ada = served.app.registry.indexer, served.browser("ada")
    filters = "type=folder&grade=5&subject=science&language=en&licence=x&school=0"
    with indexer._lock:  # whoever writes the index is busy
        plant(served, "Clouds")
        begun = time.monotonic()
        page = ada.get(f"/@@search?q=wind&{filters}&page=3")
        took = time.monotonic() - begun
    assert page.status_code == 200
    assert 1.0 <= took < 4.0  # each of seven searches would wait
