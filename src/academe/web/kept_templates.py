"""Compiled templates on the disk, so that a start need not compile them again.

A file for each template below the site's data folder. It says what it was made of, and is made
anew when anything of that has changed; a torn or changed file is none. docs/decisions/0014
"""

import hashlib
import logging
import marshal
import os
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
OURS = ("compiling.py", "quickening.py", "template_names.py")  # who writes the Python
DIGEST = hashlib.sha256().digest_size


@cache
def house_digest() -> bytes:
    """Return the mark of all that writes Python: this Python, Chameleon and our own part."""
    made_by = hashlib.sha256(MAGIC_NUMBER + version("Chameleon").encode())
    for name in OURS:
        made_by.update((HERE / name).read_bytes())
    return made_by.digest()


class KeptPrograms:
    """What Chameleon calls a loader: finds a compiled template, or compiles and keeps it.

    A name is two marks of 32 and 64 letters, "where-what.py": of the template's file, and of
    everything it was compiled from.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            log.warning("compiled templates are not kept: %s", error)

    def get(self, name: str) -> dict[str, Any] | None:
        """Return what the compiled template defines; None where it is not kept."""
        where, what = _marks(name)
        try:
            kept = (self._folder / where).read_bytes()
        except OSError:
            return None
        seal, rest = kept[:DIGEST], kept[DIGEST:]
        if seal != hashlib.sha256(rest).digest() or rest[:DIGEST] != bytes.fromhex(what):
            return None
        try:
            code = marshal.loads(rest[DIGEST:])  # noqa: S302 sealed, in the keeper's own folder
        except (ValueError, EOFError, TypeError):
            return None
        return _run(code) if isinstance(code, CodeType) else None

    def build(self, source: str, name: str) -> dict[str, Any]:
        """Compile, keep for the next start, and return what the source defines."""
        where, what = _marks(name)
        code = compile(source, name, "exec")
        rest = bytes.fromhex(what) + marshal.dumps(code)
        try:
            self._write(where, hashlib.sha256(rest).digest() + rest)
        except OSError as error:
            log.warning("a compiled template is not kept: %s", error)
        return _run(code)

    def _write(self, where: str, kept: bytes) -> None:
        """Write beside, then rename: nobody reads half of it, and two who write are no trouble."""
        made, path = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(made, "wb") as file:
                file.write(kept)
            os.replace(path, self._folder / where)
        except OSError:
            os.unlink(path)
            raise


def _marks(name: str) -> tuple[str, str]:
    where, what = name.removesuffix(".py").split("-")
    return where, what


def _run(code: CodeType) -> dict[str, Any]:
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 as Chameleon's own loader does
    return defined
