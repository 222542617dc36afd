"""The program that reads the words of one file in a process of its own."""

import json
from pathlib import Path

from academe.errors import ImportRefused
from academe.exchange.gathering_pages import BROKEN, GatheredPages, Patience
from academe.exchange.limits import Limits
from academe.exchange.reading_apart import run
from academe.exchange.sources import open_regular
from academe.exchange.vocabulary import Vocabulary
from academe.wording import _


def read_here(path: Path, workfolder: Path, limits: Limits, vocabulary: Vocabulary) -> str:
    """Read in this very process; the parsers are loaded only now, when the limits hold."""
    gathered = GatheredPages(Patience(limits.seconds))
    try:
        read_words(path, gathered, limits)
    except MemoryError as error:
        gathered.texts.clear()
        raise ImportRefused(_("It needs more memory to be read than a file may take.")) from error
    except RecursionError as error:
        raise ImportRefused(BROKEN) from error
    return json.dumps({"pages": gathered.texts, "is_cut": gathered.is_cut}, ensure_ascii=False)


def read_words(path: Path, gathered: GatheredPages, limits: Limits) -> None:
    """Read a file by what is in it, whatever it is called."""
    from academe.actions.media_types import OFFICE, media_type_of

    with open_regular(path, path.name) as stream:
        kind = media_type_of(stream)  # type: ignore[arg-type]
    if kind == "application/pdf":
        from academe.exchange.pdf_texts import read_pdf

        read_pdf(path, gathered)
    elif kind.startswith((OFFICE, "application/vnd.oasis.opendocument")):
        from academe.exchange.document_parts import DocumentParts
        from academe.exchange.office_texts import read_office
        from academe.exchange.opendocument_texts import read_opendocument

        parts = DocumentParts(path, limits, gathered.clock)
        reader = read_office if kind.startswith(OFFICE) else read_opendocument
        reader(parts, gathered)
    elif kind.startswith("text/"):
        from academe.exchange.plain_texts import read_plain

        read_plain(path, gathered, limits)
    else:
        raise ImportRefused(BROKEN)


if __name__ == "__main__":
    run(read_here)
