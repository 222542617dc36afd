"""Writes a content as a Common Cartridge, of the kind that every learning platform reads."""

import zipfile
from typing import IO

from academe.definitions.definitions import Definitions
from academe.exchange.cartridge_manifest_out import ManifestOut, link_name, write_link
from academe.exchange.cartridge_pages import AddressOf, CodeOf, Pages
from academe.exchange.cartridge_shape import shape
from academe.exchange.lom_out import VERSIONS
from academe.exchange.outgoing import Outgoing
from academe.exchange.vocabulary import ABOUT_PAGE
from academe.exchange.zips_out import write_stored, write_text


def as_it_stands(standard: str) -> tuple[str, str]:
    """Take a standard for its own code."""
    return standard, ""


def write_cartridge(
    one: Outgoing,
    stream: IO[bytes],
    definitions: Definitions,
    address_of: AddressOf,
    *,
    version: str = "1.3",
    language: str = "en",
    code_of: CodeOf = as_it_stands,
) -> None:
    """Write ``one`` with all below it, in version 1.1 or 1.3.

    ``language``: of the texts that say none. Files go through piece by piece.
    """
    spoken = VERSIONS[version]
    found = shape(one, definitions, language)
    pages = Pages(found, address_of, code_of)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        write_text(archive, "imsmanifest.xml", ManifestOut(found, spoken, code_of).write())
        write_text(archive, ABOUT_PAGE, pages.about())
        for place in found.places.values():
            if place.page:
                write_text(archive, place.page, pages.page(place))
            if place.staff_page:
                write_text(archive, place.staff_page, pages.staff_page(place))
            if place.web_address:
                write_text(archive, link_name(place), write_link(place, spoken))
            for held in place.files:
                write_stored(archive, held.path, held.stored)
