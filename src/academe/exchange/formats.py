"""What can be taken along, and as which kinds of file."""

from collections.abc import Mapping
from dataclasses import dataclass

EXPORTED = frozenset({"course", "unit", "lesson", "document"})


@dataclass(frozen=True)
class Format:
    """One kind of file; ``name`` is what addresses and commands call it."""

    name: str
    ending: str
    media_type: str
    version: str = ""  # of Common Cartridge


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("cartridge", ".imscc", "application/vnd.ims.imsccv1p3", "1.3"),
        Format("cartridge-1.1", ".imscc", "application/vnd.ims.imsccv1p1", "1.1"),
        Format("markdown", ".zip", "application/zip"),
    )
}
