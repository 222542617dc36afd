"""What a command works with where it writes: in the server, or in its own process.

A *deed* is the part of a command that opens databases. It is given words as JSON knows them and
answers with lines, so that it can be done by the server while the site is served.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from academe.actions.district import District
from academe.actions.opening import open_district
from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings
from academe.errors import CommandError
from academe.search.indexing import Indexer
from academe.store.content import Content
from academe.store.databases import Databases
from academe.store.people import KEEPER, Group, Identity, Person
from academe.store.verifying import Progress

Words = Mapping[str, Any]  # what was typed: text, numbers, lists, None


@dataclass(frozen=True)
class Desk:
    """One open site, and a way to say how far it is."""

    databases: Databases
    definitions: Definitions
    settings: Settings
    report: Progress
    indexer: Indexer

    def district(self, note: str = "") -> AbstractContextManager[District]:
        """Lend the district inside a transaction that commits at the end."""
        return open_district(self.databases, self.definitions, self.settings, note=note)


Deed = Callable[[Desk, Words], list[str]]


def keeper(district: District) -> Identity:
    """Return the site's keeper, who acts by the command line, as of this transaction."""
    return replace(KEEPER, memo={"now": district.now, "today": district.today})


def find_person(who: str, district: District) -> Person:
    """Return the person with this login or mail address; raises CommandError."""
    found = district.records.person_called(who)
    if found is None:
        raise CommandError(f"There is no person with the login or mail address {who!r}.")
    return found


def find_group(name: str, district: District) -> Group:
    """Return the group of this name; raises CommandError."""
    found = district.records.group_called(name)
    if found is None:
        raise CommandError(f"There is no group {name!r}.")
    return found


def find_content(path: str, district: District) -> Content:
    """Return the content at an address such as /mathematics/algebra-1; raises CommandError."""
    place: Content | None = district.site.root
    for name in filter(None, path.split("/")):
        place = place.get(name) if place is not None else None
    if place is None:
        raise CommandError(f"There is nothing at {path!r}.")
    return place


def read_day(word: str, text: str | None) -> date | None:
    """Return the day that was typed; raises CommandError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{word} must be a day like 2027-06-30, not {text!r}.") from None
