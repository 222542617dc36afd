"""What lies at the root of the records database: people, groups, and who belongs where.

Every tree beside ``people`` and ``groups`` says nothing new: it is what they say, keyed
another way, and only the functions here write both.
"""

import unicodedata
from collections.abc import Iterable, Iterator, MutableMapping
from datetime import date, datetime
from typing import Any

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree, OOTreeSet
from transaction.interfaces import ITransaction
from ZODB.Connection import Connection

from academe.store.people import Group, Identity, Invitation, Membership, Person

TREES = {
    "people": LOBTree,  # person id -> Person
    "logins": OOBTree,  # login, folded -> person id
    "emails": OOBTree,  # address, folded -> person id
    "groups": LOBTree,  # group id -> Group
    "group_names": OOBTree,  # name -> group id
    "members": OOTreeSet,  # (group id, person id), whatever the dates
    "holders": OOTreeSet,  # (role, person id): who holds it on the whole site; since 0.2
    "words": OOTreeSet,  # (word of a name or login, person or group id): found by typing
    "invitations": OOBTree,  # token hash -> Invitation
    "invited": OOTreeSet,  # (person id, token hash)
    "orders": LOBTree,  # order id -> Order for mail and jobs
    "feed_keys": OOBTree,  # token hash -> FeedKey; since 0.2, like the next
    "feed_keys_of": OOTreeSet,  # (person id, token hash)
}
HIGHEST = 2**53


