"""Which reader a package belongs to."""

from collections.abc import Callable
from dataclasses import replace

from academe.errors import ImportRefused
from academe.exchange import cartridge, folders, moodle
from academe.exchange.archives import Package
from academe.exchange.bundle import Bundle
from academe.exchange.contents_table import is_table
from academe.exchange.names import TEXTS
from academe.wording import _

Reader = Callable[[Package], Bundle]


def recognise(package: Package) -> tuple[Reader, Package]:
    """Give the reader, and the package as it wants it: without a folder around everything."""
    package = without_wrapping(package)
    if cartridge.MANIFEST in package.files:
        return cartridge.read_cartridge, package
    if moodle.MANIFEST in package.files:
        return moodle.read_backup, package
    if any(is_table(name) or name.lower().endswith(TEXTS) for name in package.files):
        return folders.read_folder, package
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
