"""Compiled templates are kept on the disk: never an old one, and no harm where that fails."""

import hashlib
import marshal
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from academe.web import compiling, kept_templates
from academe.web.compiling import QuickLoader, QuickTemplate, keep_compiled
from academe.web.kept_templates import KeptPrograms

SPACE = 'xmlns:tal="http://xml.zope.org/namespaces/tal"'


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A folder of templates and one for what is compiled, as for a process that has just begun."""
    monkeypatch.setattr(QuickTemplate, "loader", QuickTemplate.loader)
    (tmp_path / "themes").mkdir()
    keep_compiled(tmp_path / "kept")
    return tmp_path


def write(places, text, name="page.pt"):
    (places / "themes" / name).write_text(f"<p {SPACE}>{text}</p>")


def sealed(rest):
    return hashlib.sha256(rest).digest() + rest


def said(places, **values):
    """Return what a process says that has just begun."""
    keep_compiled(places / "kept")
    page = QuickLoader([str(places / "themes")], ".pt").load("page.pt")
    return page.render(**values).partition(">")[2].removesuffix("</p>")


@pytest.fixture
def compiled(monkeypatch):
    """The sources that were compiled, in order."""
    seen = []

    def quicken(source):
        seen.append(source)
        return before(source)

    before = compiling.quicken
    monkeypatch.setattr(compiling, "quicken", quicken)
    return seen


def test_the_next_process_compiles_nothing(places, compiled):
    write(places, "Hello, ${name}")
    assert said(places, name="<Ana>") == "Hello, &lt;Ana&gt;"
    assert said(places, name="Rui") == "Hello, Rui"
    assert len(compiled) == 1


def test_threads_that_want_a_template_at_once_compile_it_once(places, compiled, monkeypatch):
    write(places, "Hello, ${name}")
    page = QuickLoader([str(places / "themes")], ".pt").load("page.pt")
    slow = compiling.quicken

    def slowly(source):
        time.sleep(0.1)
        return slow(source)

    monkeypatch.setattr(compiling, "quicken", slowly)
    with ThreadPoolExecutor(6) as threads:
        pages = list(threads.map(lambda number: page.render(name=str(number)), range(6)))
    assert len(compiled) == 1
    assert all(f"Hello, {number}</p>" in text for number, text in enumerate(pages))


def test_a_changed_template_is_compiled_and_takes_the_place_of_the_old_one(places, compiled):
    write(places, "Hello, ${name}")
    said(places, name="Ana")
    write(places, "Good day, ${name}")
    assert said(places, name="Ana") == "Good day, Ana"
    assert len(compiled) == 2
    assert len(os.listdir(places / "kept")) == 1


def test_the_same_text_in_another_place_is_another_template(places, compiled):
    write(places, "${1 // name}")
    said(places, name=1)
    (places / "themes").rename(places / "others")
    (places / "themes").mkdir()
    (places / "others" / "page.pt").rename(places / "themes" / "other.pt")
    loader = QuickLoader([str(places / "themes")], ".pt")
    with pytest.raises(ZeroDivisionError) as error:
        loader.load("other.pt").render(name=0)
    assert "other.pt" in error.value.__notes__[0]
    assert len(compiled) == 2


def test_what_is_kept_is_taken_at_once_and_the_rest_is_compiled_when_it_is_asked_for(
    places, compiled
):
    write(places, "Hello")
    said(places)
    write(places, "Good day", name="other.pt")
    write(places, "${1 +}", name="wrong.pt")
    keep_compiled(places / "kept")
    loader = QuickLoader([str(places / "themes")], ".pt")
    pages = {name: loader.load(name) for name in ("page.pt", "other.pt", "wrong.pt")}
    for page in pages.values():
        page.take_kept()
    assert len(compiled) == 1
    assert [page._cooked for page in pages.values()] == [True, False, False]
    assert "Hello" in pages["page.pt"].render()
    assert "Good day" in pages["other.pt"].render()
    assert len(compiled) == 2


def test_another_release_takes_nothing_from_an_older_one(places, compiled, monkeypatch):
    write(places, "Hello")
    said(places)
    monkeypatch.setattr(compiling, "house_digest", lambda: b"another release")
    assert said(places) == "Hello"
    assert len(compiled) == 2


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "swapped", "no program", "cut code"])
def test_a_damaged_file_is_compiled_again(places, compiled, damage):
    write(places, "Hello")
    said(places)
    [kept] = (places / "kept").iterdir()
    good = kept.read_bytes()
    bad = {
        "cut": good[:-9],
        "flipped": good[:90] + bytes([good[90] ^ 1]) + good[91:],
        "empty": b"",
        "swapped": good[32:] + good[:32],
        "no program": sealed(good[32:64] + marshal.dumps("words")),
        "cut code": sealed(good[32:-9]),
    }
    kept.write_bytes(bad[damage])
    assert said(places) == "Hello"
    assert len(compiled) == 2
    assert said(places) == "Hello"
    assert len(compiled) == 2  # it was kept again


def test_pages_are_served_where_nothing_can_be_kept(places, compiled):
    write(places, "Hello")
    (places / "kept").rmdir()
    (places / "kept").write_text("a file where the folder should be")
    assert said(places) == "Hello"
    assert said(places) == "Hello"
    assert len(compiled) == 2


def test_what_is_kept_is_for_its_owner_alone(places):
    write(places, "Hello")
    said(places)
    [kept] = (places / "kept").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert (places / "kept").stat().st_mode & 0o077 == 0


def test_the_mark_of_the_house_names_all_who_write_python():
    assert {"compiling.py", "quickening.py", "template_names.py"} == set(kept_templates.OURS)
    for name in kept_templates.OURS:
        assert (kept_templates.HERE / name).is_file()


def test_a_name_that_is_not_kept_is_nothing(tmp_path):
    assert KeptPrograms(tmp_path).get(f"{'0' * 32}-{'0' * 64}.py") is None