class Records:
    """One connection's view of the records database; made anew for each transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._root = connection.root()

    def __getattr__(self, name: str) -> Any:
        """Return one of TREES by its name."""
        if name in TREES:
            # Of an older release, opened to read: whatever opens it to write makes them first.
            return self._root[name] if name in self._root else TREES[name]()
        raise AttributeError(name)

    @property
    def transaction(self) -> ITransaction:
        return self.connection.transaction_manager.get()

    def person(self, person_id: int) -> Person | None:
        return self._root["people"].get(person_id)

    def person_called(self, login_or_email: str) -> Person | None:
        """Return the person with this login or, failing that, this mail address."""
        key = fold(login_or_email)
        found = self._root["logins"].get(key) or self._root["emails"].get(key)
        return None if found is None else self.person(found)

    def person_with_login(self, login: str) -> Person | None:
        found = self._root["logins"].get(fold(login))
        return None if found is None else self.person(found)

    def group(self, group_id: int) -> Group | None:
        return self._root["groups"].get(group_id)

    def group_called(self, name: str) -> Group | None:
        found = self._root["group_names"].get(name)
        return None if found is None else self.group(found)

    def members_of(self, group_id: int) -> Iterator[Person]:
        """Yield those who belong to the group, have belonged or will."""
        for _, person_id in self._root["members"].keys((group_id, 0), (group_id, HIGHEST)):
            yield self._root["people"][person_id]

    def holders_of(self, role: str) -> Iterator[Person]:
        """Yield those who hold a role on the whole site, the disabled too."""
        if "holders" not in self._root:  # of an older release, opened to read
            yield from (one for one in self._root["people"].values() if role in one.roles)
            return
        for _, person_id in self._root["holders"].keys((role, 0), (role, HIGHEST)):
            yield self._root["people"][person_id]

    def identity_of(self, person_id: int, today: date) -> Identity | None:
        """Return the person as a request knows them; None if unknown or disabled."""
        person = self.person(person_id)
        if person is None or person.disabled:
            return None
        return Identity(
            id=person.id,
            name=person.name,
            roles=frozenset(person.roles),
            groups=person.groups_on(today),
            is_staff=person.is_staff,
        )

    def found_by(self, typed: str) -> Iterator[Person | Group]:
        """Yield groups, then people, each word of whose names starts as one of the typed words."""
        words = _words(typed)
        if not words:
            return
        hits = [self._ids_from(word) for word in words]
        groups = self.groups
        for found in sorted(set.intersection(*hits), key=lambda one: (one not in groups, one)):
            known = self.group(found) or self.person(found)
            if known is not None:
                yield known

    def put_person(self, person: Person, *, login: str, name: str, email: str) -> None:
        """Keep the person under this login, name and address, new or instead of the last ones."""
        self._unlist(person)
        person.login, person.name, person.email = login, name, email
        self._root["people"][person.id] = person
        self._root["holders"].update((role, person.id) for role in person.roles)
        self._root["logins"][fold(login)] = person.id
        if email:
            self._root["emails"][fold(email)] = person.id
        self._root["words"].update((word, person.id) for word in _words(f"{name} {login}"))

    def put_group(self, group: Group, *, name: str, title: str) -> None:
        """Keep the group under this name and title, new or instead of the last ones."""
        if self.group(group.id) is not None:
            del self._root["group_names"][group.name]
            self._forget_words(f"{group.title} {group.name}", group.id)
        group.name, group.title = name, title
        self._root["groups"][group.id] = group
        self._root["group_names"][name] = group.id
        self._root["words"].update((word, group.id) for word in _words(f"{title} {name}"))

    def put_memberships(self, person: Person, memberships: Iterable[Membership]) -> None:
        """Let the person belong to these groups and no others."""
        kept = tuple(sorted(memberships, key=lambda one: one.group_id))
        members = self._root["members"]
        for gone in {m.group_id for m in person.memberships} - {m.group_id for m in kept}:
            members.remove((gone, person.id))
        members.update((m.group_id, person.id) for m in kept)
        person.memberships = kept

    def put_roles(self, person: Person, roles: Iterable[str]) -> None:
        """Let the person hold these roles on the whole site and no others."""
        kept, holders = tuple(roles), self._root["holders"]
        for gone in set(person.roles) - set(kept):
            holders.remove((gone, person.id))
        holders.update((role, person.id) for role in kept)
        person.roles = kept

    def put_invitation(self, invitation: Invitation) -> None:
        self._root["invitations"][invitation.token_hash] = invitation
        self._root["invited"].add((invitation.person_id, invitation.token_hash))

    def drop_invitations(self, person_id: int, *, until: datetime | None = None) -> None:
        """Void what was sent to the person: all, or what has run out by ``until``."""
        invited = self._root["invited"]
        for key in list(invited.keys((person_id, ""), (person_id, "g"))):  # hexadecimal ends at f
            if until is None or self._root["invitations"][key[1]].until < until:
                del self._root["invitations"][key[1]]
                invited.remove(key)

    def _unlist(self, person: Person) -> None:
        if self.person(person.id) is None:
            return
        del self._root["logins"][fold(person.login)]
        if person.email:
            del self._root["emails"][fold(person.email)]
        self._forget_words(f"{person.name} {person.login}", person.id)

    def _forget_words(self, text: str, owner: int) -> None:
        for word in _words(text):
            self._root["words"].remove((word, owner))

    def _ids_from(self, word: str) -> set[int]:
        return {one for _, one in self._root["words"].keys((word, 0), (word + "\U0010ffff", 0))}


def lay_out_records(connection: Connection) -> Records:
    """Put an empty set of trees into a new database."""
    root = connection.root()
    for name, tree in TREES.items():
        root[name] = tree()
    return Records(connection)


def complete_records(root: MutableMapping[str, Any]) -> bool:
    """Make the trees that a database of an older release has not; say whether one was made."""
    if "people" not in root:
        return False
    missing = [name for name in TREES if name not in root]
    for name in missing:
        root[name] = TREES[name]()
    if "holders" in missing:
        root["holders"].update(_holders(root["people"].values()))
    return bool(missing)


def _holders(people: Iterable[Person]) -> set[tuple[str, int]]:
    return {(role, person.id) for person in people for role in person.roles}


def fold(login_or_email: str) -> str:
    """Return the text by which a login or an address is told from another."""
    return unicodedata.normalize("NFKC", login_or_email).strip().casefold()


def _words(text: str) -> set[str]:
    """Split into words without case and accents: "Müller-Ruiz" is found by "ruiz" and "muller"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return set(bare.split())
