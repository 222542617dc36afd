"""Keys of feeds: each lets a program read what is new in one place with one person's rights.

The module path, the class and its fields are written into records: never move or rename them.
"""

from datetime import datetime
from typing import NamedTuple

from academe.store.records import Records


class FeedKey(NamedTuple):
    """Whoever holds its token reads the feeds of one place with the rights of one person."""

    token_hash: str  # SHA-256, hexadecimal; the token itself is stored nowhere
    person_id: int
    content_id: int
    created: datetime  # UTC


class FeedKeys:
    """The keys in one connection's records."""

    def __init__(self, records: Records) -> None:
        self._keys, self._by_person = records.feed_keys, records.feed_keys_of

    def find(self, token_hash: str) -> FeedKey | None:
        return self._keys.get(token_hash)

    def of(self, person_id: int) -> list[FeedKey]:
        """Return the person's keys, the newest first."""
        found = self._by_person.keys((person_id, ""), (person_id, "g"))  # hexadecimal ends at f
        keys = [self._keys[token_hash] for _, token_hash in found]
        return sorted(keys, key=lambda one: one.created, reverse=True)

    def add(self, key: FeedKey) -> None:
        self._keys[key.token_hash] = key
        self._by_person.add((key.person_id, key.token_hash))

    def drop(self, key: FeedKey) -> None:
        del self._keys[key.token_hash]
        self._by_person.remove((key.person_id, key.token_hash))

    def drop_all(self, person_id: int) -> None:
        for key in self.of(person_id):
            self.drop(key)
