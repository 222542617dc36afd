"""The site's secret, and what is made with it: seals on cookies, tokens that need not be stored."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from academe.errors import DatabaseError

BYTES = 32


def make_secret(path: Path) -> None:
    """Write a new secret that only the server's own user can read; an existing one stays."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(BYTES) + "\n")
        out.flush()
        os.fsync(out.fileno())


def read_secret(path: Path) -> bytes:
    """Return the secret; raises DatabaseError if it is missing or too short."""
    try:
        text = path.read_bytes().strip()
    except OSError as error:
        raise DatabaseError(
            f"{path}: the site's secret cannot be read: {error.strerror}."
        ) from error
    if len(text) < BYTES:
        raise DatabaseError(f"{path}: the site's secret is too short; at least {BYTES} characters.")
    return text


def derive(secret: bytes, purpose: str, text: str) -> str:
    """Return 256 bits that only the holder of the secret can make, other ones for each purpose."""
    mark = hmac.new(secret, _bytes(f"{purpose}\0{text}"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mark).rstrip(b"=").decode()


def new_token() -> str:
    """Return 256 random bits, in letters that an address can hold."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """Return what is stored of a token. It is random: no salt and no slow hash are needed."""
    return hashlib.sha256(_bytes(token)).hexdigest()


def seal(secret: bytes, purpose: str, text: str) -> str:
    """Return the text with a seal behind it."""
    return f"{text}.{derive(secret, purpose, text)}"


def unseal(secret: bytes, purpose: str, sealed: str) -> str | None:
    """Return the text without its seal; None if the seal is not the site's own."""
    text, _, given = sealed.rpartition(".")
    expected = derive(secret, purpose, text)
    return text if hmac.compare_digest(_bytes(expected), _bytes(given)) else None


def _bytes(text: str) -> bytes:
    """Return the bytes of whatever was sent: half a character is no reason to stumble."""
    return text.encode("utf-8", "surrogatepass")
