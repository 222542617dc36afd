"""Pages of words under way: as many as are kept, each on one line, within the reader's time."""

import re
from dataclasses import dataclass, field

from academe.errors import ImportRefused
from academe.exchange.limits import MIB, Clock, Limits
from academe.store.file_texts import MOST_CHARACTERS
from academe.wording import _

LIMITS = Limits(
    entries=5_000,
    seconds=15.0,
    memory_bytes=768 * MIB,
    markup_bytes=40 * MIB,
    markup_elements=1_000_000,
    answer_bytes=8 * MIB,
)
"""Of one file whose words are looked for."""

MOST_PAGES = 5_000
PASSWORD = _("It has a password, so its words cannot be read.")
BROKEN = _("It is damaged, or is not what it says it is.")
_BROKEN_WORD = re.compile("(?:\ufffe|\x02|\u00ad)\\s*")  # hyphens that only the line's end asks for
_NO_TEXT = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]+")


class Patience(Clock):
    """The clock of a file's reader: it knows of no package that could be split."""

    def check(self) -> None:
        """Raise ImportRefused when the time is over."""
        try:
            super().check()
        except ImportRefused as refusal:
            raise ImportRefused(too_long(self.seconds)) from refusal


def too_long(seconds: float) -> str:
    return _(
        "Reading it takes longer than ${seconds} seconds.", mapping={"seconds": f"{seconds:g}"}
    )


@dataclass
class GatheredPages:
    """The texts of a file's pages so far; ``is_cut``: there is more than is kept."""

    clock: Clock
    texts: list[str] = field(default_factory=list)
    is_cut: bool = False
    _left: int = MOST_CHARACTERS

    def add(self, text: str) -> bool:
        """Take a page in, an empty one too; False if no more can be kept.

        Raises ImportRefused when there are too many pages or the time is over.
        """
        self.clock.check()
        if self.is_cut:
            return False
        check_count(len(self.texts) + 1)
        page = _NO_TEXT.sub(" ", _BROKEN_WORD.sub("", text)).strip()
        self.texts.append(page[: self._left])
        self._left -= len(page)
        self.is_cut = self._left < 0
        return not self.is_cut


def check_count(pages: int) -> None:
    """Raise ImportRefused for a file with more pages than anybody looks through."""
    if pages > MOST_PAGES:
        raise ImportRefused(
            _("It has more than ${most} pages.", mapping={"most": f"{MOST_PAGES:,}"})
        )
