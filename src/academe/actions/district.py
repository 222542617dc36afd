"""All that an action needs of the world, gathered once for each transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings
from academe.store.records import Records
from academe.store.site import Site
from academe.store.work import Work


@dataclass(frozen=True)
class District:
    """The district as one transaction sees it."""

    definitions: Definitions
    site: Site
    records: Records
    work: Work
    settings: Settings
    now: datetime  # UTC, the same for the whole transaction

    @property
    def today(self) -> date:
        """The day in the district's own time zone: in-force dates turn at its midnight."""
        return self.now.astimezone(ZoneInfo(self.settings.time_zone)).date()
