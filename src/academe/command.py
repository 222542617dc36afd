"""The command `academe`: puts all its commands together."""

import sys
from typing import Any

import click

from academe import __version__
from academe.commands import (
    asking,
    demo,
    exporting,
    groups,
    importing,
    indexing,
    keeping,
    people,
    queue,
    running,
    sharing,
    standards,
    starting,
)
from academe.commands.control import say_os_error
from academe.commands.desk import Deed
from academe.commands.sites import Call
from academe.errors import AcademeError

# What writes, by name: done by the server while the site is served. docs/decisions/0030
DEEDS: dict[str, Deed] = {
    **people.DEEDS,
    **groups.DEEDS,
    **sharing.DEEDS,
    **keeping.DEEDS,
    **queue.DEEDS,
    **importing.DEEDS,
    **standards.DEEDS,
    **indexing.DEEDS,
}


class OneSentence(click.Group):
    """A group whose failures are one sentence, and exit with 1, or 2 for a wrong argument."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command and exit."""
        options["standalone_mode"] = False
        try:
            code = super().main(*args, **options)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            sys.exit(2)
        except click.UsageError as error:
            _say(f"{error.format_message()} {_way_out(error.ctx)}".strip())
            sys.exit(2)
        except click.ClickException as error:
            _say(error.format_message())
            sys.exit(1)
        except click.Abort:
            _say("Stopped.")
            sys.exit(1)
        except AcademeError as error:
            _say(str(error))
            sys.exit(1)
        except OSError as error:
            _say(say_os_error(error))
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _way_out(context: click.Context | None) -> str:
    return "" if context is None else f"See `{context.command_path} --help`."


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="academe", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Academe: a school district's course and content repository.

    \b
    Example:
      academe init site && academe serve site/etc/development.ini
    """
    context.obj = Call(deeds=DEEDS)


@main.command()
def version() -> None:
    """Print the version.

    \b
    Example:
      academe version
    """
    click.echo(f"academe {__version__}")


for one in (
    starting.init,
    demo.demo,
    running.serve,
    people.person,
    groups.group,
    sharing.share,
    importing.import_,
    exporting.export_,
    standards.standards,
    queue.jobs,
    indexing.reindex,
    keeping.pack,
    keeping.backup,
    keeping.restore,
    asking.why,
    asking.check,
    asking.verify,
    asking.draw,
):
    main.add_command(one)
