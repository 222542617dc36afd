"""A theme: name, logo, colours and the folders in which templates and files are looked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from academe.definitions.contrast import contrast
from academe.definitions.loading import defaults_folder
from academe.definitions.reading import as_table, check_name, fill, read_toml, suggest
from academe.errors import DefinitionError

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LAST_THEME = "plain"  # has every template, file and colour
DEEPEST = 4  # levels of the tree beside a page
COLORS = {  # {word: the colour of the plain style sheet that it must stand out from}
    "accent": "#edebe6",  # links and buttons
    "accent_dark": "#272e33",  # the same for those who read light on dark
    "band": "#ffffff",  # behind the white words of the top bar
}


@dataclass(frozen=True)
class Site:
    """The table [site] of a theme."""

    name: str = ""
    logo: str = ""  # path below the theme's folder; empty: the name alone
    footer: str = ""


@dataclass(frozen=True)
class Navigation:
    """The table [navigation] of a theme."""

    depth: int = 0  # 0: as in the theme below


@dataclass(frozen=True)
class ThemeFile:
    """The words of one theme.toml; what is empty is taken from the theme named in `based_on`."""

    name: str
    title: str
    based_on: str | None = None
    site: Site = field(default_factory=Site)
    colors: Mapping[str, str] = field(default_factory=dict)  # {word of COLORS: "#rrggbb"}
    navigation: Navigation = field(default_factory=Navigation)


@dataclass(frozen=True)
class Theme:
    """A theme with all that it takes from the themes below it."""

    name: str
    title: str
    based_on: str | None
    site_name: str
    logo: str  # path below one of the folders; empty: the name alone
    footer: str
    colors: Mapping[str, str]  # {word of COLORS: "#rrggbb"}
    navigation_depth: int
    folders: tuple[Path, ...]  # search path, the theme's own first

    def find(self, path: str) -> Path | None:
        """Return the first file of this name on the search path; None if there is none."""
        found = (folder / path for folder in self.folders)
        return next((file for file in found if file.is_file()), None)


def read_theme(themes_folder: Path | None, name: str) -> Theme:
    """Read a theme and what it is based on, from a site's folder or else the packaged one.

    Raises DefinitionError for an unknown word or theme, a missing logo or too faint a colour.
    """
    chain = _read_chain(themes_folder, name)
    files = [file for file, _ in chain]
    own = files[0]
    theme = Theme(
        name=own.name,
        title=own.title,
        based_on=own.based_on,
        site_name=_first(file.site.name for file in files),
        logo=_first(file.site.logo for file in files),
        footer=_first(file.site.footer for file in files),
        colors=_merge_colors(files),
        navigation_depth=next((f.navigation.depth for f in files if f.navigation.depth), 2),
        folders=tuple(folder for _, folder in chain),
    )
    _check_logo(theme)
    return theme


def _read_chain(themes_folder: Path | None, name: str) -> list[tuple[ThemeFile, Path]]:
    chain: list[tuple[ThemeFile, Path]] = []
    wanted: str | None = name
    while wanted is not None:
        if any(file.name == wanted for file, _ in chain):
            raise DefinitionError(f"{_where(wanted)}: 'based_on' leads back to '{wanted}'.")
        folder = _find_folder(themes_folder, wanted, chain)
        chain.append((_read_file(folder, wanted), folder))
        wanted = chain[-1][0].based_on
    if chain[-1][0].name != LAST_THEME:
        last = chain[-1][0].name
        raise DefinitionError(
            f"{_where(last)}: the word 'based_on' is missing; only '{LAST_THEME}' has every"
            " template."
        )
    packaged = defaults_folder() / "themes" / LAST_THEME
    if chain[-1][1] != packaged:
        # A site's own copy of the plain theme may be older than the program.
        chain.append((_read_file(packaged, LAST_THEME), packaged))
    return chain


def _find_folder(
    themes_folder: Path | None, name: str, chain: list[tuple[ThemeFile, Path]]
) -> Path:
    tops = [defaults_folder() / "themes"]
    if themes_folder is not None:
        tops.insert(0, themes_folder)
    for top in tops:
        if (top / name / "theme.toml").is_file():
            return top / name
    known = {path.parent.name for top in tops for path in top.glob("*/theme.toml")}
    where = f"{_where(chain[-1][0].name)}: 'based_on': " if chain else ""
    raise DefinitionError(f"{where}there is no theme '{name}'.{suggest(name, known)}")


def _read_file(folder: Path, name: str) -> ThemeFile:
    where = _where(name)
    tables: dict[str, Any] = read_toml(folder / "theme.toml", where)
    site = fill(Site, tables.pop("site", {}), f"{where} [site]")
    navigation = fill(Navigation, tables.pop("navigation", {}), f"{where} [navigation]")
    if not 0 <= navigation.depth <= DEEPEST:
        raise DefinitionError(f"{where} [navigation]: 'depth' must be from 1 to {DEEPEST}.")
    colors = _read_colors(tables.pop("colors", {}), f"{where} [colors]")
    name = check_name(name, where)
    return fill(
        ThemeFile, tables, where, name=name, site=site, navigation=navigation, colors=colors
    )


def _read_colors(table: object, where: str) -> Mapping[str, str]:
    colors = dict(as_table(table, where))
    for word, color in colors.items():
        if word not in COLORS:
            raise DefinitionError(f"{where}: unknown word '{word}'.{suggest(word, COLORS)}")
        if not isinstance(color, str) or not re.fullmatch("#[0-9a-fA-F]{6}", color):
            raise DefinitionError(f"{where}: '{word}' must be like \"#1a2b3c\", not {color!r}.")
        reached = contrast(color, COLORS[word])
        if reached < LEAST_CONTRAST:
            raise DefinitionError(
                f"{where}: '{word}' {color} is too faint to read on or below {COLORS[word]}:"
                f" {reached:.1f} to 1, where {LEAST_CONTRAST} to 1 is needed."
            )
    return MappingProxyType(colors)


def _merge_colors(files: list[ThemeFile]) -> Mapping[str, str]:
    colors: dict[str, str] = {}
    for file in reversed(files):
        colors |= file.colors
    return MappingProxyType(colors)


def _check_logo(theme: Theme) -> None:
    outside = Path(theme.logo).is_absolute() or ".." in Path(theme.logo).parts
    if theme.logo and (outside or theme.find(theme.logo) is None):
        where = f"{_where(theme.name)} [site]"
        raise DefinitionError(f"{where}: 'logo': there is no file '{theme.logo}' in the theme.")


def _first(words: Any) -> str:
    return next((word for word in words if word), "")


def _where(name: str) -> str:
    return f"themes/{name}/theme.toml"
