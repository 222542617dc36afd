"""The files of a Moodle backup: which of them belong to the course, and where their bytes lie."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from academe.exchange.archives import Package, Unpacked
from academe.exchange.markup import read_xml, text_of
from academe.wording import _

NOTHING = "$@NULL@$"
"""What Moodle writes where it knows nothing."""

# What teachers put into a course. The files of people (what they handed in, wrote, were told)
# lie in other places, and are never looked at.
_PLACES = {
    ("course", "summary"),
    ("course", "section"),
    ("mod_page", "content"),
    ("mod_resource", "content"),
    ("mod_folder", "content"),
    ("mod_book", "chapter"),
    ("mod_assign", "introattachment"),
}
_INTRO = "intro"
_LICENCES = {
    "public": "public_domain",
    "allrightsreserved": "all_rights",
    "cc-4.0": "CC-BY-4.0",
    "cc-sa-4.0": "CC-BY-SA-4.0",
    "cc-nd-4.0": "CC-BY-ND-4.0",
    "cc-nc-4.0": "CC-BY-NC-4.0",
    "cc-nc-sa-4.0": "CC-BY-NC-SA-4.0",
    "cc-nc-nd-4.0": "CC-BY-NC-ND-4.0",
}


@dataclass(frozen=True)
class FiledFile:
    """One file of the course; ``place`` is the name by which its texts find it."""

    identifier: str
    name: str
    component: str
    context: str
    place: str
    licence: str
    author: str
    is_main: bool
    unpacked: Unpacked | None


def read_files(package: Package) -> list[FiledFile]:
    """Read the list of files; those of people are passed over."""
    if "files.xml" not in package.files:
        return []
    root = read_xml(package.read("files.xml"), _("The list of files of the backup"), package.limits)
    return list(_files(package, root))


def _files(package: Package, root: etree._Element) -> Iterator[FiledFile]:
    for element in root:
        said = {below.tag: text_of(below) for below in element}
        component, area = said.get("component", ""), said.get("filearea", "")
        is_of_course = (component, area) in _PLACES or (
            component.startswith("mod_") and area == _INTRO
        )
        name = said.get("filename", "")
        if element.tag != "file" or not is_of_course or name in ("", "."):
            continue
        digest, context = said.get("contenthash", ""), said.get("contextid", "")
        owner = f"section/{said.get('itemid')}" if area == "section" else f"context/{context}"
        licence = _LICENCES.get(said.get("license", ""), "")
        author = said.get("author", "") if licence.startswith("CC-") else ""
        yield FiledFile(
            identifier=f"files/{element.get('id', '')}",
            name=name,
            component=component,
            context=context,
            place=f"{owner}{said.get('filepath', '/')}{name}",
            licence=licence,
            author="" if author == NOTHING else author,
            is_main=said.get("sortorder", "0") == "1",
            unpacked=package.files.get(f"files/{digest[:2]}/{digest}"),
        )
