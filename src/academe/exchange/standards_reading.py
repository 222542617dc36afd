"""The one entry for files of standards: a file becomes a framework's draft, or is refused."""

import shutil
import tempfile
from pathlib import Path
from typing import IO

from academe.actions.standards_draft import FrameworkDraft
from academe.errors import ImportRefused
from academe.exchange.limits import MIB, Limits
from academe.exchange.reading import answer_of, run_apart
from academe.exchange.standards_channel import draft_from_json
from academe.wording import _

LIMITS = Limits(
    entries=200,
    total_bytes=200 * MIB,
    file_bytes=200 * MIB,
    markup_bytes=60 * MIB,
    seconds=30.0,
    memory_bytes=512 * MIB,
    answer_bytes=100 * MIB,
)
READER = "academe.exchange.standards_apart"


def read_standards(path: Path, limits: Limits = LIMITS) -> FrameworkDraft:
    """Read a CASE package, a table or a spreadsheet. Raises ImportRefused with one sentence."""
    if not path.is_file():
        raise ImportRefused(_("There is no file ${path}.", mapping={"path": str(path)}))
    own = Path(tempfile.mkdtemp(prefix="standards-")).resolve()
    try:
        run_apart(path.resolve(), own, limits, module=READER)
        return draft_from_json(answer_of(own, limits))
    finally:
        shutil.rmtree(own, ignore_errors=True)


def read_upload(stream: IO[bytes], name: str, limits: Limits = LIMITS) -> FrameworkDraft:
    """Read what a browser sent; ``name`` is what the file was called there."""
    with tempfile.TemporaryDirectory(prefix="standards-") as folder:
        plain = "".join(letter for letter in Path(name).name if letter.isprintable())[-100:]
        path = Path(folder) / (plain.strip(". ") or "standards")
        with path.open("xb") as out:
            shutil.copyfileobj(stream, out)
        return read_standards(path, limits)
