"""`academe init` and `academe demo`."""

import socket
import stat

import pytest
from click.testing import CliRunner

from academe.command import main
from academe.definitions.settings import read_settings


@pytest.fixture
def type_(monkeypatch, tmp_path):
    def run(*words):
        monkeypatch.chdir(tmp_path)
        return CliRunner(env={"ACADEME_CONFIG": None}).invoke(main, [str(word) for word in words])

    return run


def test_a_new_site_holds_what_a_district_changes_and_one_administrator(type_, tmp_path):
    made = type_("init", "site", "--title", "Riverside", "--login", "ada", "--name", "Ada Ashby")
    assert made.exit_code == 0, made.output
    assert made.stdout.count("http://127.0.0.1:6543/@@") == 1
    assert {"content_types", "workflows", "themes", "etc", "data"} == {
        path.name for path in (tmp_path / "site").iterdir()
    }
    assert stat.S_IMODE((tmp_path / "site/data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "site/data/secret").stat().st_mode) == 0o600
    monkey = type_("person", "list", "--config", "site/etc/development.ini")
    assert monkey.stdout == "ada\tAda Ashby\t-\tstaff, administrator, no password yet\n"
    assert type_("verify", "--config", "site/etc/development.ini").exit_code == 0
    assert type_("check", "site/etc/production.ini").exit_code == 0


def test_the_first_link_leads_where_the_site_will_be(type_, tmp_path):
    made = type_("init", "near", "--port", "8080")
    assert "http://127.0.0.1:8080/@@welcome/" in made.stdout
    assert "academe serve near/etc/development.ini" in made.stdout
    for ini in ("development.ini", "production.ini"):
        assert read_settings(tmp_path / "near/etc" / ini).port == 8080
    made = type_("init", "far", "--address", "https://curriculum.example.org/")
    assert "https://curriculum.example.org/@@welcome/" in made.stdout
    assert "academe serve far/etc/production.ini" in made.stdout
    settings = read_settings(tmp_path / "far/etc/production.ini")
    assert (settings.address, settings.port) == ("https://curriculum.example.org", 6543)
    assert read_settings(tmp_path / "far/etc/development.ini").address == ""


def test_an_address_that_is_none_makes_no_site(type_, tmp_path):
    for words in (("--address", "curriculum.example.org"), ("--port", "99999"), ("--port", "0")):
        answer = type_("init", "site", *words)
        assert answer.exit_code in (1, 2)
        assert len(answer.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "site").exists()


def test_a_link_does_not_lead_to_everywhere(type_, tmp_path):
    type_("init", "site")
    ini = tmp_path / "site/etc/development.ini"
    ini.write_text(ini.read_text().replace("= 127.0.0.1:6543", "= 0.0.0.0:6543"))
    said = type_("person", "invite", "admin", "--config", str(ini)).stdout
    assert f"http://{socket.gethostname()}:6543/@@welcome/" in said


def test_a_folder_that_is_not_empty_stays_as_it_is(type_, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "letter.txt").write_text("mine")
    for command in ("init", "demo"):
        answer = type_(command, "site")
        assert answer.exit_code == 1
        assert "not empty" in answer.stderr
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["letter.txt"]


def test_nothing_is_left_of_a_site_that_could_not_be_made(type_, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in ("new", "empty"):
        assert type_("init", folder, "--login", "Not A Login").exit_code == 1
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "empty").iterdir()) == []


def test_the_password_of_the_sample_people_is_their_owners_alone(built_demo):
    path = built_demo / "data" / "demo-password.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text().strip()) >= 15


def test_nobody_gets_mail_about_the_days_before(sample):
    assert [order.kind for order in sample.site.orders.values()] == ["extract"]
    assert sample.site.waiting
