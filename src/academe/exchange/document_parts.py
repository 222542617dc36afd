"""The parts of an office document: an archive of XML files, of which a few are read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from academe.errors import ImportRefused
from academe.exchange.gathering_pages import BROKEN
from academe.exchange.limits import Clock, Limits
from academe.exchange.markup import read_xml
from academe.exchange.names import shorten
from academe.exchange.zips import DAMAGED, open_zip
from academe.wording import _

MOST_TIMES = 4  # of the budget for one part, that all which are read may have together
LEFT_OUT = frozenset({"Fallback", "moveFrom", "rPh"})
"""What stands there twice, was moved away, or says how something is spoken."""

_BLOCKS = frozenset({"p", "h", "tr", "row", "table-row", "table-cell"})
_SPACES = frozenset({"tab", "br", "cr", "s", "line-break"})


class DocumentParts:
    """One office document; what is not asked for is never unpacked."""

    def __init__(self, path: Path, limits: Limits, clock: Clock) -> None:
        self._path, self._limits, self._clock = path, limits, clock
        self._sources = self._take(lambda name: name.endswith(".rels"))

    def take(self, wanted: Callable[[str], bool]) -> None:
        """Unpack the parts with wanted names, all in one go."""
        self._sources |= self._take(lambda name: name not in self._sources and wanted(name))

    def __contains__(self, name: str) -> bool:
        return name in self._sources

    def source(self, name: str) -> bytes:
        """Return what a part that was taken is made of; raises ImportRefused if it is missing."""
        try:
            return self._sources[name]
        except KeyError as error:
            raise ImportRefused(
                _("A part of the file is missing: ${name}.", mapping={"name": shorten(name)})
            ) from error

    def read(self, name: str) -> etree._Element:
        """Return a part that was taken, as a tree without namespaces. Raises ImportRefused."""
        self._clock.check()
        return read_xml(self.source(name), shorten(name), self._limits)

    def related(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Yield (id, last word of the kind, name) of what a part relates to; "": the whole."""
        beside = join(dirname(name), "_rels", f"{basename(name)}.rels")
        if beside not in self._sources:
            return
        for relation in self.read(beside).iter("Relationship"):
            if relation.get("TargetMode") != "External":
                target = unquote(relation.get("Target", ""))
                found = target.lstrip("/") if target[:1] == "/" else join(dirname(name), target)
                kind = relation.get("Type", "").rpartition("/")[2]
                yield relation.get("Id", ""), kind, normpath(found)

    def named(self, name: str, kind: str) -> list[str]:
        """Return the names of what a part relates to in one way."""
        return [found for _id, said, found in self.related(name) if said == kind]

    def _take(self, wanted: Callable[[str], bool]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        left = self._limits.markup_bytes * MOST_TIMES
        try:
            for source in open_zip(self._path, self._limits):
                self._clock.check()
                with source.stream:
                    if wanted(source.name):
                        most = min(self._limits.markup_bytes, left)
                        found[source.name] = source.stream.read(most + 1)
                        left -= len(found[source.name])
                        if len(found[source.name]) > most:
                            raise ImportRefused(
                                _("${what} is too large.", mapping={"what": shorten(source.name)})
                            )
        except DAMAGED as error:
            raise ImportRefused(BROKEN) from error
        return found


def words_in(
    root: etree._Element, holders: frozenset[str] | None, left_out: frozenset[str] = frozenset()
) -> Iterator[str | etree._Element]:
    """Yield the words in a tree, with spaces where blocks end, and each element as it begins.

    ``holders``: the only elements whose text counts; None: all of them.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = str(element.tag)
        if event == "start" and name in left_out and element is not root:
            walk.skip_subtree()
            continue
        counts = holders is None or name in holders
        if event == "start":
            yield element
            if name in _SPACES:
                yield " "
            if counts and element.text:
                yield element.text
            continue
        if name in _BLOCKS:
            yield "\n"
        if holders is None and element is not root and element.tail:
            yield element.tail


def joined(root: etree._Element, *holders: str) -> str:
    """Return the words of some elements in a tree, in a row."""
    found = words_in(root, frozenset(holders), LEFT_OUT)
    return "".join(one for one in found if isinstance(one, str))
