"""`academe serve`: the command in front of the server, which is loaded only for it."""

import gc
from collections.abc import Mapping
from pathlib import Path

import click

from academe.commands.desk import Deed
from academe.commands.sites import Call, config_option, find_ini, pass_call, port_option
from academe.definitions.settings import Settings, read_settings


@click.command()
@click.argument("ini", required=False, type=click.Path(path_type=Path))
@port_option(help="Another port than in the ini file.")
@config_option
@pass_call
def serve(call: Call, ini: Path | None, port: int | None) -> None:
    """Serve the site of INI until Ctrl-C or SIGTERM.

    \b
    Example:
      academe serve district/etc/development.ini --port 8080
    """
    run_server(read_settings(find_ini(ini or call.config)), call.deeds, port)


def run_server(settings: Settings, deeds: Mapping[str, Deed], port: int | None) -> None:
    """Serve until told to end; ``port``: instead of the one in the settings."""
    # Collecting garbage took a seventh of a start; ``spare_what_stays`` switches it on again.
    gc.disable()
    try:
        # Pyramid and the pages take longer to load than most commands to run.
        from academe.commands.serving import serve_site

        serve_site(settings, deeds, port=port)
    finally:
        gc.enable()
