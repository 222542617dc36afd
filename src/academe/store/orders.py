"""What is to be done after a change: written in its own transaction, drained by one thread.

An order says what and for whom by ids only; names and addresses are looked up when it is carried
out. Leases, tries and results live in ``work``: they would swell a history that is kept.

The module path and the class name are written into database records: never move or rename them.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from persistent import Persistent

Details = Mapping[str, object]
NO_DETAILS: Details = MappingProxyType({})


class Order(Persistent):
    """One thing to do once the transaction that asked for it is in the database."""

    id: int = 0  # random, below 2**53
    kind: str = ""  # a word that app.py ties to the function which carries it out
    details: Details = NO_DETAILS  # plain values; never changed after the order is given
    ordered_by: int = 0  # person id; 0: the site itself
    ordered_at: datetime | None = None  # UTC

    def __init__(
        self, id: int, kind: str, details: Details, *, ordered_by: int, ordered_at: datetime
    ) -> None:
        self.id, self.kind, self.details = id, kind, dict(details)
        self.ordered_by, self.ordered_at = ordered_by, ordered_at
