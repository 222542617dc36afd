"""A record that the disk has damaged breaks its own page, and neither the others nor the search."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.conftest import ServedSite

from academe.actions.creating import create
from academe.app import make_app
from academe.search.asking import understand
from academe.search.finding import find

TEXT = "<p>{} carry what the rain has taken from the hills, and lay it down again.</p>"


class Damaged(ServedSite):
    """A site in which the text of one page has a flipped bit; errors are pages, as when served."""

    def __init__(self, folder: Path, definitions) -> None:
        super().__init__(folder, definitions)
        settings, databases = self.settings, self.databases
        self.app.registry.indexer.stop()
        self.app = make_app(settings, databases, definitions)


@pytest.fixture
def damaged(site, tmp_path, definitions) -> Iterator[Damaged]:
    def plant(person, district):
        for title in ("Rivers", "Winds"):
            answers = {"title": title, "text": TEXT.format(title)}
            create(person, district.site.root, "page", answers, district)

    site.as_("cora", plant)
    site.close()
    path = site.settings.data_folder / "content.fs"
    data = bytearray(path.read_bytes())
    data[data.index(b"Rivers carry")] ^= 1
    path.write_bytes(data)
    served = Damaged(tmp_path / "site", definitions)
    yield served
    served.close()


def test_only_the_page_of_a_damaged_record_breaks_and_the_log_names_the_object(damaged, caplog):
    browser = damaged.browser("cora")
    with caplog.at_level(logging.ERROR):
        broken = browser.get("/rivers", status=500)
    assert "carry what the rain" not in broken.text
    assert "The record of object 0x" in caplog.text
    assert "is damaged" in caplog.text
    assert "Winds carry" in browser.get("/winds").text
    assert "Rivers" in browser.get("/").text


def test_search_goes_on_without_a_damaged_content(damaged, caplog):
    indexer = damaged.app.registry.indexer
    with caplog.at_level(logging.ERROR):
        indexer.rebuild()

    def titles(person, district):
        found = find(person, understand(""), district, indexer, most=50)
        return {one.value("title") for one in found.contents}

    assert damaged.as_("cora", titles) == {"Winds"}
    assert "search leaves out a content" in caplog.text
