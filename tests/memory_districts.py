"""Districts whose databases are in memory, as the tests of actions have them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import transaction
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

from academe.actions.district import District
from academe.actions.founding import found_records, found_site
from academe.definitions.definitions import Definitions
from academe.definitions.loading import defaults_folder
from academe.definitions.settings import read_settings
from academe.store.records import Records
from academe.store.work import Work

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


@contextmanager
def opened() -> Iterator[SimpleNamespace]:
    """Lend both databases in memory, with one transaction manager, as a request has them."""
    manager = transaction.TransactionManager(explicit=False)
    content, records = DB(DemoStorage()), DB(DemoStorage())
    connections = SimpleNamespace(
        manager=manager,
        content_db=content,
        records_db=records,
        content=content.open(manager),
        records=records.open(manager),
    )
    yield connections
    manager.abort()
    connections.content.close()
    connections.records.close()
    content.close()
    records.close()


@contextmanager
def founded(
    connections: SimpleNamespace, definitions: Definitions, folder: Path
) -> Iterator[District]:
    """Lend an empty district with its front page; ``folder``: for its file of work."""
    site = found_site(connections.content, "Riverside Schools", "", definitions, NOW)
    connections.manager.commit()
    found_records(connections.records)
    connections.manager.commit()
    settings = read_settings(defaults_folder() / "etc" / "development.ini")
    work = Work(folder / "work.sqlite")
    yield District(definitions, site, Records(connections.records), work, settings, NOW)
    work.close()


@contextmanager
def in_memory(
    definitions: Definitions, folder: Path
) -> Iterator[tuple[District, Callable[[], None]]]:
    """Lend a whole district for more than one test, and what commits."""
    with opened() as connections, founded(connections, definitions, folder) as district:
        yield district, connections.manager.commit
