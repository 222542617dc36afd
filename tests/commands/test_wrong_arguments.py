"""Whatever is typed wrongly: one clear sentence, and an exit that scripts notice."""

import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import academe
from academe.command import DEEDS, main

WRONG = [
    ("fly",),
    ("init",),
    ("serve", "nowhere.ini"),
    ("serve", "--port", "100000"),
    ("serve",),
    ("check", "nowhere.ini"),
    ("verify", "--config", "nowhere.ini"),
    ("person", "add", "mia"),
    ("person", "add", "Mia Moreno", "--name", "Mia"),
    ("person", "disable", "nobody"),
    ("person", "invite", "nobody"),
    ("person", "fly", "mia"),
    ("group", "add", "Not A Name", "Title"),
    ("group", "member", "nothing", "ana"),
    ("group", "member", "oak-teachers", "ana", "--until", "tomorrow"),
    ("share", "/nowhere", "ana", "author"),
    ("share", "/curriculum", "nobody", "author"),
    ("share", "/curriculum", "ana", "emperor"),
    ("share", "/curriculum", "ana", "author", "--until", "2027-13-01"),
    ("share", "/curriculum", "rui", "author", "--remove"),
    ("why", "nobody", "read", "/"),
    ("why", "ana", "fly", "/"),
    ("why", "ana", "read", "/nowhere"),
    ("draw", "publicaton"),
    ("pack", "--before", "yesterday"),
    ("pack", "--before", "2999-01-01", "--yes"),
    ("pack", "--before", "2020-01-01"),
    ("restore", "nowhere"),
    ("jobs", "--again", "7"),
    ("backup",),
]


@pytest.fixture(scope="module")
def site(built_demo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wrong") / "district"
    shutil.copytree(built_demo, folder)
    return folder


@pytest.fixture
def type_(site, monkeypatch, tmp_path):
    """Type a command in a folder that is no site; returns exit code and what was said."""

    def run(*words, config=True):
        monkeypatch.chdir(tmp_path)
        config = str(site / "etc" / "development.ini") if config else None
        return CliRunner(env={"ACADEME_CONFIG": config}).invoke(main, list(words))

    return run


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_argument_is_one_sentence(words, type_):
    answer = type_(*words, config=words != ("serve",))
    assert answer.exit_code in (1, 2)
    assert isinstance(answer.exception, SystemExit)
    said = answer.stderr.strip().splitlines()
    assert len(said) == 1, said
    assert said[0][-1] in ".?"


def test_outside_of_a_site_the_way_out_is_said(type_):
    said = type_("person", "list", config=False).stderr
    assert "--config INI" in said
    assert "ACADEME_CONFIG" in said
    assert "academe init DIR" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("cora", "add", "/"), 0),
        (("visitor", "read", "/curriculum/mathematics/grade-5-fractions"), 0),
        (("visitor", "edit", "/curriculum/mathematics/grade-5-fractions"), 1),
        (("pat", "add", "/"), 1),
        (("nobody", "read", "/"), 2),
        (("pat", "read", "/nowhere"), 2),
        (("pat", "fly", "/"), 2),
    ],
    ids=str,
)
def test_why_tells_scripts_by_its_exit(words, code, type_):
    answer = type_("why", *words)
    assert answer.exit_code == code
    assert bool(answer.stdout) == (code < 2)
    assert bool(answer.stderr) == (code == 2)


def test_the_exits_of_why_are_in_its_help(type_):
    told = " ".join(type_("why", "--help", config=False).stdout.split())
    assert "Exits with 0 if they may, with 1 if they may not, and with 2" in told


def test_drawing_needs_no_site(type_):
    answer = type_("draw", "simple", config=False)
    assert answer.exit_code == 0
    assert "draft ==publish==> published" in answer.stdout


def all_commands(group=main, path=()):
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))


@pytest.mark.parametrize("path", [path for path, _ in all_commands()], ids=" ".join)
def test_every_command_explains_itself_with_an_example(path, type_):
    answer = type_(*path, "--help", config=False)
    assert answer.exit_code == 0
    assert f"  academe {' '.join(path)}" in answer.stdout.partition("Example")[2]
    assert not re.search("TEXT|INTEGER|RANGE|PATH]|<=", answer.stdout)


def test_every_command_that_a_sentence_names_exists():
    known = {path[0] for path, _ in all_commands()}
    for path in Path(academe.__file__).parent.rglob("*.py"):
        named = re.findall(r"`academe ([a-z]+)[ `]", path.read_text())
        assert set(named) <= known, path


def test_every_deed_belongs_to_a_command():
    assert set(DEEDS) <= {" ".join(path) for path, _ in all_commands()}


def test_a_foreign_database_is_refused(site, type_, tmp_path):
    shutil.copytree(site, tmp_path / "other")
    (tmp_path / "other" / "data" / "content.fs").write_bytes(b"SQLite format 3\0" * 100)
    ini = str(tmp_path / "other" / "etc" / "development.ini")
    for words in (("person", "list"), ("verify",), ("why", "ana", "read", "/"), ("serve",)):
        answer = type_(*words, "--config", ini)
        assert answer.exit_code == (2 if words[0] == "why" else 1)
        assert "content.fs" in answer.stderr


def test_missing_databases_are_not_made(site, type_, tmp_path):
    shutil.copytree(site, tmp_path / "other", ignore=shutil.ignore_patterns("records.fs*"))
    ini = str(tmp_path / "other" / "etc" / "development.ini")
    for words in (("group", "list"), ("verify",), ("backup", "copy"), ("serve",)):
        answer = type_(*words, "--config", ini)
        assert answer.exit_code == 1
        assert "There is no database" in answer.stderr
    assert not (tmp_path / "other" / "data" / "records.fs").exists()


def test_what_is_wrong_in_the_files_is_named_by_check(site, type_, tmp_path):
    shutil.copytree(site, tmp_path / "other")
    ini = str(tmp_path / "other" / "etc" / "development.ini")
    assert type_("check", ini).exit_code == 0
    course = tmp_path / "other" / "content_types" / "course.toml"
    course.write_text(course.read_text().replace("may_contain", "may_contian", 1))
    answer = type_("check", ini)
    assert answer.exit_code == 1
    assert "may_contain" in answer.stderr
    assert type_("serve", ini).exit_code == 1


def test_in_a_copy_of_the_sources_the_site_in_it_is_named(built_demo, tmp_path, run):
    """Its own `etc` is what new sites are made of; `make run` makes the site in a folder beside."""
    shutil.copytree(built_demo / "etc", tmp_path / "etc")
    (tmp_path / "district").symlink_to(built_demo)
    found = run("verify", cwd=tmp_path)
    assert found.returncode == 1
    assert "there is one in district: give --config district/etc/development.ini" in found.stderr
