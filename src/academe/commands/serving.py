"""The server: one process that holds the databases, answers requests and does the jobs."""

import contextlib
import logging
import os
import resource
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Any

import click
from waitress.server import create_server

from academe.actions.jobs import JobThread
from academe.actions.opening import open_district
from academe.actions.ordering_texts import order_lost_texts
from academe.app import make_app, make_jobs
from academe.commands.carrying_out import do
from academe.commands.control import ControlThread
from academe.commands.desk import Deed, Desk, Words
from academe.commands.server_threads import Compiling, Watch, kept_templates, spare_what_stays
from academe.definitions.definitions import Definitions
from academe.definitions.loading import read_definitions
from academe.definitions.settings import Settings
from academe.errors import CommandError, DatabaseError
from academe.store.databases import Databases, is_served, open_databases
from academe.store.verifying import Progress
from academe.web.compiling import keep_compiled

log = logging.getLogger(__name__)

CONNECTIONS = 2000  # that are open at the same time; waitress's own 100 fall to slow visitors
PATIENCE = 15  # seconds without a sign of life until a connection is closed
FOR_THE_INDEX = 1.0  # seconds that the first answer waits for the index to be opened
ENDING = 20  # seconds for the requests that are being answered when the server ends
MARGIN_MB = 1  # what a form may hold beside the largest file
HEADERS = 32_768  # bytes
FORWARDED = frozenset({"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"})


def serve_site(settings: Settings, deeds: Mapping[str, Deed], *, port: int | None = None) -> None:
    """Serve until told to end; raises DatabaseError if the storage became unsafe to write.

    ``port``: instead of the one in the settings; 0: any that is free.
    """
    _refuse_a_second(settings)
    settings = _at_port(settings, settings.port if port is None else port)
    _log_to_stderr()
    definitions = read_definitions(settings.site_folder)
    pool = settings.threads + 4  # and the jobs, commands, whoever looks after the index
    databases = open_databases(settings.data_folder, pool_size=pool)
    try:
        with _ending() as ended:
            _serve(settings, databases, definitions, deeds, ended)
        if databases.broken:
            raise DatabaseError(databases.broken)
    finally:
        databases.close()
    log.info("ended, the databases are closed")


def _refuse_a_second(settings: Settings) -> None:
    """Say where to look, instead of what a command is told that meets a served site."""
    folder = settings.data_folder
    if os.access(folder, os.W_OK) and is_served(folder):
        raise CommandError(
            f"The site in {settings.site_folder} is being served already, as a rule at "
            f"{_address(settings)}. To start it anew, end that server first (Ctrl-C)."
        )


def _serve(
    settings: Settings,
    databases: Databases,
    definitions: Definitions,
    deeds: Mapping[str, Deed],
    ended: Event,
) -> None:
    keep_compiled(kept_templates(settings))
    with open_district(databases, definitions, settings, note="start") as district:
        order_lost_texts(district)
    app = make_app(settings, databases, definitions)
    indexer = app.registry.indexer
    app.registry.templates.take_kept()
    server = _listen(app, settings)
    port = getattr(server, "effective_port", None) or server.effective_listen[0][1]
    settings = _at_port(settings, port)
    jobs = JobThread(
        databases, make_jobs(settings, databases, definitions, told=indexer.take_again)
    )
    control = ControlThread(
        settings.data_folder,
        _deeds_in_server(deeds, partial(Desk, databases, definitions, settings, indexer=indexer)),
    )
    compiling = Compiling(app.registry.templates, settings, then=spare_what_stays)
    threads = (jobs, control, indexer, Watch(databases, ended), compiling)
    spare_what_stays()
    try:
        for thread in threads:
            thread.start()
        indexer.wait_until_open(FOR_THE_INDEX)
        click.echo(f"Academe is at {_address(settings)} (Ctrl-C ends it).")
        with contextlib.suppress(_Ended):
            server.run()
    finally:
        server.task_dispatcher.shutdown(timeout=ENDING)
        for thread in threads:
            thread.stop()
        server.close()


def _listen(app: Any, settings: Settings) -> Any:
    most = (settings.upload_limit_mb + MARGIN_MB) * 1024 * 1024
    _allow_files(CONNECTIONS + 200)
    try:
        return create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            connection_limit=CONNECTIONS,
            channel_timeout=PATIENCE,
            asyncore_use_poll=True,  # select() ends at the 1,024th file
            max_request_body_size=most,
            max_request_header_size=HEADERS,
            ident="",
            **_trust(settings.trusted_proxy),
        )
    except OSError as error:
        raise CommandError(
            f"Nobody can listen at {settings.listen}: {error.strerror or error}. "
            "Choose another port with --port, or end what listens there."
        ) from error


def _at_port(settings: Settings, port: int) -> Settings:
    return replace(settings, listen=f"{settings.listen.rpartition(':')[0]}:{port}")


def _trust(proxy: str) -> dict[str, Any]:
    """Return whose word on the visitor's address is taken; nobody's without a proxy."""
    if not proxy:
        return {}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": set(FORWARDED),
    }


def _address(settings: Settings) -> str:
    """Return where this server is found from this machine, or as people type it."""
    return settings.public_address


def _deeds_in_server(deeds: Mapping[str, Deed], desk: Callable[..., Desk]) -> Any:
    def do_deed(command: str, words: Words, report: Progress) -> list[str]:
        if command not in deeds:
            raise CommandError(
                f"The server does not know the command {command!r}: start it again after an update."
            )
        return do(deeds[command], desk(report=report), words)

    return do_deed


class _Ended(SystemExit):
    """Raised by the signal that ends the server; waitress would swallow any other class."""


@contextlib.contextmanager
def _ending() -> Iterator[Event]:
    """Let SIGTERM and SIGINT end what runs inside, once; a second one changes nothing."""
    ended = Event()

    def end(number: int, frame: Any) -> None:
        if not ended.is_set():
            ended.set()
            raise _Ended

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with contextlib.suppress(_Ended):
            yield ended
    finally:
        ended.set()
        for number, old in before.items():
            signal.signal(number, old)


def _allow_files(needed: int) -> None:
    """Let the process have as many open files as there can be connections, if it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("academe").setLevel(logging.INFO)
    # It warns of each request that waits for a moment: on a busy morning, of all of them.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
