"""A folder from a teacher's machine: chosen or dropped, listed, sent, and a lesson opened."""

import gc
import re
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import expect
from tests.exchange.teachers_folder import TOP, files


@pytest.fixture
def on_the_machine(tmp_path: Path) -> Path:
    """The folder as it lies on the disk."""
    for name, content in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path / TOP


def drop(page, path: Path) -> None:
    """Drop a folder onto the page, as the browser gets it from a desktop."""
    box = page.locator("[data-folder]").bounding_box()
    place = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})


def close_what_is_cut(window) -> None:
    """Close what the server keeps of a cut request: a thread of it would until its next one."""
    window.context.close()
    for _ in range(300):
        gc.collect()
        found = [one for one in gc.get_objects() if type(one).__name__ == "HTTPChannel"]
        half_sent = [one for one in found if one.request is not None]
        if not any(one.connected for one in half_sent):
            break
        Event().wait(0.1)
    for channel in half_sent:
        channel.request.close()


def open_the_lesson(window) -> None:
    page = window.page
    expect(page.get_by_role("status").first).to_contain_text("is here", timeout=60_000)
    page.get_by_role("link", name="See the report").click()
    expect(page.get_by_role("cell").filter(has_text="Download it there")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Open the course").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TOP)
    page.get_by_role("link", name="Längen messen").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Längen messen")
    expect(page.get_by_role("main")).to_contain_text("mit dem Lineal messen")
    picture = page.get_by_role("img", name="Ein Kind misst den Flur").first
    assert picture.evaluate("picture => picture.naturalWidth") == 1


def test_a_folder_is_dropped_sent_and_opened(visit, on_the_machine):
    cora = visit("cora")
    page = cora.page
    cora.open("/@@import")
    drop(page, on_the_machine)
    chosen = page.locator("[data-chosen] li")
    expect(page.locator("[data-told]")).to_contain_text("Files chosen: 19 (")
    assert chosen.count() == 12
    expect(page.locator("p[data-more]")).to_have_text("And 7 more.")
    expect(page.locator("[data-chosen]")).to_contain_text(f"{TOP}/1 Längen/1 Längen.docx")
    assert "Thumbs.db" not in page.locator("[data-chosen]").inner_text()
    assert cora.axe() == []
    page.get_by_role("button", name="Bring it in").click()
    open_the_lesson(cora)
    cora.check_quiet()


def test_a_folder_is_chosen_with_the_keyboard_on_a_telephone(visit, on_the_machine):
    cora = visit("cora", width=390)
    page = cora.page
    cora.open("/@@import")
    field = page.get_by_label("A whole folder")
    field.focus()
    field.set_input_files(on_the_machine)
    expect(page.get_by_role("status").first).to_contain_text("Files chosen: 19 (")
    assert cora.overflow() <= 0
    page.get_by_role("button", name="Choose something else").press("Enter")
    expect(page.get_by_label("Files or a package")).to_be_focused()
    expect(page.locator("[data-list]")).to_be_hidden()
    field.set_input_files(on_the_machine)
    page.get_by_role("button", name="Bring it in").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("is here", timeout=60_000)
    cora.check_quiet()


@pytest.mark.filterwarnings("ignore:.*unclosed file:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_sending_shows_how_far_it_is_and_can_be_stopped(visit, on_the_machine):
    (on_the_machine / "film.mp4").write_bytes(b"x" * 20_000_000)
    cora = visit("cora")
    page = cora.page
    cora.open("/@@import")
    page.get_by_label("A whole folder").set_input_files(on_the_machine)
    network = {"offline": False, "latency": 0, "downloadThroughput": -1}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {**network, "uploadThroughput": 2_000_000})
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_label("Sending")).to_be_visible()
    stop = page.get_by_role("button", name="Stop sending")
    expect(stop).to_be_focused()
    expect(page.locator("[data-percent]")).to_have_text(re.compile(r"[1-9]\d?%"))
    assert cora.axe() == []
    stop.click()
    expect(page.get_by_role("status").first).to_contain_text("Nothing was brought in")
    expect(page.get_by_role("button", name="Bring it in")).to_be_focused()
    expect(stop).to_be_hidden()
    cora.check_quiet()
    close_what_is_cut(cora)


def test_too_many_files_are_said_before_they_are_sent(visit, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(501):
        (folder / f"{number}.md").write_text("x")
    cora = visit("cora")
    cora.open("/@@import")
    cora.page.get_by_label("A whole folder").set_input_files(folder)
    expect(cora.page.get_by_role("status").first).to_contain_text("Pack the folder as a zip")
    cora.page.get_by_role("button", name="Bring it in").click()
    assert cora.page.url.endswith("/@@import")
    expect(cora.page.locator("[data-sending]")).to_be_hidden()
    cora.check_quiet()


def test_what_the_server_says_of_a_folder_stands_above_the_form(visit, tmp_path):
    folder = tmp_path / "two"
    folder.mkdir()
    for name in ("a.md", "A.md"):
        (folder / name).write_text("x")
    cora = visit("cora")
    cora.open("/@@import")
    cora.page.get_by_label("A whole folder").set_input_files(folder)
    cora.page.get_by_role("button", name="Bring it in").click()
    expect(cora.page.get_by_role("alert")).to_contain_text("differ in case only")
    expect(cora.page.get_by_role("alert")).to_be_focused()
    assert cora.axe() == []
    cora.check_quiet()
