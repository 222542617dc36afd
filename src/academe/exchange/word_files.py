"""Word files (.docx) as HTML: headings, lists, tables, links, notes and pictures, by mammoth."""

import hashlib
import re
import zipfile
import zlib
from dataclasses import replace
from posixpath import splitext
from typing import IO, Any

import mammoth
from lxml import etree

from academe.errors import ImportRefused
from academe.exchange.archives import Package, Unpacked
from academe.exchange.markup import read_xml, text_of
from academe.exchange.names import shorten
from academe.exchange.zips import check_ends
from academe.wording import _

STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p > em:fresh
"""
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
OLD = b"\xd0\xcf\x11\xe0"  # how files of the time before .docx begin, and encrypted ones
_NAMED = {
    "title": "title",
    "creator": "author",
    "description": "description",
    "language": "language",
}
_MOST_PARTS = 2_000
_MOST_TIMES = 10  # of the budget for markup that a whole Word file, its photographs included, takes
_BOX = re.compile(r"<input[^>]*>")  # what mammoth writes for a box to tick
_STUMBLES = (
    *(KeyError, ValueError, AttributeError, TypeError, LookupError, OSError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError),
)


class NotRead(ImportRefused):
    """One Word file that cannot be read: it stays a file beside the texts."""


class WordText:
    """What a Word file says: properties, HTML, pictures ``FILE/picture-1.png``, what is missing."""

    def __init__(self, package: Package, name: str) -> None:
        self.words: dict[str, str] = {}
        self.source = ""
        self.pictures: dict[str, Unpacked] = {}
        self.notes: list[str] = []
        self._package, self._name, self._drawings = package, name, 0

    def keep(self, picture: Any) -> dict[str, str]:
        """Keep one picture; what only an office program can draw is counted."""
        ending = ENDINGS.get(picture.content_type)
        if ending is None:
            self._drawings += 1
            return {"src": ""}
        called = f"{self._name}/picture-{len(self.pictures) + 1}.{ending}"
        with picture.open() as stream:
            self.pictures[called] = self._write(called, stream.read())
        return {"src": "/" + called}

    def _write(self, called: str, found: bytes) -> Unpacked:
        """Write a picture beside the package's own files, under a name of ours."""
        sizes = [*self._package.files.values(), *self.pictures.values()]
        if sum(one.size for one in sizes) + len(found) > self._package.limits.total_bytes:
            raise ImportRefused(_("The package is too large when unpacked."))
        folder = next(iter(self._package.files.values())).path.parent
        digest = hashlib.sha256(found).hexdigest()
        path = folder / f"word-{digest}"
        path.write_bytes(found)
        return Unpacked(called, path, len(found), digest)

    def say_what_is_missing(self, root: etree._Element | None) -> None:
        """Note what stands in the document and cannot be taken along."""
        tags = [] if root is None else [element.tag for element in root.iter("*")]
        drawings = self._drawings + tags.count("chart") + tags.count("relIds")
        formulas = tags.count("oMath")
        if drawings:
            said = _(
                "Drawings that only an office program shows were left out: ${count}. Save them as "
                "pictures to have them here.",
                mapping={"count": drawings},
            )
            self.notes.append(said)
        if formulas:
            said = _(
                "Formulas of Word were left out: ${count}. Please type them again.",
                mapping={"count": formulas},
            )
            self.notes.append(said)


def read_word(package: Package, name: str) -> WordText:
    """Read a Word file.

    Raises NotRead where it is damaged, encrypted or too large, ImportRefused where its XML
    is not plain: such a file was made to do harm.
    """
    found = WordText(package, name)
    with package.files[name].path.open("rb") as stream:
        if stream.read(4) == OLD:
            raise NotRead(
                _(
                    "${name} has a password, or is an old Word file. Open it in Word, save it as "
                    ".docx without a password, and bring it in again.",
                    mapping={"name": shorten(name)},
                )
            )
        try:
            document = _check(stream, found, package)
            stream.seek(0)
            made = mammoth.convert_to_html(
                stream,
                style_map=STYLES,
                include_embedded_style_map=False,  # a file does not say how it is read
                convert_image=mammoth.images.img_element(found.keep),
            )
        except _STUMBLES as error:
            raise NotRead(
                _("${name} is not a Word file that can be read.", mapping={"name": shorten(name)})
            ) from error
    found.source = _BOX.sub(lambda box: "☑" if "checked" in box[0] else "☐", made.value)
    found.say_what_is_missing(document)
    return found


def _check(stream: IO[bytes], found: WordText, package: Package) -> etree._Element | None:
    """Look through the inner archive before another reader does; return the document's tree."""
    shown = shorten(found._name)
    document: etree._Element | None = None
    stream.seek(0)
    try:
        check_ends(stream, replace(package.limits, entries=_MOST_PARTS))
    except ImportRefused as refusal:
        raise ValueError("not an archive") from refusal
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        if len(parts) > _MOST_PARTS or size > package.limits.markup_bytes * _MOST_TIMES:
            raise NotRead(_("${name} is too large when unpacked.", mapping={"name": shown}))
        for part in parts:
            package.clock.check()
            with archive.open(part) as opened:
                start = opened.read(100)
                if not _is_xml(part.filename, start):
                    continue
                inside = start + opened.read(package.limits.markup_bytes + 1 - len(start))
            root = read_xml(inside, shown, package.limits)
            if part.filename == "docProps/core.xml":
                words = {_NAMED[e.tag]: text_of(e) for e in root if e.tag in _NAMED}
                found.words = {word: said for word, said in words.items() if said}
            if root.tag == "document":
                document = root
    return document


def _is_xml(name: str, start: bytes) -> bool:
    """Say whether a part is markup, whatever it is called: another reader may take it for that."""
    said = splitext(name)[1].lower() in (".xml", ".rels")
    return said or b"<" in start.lstrip()[:4].replace(b"\0", b"")[:4]
