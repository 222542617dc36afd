"""The server compiles all templates by and by, and goes on behind a broken one."""

import gc
import logging

from academe.commands import server_threads
from academe.commands.server_threads import Compiling, spare_what_stays


class Three:
    """Three templates, of which the second is broken."""

    def __init__(self):
        self.done = []

    def names(self):
        return ["a.pt", "b.pt", "c.pt"]

    def compile(self, name):
        if name == "b.pt":
            raise ValueError("no end")
        self.done.append(name)


def test_a_broken_template_is_named_and_the_others_are_compiled(monkeypatch, caplog):
    monkeypatch.setattr(server_threads, "FIRST_PAGES", 0)
    monkeypatch.setattr(server_threads, "BREATH", 0)
    three = Three()
    with caplog.at_level(logging.ERROR):
        Compiling(three, then=lambda: three.done.append("then")).run()
    assert three.done == ["a.pt", "c.pt", "then"]
    assert "the template b.pt cannot be compiled: no end" in caplog.text


def test_what_readers_ask_first_is_compiled_first(monkeypatch):
    monkeypatch.setattr(server_threads, "FIRST_PAGES", 0)
    monkeypatch.setattr(server_threads, "BREATH", 0)
    monkeypatch.setattr(Three, "names", lambda self: ["a.pt", "pages/search.pt", "types/page.pt"])
    three = Three()
    Compiling(three).run()
    assert three.done == ["pages/search.pt", "types/page.pt", "a.pt"]


def test_what_stays_is_looked_at_no_more():
    gc.disable()
    spare_what_stays()
    try:
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_it_ends_with_the_server_at_once():
    thread = Compiling(Three())
    thread.start()
    thread.stop()
    assert not thread.is_alive()
