"""The pages of a list that is too long for one: what ``macros/pagination.pt`` asks for."""

from functools import cached_property

NEAR = 2  # numbers shown on either side of the page that one is on


class Pages:
    """``number`` counts from 1; what is out of range is brought into it."""

    def __init__(self, total: int, number: int, size: int, path: str) -> None:
        self.count = max(1, -(-total // size))
        self.number = min(max(1, number), self.count)
        self.first = (self.number - 1) * size  # index of the first entry shown
        self._path = path

    def _url(self, number: int) -> str:
        mark = "&" if "?" in self._path else "?"
        return f"{self._path}{mark}page={number}" if number > 1 else self._path

    @property
    def before_url(self) -> str | None:
        return self._url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self._url(self.number + 1) if self.number < self.count else None

    @cached_property
    def numbers(self) -> list[tuple[int, str | None, bool]]:
        """(number, address, is it this page); a gap has no address."""
        shown = {1, self.count, *range(self.number - NEAR, self.number + NEAR + 1)}
        rows: list[tuple[int, str | None, bool]] = []
        before = 0
        for number in sorted(shown & set(range(1, self.count + 1))):
            if number > before + 1:
                rows.append((0, None, False))
            rows.append((number, self._url(number), number == self.number))
            before = number
        return rows
