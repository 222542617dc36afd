"""What a cartridge says of a content to other programs: title, authors, rights, standards (LOM)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from academe.actions.texts import plain
from academe.definitions.definitions import Definitions
from academe.exchange.cartridge_pages import CodeOf
from academe.exchange.outgoing import Outgoing
from academe.store.content import Text

_LOM = "http://ltsc.ieee.org/xsd/imscc{}/LOM/"
_CREATIVE_COMMONS = re.compile(r"CC-(BY[A-Z-]*)-(\d\.\d)")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = 4000  # characters of a description


@dataclass(frozen=True)
class Version:
    """One version of Common Cartridge, by the names that it gives to things."""

    number: str
    short: str  # as it stands in namespaces
    standards: str | None  # namespace of standards beside a resource; None: they stand in LOM

    @property
    def package(self) -> str:
        return f"http://www.imsglobal.org/xsd/imscc{self.short}/imscp_v1p1"

    @property
    def manifest(self) -> str:
        return _LOM.format(self.short) + "manifest"

    @property
    def resource(self) -> str:
        return _LOM.format(self.short) + "resource"

    @property
    def web_link(self) -> str:
        return f"http://www.imsglobal.org/xsd/imscc{self.short}/imswl_{self.short}"


VERSIONS = {
    "1.1": Version("1.1.0", "v1p1", None),
    "1.3": Version("1.3.0", "v1p3", "http://www.imsglobal.org/xsd/imsccv1p3/imscsmd_v1p0"),
}


class Lom:
    """Writes LOM in one version."""

    def __init__(self, version: Version, definitions: Definitions, code_of: CodeOf) -> None:
        self.version, self.definitions, self.code_of = version, definitions, code_of

    def of_package(self, one: Outgoing, language: str) -> etree._Element:
        """Write all that is said of a whole package."""
        lom = etree.Element(f"{{{self.version.manifest}}}lom")
        general = self._add(lom, "general")
        self._string(general, "title", one.title, language)
        self._add(general, "language", language)
        self._describe(general, one, language)
        self._authors(lom, one)
        educational = self._add(lom, "educational")
        self._value(educational, "learningResourceType", "IMS Common Cartridge")
        self._value(educational, "context", "school", source="LOMv1.0")
        self._rights(lom, one)
        self._classify(lom, one)
        return lom

    def of_item(self, one: Outgoing, language: str) -> etree._Element | None:
        """Write what is said of one content in the tree; None where that is nothing."""
        lom = etree.Element(f"{{{self.version.manifest}}}lom")
        general = self._add(lom, "general")
        if one.values.get("language"):
            self._add(general, "language", language)
        self._describe(general, one, language)
        if not len(general):
            lom.remove(general)
        self._authors(lom, one)
        self._rights(lom, one)
        self._classify(lom, one)
        return lom if len(lom) else None

    def for_instructors(self) -> etree._Element:
        """Say of a resource that students do not see it."""
        space = self.version.resource
        lom = etree.Element(f"{{{space}}}lom")
        role = etree.SubElement(lom, f"{{{space}}}educational")
        role = etree.SubElement(role, f"{{{space}}}intendedEndUserRole")
        etree.SubElement(role, f"{{{space}}}source").text = f"IMSGLC_CC_Roles{self.version.short}"
        etree.SubElement(role, f"{{{space}}}value").text = "Instructor"
        return lom

    def standards_set(self, one: Outgoing) -> etree._Element | None:
        """Write the standards of a resource where the version has a place of their own for them."""
        found, space = list(self._standards(one)), self.version.standards
        if not found or space is None:
            return None
        whole = etree.Element(f"{{{space}}}curriculumStandardsMetadataSet")
        inner = etree.SubElement(whole, f"{{{space}}}curriculumStandardsMetadata")
        inner = etree.SubElement(inner, f"{{{space}}}setOfGUIDs")
        for code, guid in found:
            labelled = etree.SubElement(inner, f"{{{space}}}labelledGUID")
            etree.SubElement(labelled, f"{{{space}}}label").text = legal(code)
            etree.SubElement(labelled, f"{{{space}}}GUID").text = legal(guid or code)
        return whole

    # -- parts

    def _describe(self, general: etree._Element, one: Outgoing, language: str) -> None:
        said = one.values.get("summary") or ""
        if not said and isinstance(text := one.values.get("text"), Text):
            said = plain(text.html)[:600]
        if said:
            self._string(general, "description", str(said)[:LONGEST], language)
        for subject in self._labels(one, "subjects"):
            self._string(general, "keyword", subject, language)

    def _authors(self, lom: etree._Element, one: Outgoing) -> None:
        credit = one.values.get("author_credit")
        if credit:
            contribute = self._add(self._add(lom, "lifeCycle"), "contribute")
            self._value(contribute, "role", "author")
            self._add(contribute, "entity", visiting_card(str(credit)))

    def _rights(self, lom: etree._Element, one: Outgoing) -> None:
        licence = one.values.get("licence")
        if licence:
            rights = self._add(lom, "rights")
            is_free = licence in ("CC0-1.0", "public_domain")
            self._value(rights, "copyrightAndOtherRestrictions", "no" if is_free else "yes")
            words = next(self._labels(one, "licence", "licences"), str(licence))
            said = ", ".join(filter(None, [words, licence_address(str(licence))]))
            self._string(rights, "description", said, "en")

    def _classify(self, lom: etree._Element, one: Outgoing) -> None:
        for grade in self._labels(one, "grades"):
            self._taxon(lom, "educational level", grade, "")
        for code, guid in self._standards(one):
            self._taxon(lom, "educational objective", code, guid)

    def _taxon(self, lom: etree._Element, purpose: str, words: str, identifier: str) -> None:
        classification = self._add(lom, "classification")
        self._value(classification, "purpose", purpose)
        taxon = self._add(self._add(classification, "taxonPath"), "taxon")
        if identifier or purpose == "educational objective":
            self._add(taxon, "id", identifier or words)
        self._string(taxon, "entry", words, "en")

    def _standards(self, one: Outgoing) -> Iterator[tuple[str, str]]:
        kind = self.definitions.types.get(one.type_name)
        for asked in kind.fields.values() if kind else ():
            if asked.type == "standards" and asked.seen_by is None:
                for name, _kind in one.values.get(asked.name) or ():
                    yield self.code_of(name)

    def _labels(self, one: Outgoing, name: str, choices: str = "") -> Iterator[str]:
        value = one.values.get(name) or ()
        listed = self.definitions.choices.get(choices or name)
        for key in value if isinstance(value, tuple) else (value,):
            yield str(listed.labels.get(key, key)) if listed else str(key)

    def _add(self, parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        made = etree.SubElement(parent, f"{{{self.version.manifest}}}{name}")
        made.text = None if text is None else legal(text)
        return made

    def _string(self, parent: etree._Element, name: str, text: str, language: str) -> None:
        string = self._add(self._add(parent, name), "string", text)
        string.set("language", language)

    def _value(self, parent: etree._Element, name: str, value: str, source: str = "") -> None:
        place = self._add(parent, name)
        if source:
            self._add(place, "source", source)
        self._add(place, "value", value)


def legal(text: str) -> str:
    """Take out the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def visiting_card(name: str) -> str:
    """Write a name as LOM wants people: a vCard."""
    plain_name = " ".join(name.split())
    for sign in "\\,;":
        plain_name = plain_name.replace(sign, f"\\{sign}")
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{plain_name}\r\nFN:{plain_name}\r\nEND:VCARD"


def licence_address(licence: str) -> str:
    """Return where a Creative Commons licence can be read; "" for another one."""
    if licence == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CREATIVE_COMMONS.fullmatch(licence)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""
