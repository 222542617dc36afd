"""What a file is, decided by its first bytes: neither its name nor the sender is believed."""

import zipfile
from typing import BinaryIO

SNIFFED = 4096  # bytes looked at
UNKNOWN = "application/octet-stream"

STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
BRANDS = {b"M4A ": "audio/mp4", b"qt  ": "video/quicktime"}

OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE_PARTS = {
    "word/": f"{OFFICE}.wordprocessingml.document",
    "xl/": f"{OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{OFFICE}.presentationml.presentation",
}
NAMED_BY_THEMSELVES = {
    "application/epub+zip",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
}
"""Types whose archives say in their first entry, ``mimetype``, what they are."""


def media_type_of(stream: BinaryIO) -> str:
    """Return the media type of a file by its content; the stream is left at its beginning."""
    stream.seek(0)
    start = stream.read(SNIFFED)
    stream.seek(0)
    for sign, found in STARTS:
        if start.startswith(sign):
            return found
    if start[:4] == b"RIFF":
        return RIFF.get(start[8:12], UNKNOWN)
    if start[4:8] == b"ftyp":
        return BRANDS.get(start[8:12], "video/mp4")
    if start.startswith(b"PK\x03\x04"):
        return _kind_of_archive(stream, start)
    return "text/plain" if _is_text(start) else UNKNOWN


def _kind_of_archive(stream: BinaryIO, start: bytes) -> str:
    if start[30:38] == b"mimetype":
        size = int.from_bytes(start[18:22], "little")
        named = start[38 : 38 + min(size, 100)].decode("ascii", "replace")
        return named if named in NAMED_BY_THEMSELVES else "application/zip"
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()[:500]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "application/zip"
    finally:
        stream.seek(0)
    if "[Content_Types].xml" in names:
        for folder, found in OFFICE_PARTS.items():
            if any(name.startswith(folder) for name in names):
                return found
    return "application/zip"


def _is_text(start: bytes) -> bool:
    """Say whether this can be read as text; a letter cut in two at the end does not count."""
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 3 or len(start) < SNIFFED:
            return False
        text = start[: error.start].decode("utf-8")
    return all(letter in "\t\n\r\f" or ord(letter) >= 32 for letter in text)
