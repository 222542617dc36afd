"""What the server does, and commands while it serves."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

LONG_NAME = "a-folder-with-a-name-as-long-as-somebody-who-likes-order-would-give-it"


def test_it_says_where_to_look_and_serves_pages(served):
    status, headers, page = served.get("/")
    assert status == 200
    assert "<h1" in page
    assert "Server" not in headers
    assert served.get("/health")[0] == 200


def test_what_it_compiles_for_a_page_is_kept_for_the_next_start(demo_copy, serve):
    own = demo_copy / "data" / "templates"
    own.mkdir()  # else it would find what other processes of the tests have compiled
    assert serve(demo_copy).get("/")[0] == 200
    assert list(own.iterdir())


def test_visitors_see_what_is_published_and_nothing_else(served):
    assert "Sharing sandwiches" in served.get("/curriculum/mathematics/grade-5-fractions")[2]
    assert served.get("/curriculum/science/lab-notebook-rubric")[0] == 404
    assert served.get("/professional-development/reporting-suspected-abuse")[0] == 404


def test_the_sign_in_page_shows_the_sample_password_here(served):
    password = (served.folder / "data" / "demo-password.txt").read_text().strip()
    assert password in served.get("/@@sign-in")[2]


def test_somebody_is_added_while_it_is_served(served):
    added = served.academe(
        "person", "add", "mia", "--name", "Mia Moreno", "--group", "oak-teachers"
    )
    assert added.returncode == 0, added.stderr
    assert f"{served.address}/@@" in added.stdout  # an invitation to this very server
    path = added.stdout.rsplit(served.address, 1)[1].strip()
    assert served.get(path)[0] == 200
    assert "Mia Moreno" in served.academe("person", "list", "mia").stdout
    typed = served.academe("person", "password", "mia", typed="four words in a row\n")
    assert typed.returncode == 0, typed.stderr
    refused = served.academe("person", "password", "mia", typed="short\n")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


def test_a_role_is_given_while_it_is_served_and_explained(served):
    place = "/curriculum/science/lab-notebook-rubric"
    before = served.academe_here("why", "tess", "edit", place)
    assert "may not edit" in before.stdout
    shared = served.academe_here("share", "/curriculum/science", "oak-teachers", "author")
    assert shared.returncode == 0, shared.stderr
    assert "tess" not in shared.stdout
    after = served.academe_here("why", "tess", "edit", place)
    assert "Teachers of Oak Hill Elementary holds “Author” on “Science”" in after.stdout
    taken = served.academe_here(
        "share", "/curriculum/science", "oak-teachers", "author", "--remove"
    )
    assert taken.returncode == 0, taken.stderr


def test_a_backup_made_while_it_is_served_can_be_restored(served, tmp_path, run_here):
    made = served.academe_here("backup", tmp_path / "copy")
    assert made.returncode == 0, made.stderr
    again = served.academe_here("backup", tmp_path / "copy")
    assert (again.returncode, again.stderr.splitlines()[-1][-18:]) == (1, "Name a new folder.")
    restored = run_here("restore", tmp_path / "copy", "--into", tmp_path / "new")
    assert restored.returncode == 0, restored.stderr
    checked = run_here("verify", "--config", tmp_path / "new" / "etc" / "development.ini")
    assert checked.returncode == 0, checked.stderr
    secret = tmp_path / "new" / "data" / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_damaged_backup_is_refused_and_so_is_a_full_folder(served, tmp_path, run_here):
    assert served.academe_here("backup", tmp_path / "copy").returncode == 0
    full = run_here("restore", tmp_path / "copy", "--into", served.folder)
    assert full.returncode == 1
    assert "not empty" in full.stderr
    with (tmp_path / "copy" / "data" / "content.fs").open("r+b") as file:
        file.seek(500)
        file.write(b"x")
    damaged = run_here("restore", tmp_path / "copy", "--into", tmp_path / "new")
    assert damaged.returncode == 1
    assert "is damaged" in damaged.stderr
    assert not any((tmp_path / "new").iterdir()) if (tmp_path / "new").exists() else True


def test_it_is_packed_and_verified_while_it_is_served(served):
    assert "all history is kept" in served.academe_here("pack").stdout
    assert "forgotten" in served.academe_here("pack", "--before", "2020-01-01", "--yes").stdout
    assert served.academe_here("verify").returncode == 0
    end = time.monotonic() + 60  # until the words of the sample files are read, its first jobs
    while (told := served.academe_here("jobs").stdout) != "Nothing waits.\n":
        assert time.monotonic() < end, told
        time.sleep(0.1)


def test_only_the_servers_user_may_command_it(served):
    mode = (served.folder / "data" / "control.sock").stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


def test_nonsense_on_the_control_socket_is_refused(served):
    for request in (b"nonsense\n", b'{"command": "fly", "words": {}}\n', b"[]\n", b"\n"):
        with socket.socket(socket.AF_UNIX) as connection:
            before = os.getcwd()
            os.chdir(served.folder / "data")
            try:
                connection.connect("control.sock")
            finally:
                os.chdir(before)
            connection.sendall(request)
            assert b'"refused"' in connection.makefile("rb").readline()
    assert served.get("/")[0] == 200


def test_nobody_else_can_open_its_databases(served, run):
    second = run("serve", served.ini, "--port", "0")
    assert second.returncode == 1
    assert "is being served already, as a rule at http" in second.stderr
    assert second.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_said(served, demo_copy, run):
    port = urlsplit(served.address).port
    refused = run("serve", demo_copy / "etc" / "development.ini", "--port", port)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_is_too_large_is_refused_before_it_is_sent(served):
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=10)
    connection.putrequest("POST", "/@@sign-in")
    connection.putheader("Content-Length", str(200 * 1024 * 1024))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_signal_ends_it_cleanly(demo_copy, serve, run):
    for number in (signal.SIGTERM, signal.SIGINT):
        server = serve(demo_copy)
        assert server.end(number) == 0, server.said()
        assert not (demo_copy / "data" / "control.sock").exists()
        assert "Traceback" not in server.said()
    listed = run("person", "list", ACADEME_CONFIG=str(demo_copy / "etc" / "development.ini"))
    assert listed.returncode == 0


def test_a_signal_ends_it_while_many_are_asking(demo_copy, serve):
    server = serve(demo_copy)
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                server.get("/policies/homework")

    askers = [threading.Thread(target=ask) for _ in range(6)]
    for asker in askers:
        asker.start()
    time.sleep(0.5)
    try:
        assert server.end() == 0, server.said()
    finally:
        ended.set()
        for asker in askers:
            asker.join()
    assert "Traceback" not in server.said()


def test_commands_go_on_after_the_server_was_killed(demo_copy, serve, run):
    server = serve(demo_copy)
    server.end(signal.SIGKILL)
    assert (demo_copy / "data" / "control.sock").exists()
    added = run(
        "group", "add", "cooks", "Cooks", ACADEME_CONFIG=str(demo_copy / "etc" / "development.ini")
    )
    assert added.returncode == 0, added.stderr
    assert serve(demo_copy).academe("group", "list").stdout.startswith("cooks\t")


def test_a_folder_with_a_very_long_path_can_be_served(built_demo, tmp_path, serve):
    folder = tmp_path / LONG_NAME / LONG_NAME / "district"
    folder.parent.mkdir(parents=True)
    shutil.copytree(built_demo, folder)
    server = serve(folder)
    assert server.academe("group", "list").returncode == 0
    assert server.process.poll() is None


BREAKS = """
import sys, threading
from pathlib import Path
from academe.command import DEEDS
from academe.commands import serving
from academe.definitions.settings import read_settings
from academe.errors import DatabaseError

def open_to_break(*words, **named):
    databases = opened(*words, **named)
    storage = databases.content.storage
    threading.Timer(1.0, lambda: storage._break(OSError(5, "I/O"))).start()
    return databases

opened, serving.open_databases = serving.open_databases, open_to_break
try:
    serving.serve_site(read_settings(Path(sys.argv[1])), DEEDS, port=0)
except DatabaseError as error:
    sys.exit(str(error))
"""


def test_a_storage_that_cannot_be_trusted_ends_the_process(demo_copy):
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BREAKS, demo_copy / "etc" / "development.ini"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 1
    assert "can no longer be written safely" in ended.stderr
