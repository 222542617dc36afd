"""Which courses a school teaches: its own, and the district's for its grades."""

from collections.abc import Iterable
from typing import TypeVar

Place = TypeVar("Place")


def teaches(school: Place, grades: Iterable[str], owner: Place | None, of: Iterable[str]) -> bool:
    """Say whether a school of ``grades`` teaches a course for the grades ``of``.

    ``owner``: the school that the course belongs to; None where it is the district's.
    """
    if owner is not None:
        return owner == school
    return not set(of).isdisjoint(grades)
