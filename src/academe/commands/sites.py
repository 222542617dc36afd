"""Finding the site that a command is about."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from academe.commands.desk import Deed
from academe.definitions.settings import Settings, read_settings
from academe.errors import CommandError

VARIABLE = "ACADEME_CONFIG"
USUAL = Path("etc/development.ini")


@dataclass
class Call:
    """What every command of one call knows: the ini file it was told of, and all deeds."""

    config: Path | None = None
    deeds: Mapping[str, Deed] = field(default_factory=dict)


pass_call = click.make_pass_decorator(Call)


class Port(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on only
    """A port to listen at; 0 stands for any that is free."""

    name = "port"

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> int:
        """Return the number; fails with a sentence for anything else."""
        text = str(value)
        if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) < 65536):
            self.fail(f"{text} is not a port, a number up to 65535.", param, context)
        return int(text)


def port_option(**words: Any) -> Callable[[Any], Any]:
    """Add `--port PORT` to a command."""
    return click.option("--port", type=Port(), metavar="PORT", **words)


def _keep(context: click.Context, option: click.Parameter, given: Path | None) -> None:
    if given is not None:
        context.ensure_object(Call).config = given


def config_option(command: Any) -> Any:
    """Add `--config INI` to a command."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="INI",
        expose_value=False,
        callback=_keep,
        help=f"The site's ini file; else ${VARIABLE}, else {USUAL} under this folder.",
    )(command)


def find_ini(given: Path | None) -> Path:
    """Return the ini file that was given, else the environment's, else the one under this folder.

    Raises CommandError if there is none.
    """
    named = os.environ.get(VARIABLE)
    ini = given or (Path(named) if named else USUAL)
    if ini.is_file():
        return ini
    if given is None and not named:
        raise CommandError(
            f"There is no site in this folder ({USUAL} is missing): give --config INI, set "
            f"{VARIABLE}, or make one with `academe init DIR`."
        )
    whose = "" if given else f" (from {VARIABLE})"
    raise CommandError(f"There is no file {ini}{whose}.")


def find_settings(given: Path | None) -> Settings:
    """Return the settings of the site; raises CommandError or DefinitionError."""
    ini = find_ini(given)
    settings = read_settings(ini)
    if ini == USUAL and not settings.data_folder.exists():
        _point_to_a_site_below()
    return settings


def _point_to_a_site_below() -> None:
    """Raise CommandError where this folder has an ini but no data, and a folder in it has both.

    So it is in a copy of the sources, whose `etc` is what new sites are made of.
    """
    for below in sorted(Path().glob(f"*/{USUAL}")):
        if (below.parents[1] / "data").is_dir():
            raise CommandError(
                f"The site in this folder has no database; there is one in {below.parents[1]}: "
                f"give --config {below}."
            )
