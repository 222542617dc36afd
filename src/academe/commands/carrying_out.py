"""Has a deed done: by the server while the site is served, else in this process."""

from typing import Any

import click
from transaction.interfaces import TransientError

from academe.commands.control import ask_server
from academe.commands.desk import Deed, Desk, Words
from academe.commands.sites import Call, find_settings
from academe.commands.telling import progress
from academe.definitions.loading import read_definitions
from academe.definitions.settings import Settings
from academe.search.indexing import Indexer
from academe.store.databases import open_databases
from academe.store.verifying import Progress

TRIES = 5  # as often as a request is tried when somebody else writes the same


def carry_out(call: Call, command: str, **words: Any) -> None:
    """Do the deed of this name and print its lines; raises AcademeError if it was refused."""
    settings = find_settings(call.config)
    with progress() as report:
        lines = ask_server(settings.data_folder, command, words, report)
        if lines is None:
            lines = do_here(settings, call.deeds[command], words, report)
    for line in lines:
        click.echo(line)


def do_here(settings: Settings, deed: Deed, words: Words, report: Progress) -> list[str]:
    """Open the databases for one deed; nobody serves the site."""
    definitions = read_definitions(settings.site_folder)
    databases = open_databases(settings.data_folder, pool_size=3)
    indexer = Indexer(databases, definitions, settings)
    try:
        return do(deed, Desk(databases, definitions, settings, report, indexer), words)
    finally:
        indexer.stop()
        databases.close()


def do(deed: Deed, desk: Desk, words: Words) -> list[str]:
    """Do a deed, again if somebody else wrote the same at that moment."""
    for _ in range(TRIES - 1):
        try:
            return deed(desk, words)
        except TransientError:
            continue
    return deed(desk, words)
