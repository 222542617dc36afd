"""The journal of a content: what changed, who did it, when and why.

Class and attribute names are frozen (tests/house/stored_names.txt).
"""

from collections.abc import Iterator
from datetime import datetime

from BTrees.IOBTree import IOBTree
from persistent import Persistent

from academe.store.content import Content, Values


class Version(Persistent):
    """One change of one content; ``before`` and ``after`` hold only what changed.

    Keys of both: ``values`` ({field name: value or None}), ``state``, ``parent``
    (id), ``name``, ``position``, ``order``, ``grants``, ``inherits_roles``,
    ``workflow_below``, ``published`` (Publication).
    """

    note: str = ""  # the person's comment

    def __init__(
        self,
        number: int,
        who: int,
        when: datetime,
        what: str,
        before: Values,
        after: Values,
        note: str,
        act: int,
    ) -> None:
        self.number = number
        self.who = who  # person id
        self.when = when  # UTC
        self.what = (
            what  # the verb: create change rename move copy remove restore reorder step share
        )
        self.before = dict(before)
        self.after = dict(after)
        if note:
            self.note = note
        self.act = act  # one number for all versions of one act, which undoes as one


def write_version(content: Content, version: Version) -> None:
    """Put a version at the end of the content's journal."""
    if content._journal is None:
        content._journal = IOBTree()
    content._journal[version.number] = version
    content.version = version.number


def versions_of(content: Content, newest_first: bool = True) -> Iterator[Version]:
    """Yield the versions; records are loaded one by one."""
    journal = content.versions()
    numbers = reversed(list(journal.keys())) if newest_first else iter(journal.keys())
    for number in numbers:
        yield journal[number]


def steps_of(content: Content) -> Iterator[Version]:
    """Yield the steps of a workflow that were taken with the content, the newest first."""
    return (version for version in versions_of(content) if version.what == "step")


def values_at(content: Content, number: int) -> Values:
    """Return the working text as it was when version ``number`` was written."""
    values = dict(content.values)
    journal = content.versions()
    for later in reversed(list(journal.keys(number, excludemin=True))):
        for name, value in journal[later].before.get("values", {}).items():
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value
    return values
