"""The resources of a cartridge: which can be imported, why the others cannot, what links mean."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from lxml import html

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import ReportLine, Value, identifier_of
from academe.exchange.limits import Limits
from academe.exchange.manifest import WEB_CONTENT, WEB_LINK, Item, Manifest, Resource
from academe.exchange.markup import child, read_broken_xml, read_html
from academe.exchange.names import media_type_of, resolve, shorten
from academe.exchange.rewriting import Links

_PAGES = ("text/html", "application/xhtml+xml")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_TOKENS = re.compile(
    r"\$(IMS[-_]CC[-_]FILEBASE|WIKI_REFERENCE|CANVAS_(?:OBJECT|COURSE)_REFERENCE)\$/?"
)
_REASONS = {
    "discussion topic": "Discussion topics are not imported yet.",
    "assessment": "Assessments are not imported yet.",
    "question bank": "Question banks are not imported yet.",
    "LTI link": "Links to outside tools (LTI) are not imported yet.",
    "assignment": "Assignments are not imported yet.",
    "associated content": "Data for the program that wrote it, or a part of another resource.",
    "e-book": "E-books are not imported yet.",
}


@dataclass
class Reading:
    """What is gathered while a cartridge is read; resources by identifiers made unique."""

    package: Package
    manifest: Manifest
    resources: dict[str, Resource]
    shared: dict[str, Value]
    pages: dict[str, tuple[str, html.HtmlElement]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    """Identifier -> why it was left out."""
    placed: dict[str, str] = field(default_factory=dict)
    """Identifier -> title, once a content was made of it."""
    remarks: list[ReportLine] = field(default_factory=list)
    """About places in the tree that became no content."""
    links: Links = field(default_factory=lambda: Links({}, lambda a, f: ([], "")))

    @cached_property
    def titles(self) -> dict[str, str]:
        """Resource -> the title that the tree gives it; what is not in it stands in no tree."""
        every = every_item(self.manifest)
        return {identifier_of(item.resource): item.title for item in every if item.resource}

    @cached_property
    def places(self) -> dict[str, str]:
        """Item of the tree that becomes a unit -> its identifier, told apart from resources."""
        found: dict[str, str] = {}
        for item in self.manifest.items:
            if item.items:
                taken = {*self.resources, *found.values(), self.root_identifier}
                found.setdefault(item.identifier, _told_apart(item.identifier, "item", taken))
        return found

    @cached_property
    def root_identifier(self) -> str:
        """The manifest's own identifier, told apart from resources."""
        return _told_apart(self.manifest.identifier, "course", set(self.resources))

    @cached_property
    def fallbacks(self) -> dict[str, str]:
        """Resource -> the plain page that the cartridge gives for programs that cannot read it."""
        return {
            resource.stands_for: identifier
            for identifier, resource in self.resources.items()
            if resource.stands_for and identifier not in self.reasons
        }

    @cached_property
    def belongings(self) -> dict[str, list[str]]:
        """Page -> pictures and files that stand in no tree and that it is the first to use."""
        found: dict[str, list[str]] = {}
        for identifier, name in self.links.used_in.items():
            owner = self.links.targets.get(name, "")
            stands_alone = identifier in self.resources and identifier not in self.pages
            if stands_alone and identifier not in self.titles:
                found.setdefault(owner, []).append(identifier)
        return found


def _told_apart(wanted: str, kind: str, taken: set[str]) -> str:
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


def gather(package: Package, manifest: Manifest, shared: dict[str, Value]) -> Reading:
    """Look at every resource: read pages and web links, say why the others are left out."""
    reading = Reading(package, manifest, _by_identifier(manifest), shared)
    for identifier, resource in reading.resources.items():
        _open(reading, identifier, resource)
    reading.links = Links(_targets(reading), lambda a, f: _candidates(a, f))
    for identifier, (_, body) in reading.pages.items():
        reading.links.rewrite(body, reading.resources[identifier].href)
    return reading


def _by_identifier(manifest: Manifest) -> dict[str, Resource]:
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


def _open(reading: Reading, identifier: str, resource: Resource) -> None:
    """Read a page or a web link; write down why anything else is left out."""
    try:
        reason = _cannot_open(reading, resource)
        if not reason and resource.kind == WEB_LINK:
            source = reading.package.read(resource.href)
            what = shorten(resource.href)
            reading.addresses[identifier] = read_address(source, what, reading.package.limits)
        elif not reason and media_type_of(resource.href) in _PAGES:
            source = reading.package.read(resource.href)
            page = read_html(source, shorten(resource.href), reading.package.limits)
            reading.pages[identifier] = page
    except ImportRefused as refusal:
        reason = str(refusal)
    if reason:
        reading.reasons[identifier] = reason


def _cannot_open(reading: Reading, resource: Resource) -> str:
    if resource.kind in _REASONS:
        return _REASONS[resource.kind]
    if resource.kind not in (WEB_CONTENT, WEB_LINK):
        return f"Resources of the type {shorten(resource.type) or '(none)'} are not known."
    if not resource.href:
        return "It names no file in the cartridge."
    if resource.href not in reading.package.files:
        return f"Its file {shorten(resource.href)} is not in the cartridge."
    if resource.for_instructors:
        return "It is for instructors only, and would be open to all once the course is published."
    return ""


def read_address(source: bytes, what: str, limits: Limits) -> str:
    """Give the address in the file of a web link; many programs write its XML with mistakes."""
    root = read_broken_xml(source, what, limits)
    url = child(root, "url")
    address = "" if url is None else (url.get("href") or "").strip()
    if not _ADDRESS.fullmatch(address):
        raise ImportRefused(f"Its address is none of the web: {shorten(address) or '(empty)'}.")
    return address


# -- what a link means


def _targets(reading: Reading) -> dict[str, str]:
    """Say which content a file's name, a page's short name or an ``#identifier`` means."""
    targets = {f"#{item}": identifier for item, identifier in reading.places.items()}
    owners: dict[str, str] = {}
    for identifier, resource in reading.resources.items():
        if identifier in reading.reasons:
            continue
        first = owners.setdefault(resource.href, identifier)
        if first != identifier and identifier not in reading.titles:
            reading.reasons[identifier] = f"It is the same file as {first}."
        targets.setdefault(resource.href, identifier)
        targets["#" + resource.identifier] = targets["#" + identifier] = first
        if resource.stands_for:
            targets["#" + resource.stands_for] = first
    return targets


def _candidates(address: str, from_name: str) -> tuple[list[str], str]:
    """Name what an address may mean; tokens stand for places that only the other program knew."""
    plain = unquote(address.strip())
    found = _TOKENS.search(plain)
    if found is None:
        near = resolve(address, from_name)
        return ([near[0], f"web_resources/{near[0]}"], near[1]) if near else ([], "")
    path, _, fragment = plain[found.end() :].partition("#")
    path = path.split("?", 1)[0].strip("/")
    last = path.rsplit("/", 1)[-1]
    if found[1].startswith("IMS"):
        places = (
            resolve(f"/web_resources/{path}", ""),
            resolve(path, ""),
            resolve(path, from_name),
        )
        return [place[0] for place in places if place], fragment
    if found[1] == "WIKI_REFERENCE":
        return [f"wiki_content/{last}.html", f"#{last}"], fragment
    return [f"#{last}", f"wiki_content/{last}.html"], fragment
