"""A transaction of its own for work outside requests: jobs, commands, the first founding."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import transaction

from academe.actions.district import District
from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings
from academe.store.databases import Databases
from academe.store.people import Identity
from academe.store.records import Records
from academe.store.site import Site


@contextmanager
def open_district(
    databases: Databases, definitions: Definitions, settings: Settings, note: str = ""
) -> Iterator[District]:
    """Lend the district inside a transaction that commits at the end, or aborts on an error."""
    manager = transaction.TransactionManager(explicit=True)
    manager.begin().note(note)
    content, records = databases.content.open(manager), databases.records.open(manager)
    try:
        yield District(
            definitions,
            Site(content),
            Records(records),
            databases.work,
            settings,
            datetime.now(UTC),
        )
        manager.commit()
    except BaseException:
        manager.abort()
        raise
    finally:
        content.close()
        records.close()


def identity_called(login: str, district: District) -> Identity | None:
    """Return who has this login or mail address, as of this transaction; None if nobody does."""
    person = district.records.person_called(login)
    found = None if person is None else district.records.identity_of(person.id, district.today)
    if found is not None:
        found.memo.update(now=district.now, today=district.today)
    return found
