"""Takes files in: what they are is found out, pictures are written anew, names lose their path."""

from pathlib import PureWindowsPath
from typing import BinaryIO

from academe.actions.district import District
from academe.actions.media_types import UNKNOWN, media_type_of
from academe.actions.pictures import FORMATS, redraw
from academe.errors import InvalidAnswers
from academe.store.files import StoredFile, store_file
from academe.wording import _

LONGEST_NAME = 200  # characters


def take_file(stream: BinaryIO, name: str, district: District) -> StoredFile:
    """Store a file that somebody hands in, in the transaction of the change.

    A picture that can be drawn is stored without its metadata (where it was taken
    is nobody's business); one that cannot is kept as it is, to be downloaded only.
    """
    media_type = media_type_of(stream)
    if media_type in FORMATS.values():
        try:
            stream, media_type = redraw(stream)
        except InvalidAnswers:
            media_type = UNKNOWN
            stream.seek(0)
    return store_file(stream, file_name(name), media_type, district.site.connection)


def take_picture(stream: BinaryIO, name: str, district: District) -> StoredFile:
    """Store a picture, drawn anew; raises InvalidAnswers for "" if it is none."""
    if media_type_of(stream) not in FORMATS.values():
        raise InvalidAnswers({"": _("Please choose a picture (PNG, JPEG, GIF or WebP).")})
    drawn, media_type = redraw(stream)
    return store_file(drawn, file_name(name), media_type, district.site.connection)


def file_name(name: str) -> str:
    """Return the last part of what the person's machine called it, printable and short."""
    last = PureWindowsPath(name).name  # knows both kinds of slashes
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    if len(printable) > LONGEST_NAME:
        stem, dot, ending = printable.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        printable = printable[: LONGEST_NAME - len(ending)] + ending
    return printable or "file"
