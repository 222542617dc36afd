"""What differs between two texts: block by block, and word by word where a block was changed.

Asked for what a reviewer sees; a text that was written anew from end to end is
shown as taken away and added, not cut into single words.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from academe.actions.blocks import Block, blocks_of

Kind = Literal["same", "added", "removed"]
MOST_COMPARED = 250_000  # pairs of words, or of blocks: more is not matched, but shown as a whole
LOOKED_AT = 20  # blocks, for the one that a new block was made from
ALIKE = 0.4  # share of the words that two blocks have in common if one became the other
WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """Words of one block that stayed, came or went."""

    kind: Kind
    words: str


class ChangedBlock(NamedTuple):
    """One block as it was changed; ``form_only``: its words stayed, its links or looks did not."""

    name: str  # of the HTML element
    pieces: tuple[Piece, ...]
    form_only: bool = False


class Gap(NamedTuple):
    """Blocks that nobody changed."""

    blocks: int


def compare(old: str, new: str) -> list[ChangedBlock | Gap]:
    """Return what became of the blocks of ``old`` (HTML) in ``new``; empty if nothing differs."""
    before, after = blocks_of(old), blocks_of(new)
    found: list[ChangedBlock | Gap] = []
    for word, i, j, k, m in matched(before, after):
        if word == "equal":
            found.append(Gap(j - i))
        else:
            found += _replaced(before[i:j], after[k:m])
    return found if any(isinstance(one, ChangedBlock) for one in found) else []


def matched(
    before: Sequence[object], after: Sequence[object]
) -> list[tuple[str, int, int, int, int]]:
    """Return difflib's opcodes; past the budget, what lies between equal ends is all replaced."""
    start, end = 0, 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    i, j = len(before) - end, len(after) - end
    if (i - start) * (j - start) <= MOST_COMPARED:
        return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
    codes = [
        ("equal", 0, start, 0, start),
        ("replace", start, i, start, j),
        ("equal", i, len(before), j, len(after)),
    ]
    return [code for code in codes if code[2] > code[1] or code[4] > code[3]]


def _replaced(before: Sequence[Block], after: Sequence[Block]) -> Iterator[ChangedBlock]:
    """Yield each new block beside the old one that it was made from, in the order of the new."""
    next_old = 0
    for new in after:
        like = _alike(before[next_old : next_old + LOOKED_AT], new)
        if like is None:
            yield _whole(new, "added")
            continue
        for gone in before[next_old : next_old + like]:
            yield _whole(gone, "removed")
        yield changed_block(before[next_old + like], new)
        next_old += like + 1
    for gone in before[next_old:]:
        yield _whole(gone, "removed")


def _alike(before: Sequence[Block], new: Block) -> int | None:
    """Return the position of the first block that ``new`` may have been made from."""
    words = set(new.words.split())
    for position, old in enumerate(before):
        others = set(old.words.split())
        if words == others or len(words & others) >= ALIKE * max(len(words), len(others), 1):
            return position
    return None


def _whole(block: Block, kind: Kind) -> ChangedBlock:
    return ChangedBlock(block.name, (Piece(kind, block.words),))


def changed_block(old: Block, new: Block) -> ChangedBlock:
    """Return the words of a block that stayed, came and went."""
    if old.words == new.words:
        return ChangedBlock(new.name, (Piece("same", new.words),), form_only=True)
    return ChangedBlock(new.name, tuple(compare_words(old.words, new.words)))


def compare_words(old: str, new: str) -> Iterator[Piece]:
    """Yield the pieces of one line of words."""
    before, after = WORD.findall(old), WORD.findall(new)
    for _word, i, j, k, m in matched(before, after):
        if before[i:j] == after[k:m]:
            yield Piece("same", "".join(after[k:m]))
            continue
        if i < j:
            yield Piece("removed", "".join(before[i:j]))
        if k < m:
            yield Piece("added", "".join(after[k:m]))
