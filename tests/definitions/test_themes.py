import pytest

from academe.definitions.contrast import contrast
from academe.definitions.loading import defaults_folder
from academe.definitions.themes import read_theme
from academe.errors import DefinitionError

PACKAGED = defaults_folder() / "themes"
OWN = 'title = "Own"\nbased_on = "plain"\n'


@pytest.fixture
def themes(tmp_path):
    def write(name: str, text: str):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "theme.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_riverside_changes_name_logo_and_three_colours_and_nothing_else():
    plain, riverside = read_theme(None, "plain"), read_theme(None, "riverside")
    assert riverside.site_name == "Riverside Curriculum"
    assert riverside.find(riverside.logo) == PACKAGED / "riverside/static/logo.svg"
    assert len(set(riverside.colors.items()) - set(plain.colors.items())) == 3
    assert riverside.navigation_depth == plain.navigation_depth
    assert riverside.folders == (PACKAGED / "riverside", PACKAGED / "plain")
    files = {path.name for path in (PACKAGED / "riverside").rglob("*") if path.is_file()}
    assert files == {"theme.toml", "logo.svg"}


def test_a_districts_own_theme_needs_two_words(themes):
    folder = themes("own", OWN)
    theme = read_theme(folder, "own")
    assert theme.folders == (folder / "own", PACKAGED / "plain")
    assert theme.site_name == read_theme(None, "plain").site_name
    assert theme.colors == read_theme(None, "plain").colors
    assert theme.find("theme.toml") == folder / "own/theme.toml"
    assert theme.find("static/missing.css") is None


def test_a_site_without_a_themes_folder_has_the_packaged_ones(tmp_path):
    assert read_theme(tmp_path / "none", "plain") == read_theme(None, "plain")


def test_an_older_copy_of_the_plain_theme_falls_back_on_the_packaged_one(themes):
    folder = themes("plain", 'title = "Old"\n[colors]\nband = "#102030"\n')
    theme = read_theme(folder, "plain")
    assert theme.folders == (folder / "plain", PACKAGED / "plain")
    assert theme.colors["band"] == "#102030"
    assert theme.colors["accent"] == read_theme(None, "plain").colors["accent"]


def test_a_theme_is_based_on_one_that_is_based_on_another(themes):
    themes("upper", 'title = "U"\nbased_on = "lower"\n[navigation]\ndepth = 3\n')
    folder = themes("lower", OWN + '[site]\nname = "Lower"\n[navigation]\ndepth = 1\n')
    theme = read_theme(folder, "upper")
    assert (theme.title, theme.site_name, theme.navigation_depth) == ("U", "Lower", 3)
    assert [path.name for path in theme.folders] == ["upper", "lower", "plain"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('title = "Own"\n', "the word 'based_on' is missing; only 'plain' has every template."),
        ('title = "Own"\nbased_on = "plane"\n', "themes/own/theme.toml: 'based_on': there is no theme 'plane'. Did you mean 'plain'?"),
        ('title = "Own"\nbased_on = "own"\n', "'based_on' leads back to 'own'."),
        (OWN + "colours = 1\n", "themes/own/theme.toml: unknown word 'colours'. Did you mean 'colors'?"),
        (OWN + "[color]\n", "unknown word 'color'. Did you mean 'colors'?"),
        (OWN + '[colors]\nacent = "#000000"\n', "[colors]: unknown word 'acent'. Did you mean 'accent'?"),
        (OWN + '[colors]\naccent = "red"\n', "'accent' must be like \"#1a2b3c\", not 'red'."),
        (OWN + '[colors]\naccent = "#ffcc00"\n', "'accent' #ffcc00 is too faint to read on or below #edebe6: 1.3 to 1"),
        (OWN + '[site]\nlogo = "static/none.svg"\n', "there is no file 'static/none.svg' in the theme."),
        (OWN + '[site]\nlogo = "../own/theme.toml"\n', "there is no file '../own/theme.toml' in the theme."),
        (OWN + '[site]\nlogo = "/etc/hostname"\n', "there is no file '/etc/hostname' in the theme."),
        (OWN + "[navigation]\ndepth = 9\n", "'depth' must be from 1 to 4."),
        (OWN + "[navigation]\ndepth = true\n", "'depth' must be a whole number, not true."),
        (OWN + "site = 1\n", "themes/own/theme.toml [site]: must be a table, not 1."),
    ],
)  # fmt: skip
def test_a_wrong_theme_is_told(themes, text, sentence):
    with pytest.raises(DefinitionError) as told:
        read_theme(themes("own", text), "own")
    assert sentence in str(told.value)


def test_an_unknown_theme_is_told():
    with pytest.raises(DefinitionError, match=r"there is no theme 'riversid'\. Did you mean 'riv"):
        read_theme(None, "riversid")


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
