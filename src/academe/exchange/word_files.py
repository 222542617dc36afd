"""Word files (.docx) as HTML: headings, lists, tables, links and pictures, by mammoth."""

import hashlib
import io
import zipfile
from typing import Any

import mammoth

from academe.errors import ImportRefused
from academe.exchange.archives import Package, Unpacked
from academe.exchange.markup import read_xml, text_of
from academe.exchange.names import shorten
from academe.wording import _

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p > em:fresh
"""
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_NAMED = {
    "title": "title",
    "creator": "author",
    "description": "description",
    "language": "language",
}
_MOST_PARTS = 2_000


def read_word(package: Package, name: str) -> tuple[dict[str, str], str, dict[str, Unpacked]]:
    """Read a Word file: (its properties, HTML, pictures by name ``FILE/picture-1.png``).

    Raises ImportRefused where it is damaged, encrypted, or its XML is not plain.
    """
    source = package.read(name)
    words = _check(source, name, package)
    pictures: dict[str, Unpacked] = {}

    def keep(picture: Any) -> dict[str, str]:
        ending = ENDINGS.get(picture.content_type)
        if ending is None:  # drawings that only an office program can show
            return {"src": ""}
        called = f"{name}/picture-{len(pictures) + 1}.{ending}"
        with picture.open() as stream:
            pictures[called] = _keep(package, called, stream.read())
        return {"src": "/" + called}

    try:
        made = mammoth.convert_to_html(
            io.BytesIO(source), style_map=STYLES, convert_image=mammoth.images.img_element(keep)
        )
    except (KeyError, ValueError, AttributeError, TypeError, LookupError, OSError) as error:
        raise ImportRefused(
            _("${name} is not a Word file that can be read.", mapping={"name": shorten(name)})
        ) from error
    return words, made.value, pictures


def _keep(package: Package, called: str, found: bytes) -> Unpacked:
    """Write a picture beside the package's own files, under a name of ours."""
    folder = next(iter(package.files.values())).path.parent
    digest = hashlib.sha256(found).hexdigest()
    path = folder / f"word-{digest}"
    path.write_bytes(found)
    return Unpacked(called, path, len(found), digest)


def _check(source: bytes, name: str, package: Package) -> dict[str, str]:
    """Look through the inner archive before another reader does; return the properties."""
    shown = {"name": shorten(name)}
    words: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or size > package.limits.markup_bytes * 4:
                raise ImportRefused(_("${name} is too large when unpacked.", mapping=shown))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        inside = stream.read(package.limits.markup_bytes + 1)
                    root = read_xml(inside, shorten(name), package.limits)
                    if part.filename == "docProps/core.xml":
                        words = {_NAMED[e.tag]: text_of(e) for e in root if e.tag in _NAMED}
                package.clock.check()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise ImportRefused(
            _("${name} is not a Word file that can be read.", mapping=shown)
        ) from error
    return {word: said for word, said in words.items() if said}
