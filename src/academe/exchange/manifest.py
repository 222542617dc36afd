"""The manifest of a Common Cartridge, 1.0 to 1.3 and Thin: its tree, its resources, its rights.

Versions differ in their namespaces only, and those are not asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import normpath
from urllib.parse import unquote

from lxml import etree

from academe.errors import ImportRefused
from academe.exchange.lom import Facts, read_facts
from academe.exchange.markup import child, text_of
from academe.wording import _

WEB_CONTENT = "web content"
WEB_LINK = "web link"
TOPIC = "discussion topic"
ASSESSMENT = "assessment"
QUESTION_BANK = "question bank"
TOOL = "LTI link"
ASSIGNMENT = "assignment"
ASSOCIATED = "associated content"
BOOK = "e-book"

_KINDS = {
    "imsdt": TOPIC,
    "imsqti": ASSESSMENT,
    "assessment": ASSESSMENT,
    "question-bank": QUESTION_BANK,
    "imsbasiclti": TOOL,
    "imslti": TOOL,
    "assignment": ASSIGNMENT,
    "associatedcontent": ASSOCIATED,
    "imswl": WEB_LINK,
    "webcontent": WEB_CONTENT,
    "imsapip": ASSESSMENT,
}


@dataclass(frozen=True)
class Resource:
    """One resource: ``kind`` in plain words; ``files`` by their names in the package."""

    identifier: str
    kind: str
    href: str
    files: tuple[str, ...]
    dependencies: tuple[str, ...] = ()
    stands_for: str = ""
    """Identifier of the resource that this one is the plain fallback of."""
    type: str = ""
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True)
class Item:
    """One place in the organization; ``resource`` is "" for a heading or a folder."""

    identifier: str
    title: str
    resource: str
    items: tuple["Item", ...] = ()
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True)
class Manifest:
    """What a cartridge says of itself."""

    identifier: str
    title: str
    version: str
    is_thin: bool
    facts: Facts
    items: tuple[Item, ...]
    resources: tuple[Resource, ...] = field(default=())


def read_manifest(root: etree._Element) -> Manifest:
    """Read a manifest's tree; raises ImportRefused when it is none."""
    resources = child(root, "resources")
    if root.tag != "manifest" or resources is None:
        raise ImportRefused(_("The imsmanifest.xml is not the manifest of a Common Cartridge."))
    facts = read_facts(root)
    organization = child(root, "organizations", "organization")
    items = () if organization is None else tuple(_read_items(organization, set()))
    # The standard puts everything below one item without a title.
    if len(items) == 1 and not items[0].title and not items[0].resource:
        items = items[0].items
    return Manifest(
        identifier=root.get("identifier", ""),
        title=facts.title or _text_at(organization, "title"),
        version=text_of(child(root, "metadata", "schemaversion")),
        is_thin="thin" in text_of(child(root, "metadata", "schema")).lower(),
        facts=facts,
        items=items,
        resources=tuple(
            _read_resource(element, root) for element in resources if element.tag == "resource"
        ),
    )


def _text_at(element: etree._Element | None, name: str) -> str:
    return "" if element is None else text_of(child(element, name))


def _read_items(parent: etree._Element, seen: set[str]) -> Iterator[Item]:
    """Read the items below one; an identifier that was there before is told apart by its place."""
    for element in parent:
        if element.tag != "item":
            continue
        identifier = element.get("identifier", "")
        if identifier in seen or not identifier:
            identifier = f"{identifier or 'item'}~{len(seen)}"
        seen.add(identifier)
        yield Item(
            identifier=identifier,
            title=_text_at(element, "title"),
            resource=element.get("identifierref", ""),
            items=tuple(_read_items(element, seen)),
            facts=read_facts(element),
        )


def _read_resource(element: etree._Element, root: etree._Element) -> Resource:
    base = root.get("base", "") + _resources_base(root) + element.get("base", "")
    files = [_name(base, below) for below in element if below.tag == "file"]
    href = _name(base, element)
    variant = child(element, "variant")
    kind_word = element.get("type", "")
    return Resource(
        identifier=element.get("identifier", ""),
        kind=_kind_of(kind_word),
        href=href or (files[0] if files else ""),
        files=tuple(dict.fromkeys([*([href] if href else []), *files])),
        dependencies=tuple(
            below.get("identifierref", "") for below in element if below.tag == "dependency"
        ),
        stands_for="" if variant is None else variant.get("identifierref", ""),
        type=kind_word,
        facts=read_facts(element),
    )


def _resources_base(root: etree._Element) -> str:
    resources = child(root, "resources")
    return "" if resources is None else resources.get("base", "")


def _name(base: str, element: etree._Element) -> str:
    """Give the file's name in the package, "" when there is none or it leads outside."""
    href = (element.get("href") or "").strip()
    if not href or "://" in href:
        return ""
    name = normpath(base + unquote(href.replace("\\", "/")))
    return "" if name.startswith(("../", "/")) or name == ".." else name


def _kind_of(type_word: str) -> str:
    """Say in plain words what a resource's type is, whatever its version."""
    word = type_word.lower()
    if word.startswith("idpf_epub"):
        return BOOK
    for piece in (word.rsplit("/", 1)[-1], word.split("_", 1)[0], word.split("/", 1)[0]):
        if piece in _KINDS:
            return _KINDS[piece]
    return "unknown kind"
