"""What lies at the root of the content database: the tree, and the exact trees beside it.

The exact trees say inside a transaction what an index may say a moment later.
Each is keyed so that two people who work on different contents write different
records.
"""

from collections.abc import Iterator
from typing import Any

from BTrees.LLBTree import LLTreeSet
from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree, OOTreeSet
from transaction.interfaces import ITransaction
from ZODB.Connection import Connection

from academe.store.content import Content

TREES = {
    "contents": LOBTree,  # content id -> Content, those in the bin too
    "places": OOTreeSet,  # (principal id, content id): where somebody holds a grant
    "barriers": LLTreeSet,  # ids of contents that do not inherit roles
    "waiting": LOBTree,  # content id -> when it began to wait for review (UTC)
    "links": OOTreeSet,  # (target id, source id): who links here
    "old_addresses": OOBTree,  # path -> content id
    "copies": OOTreeSet,  # (source id, copy id)
    "bin": LOBTree,  # content id -> removed Content
    "orders": LOBTree,  # order id -> Order for mail and jobs
    "imports": OOTreeSet,  # (what tells a package from others, id of what it made)
    "own_areas": LOBTree,  # person id -> ids of the own areas they hold, their first one first
    "frameworks": OOBTree,  # GUID -> Framework of academic standards; this and below since 0.2
    "standards": OOBTree,  # GUID -> Standard
    "in_framework": OOTreeSet,  # (framework's GUID, place, GUID)
    "codes": OOTreeSet,  # (code, folded, GUID)
    "aligned": OOTreeSet,  # (GUID or folded code, content id): what a text of it names
    "outlined": OOTreeSet,  # (type name, content id) of OUTLINED, those in the bin too
    "sent_back": LOBTree,  # content id -> ids of the people to whom a reviewer sent it back
}
OUTLINED = frozenset({"course", "school", "news", "policy"})
"""Types whose contents front pages list from everywhere; of others there are too many."""


class Site:
    """One connection's view of the content database; made anew for each transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._root = connection.root()

    @property
    def root(self) -> Content:
        """The content of type ``site`` at the top of the tree."""
        return self._root["site"]

    @property
    def as_of(self) -> bytes | None:
        """Up to where the log is seen here, 8 bytes; None where this transaction changed something.

        Two connections with the same bytes see the same.
        """
        connection = self.connection
        has_changes = connection._registered_objects or connection._added
        if has_changes or connection._savepoint_storage is not None:
            return None
        found: bytes | None = getattr(connection._storage, "_start", None)
        return found

    @property
    def transaction(self) -> ITransaction:
        return self.connection.transaction_manager.get()

    def __getattr__(self, name: str) -> Any:
        """Return one of TREES by its name."""
        if name in TREES:
            # Of an older release, opened to read: whatever opens it to write makes them first.
            return self._root[name] if name in self._root else TREES[name]()
        raise AttributeError(name)

    def content(self, content_id: int) -> Content | None:
        """Return the content with this id, in the tree or in the bin."""
        return self._root["contents"].get(content_id)

    def links_to(self, content_id: int) -> Iterator[Content]:
        """Yield the contents that link to this one."""
        return self._seconds("links", content_id)

    def copies_of(self, content_id: int) -> Iterator[Content]:
        """Yield the contents that were copied from this one."""
        return self._seconds("copies", content_id)

    def enter(self, content: Content) -> None:
        """Let a new content be found by its id, and by its type if it stands in the outline."""
        self._root["contents"][content.id] = content
        if content.type_name in OUTLINED:
            self.outlined.insert((content.type_name, content.id))

    def contents_of_type(self, type_name: str) -> Iterator[Content]:
        """Yield the contents of one of OUTLINED, those in the bin too, in no order."""
        return self._seconds("outlined", type_name)

    def note_import(self, key: str, content_id: int) -> None:
        """Remember what a package made; older databases get their tree with the first one."""
        if "imports" not in self._root:
            self._root["imports"] = TREES["imports"]()
        self._root["imports"].add((key, content_id))

    def imports_of(self, key: str) -> Iterator[Content]:
        """Yield the contents that a package made, by what tells it from others."""
        for _, content_id in self._root.get("imports", TREES["imports"]()).keys(
            (key, 0), (key, 2**53)
        ):
            found = self.content(content_id)
            if found is not None:
                yield found

    def places_of(self, principal_id: int) -> Iterator[Content]:
        """Yield the contents at which a person or group holds a grant of its own."""
        return self._seconds("places", principal_id)

    def _seconds(self, tree: str, first: int | str) -> Iterator[Content]:
        for _, second in getattr(self, tree).keys((first, 0), (first, 2**53)):
            found = self.content(second)
            if found is not None:
                yield found


def lay_out_site(connection: Connection, site: Content) -> Site:
    """Put an empty set of trees and the top content into a new database."""
    root = connection.root()
    for name, tree in TREES.items():
        root[name] = tree()
    root["site"] = site
    root["contents"][site.id] = site
    return Site(connection)
