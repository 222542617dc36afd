"""What tantivy raises where its files are gone or rotten, as one error of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from academe.errors import IndexDamaged

PANIC = "PanicException"  # of pyo3: no Exception, and nowhere to be imported from


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn whatever is raised inside into IndexDamaged; nothing but tantivy is to be asked there.

    A panic that is let through ends the thread that asked, and its request gets no answer.
    """
    try:
        yield
    except IndexDamaged:
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == PANIC:
            raise IndexDamaged(f"{type(error).__name__}: {error}") from error
        raise
