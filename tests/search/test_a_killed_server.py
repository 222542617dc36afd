"""`academe serve` is killed while people write or its files are cut: it starts again and finds all."""

import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.commands.processes import Served
from tests.search.served_writing import cookie_of, send, write_for_a_while
from tests.web.conftest import ServedSite

from academe.actions.creating import create
from academe.search.checking import check_index, differences

IN_THE_END = 30.0  # seconds


def kill_while_people_write(built_site: Path, folder: Path, definitions, times: int) -> None:
    shutil.copytree(built_site, folder)
    cookie = cookie_of(folder, definitions, "cora")
    for _ in range(times):
        server = Served(folder)
        writers = write_for_a_while(server.address, cookie)
        server.end(signal.SIGKILL)
        for one in writers:
            one.join()
        said = server.said()
        server.log.close()
        assert "Traceback" not in said, said
        assert {status for one in writers for status in one.statuses} <= {303, 404, 409}
        site = ServedSite(folder, definitions)
        assert check_index(site.databases, definitions, site.settings).faults == ()
        indexer = site.app.registry.indexer
        indexer.step()
        assert site.act(lambda d, i=indexer: list(differences(i.engine, d))) == []
        assert site.act(lambda d: len(d.site.root.names())) > 0
        site.close()


def test_kills_of_the_server_leave_the_index_as_the_storage_is(built_site, tmp_path, definitions):
    kill_while_people_write(built_site, tmp_path / "site", definitions, 3)


@pytest.mark.long
def test_100_kills_of_the_server_leave_the_index_as_the_storage_is(
    built_site, tmp_path, definitions
):
    kill_while_people_write(built_site, tmp_path / "site", definitions, 100)


def test_cut_files_may_end_the_process_and_are_mended_when_it_is_started_again(
    built_site, tmp_path, definitions
):
    """A file that is cut while it is mapped into memory ends a process by SIGBUS."""
    folder = tmp_path / "site"
    shutil.copytree(built_site, folder)
    site = ServedSite(folder, definitions)
    titles = ("Winds", "Rivers")
    for title in titles:
        site.as_(
            "cora",
            lambda p, d, t=title: create(p, d.site.root, "folder", {"title": t}, d),
        )
    site.close()
    cookie = cookie_of(folder, definitions, "ada")
    server = Served(folder)
    assert found(server, cookie, titles)
    for path in (folder / "data/index").iterdir():
        if path.suffix in (".term", ".idx", ".fast", ".store"):
            path.write_bytes(path.read_bytes()[:20])
    for _ in range(5):
        try:
            assert send(f"{server.address}/@@search?q=wind", cookie)[0] == 200
        except OSError:
            break
    code = server.end(signal.SIGKILL)
    assert code in (-signal.SIGBUS, -signal.SIGKILL)
    server.log.close()
    again = Served(folder)
    assert found(again, cookie, titles)
    assert "Its files were damaged." in send(f"{again.address}/@@jobs", cookie)[1]
    assert again.end() == 0
    again.log.close()


def found(server: Served, cookie: str, titles: tuple[str, ...]) -> bool:
    """Search until all is found."""
    end = time.monotonic() + IN_THE_END
    while time.monotonic() < end:
        status, page = send(f"{server.address}/@@search", cookie)
        assert status == 200
        if all(title in page for title in titles):
            return True
        time.sleep(0.1)
    return False
