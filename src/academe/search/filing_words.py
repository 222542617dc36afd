"""The words inside the files of a content, as they were read out of them before."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from academe.definitions.fields import Field
from academe.store.content import Values
from academe.store.files import StoredFile

Pages = Callable[[str], Sequence[str]]
"""Returns the texts of a file's pages by its SHA-256; nothing where none was read."""

FILED = ("file", "files", "image")
MOST_FILES = 20  # of one content, whose words are told to the index


def files_in(values: Values, fields: Iterable[Field]) -> list[StoredFile]:
    """Return the files in a text that whoever may know the content may open."""
    found: list[Any] = []
    for field in fields:
        if field.type in FILED and field.seen_by is None:
            value = values.get(field.name)
            found += value if isinstance(value, tuple) else (value,)
    return [one for one in found if isinstance(one, StoredFile)][:MOST_FILES]


def file_words(values: Values, fields: Iterable[Field], pages: Pages) -> list[str]:
    """Return the text of each page of each file."""
    return [page for one in files_in(values, fields) for page in pages(one.sha256)]
