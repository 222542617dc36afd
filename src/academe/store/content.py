"""The one class of everything that has an address: site, course, unit, lesson, page.

Module path, class names and attribute names are written into every database
record: they are frozen (tests/house/stored_names.txt, docs/decisions/0003).
A new attribute is a class-level default, so that old records stay readable.
"""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

Values = Mapping[str, Any]  # {field name: immutable value, Text or StoredFile}
NOTHING: Mapping[Any, Any] = MappingProxyType({})  # a default, never stored: it has no pickle


def new_id() -> int:
    """Return a random number below 2**53 (exact in JavaScript), never 0 or 1."""
    return secrets.randbelow(2**53 - 2) + 2


class Text(Persistent):
    """A rich text in a record of its own, so that saving a title does not write it again.

    Never changed: a new wording is a new Text, shared by working text, published
    text and journal.
    """

    def __init__(self, html: str) -> None:
        self.html = html  # sanitised HTML; links to contents as academe:ID

    def __repr__(self) -> str:
        return f"<Text of {len(self.html)} characters>"


class Publication(NamedTuple):
    """A text that readers see, and since when."""

    values: Values
    number: int  # the version that published it
    published_at: datetime  # UTC
    in_force_from: date | None  # None: at once
    by: int  # person id


class Removal(NamedTuple):
    """Where a content in the bin was, and who put it there."""

    parent_id: int
    name: str
    position: int | None  # its place among hand-ordered siblings
    removed_at: datetime  # UTC
    removed_by: int


class Children(Persistent):
    """The children of one content: adding one does not conflict with editing the parent."""

    order: tuple[str, ...] | None = None  # only where the type says child_order = "manual"

    def __init__(self, manual: bool) -> None:
        self.by_name = OOBTree()
        if manual:
            self.order = ()


class Content(Persistent):
    """A named place in the site, with values and, if it has any, children.

    What the values mean is not known here: ``type_name`` points to a file of
    content_types/, which may change while the record stays as it is.
    """

    __name__: str | None = None
    __parent__: "Content | None" = None
    id: int = 0
    type_name: str = ""
    state: str | None = None  # a word of the governing workflow; None: follows its parent
    version: int = 0  # number of the newest Version in the journal
    grants: Mapping[int, Mapping[str, datetime | None]] = NOTHING  # replaced whole
    inherits_roles: bool = True
    owner: int = 0  # person id: an own area, where no role from above counts; 0: none
    workflow_below: Mapping[str, str] = NOTHING  # {type name: workflow name}
    created: datetime | None = None  # UTC
    created_by: int = 0
    changed: datetime | None = None  # sharing is none: who may read a text does not change it
    changed_by: int = 0
    _values: Values = NOTHING  # the working text; replaced whole
    _published: Publication | None = None
    _coming: Publication | None = None  # takes over on its in_force_from day
    _children: Children | None = None  # made when the first child is added
    _journal: IOBTree | None = None  # version number -> Version
    _removed: Removal | None = None  # set while it lies in the bin
    _origin: Mapping[str, Any] = NOTHING  # where a copy or an import comes from

    def __init__(self, type_name: str, values: Values = NOTHING) -> None:
        self.type_name = type_name
        self.id = new_id()
        self._values = dict(values)

    def __repr__(self) -> str:
        return f"<Content {self.type_name} {self.id}>"  # never its title: it may be a child's name

    def value(self, field_name: str, default: Any = None) -> Any:
        """Return the working answer for a field, or ``default``."""
        return self._values.get(field_name, default)

    @property
    def values(self) -> Values:
        """The working text; read it, never change it."""
        return self._values

    def in_force(self, today: date) -> Publication | None:
        """Return the publication that leads on ``today`` (the district's day)."""
        coming = self._coming
        if coming is not None and (coming.in_force_from or today) <= today:
            return coming
        return self._published

    def __getitem__(self, name: str) -> "Content":
        """Return the child called ``name``; Pyramid walks the site through this."""
        if self._children is None:
            raise KeyError(name)
        return self._children.by_name[name]

    def get(self, name: str) -> "Content | None":
        return None if self._children is None else self._children.by_name.get(name)

    def __contains__(self, name: str) -> bool:
        return self._children is not None and name in self._children.by_name

    def names(self) -> tuple[str, ...]:
        """Return the children's names: by hand where that is kept, else by name."""
        if self._children is None:
            return ()
        order = self._children.order
        return tuple(self._children.by_name) if order is None else order

    def children(self) -> Iterator["Content"]:
        """Yield the children in the order of ``names``."""
        if self._children is not None:
            by_name = self._children.by_name
            for name in self.names():
                yield by_name[name]

    def versions(self) -> IOBTree:
        """Return the journal; an empty tree where nothing was recorded yet."""
        return IOBTree() if self._journal is None else self._journal

    def lineage(self) -> Iterator[Self]:
        """Yield this content, its parent, and so on up to the site."""
        place: Any = self
        while place is not None:
            yield place
            place = place.__parent__


def is_reachable(content: Content) -> bool:
    """Say whether the content hangs in the tree: nothing above it lies in the bin."""
    top = content
    for top in content.lineage():
        if top._removed is not None:
            return False
    return top.type_name == "site"


def path_of(content: Content) -> str:
    """Return the address below the site's own: ``/mathematics/algebra-1``; the site's is ``/``."""
    names = [place.__name__ for place in content.lineage() if place.__name__]
    return "/" + "/".join(reversed(names))


def subtree(content: Content) -> Iterator[Content]:
    """Yield the content and everything below it, parents first."""
    waiting = [content]
    while waiting:
        place = waiting.pop()
        yield place
        waiting.extend(reversed(list(place.children())))
