"""Academic standards: frameworks, their standards, and which contents are aligned to which.

Tuples in buckets, not a record each: a framework of 2,000 is read with a hundred loads. The
names of classes and fields are frozen (tests/house/stored_names.txt); a new field needs a default.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from academe.store.content import Content
from academe.store.site import Site

KINDS = ("taught", "assessed", "introduced", "reinforced")
HIGHEST = 2**53
COMMON_CORE = re.compile(r"ccss\.(math|ela-literacy|ela)\.(content\.|practice\.)?(?=.)")


class Framework(NamedTuple):
    """A set of standards that somebody adopts as a whole."""

    guid: str
    title: str
    creator: str
    subject: str
    language: str
    licence: str
    version: str
    adoption: str  # CASE's adoptionStatus, as its file says it
    source: str  # name of the file that it was read from
    read_at: datetime  # UTC
    read_by: int  # person id


class Standard(NamedTuple):
    """One line of a framework, headings too."""

    guid: str
    framework: str  # GUID
    code: str  # as people write it; empty for some headings
    short: str  # CASE's abbreviatedStatement
    statement: str
    grades: tuple[str, ...]  # PK, KG, 01 to 12
    subject: str
    parent: str | None  # GUID
    place: int  # in the order of the framework, parents first
    level: int  # 0: at the top
    kind: str  # "Standard", "Cluster": whatever the framework calls it
    is_retired: bool  # no longer in the file that was read last


class Standards:
    """The standards' side of one connection's site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def frameworks(self) -> list[Framework]:
        """Return all frameworks by title."""
        found = self._site.frameworks.values()
        return sorted(found, key=lambda one: (one.title.casefold(), one.guid))

    def framework(self, guid: str) -> Framework | None:
        return self._site.frameworks.get(guid)

    def standard(self, guid: str) -> Standard | None:
        return self._site.standards.get(guid)

    def of_framework(self, guid: str) -> list[Standard]:
        """Return the standards of a framework in its order, parents first, the retired last."""
        standards = self._site.standards
        keys = self._site.in_framework.keys((guid, 0, ""), (guid, HIGHEST, ""))
        return [standards[one] for _framework, _place, one in keys]

    def homes(self) -> dict[str, str]:
        """Return {GUID of a standard: GUID of its framework} for all that are known."""
        return {one: framework for framework, _place, one in self._site.in_framework}

    def count(self, guid: str) -> int:
        """Return how many standards of a framework are in force."""
        return sum(not one.is_retired for one in self.of_framework(guid))

    def children_of(self, standard: Standard) -> list[Standard]:
        below = self.of_framework(standard.framework)
        return [one for one in below if one.parent == standard.guid]

    def ancestors_of(self, standard: Standard) -> list[Standard]:
        """Return what stands above a standard, from the top down."""
        found: list[Standard] = []
        above = self.standard(standard.parent) if standard.parent else None
        while above is not None and above not in found:
            found.append(above)
            above = self.standard(above.parent) if above.parent else None
        return found[::-1]

    def find(self, text: str) -> Standard | None:
        """Return the standard with this GUID or code; None if no framework here has it.

        Where several have the code: one in force before a retired one, then by framework.
        """
        key = fold(text)
        found = self.standard(key)
        if found is not None or not key:
            return found
        same = [self._site.standards[guid] for guid in self.guids_from(key, exact=True)]
        same.sort(key=lambda one: (one.is_retired, one.framework, one.place))
        return same[0] if same else None

    def guids_from(self, start: str, exact: bool = False) -> Iterator[str]:
        """Yield the GUIDs of those whose code begins with ``start``, or is it; folded."""
        last = (start, "~") if exact else (start + "\U0010ffff", "~")
        for _code, guid in self._site.codes.keys((start, ""), last):
            yield guid

    def aligned_to(self, standard: Standard) -> list[int]:
        """Return the ids of contents whose working or published text names the standard."""
        ids: dict[int, None] = {}
        for key in names_of(standard):
            if key == standard.guid or self._is_meant(key, standard):
                found = self._site.aligned.keys((key, 0), (key, HIGHEST))
                ids.update((content_id, None) for _key, content_id in found)
        return list(ids)

    def _is_meant(self, code: str, standard: Standard) -> bool:
        found = self.find(code)
        return found is not None and found.guid == standard.guid

    def put_framework(self, framework: Framework) -> None:
        self._site.frameworks[framework.guid] = framework

    def put(self, standard: Standard) -> None:
        """Add a standard or replace the one with its GUID, in every tree that knows it."""
        site, old = self._site, self.standard(standard.guid)
        if old == standard:
            return
        if old is not None:
            site.in_framework.remove((old.framework, old.place, old.guid))
            for code in codes_of(old):
                site.codes.remove((code, old.guid))
        site.standards[standard.guid] = standard
        site.in_framework.insert((standard.framework, standard.place, standard.guid))
        for code in codes_of(standard):
            site.codes.insert((code, standard.guid))


def fold(text: str) -> str:
    """Return the key of a GUID or code, by which the trees know it."""
    return " ".join(text.split()).casefold()


def codes_of(standard: Standard) -> set[str]:
    """Return the codes that mean the standard: its own, and without the Common Core's prefix."""
    code = fold(standard.code)
    return {code, COMMON_CORE.sub("", code)} if code else set()


def names_of(standard: Standard) -> set[str]:
    return {standard.guid, *codes_of(standard)}


def alignments_in(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the (standard, kind) pairs of a text; no other answer has their shape."""
    for value in values.values():
        if isinstance(value, tuple):
            yield from (one for one in value if is_alignment(one))


def is_alignment(entry: Any) -> bool:
    is_pair = isinstance(entry, tuple) and len(entry) == 2
    return is_pair and isinstance(entry[0], str) and entry[1] in KINDS


def keys_in(values: Mapping[str, Any] | None) -> set[str]:
    """Return the keys under which a text stands in the tree ``aligned``."""
    return {fold(standard) for standard, _kind in alignments_in(values or {})}


def published_keys(content: Content) -> set[str]:
    """Return the keys that the texts for readers name, today's and the one to come."""
    texts = (content._published, content._coming)
    return set().union(*(keys_in(text.values) for text in texts if text is not None))


def note_alignments(
    site: Site, content: Content, before: Iterable[str], after: Iterable[str]
) -> None:
    """Keep ``aligned`` true when a content's texts named ``before`` and name ``after`` now."""
    old, new = set(before), set(after)
    for key in old - new:
        if (key, content.id) in site.aligned:
            site.aligned.remove((key, content.id))
    for key in new - old:
        site.aligned.insert((key, content.id))
