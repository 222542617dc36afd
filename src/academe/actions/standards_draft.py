"""A framework of standards as a file describes it, before it is taken over."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID, uuid5

from academe.errors import ImportRefused
from academe.wording import _

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OURS = UUID("6f1c0ae2-7c0d-5f0e-9b57-0f1d3c9c2a11")  # the name space of GUIDs that a file lacks
MOST_STANDARDS = 50_000
DEEPEST = 30  # standards below each other: pages show them so


class StandardDraft(NamedTuple):
    """One line of a framework; parents come before what is below them."""

    guid: str
    code: str
    short: str
    statement: str
    grades: tuple[str, ...]
    subject: str
    parent: str | None  # GUID
    level: int
    kind: str


class FrameworkDraft(NamedTuple):
    """What one file says; ``names_itself`` is False where it is only a table of standards."""

    guid: str
    title: str
    creator: str
    subject: str
    language: str
    licence: str
    version: str
    adoption: str
    names_itself: bool
    standards: tuple[StandardDraft, ...]
    notes: tuple[str, ...]  # sentences about what could not be taken as it stands


class Line(NamedTuple):
    """A standard as a reader finds it, in the file's order; the tree is not made yet."""

    guid: str
    code: str
    short: str
    statement: str
    grades: tuple[str, ...]
    subject: str
    kind: str
    parent: str | None = None
    rank: float | None = None  # among its siblings; None: as in the file


def made_guid(*words: str) -> str:
    """Return a GUID that is the same whenever the words are, for files that give none."""
    return str(uuid5(OURS, "\n".join(" ".join(word.split()).casefold() for word in words)))


def in_order(lines: Iterable[Line], notes: list[str]) -> tuple[StandardDraft, ...]:
    """Return the lines as a tree from the top down; what goes round in circles ends on top."""
    known = _each_once(lines, notes)
    endless = _endless(known)
    parents = {one.guid: _parent_of(one, known, endless, notes) for one in known.values()}
    below: dict[str | None, list[Line]] = {}
    for one in known.values():
        below.setdefault(parents[one.guid], []).append(one)
    for siblings in below.values():
        siblings.sort(key=lambda one: (one.rank is None, one.rank or 0.0))
    found: list[StandardDraft] = []
    waiting = [(one, 0) for one in reversed(below.get(None, []))]
    while waiting:
        one, level = waiting.pop()
        if level > DEEPEST:
            raise ImportRefused(_("The file is nested too deep."))
        found.append(_draft(one, parents[one.guid], level))
        waiting.extend((child, level + 1) for child in reversed(below.get(one.guid, [])))
    return tuple(found)


def _each_once(lines: Iterable[Line], notes: list[str]) -> dict[str, Line]:
    known: dict[str, Line] = {}
    for one in lines:
        if one.guid in known:
            name = one.code or one.guid
            notes.append(
                _("${name} is in the file twice; the first is taken.", mapping={"name": name})
            )
        known.setdefault(one.guid, one)
        refuse_more_than(len(known))
    if not known:
        raise ImportRefused(_("There are no standards in this file."))
    return known


def refuse_more_than(count: int) -> None:
    """Raise ImportRefused where so many standards are more than a district has."""
    if count > MOST_STANDARDS:
        most = f"{MOST_STANDARDS:,}"
        raise ImportRefused(_("The file has more than ${most} standards.", mapping={"most": most}))


def _endless(known: Mapping[str, Line]) -> set[str]:
    """Return the lines whose way up never ends, each looked at once."""
    ends: dict[str, bool] = {}
    for guid in known:
        way: dict[str, None] = {}
        above: str | None = guid
        while above is not None and above in known and above not in ends and above not in way:
            way[above] = None
            above = known[above].parent
        does_end = above not in way and ends.get(above or "", True)
        ends.update(dict.fromkeys(way, does_end))
    return {guid for guid, does_end in ends.items() if not does_end}


def _parent_of(
    line: Line, known: Mapping[str, Line], endless: set[str], notes: list[str]
) -> str | None:
    """Return the parent, None where there is none or the way up never ends."""
    if line.guid in endless:
        name = line.code or line.guid
        notes.append(_("${name} stands below itself; it is put on top.", mapping={"name": name}))
        return None
    return line.parent if line.parent in known else None


def _draft(line: Line, parent: str | None, level: int) -> StandardDraft:
    return StandardDraft(
        line.guid,
        line.code,
        line.short,
        line.statement,
        line.grades,
        line.subject,
        parent,
        level,
        line.kind,
    )
