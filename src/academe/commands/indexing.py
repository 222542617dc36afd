"""`academe reindex`: the search index is read anew from the contents."""

import time

import click

from academe.commands.carrying_out import carry_out
from academe.commands.desk import Deed, Desk, Words
from academe.commands.sites import Call, config_option, pass_call


@click.command()
@config_option
@pass_call
def reindex(call: Call) -> None:
    """Make the search index anew, while people work and search.

    It is made by itself where it is missing, damaged or of another release: this is seldom needed.

    \b
    Example:
      academe reindex
    """
    carry_out(call, "reindex")


def reindex_deed(desk: Desk, words: Words) -> list[str]:
    begun = time.monotonic()
    count = desk.indexer.rebuild(lambda done, total: desk.report("contents", done, total))
    seconds = time.monotonic() - begun
    return [f"{count:,} texts are in the index, after {seconds:.1f} s."]


DEEDS: dict[str, Deed] = {"reindex": reindex_deed}
