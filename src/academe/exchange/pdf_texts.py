"""The words of PDF files, page by page, by pypdfium2."""

from pathlib import Path

import pypdfium2

from academe.errors import ImportRefused
from academe.exchange.gathering_pages import BROKEN, PASSWORD, GatheredPages, check_count
from academe.store.file_texts import MOST_CHARACTERS


def read_pdf(path: Path, gathered: GatheredPages) -> None:
    """Take in the text of each page; raises ImportRefused for what cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ImportRefused(PASSWORD) from error
        raise ImportRefused(BROKEN) from error
    check_count(len(document))
    for number in range(len(document)):
        if not gathered.add(_text_of(document, number)):
            break


def _text_of(document: pypdfium2.PdfDocument, number: int) -> str:
    """Return the words of one page; a broken one has none."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return ""
    try:
        words = page.get_textpage()
        try:
            count = min(words.count_chars(), MOST_CHARACTERS + 1)
            return str(words.get_text_range(0, count)) if count > 0 else ""
        finally:
            words.close()
    except pypdfium2.PdfiumError:
        return ""
    finally:
        page.close()
