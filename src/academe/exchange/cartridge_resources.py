"""What is gathered while a cartridge is read: its resources, and what stands where in its tree."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from academe.exchange.archives import Package
from academe.exchange.bundle import ReportLine, identifier_of
from academe.exchange.canvas import Canvas
from academe.exchange.gathered import Gathered
from academe.exchange.lom import Facts
from academe.exchange.manifest import Item, Manifest, Resource
from academe.exchange.pieces import PAGE


@dataclass(kw_only=True)
class Reading(Gathered):
    """A cartridge under way; resources by identifiers made unique."""

    package: Package
    manifest: Manifest
    canvas: Canvas
    resources: dict[str, Resource]
    remarks: list[ReportLine] = field(default_factory=list)
    """About places in the tree that became no content."""

    def stands_in_tree(self, identifier: str) -> bool:
        return identifier in self.titles

    def said_of(self, identifier: str) -> list[Facts]:
        resource = self.resources.get(identifier)
        return [] if resource is None else [resource.facts]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Resource -> the title that the tree gives it; what is not in it stands in no tree."""
        every = every_item(self.manifest)
        return {identifier_of(item.resource): item.title for item in every if item.resource}

    @cached_property
    def own_texts(self) -> dict[str, str]:
        """Item with items -> the page that is its own text; ask when every resource is open.

        It is the page that the item itself means, or the first in it that is called the same.
        """
        found: dict[str, str] = {}
        for item in every_item(self.manifest):
            own = self._own_text(item) if item.items else ""
            if own and own not in found.values():
                found[item.identifier] = own
        return found

    def _own_text(self, item: Item) -> str:
        first = item if item.resource else item.items[0]
        if first is not item and (first.items or first.title.strip() != item.title.strip()):
            return ""
        piece = self.pieces.get(identifier_of(first.resource))
        is_text = piece is not None and piece.kind == PAGE and not piece.is_for_staff
        return identifier_of(first.resource) if is_text else ""

    @cached_property
    def places(self) -> dict[str, str]:
        """Item with items -> the identifier of its content: its own text's, or one of its own."""
        found: dict[str, str] = {}
        for item in every_item(self.manifest):
            if item.items:
                taken = {*self.resources, *found.values(), self.root_identifier}
                own = self.own_texts.get(item.identifier)
                identifier = own or told_apart(item.identifier, "item", taken)
                found.setdefault(item.identifier, identifier)
        return found

    @cached_property
    def root_identifier(self) -> str:
        """The manifest's own identifier, told apart from resources."""
        return told_apart(self.manifest.identifier, "course", set(self.resources))

    @cached_property
    def fallbacks(self) -> dict[str, str]:
        """Resource -> the plain page that the cartridge gives for programs that cannot read it."""
        return {
            resource.stands_for: identifier
            for identifier, resource in self.resources.items()
            if resource.stands_for and identifier in self.pieces
        }


def told_apart(wanted: str, kind: str, taken: set[str]) -> str:
    """Make an identifier that is not taken."""
    identifier = identifier_of(wanted) or kind
    while identifier in taken:
        identifier = f"{kind}/{identifier}"
    return identifier


def every_item(manifest: Manifest) -> Iterator[Item]:
    """Give every item of the tree, level by level."""
    waiting = deque(manifest.items)
    while waiting:
        item = waiting.popleft()
        yield item
        waiting.extend(item.items)


def by_identifier(manifest: Manifest) -> dict[str, Resource]:
    """Key the resources; real cartridges do give one identifier twice."""
    keyed: dict[str, Resource] = {}
    seen: Counter[str] = Counter()
    for resource in manifest.resources:
        wanted = identifier_of(resource.identifier) or "resource"
        seen[wanted] += 1
        key = wanted if seen[wanted] == 1 else f"{wanted}~{seen[wanted]}"
        while key in keyed:
            key += "~"
        keyed[key] = resource
    return keyed
