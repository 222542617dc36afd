from pathlib import Path

import pytest

from academe.definitions.loading import defaults_folder
from academe.definitions.settings import Settings, read_settings
from academe.errors import DefinitionError


@pytest.fixture
def ini(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "etc" / "test.ini"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_packaged_ini_files_are_read():
    development = read_settings(defaults_folder() / "etc/development.ini")
    production = read_settings(defaults_folder() / "etc/production.ini")
    assert development == Settings(site_folder=development.site_folder)
    assert production.address.startswith("https://")
    assert production.trusted_proxy == "127.0.0.1"
    assert not development.demo
    assert not production.demo


def test_what_is_not_said_has_its_default(ini, tmp_path):
    settings = read_settings(ini("[academe]\n"))
    assert settings.site_folder == tmp_path
    assert settings.data_folder == tmp_path / "data"
    assert settings.secret_path == tmp_path / "data" / "secret"
    assert (settings.host, settings.port) == ("127.0.0.1", 6543)
    assert settings.public_address == "http://127.0.0.1:6543"
    assert settings.is_loopback
    assert settings.zone.key == "America/New_York"


def test_every_kind_of_word_is_read(ini, tmp_path):
    settings = read_settings(
        ini(
            "[academe]\n# a comment\nlisten = [::1]:80\naddress = https://a.example\ndemo = yes\n"
            "threads = 12\nmail = smtp://ann:50%%40b@mail.example:587\ndata = /srv/data\n"
            "pyramid.includes = one two.three\ntime_zone = Europe/Madrid\nlanguage = es\n"
        )
    )
    assert (settings.host, settings.port, settings.is_loopback) == ("::1", 80, True)
    assert settings.mail == "smtp://ann:50%%40b@mail.example:587"
    assert settings.pyramid_includes == ("one", "two.three")
    assert settings.data_folder == Path("/srv/data")
    assert (settings.threads, settings.demo) == (12, True)


def test_a_host_with_a_name_is_this_machine_only_when_it_is_localhost(ini):
    assert read_settings(ini("[academe]\nlisten = localhost:80\n")).is_loopback
    assert not read_settings(ini("[academe]\nlisten = school.example:80\n")).is_loopback


def test_an_ini_file_outside_of_etc_belongs_to_its_own_folder(tmp_path):
    (tmp_path / "here.ini").write_text("[academe]\n")
    assert read_settings(tmp_path / "here.ini").site_folder == tmp_path


def test_a_password_is_not_shown(ini):
    settings = read_settings(ini("[academe]\nmail = smtp://ann:secret@mail.example\n"))
    assert "secret@" not in repr(settings)
    with pytest.raises(DefinitionError) as told:
        read_settings(ini("[academe]\nmail = smpt://ann:hidden@mail.example\n"))
    assert "hidden" not in str(told.value)
    with pytest.raises(DefinitionError) as told:
        read_settings(ini("[academe]\nmail = smtp://ann:hid/den@mail.example\n"))
    assert "hid" not in str(told.value)


WRONG = [
    ("lissten = 127.0.0.1:80", "unknown word 'lissten'. Did you mean 'listen'?"),
    ("site_folder = /", "unknown word 'site_folder'."),
    ("Theme = plain", "unknown word 'Theme'. Did you mean 'theme'?"),
    ("theme = plain\ntheme = other", "already exists"),
    ("theme", "'theme"),
    ("theme = ../../etc", "'theme' must be one plain name, not '../../etc'."),
    ("listen = 6543", "'listen' must be a host and a port like 127.0.0.1:6543, not '6543'."),
    ("listen = 127.0.0.1:99999", "'listen' must be a host and a port"),
    ("address = curriculum.example", "'address' must be like https://curriculum.example.org"),
    ("address = https://curriculum.example/", "'address' must be like"),
    ("address = ftp://curriculum.example", "'address' must be like"),
    (
        "time_zone = Europe/Madird",
        "'time_zone' must be a time zone like Europe/Madrid, not 'Europe/Madird'.",
    ),
    ("time_zone = here", "'time_zone' must be a time zone like America/New_York, not 'here'."),
    ("language = English", "'language' must be a language code like en or es, not 'English'."),
    ("mail = file", "'mail' must be 'files' or smtp://name:password@host:port."),
    ("mail = smtp://mail.example:port", "'mail' must be 'files' or smtp://"),
    ("mail_from = nobody", "'mail_from' must be an address like"),
    ("threads = 0", "'threads' must be a whole number above 0, not '0'."),
    ("threads = 100", "'threads' must be at most 64, not '100'."),
    ("upload_limit_mb = 1.5", "'upload_limit_mb' must be a whole number above 0, not '1.5'."),
    ("demo = true", "'demo' must be yes or no, not 'true'."),
    ("demo = yes\nlisten = 0.0.0.0:6543", "'demo' shows a password to everybody"),
    ("trusted_proxy = nginx", "'trusted_proxy' must be an IP address like 127.0.0.1, not 'nginx'."),
    ("secret_file = ../secret", "'secret_file' must be one plain name"),
    ("data =", "'data' must not be empty"),
]


@pytest.mark.parametrize(("line", "sentence"), WRONG)
def test_a_wrong_setting_is_told(ini, line, sentence):
    path = ini(f"[academe]\n{line}\n")
    with pytest.raises(DefinitionError) as told:
        read_settings(path)
    assert sentence in str(told.value)
    assert str(told.value).startswith(str(path))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the section [academe] is missing."),
        ("[acadame]\n", "unknown section [acadame]. Did you mean 'academe'?"),
        ("[academe]\n[academe]\n", "already exists"),
        ("[academe]\n[server:main]\n", "unknown section [server:main]."),
        ("listen = 1\n", "no section headers"),
    ],
)
def test_a_wrong_section_is_told(ini, text, sentence):
    with pytest.raises(DefinitionError, match=r".") as told:
        read_settings(ini(text))
    assert sentence in str(told.value)


def test_a_missing_ini_file_is_told(tmp_path):
    with pytest.raises(DefinitionError, match="cannot be read: No such file"):
        read_settings(tmp_path / "etc/missing.ini")


def test_an_ini_file_that_is_not_utf_8_is_told(tmp_path):
    (tmp_path / "a.ini").write_bytes(b"[academe]\ntheme = \xe4\n")
    with pytest.raises(DefinitionError, match="is not UTF-8 text"):
        read_settings(tmp_path / "a.ini")
