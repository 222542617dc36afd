"""A district for whoever comes without a request: a job, a command."""

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
    databases: Databases,
    definitions: Definitions,
    settings: Settings,
    *,
    now: datetime | None = None,
    note: str = "",
) -> Iterator[District]:
    """Lend a district in a transaction of its own: kept at the end, undone on an error."""
    own = transaction.TransactionManager(explicit=True)
    own.begin().note(note)
    content = databases.content.open(own)
    try:
        records = databases.records.open(own)
        try:
            yield District(
                definitions,
                Site(content),
                Records(records),
                databases.work,
                settings,
                now or datetime.now(UTC),
            )
            own.commit()
        except BaseException:
            own.abort()
            raise
        finally:
            records.close()
    finally:
        content.close()


def identity_called(login: str, district: District) -> Identity | None:
    """Return who has this login or mail address, as of this transaction; None if nobody does."""
    person = district.records.person_called(login)
    found = None if person is None else district.records.identity_of(person.id, district.today)
    if found is not None:
        found.memo.update(now=district.now, today=district.today)
    return found
