"""How much a form may be, asked before it is read: a field takes a hundred times its bytes then."""

import re
from typing import Any

from academe.actions.sessions import last_seen
from academe.exchange.packing import MOST_FILES

STRANGERS_BYTES = 1_000_000  # of a form sent by somebody who has never signed in here
MOST_FIELDS = 5000
BLOCK = 1 << 16  # bytes looked at in one go
# Plainly, as browsers write it: what could be understood in two ways is not looked at further.
PARTED = re.compile(
    r"multipart/form-data; ?boundary=(\"?)([^\s\";\\]{1,200})\1(?:; ?charset=[\w-]+)?", re.I
)


def is_too_large(request: Any) -> bool:
    """Say whether somebody who never signed in here sends more than any form of ours asks them."""
    return (request.content_length or 0) > STRANGERS_BYTES and is_strangers(request)


def is_strangers(request: Any) -> bool:
    """Say whether it came without a cookie that a session of ours, however old, has given."""
    cookie = request.cookies.get(request.registry.session_cookie, "")
    secret = request.registry.secret
    return not 0 < len(cookie) <= 500 or last_seen(secret, cookie) is None


UNREADABLE = (LookupError, ValueError, TypeError, DeprecationWarning)
"""What the reader of forms stumbles over: unknown encodings, broken base64, other charsets."""
WORDS = ("csrf_token", "__start__", "__end__")  # fields that hold no file, in whatever form


def is_unreadable(request: Any) -> bool:
    """Say whether a form has too many fields, cannot be read, or has files instead of words."""
    if is_endless(request):
        return True
    try:
        form = request.POST
        return any(not isinstance(value, str) for word in WORDS for value in form.getall(word))
    except UNREADABLE:
        return True


def is_endless(request: Any) -> bool:
    """Say whether a form has too many fields, or parts inside of parts."""
    is_parted = request.content_type.startswith("multipart/")
    if not is_parted and (request.content_length or 0) <= MOST_FIELDS:
        return False
    body = request.body_file_seekable
    body.seek(0)
    try:
        return _has_odd_parts(request, body) if is_parted else _has_too_many_pairs(body)
    finally:
        body.seek(0)


def has_too_many_files(request: Any) -> bool:
    """Say whether a form brings more files than may lie open at once while it is read."""
    found = PARTED.fullmatch(request.headers.get("Content-Type", "").strip())
    if found is None or (request.content_length or 0) < MOST_FILES * len("filename="):
        return False
    edge, count, in_head = b"--" + found.group(2).encode("latin-1", "replace"), 0, False
    body = request.body_file_seekable
    body.seek(0)
    while count <= MOST_FILES and (line := body.readline(BLOCK)):
        in_head = line.startswith(edge) or (in_head and line not in (b"\r\n", b"\n"))
        count += in_head and b'filename="' in line and b'filename=""' not in line
    body.seek(0)
    return count > MOST_FILES


def _has_too_many_pairs(body: Any) -> bool:
    count = 0
    while count <= MOST_FIELDS and (block := body.read(BLOCK)):
        count += block.count(b"&")
    return count > MOST_FIELDS


def _has_odd_parts(request: Any, body: Any) -> bool:
    found = PARTED.fullmatch(request.headers.get("Content-Type", "").strip())
    if found is None:
        return True
    edge = b"--" + found.group(2).encode("latin-1", "replace")
    count, in_head = 0, False
    while line := body.readline(BLOCK):
        if line.startswith(edge):
            count, in_head = count + 1, True
        elif in_head:
            in_head = line not in (b"\r\n", b"\n")
            if b"multipart/" in line.lower():
                return True
        if count > MOST_FIELDS:
            return True
    return False
