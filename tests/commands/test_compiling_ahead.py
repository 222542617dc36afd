"""Templates are compiled beside the server, the broken ones named; what is kept is taken at once."""

import gc
import logging
import shutil
from dataclasses import replace

import pytest
from tests.commands.processes import Served

from academe.commands import compiling_apart, server_threads
from academe.commands.compiling_apart import compile_all
from academe.commands.server_threads import Compiling, kept_templates, spare_what_stays
from academe.definitions.loading import defaults_folder
from academe.definitions.settings import read_settings
from academe.definitions.themes import read_theme
from academe.web.compiling import QuickTemplate, keep_compiled
from academe.web.rendering import Templates

OWN = "pages/told.pt"  # which the district has written itself
ENOUGH = 120  # seconds for a machine that does much else


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """A site's settings, with a theme of which all but the district's own template is kept."""
    monkeypatch.setattr(QuickTemplate, "loader", QuickTemplate.loader)
    monkeypatch.setattr(server_threads, "LOOK_EVERY", 0.05)
    (tmp_path / "etc").mkdir()
    shutil.copy(defaults_folder() / "etc" / "development.ini", tmp_path / "etc")
    theme = tmp_path / "themes" / "own"
    (theme / "templates" / "pages").mkdir(parents=True)
    (theme / "theme.toml").write_text('title = "Own"\nbased_on = "plain"\n')
    (theme / "templates" / OWN).write_text("<p>Hello</p>")
    made = replace(read_settings(tmp_path / "etc" / "development.ini"), theme="own")
    compile_all(defaults_folder() / "themes", "plain", Served.compiled)  # what is not kept yet
    shutil.copytree(Served.compiled, kept_templates(made))
    return made


def templates_of(settings):
    """Return the templates as a process has them that has just begun."""
    keep_compiled(kept_templates(settings))
    found = Templates(read_theme(settings.site_folder / "themes", settings.theme))
    found._loader.registry.clear()
    return found


def test_a_program_compiles_all_and_the_server_takes_them(settings):
    done = []
    templates = templates_of(settings)
    assert not templates.take_kept()
    thread = Compiling(templates, settings, then=lambda: done.append(True))
    thread.start()
    thread.join(ENOUGH)
    assert done == [True]
    assert all(templates._loader.load(name)._cooked for name in templates.names())
    assert templates._loader.load(OWN).render() == "<p>Hello</p>"


def test_where_all_are_kept_no_program_is_started(settings, monkeypatch):
    compile_all(settings.site_folder / "themes", settings.theme, kept_templates(settings))
    monkeypatch.setattr(Compiling, "_start", lambda self: pytest.fail("a program was started"))
    templates = templates_of(settings)
    Compiling(templates, settings, then=lambda: pytest.fail("nothing new came")).run()
    assert templates._loader.load(OWN)._cooked


def test_a_broken_template_is_named_and_the_others_are_compiled(settings, caplog):
    themes = settings.site_folder / "themes"
    (themes / settings.theme / "templates" / OWN).write_text("<p>${1 +}</p>")
    with caplog.at_level(logging.ERROR):
        compile_all(themes, settings.theme, kept_templates(settings))
    assert f"the template {OWN} cannot be compiled" in caplog.text
    templates = templates_of(settings)
    assert not templates.take_kept()
    cooked = {name for name in templates.names() if templates._loader.load(name)._cooked}
    assert cooked == {*templates.names()} - {OWN}


def test_what_readers_ask_first_is_compiled_first(settings, monkeypatch):
    seen = []
    monkeypatch.setattr(Templates, "compile", lambda self, name: seen.append(name))
    compile_all(settings.site_folder / "themes", settings.theme, kept_templates(settings))
    first = [name for name in seen if name.startswith(compiling_apart.ASKED_FIRST)]
    assert seen[: len(first)] == first
    assert "pages/search.pt" in first
    assert OWN in seen


def test_it_ends_with_the_server_at_once(settings, monkeypatch):
    started = []
    start = Compiling._start
    monkeypatch.setattr(Compiling, "_start", lambda self: started.append(start(self)) or started[0])
    thread = Compiling(templates_of(settings), settings)
    thread.start()
    while not started:
        thread.join(0.01)
    thread.stop()
    assert not thread.is_alive()
    assert started[0].returncode is not None


def test_what_stays_is_looked_at_no_more():
    gc.unfreeze()  # the tests themselves are spared; they are again when this has ended
    gc.disable()
    spare_what_stays()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000
