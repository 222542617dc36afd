"""Each word that a district can write is explained, and no word is explained that does not exist."""

import re

import pytest

from academe.definitions import fields, roles, settings, themes, types, workflows
from academe.definitions.choices import ChoiceList, Terms
from academe.definitions.loading import defaults_folder
from academe.definitions.reading import words_of


def words(cls: type, *without: str) -> set[str]:
    return set(words_of(cls)) - {"name", *without}


EXPLAINED = [
    ("content_types", "A type", words(types.ContentType)),
    ("content_types", "A field", words(fields.Field)),
    ("content_types", "What a field can ask for", set(fields.FIELD_TYPES)),
    ("content_types", "Fields of every type", {"before", "after"}),
    ("content_types", "Choices", words(ChoiceList)),
    ("content_types", "What a licence allows", words(Terms)),
    ("workflows", "A workflow", words(workflows.Workflow)),
    ("workflows", "A state", words(workflows.State)),
    ("workflows", "A step", words(workflows.Transition)),
    ("workflows", "Roles", words(roles.Role)),
    ("themes", "theme.toml", words(themes.ThemeFile)),
    ("themes", "[site]", set(words_of(themes.Site))),
    ("themes", "[colors]", set(themes.COLORS)),
    ("themes", "[navigation]", words(themes.Navigation)),
    ("etc", "[academe]", words(settings.Settings, "site_folder")),
]


def chapter(folder: str, heading: str) -> str:
    text = (defaults_folder() / folder / "README.md").read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(("folder", "heading", "expected"), EXPLAINED)
def test_the_readme_explains_each_word_and_no_other(folder, heading, expected):
    rows = re.findall(r"^\| `([^`]+)` \|", chapter(folder, heading), re.MULTILINE)
    assert set(rows) == expected
    assert len(rows) == len(expected)


def test_the_readme_names_the_defaults_of_the_settings():
    shown = dict(
        re.findall(r"^\| `([^`]+)` \| (.+?) \|", chapter("etc", "[academe]"), re.MULTILINE)
    )
    for word, attribute in words_of(settings.Settings).items():
        if word != "site_folder":
            default = {False: "no", "": "empty", (): "empty"}.get(
                attribute.default, attribute.default
            )
            assert shown[word].strip("`") == str(default), word


def test_the_readme_names_computed_roles_and_looks():
    for name in roles.COMPUTED_ROLES:
        assert f"`{name}`" in chapter("workflows", "Roles")
    for word in workflows.Looks.__args__:
        assert f'`"{word}"`' in chapter("workflows", "A state")


def test_the_readme_names_every_icon_in_use(definitions):
    icons = re.search(r"\| `icon` \| [^`]*`([^`]+)`", chapter("content_types", "A type"))
    assert {kind.icon for kind in definitions.types.values()} == set(icons[1].split())
