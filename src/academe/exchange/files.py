"""Files of a package as contents: pictures become images, everything else files."""

from collections.abc import Mapping
from posixpath import basename

from academe.exchange.archives import Unpacked
from academe.exchange.bundle import ImportedContent, ImportedFile, Value
from academe.exchange.names import PICTURES, media_type_of, title_from

LONGEST_TITLE = 80  # characters of a text alternative that still make a title


def make_file(
    unpacked: Unpacked,
    identifier: str,
    title: str,
    alternative: str,
    shared: Mapping[str, Value],
) -> ImportedContent:
    """Make an image or a file; ``alternative`` says what a picture shows, "" where nobody says."""
    name, media_type = basename(unpacked.name), media_type_of(unpacked.name)
    picture = media_type in PICTURES
    file = ImportedFile(
        path=unpacked.path,
        name=name,
        media_type=media_type,
        size=unpacked.size,
        sha256=unpacked.sha256,
        field="picture" if picture else "file",
    )
    if picture:
        said = alternative if len(alternative) <= LONGEST_TITLE else ""
        title = title or said or title_from(name)
        values = {**shared, "alt": alternative}
        return ImportedContent("image", title, identifier, name, values, (), (file,))
    return ImportedContent("file", title or name, identifier, name, dict(shared), (), (file,))
