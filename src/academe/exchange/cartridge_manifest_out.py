"""The manifest of a cartridge that is written: its tree, its resources, what is said of them."""

from urllib.parse import quote

from lxml import etree

from academe.exchange.cartridge_pages import CodeOf
from academe.exchange.cartridge_shape import BANK, HeldFile, Place, Shape
from academe.exchange.lom_out import Lom, Version, legal
from academe.exchange.vocabulary import ABOUT, ABOUT_PAGE

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = "http://www.imsglobal.org/profile/cc/cc{0}/"
_WHERE = (
    ("package", "cc{0}_imscp_v1p2_v1p0.xsd"),
    ("manifest", "LOM/cc{0}_lommanifest_v1p0.xsd"),
    ("resource", "LOM/cc{0}_lomresource_v1p0.xsd"),
)


class ManifestOut:
    """Writes one manifest."""

    def __init__(self, shape: Shape, version: Version, code_of: CodeOf) -> None:
        self.shape, self.version = shape, version
        self.lom = Lom(version, shape.definitions, code_of)

    def write(self) -> bytes:
        """Return the whole imsmanifest.xml."""
        version, root = self.version, self.shape.root
        spaces = {None: version.package, "lomm": version.manifest, "lomr": version.resource}
        if version.standards:
            spaces["csm"] = version.standards
        whole = etree.Element(f"{{{version.package}}}manifest", nsmap={**spaces, "xsi": _XSI})  # type: ignore[dict-item]
        whole.set("identifier", f"academe-{root.one.id}")
        whole.set(f"{{{_XSI}}}schemaLocation", _schema_locations(version))
        metadata = self._add(whole, "metadata")
        self._add(metadata, "schema", "IMS Common Cartridge")
        self._add(metadata, "schemaversion", version.number)
        metadata.append(self.lom.of_package(root.one, root.language))
        organization = self._add(self._add(whole, "organizations"), "organization")
        organization.set("identifier", "organization")
        organization.set("structure", "rooted-hierarchy")
        top = self._add(organization, "item")
        top.set("identifier", "root")
        self._fill(top, root)
        self._write_resources(self._add(whole, "resources"))
        return etree.tostring(whole, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    # -- the tree

    def _fill(self, parent: etree._Element, place: Place) -> None:
        """Put a content's own text first, then what lies in it."""
        if place.resource:
            own = self._item(parent, place, f"o{place.one.id}")
            own.set("identifierref", place.resource)
        for child in self.shape.branches(place):
            self._add_item(parent, child)

    def _add_item(self, parent: etree._Element, place: Place) -> None:
        item = self._item(parent, place, place.identifier)
        if self.shape.branches(place):
            self._fill(item, place)
        else:
            item.set("identifierref", place.resource)
        lom = self.lom.of_item(place.one, place.language)
        if lom is not None:
            self._add(item, "metadata").append(lom)

    def _item(self, parent: etree._Element, place: Place, identifier: str) -> etree._Element:
        item = self._add(parent, "item")
        item.set("identifier", identifier)
        self._add(item, "title", place.one.title)
        return item

    # -- the resources

    def _write_resources(self, parent: etree._Element) -> None:
        self._resource(parent, ABOUT, "webcontent", ABOUT_PAGE)
        for place in self.shape.places.values():
            if place.page:
                needed = self._needed(place)
                self._resource(
                    parent, f"p{place.one.id}", "webcontent", place.page, needed, standards=place
                )
            if place.staff_page:
                identifier = f"s{place.one.id}"
                self._resource(parent, identifier, "webcontent", place.staff_page, closed=True)
            if place.web_address:
                kind = f"imswl_xml{self.version.short}"
                self._resource(parent, f"l{place.one.id}", kind, link_name(place))
            for held in place.files:
                self._file(parent, place, held)

    def _file(self, parent: etree._Element, place: Place, held: HeldFile) -> None:
        kind, closed = "webcontent", place.is_closed or held.field.seen_by is not None
        if held.quiz:
            kind, closed = f"imsqti_xmlv1p2/imscc_xml{self.version.short}/{held.quiz}", False
            closed = held.quiz == BANK
        self._resource(parent, held.identifier, kind, held.path, closed=closed)

    def _needed(self, place: Place) -> list[str]:
        """Name the files that a page shows or gives."""
        mine = [h for h in place.files if h.field in place.public and not h.quiz]
        shown = [c.carried for c in self.shape.children(place) if c.carried and not c.in_tree]
        return [held.identifier for held in (*mine, *shown)]

    def _resource(
        self,
        parent: etree._Element,
        identifier: str,
        kind: str,
        name: str,
        needed: list[str] | None = None,
        *,
        closed: bool = False,
        standards: Place | None = None,
    ) -> None:
        made = self._add(parent, "resource")
        made.set("identifier", identifier)
        made.set("type", kind)
        href = quote(name)
        if kind == "webcontent":  # the others say it by their file alone
            made.set("href", href)
        aligned = self.lom.standards_set(standards.one) if standards else None
        if closed or aligned is not None:
            metadata = self._add(made, "metadata")
            metadata.extend([self.lom.for_instructors()] if closed else [])
            metadata.extend([] if aligned is None else [aligned])
        self._add(made, "file").set("href", href)
        for other in needed or ():
            self._add(made, "dependency").set("identifierref", other)

    def _add(self, parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        made = etree.SubElement(parent, f"{{{self.version.package}}}{name}")
        made.text = None if text is None else legal(text)
        return made


def link_name(place: Place) -> str:
    """Return the name of the file that holds a web link."""
    return f"links/{place.one.name or place.one.id}-{place.one.id}.xml"


def write_link(place: Place, version: Version) -> bytes:
    """Write a web link."""
    space = version.web_link
    link = etree.Element(f"{{{space}}}webLink", nsmap={None: space})  # type: ignore[dict-item]
    etree.SubElement(link, f"{{{space}}}title").text = legal(place.one.title)
    etree.SubElement(link, f"{{{space}}}url").set("href", legal(place.web_address))
    return etree.tostring(link, xml_declaration=True, encoding="UTF-8")


def _schema_locations(version: Version) -> str:
    where = _SCHEMAS.format(version.short)
    pairs = (
        (getattr(version, space), where + name.format(version.short)) for space, name in _WHERE
    )
    return " ".join(word for pair in pairs for word in pair)
