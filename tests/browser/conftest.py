"""A browser, and a sample district for it to visit."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.browser.chromium import QUIET, find_chromium
from tests.browser.live_site import LiveSite
from tests.browser.visits import Visit

PATIENCE = float(os.environ.get("BROWSER_TIMEOUT", "30000"))  # milliseconds, on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip here, not in a fixture: so it is told in one line for all tests."""
    if find_chromium() is None:
        pytest.skip("no Chromium: install it, or say where it is with CHROMIUM=")


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser, started once; every test gets windows of its own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE / 2)
    program = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def live(sample_district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The sample district, served."""
    folder = tmp_path_factory.mktemp("live") / "site"
    shutil.copytree(sample_district, folder)
    site = LiveSite(folder)
    yield site
    site.close()


@pytest.fixture
def visit(chromium, live: LiveSite) -> Iterator[Callable[..., Visit]]:
    """Open a window: ``visit("cora", width=390)``; None is a visitor without an account."""
    contexts = []

    def open_window(login: str | None = None, *, width: int = 1280, **words) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",  # a colour half way between two is nobody's mistake
            **words,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if login is not None:
            context.add_cookies([live.cookie_of(login)])
        return Visit(context, live.address)

    yield open_window
    for context in contexts:
        context.close()
    assert live.errors == []
