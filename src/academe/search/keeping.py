"""What people may find, kept from one request to the next for as long as nothing has changed.

To write a person's condition down takes longer than many a search. docs/decisions/0047
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple

from academe.actions.access import now_of, today_of
from academe.actions.district import District
from academe.actions.ending import first_end
from academe.search.allowed import Allowance
from academe.search.clauses import NEVER, Clause
from academe.search.engine import TantivyEngine
from academe.search.stages import stage_from
from academe.store.people import Identity

MOST = 64  # people; of one with 200 places about 100 kB


class Access(NamedTuple):
    """What one person may find: plain values, which hold no content and no connection."""

    where: Clause
    views: Clause  # of that, what tells of working texts and their states
    kept: Mapping[str, Clause]  # {field with an answer that not everybody sees: where they do}


class Moment(NamedTuple):
    """All that an access hangs on, but for the person and the hour; equal: so is the access."""

    as_of: bytes  # the last transaction of the content database that is seen
    today: date
    stages: tuple[str, ...]  # that the index holds
    fields: tuple[tuple[str, str], ...]  # (field of the index, role that may search it)
    definitions: Any


class Kept(NamedTuple):
    """An access and when it holds: at its moment, from one instant until before another."""

    access: Access
    moment: Moment
    since: datetime
    until: datetime | None  # the first of the person's grants expires; None: none does


class KeptAccesses:
    """Remembers accesses of this process, the latest MOST."""

    def __init__(self) -> None:
        self._kept: dict[Any, Kept] = {}
        self._lock = Lock()

    def access(
        self, person: Identity, district: District, engine: TantivyEngine, *, for_readers: bool
    ) -> Access:
        """Return what ``person`` may find, as this transaction sees it."""
        known: dict[Any, Access] = person.memo.setdefault("allowances", {})
        stages = engine.stages()
        found = known.get((for_readers, stages))
        if found is None:
            found = self._found(person, district, engine, stages, for_readers)
            known[for_readers, stages] = found
        return found

    def _found(
        self,
        person: Identity,
        district: District,
        engine: TantivyEngine,
        stages: tuple[str, ...],
        for_readers: bool,
    ) -> Access:
        allowance = Allowance(person, district, for_readers=for_readers)
        as_of = district.site.as_of
        if as_of is None:  # what it has changed itself nobody else sees yet
            return _access(allowance, engine, stages)
        fields = tuple(engine.kept.items())
        moment = Moment(as_of, today_of(person), stages, fields, district.definitions)
        # Not the person themselves: their memo holds contents of one connection.
        key = (person.id, person.roles, person.groups, person.is_staff, for_readers)
        kept, now = self._kept.get(key), now_of(person)
        if kept is None or kept.moment != moment or not _holds(kept, now):
            access = _access(allowance, engine, stages)
            kept = Kept(access, moment, now, first_end(person, district))
            self._keep(key, kept)
        return kept.access

    def _keep(self, key: Any, kept: Kept) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = kept
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]


def _holds(kept: Kept, now: datetime) -> bool:
    return kept.since <= now and (kept.until is None or now < kept.until)


def _access(allowance: Allowance, engine: TantivyEngine, stages: tuple[str, ...]) -> Access:
    known = [stage_from(name) for name in stages]
    fields = dict(_fields(allowance, engine))
    return Access(allowance.clause(known), allowance.views(known), fields)


def _fields(allowance: Allowance, engine: TantivyEngine) -> Iterator[tuple[str, Clause]]:
    for name, role in engine.kept.items():
        where = allowance.region((role,))
        if where != NEVER:
            yield name, where
