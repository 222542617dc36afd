"""The program that reads a file of standards in a process of its own."""

from pathlib import Path

from academe.actions.standards_draft import FrameworkDraft
from academe.errors import ImportRefused
from academe.exchange.limits import Clock, Limits
from academe.exchange.reading_apart import run
from academe.exchange.sources import open_regular
from academe.exchange.standards_channel import draft_to_json
from academe.exchange.vocabulary import Vocabulary
from academe.exchange.zips import MARK
from academe.wording import _


def read_here(path: Path, workfolder: Path, limits: Limits, vocabulary: Vocabulary) -> str:
    """Read in this very process; the parsers are loaded only now, when the limits hold."""
    return draft_to_json(read_draft(path, limits))


def read_draft(path: Path, limits: Limits) -> FrameworkDraft:
    """Read a file by what is in it, whatever it is called."""
    from academe.exchange.case import read_case
    from academe.exchange.standards_table import read_csv, read_spreadsheet

    title = " ".join(path.stem.replace("_", " ").split()) or path.name
    with open_regular(path, path.name) as stream:
        data = stream.read(limits.markup_bytes + 1)
    if len(data) > limits.markup_bytes:
        most = limits.markup_bytes // (1024 * 1024)
        raise ImportRefused(_("The file is larger than ${most} MB.", mapping={"most": most}))
    if data.startswith(MARK):
        return read_spreadsheet(path, title, limits, Clock(limits.seconds))
    is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return read_case(data, title) if is_json else read_csv(data, title)


if __name__ == "__main__":
    run(read_here)
