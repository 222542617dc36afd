"""Which reader a package belongs to.

Only that one is loaded: for a small package it takes longer to load all three than to read it.
"""

from collections.abc import Callable
from dataclasses import replace

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import Bundle
from academe.exchange.contents_table import is_table
from academe.exchange.names import OF_CARTRIDGE, OF_MOODLE, TEXTS
from academe.wording import _

Reader = Callable[[Package], Bundle]


def recognise(package: Package) -> tuple[Reader, Package]:
    """Give the reader, and the package as it wants it: without a folder around everything."""
    package = without_wrapping(package)
    if OF_CARTRIDGE in package.files:
        from academe.exchange.cartridge import read_cartridge

        return read_cartridge, package
    if OF_MOODLE in package.files:
        from academe.exchange.moodle import read_backup

        return read_backup, package
    if any(is_table(name) or name.lower().endswith(TEXTS) for name in package.files):
        from academe.exchange.folders import read_folder

        return read_folder, package
    raise ImportRefused(
        _(
            "This is neither a Common Cartridge (it has no imsmanifest.xml) nor a Moodle backup "
            "(no moodle_backup.xml) nor a folder of texts (no .md, .html or .docx file)."
        )
    )


def without_wrapping(package: Package) -> Package:
    """Take away the one folder that people zip around a course, and remember its name as title."""
    tops = {name.split("/", 1)[0] for name in package.files}
    if len(tops) != 1 or any("/" not in name for name in package.files):
        return package
    top = tops.pop()
    files = {name[len(top) + 1 :]: unpacked for name, unpacked in package.files.items()}
    return without_wrapping(replace(package, title=top, files=files))
