"""Eight people who save at the same moment all succeed: with the application as it is served."""

import threading

import pytest

from academe.app import make_app
from academe.search.checking import differences

WRITERS, EACH = 8, 6


@pytest.fixture
def served(site):
    """The site as the server makes it: what nobody expected becomes a page with a number."""
    indexer = site.app.registry.indexer
    site.app = make_app(site.settings, site.databases, site.definitions)
    site.app.registry.indexer.start()
    yield site
    indexer.stop()


def write(served, browser, path: str, found: list[int]) -> None:
    form = browser.get(path).forms["form"]
    for number in range(EACH):
        form["title"] = f"Page {number} of {threading.get_ident()}"
        found.append(form.submit(expect_errors=True).status_code)


def test_eight_writers_in_one_folder_lose_nothing(served):
    cora = served.browser("cora")
    form = cora.get("/@@add/folder").forms["form"]
    form["title"] = "Shared"
    form.submit()
    found: list[int] = []
    browsers = [
        served.browser(("ana", "cora")[one % 2]) for one in range(WRITERS)
    ]  # five sessions each
    threads = [
        threading.Thread(target=write, args=(served, one, "/shared/@@add/page", found))
        for one in browsers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [303] * WRITERS * EACH
    indexer = served.app.registry.indexer
    indexer.catch_up(20)
    assert served.act(lambda d: list(differences(indexer.engine, d))) == []
    page = served.browser("ada").get("/@@search", params={"q": "type:page"})
    assert f"{WRITERS * EACH} results" in page
    assert served.act(lambda d: len(d.site.root["shared"].names())) == WRITERS * EACH
