"""Carries out orders to read the words of files, a few seconds at a time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from academe.actions.district import District
from academe.actions.jobs import Job
from academe.actions.opening import open_district
from academe.actions.ordering_texts import (
    MOST_CONTENTS,
    order_missing_texts,
    order_rest,
    readable_files,
)
from academe.exchange.file_texts import read_file_text
from academe.store.content import Content
from academe.store.file_texts import keep, missing, note_complete
from academe.store.work import Work
from academe.wording import _

TURN = 10.0  # seconds; then others have their turn, and the rest is ordered anew
Told = Callable[[Sequence[int]], None]  # called with ids of contents whose files were read


@dataclass(frozen=True)
class Holder:
    """A content with files that can be read, and where those lie of which nothing is kept."""

    content_id: int
    paths: dict[str, Path]  # SHA-256 -> path


def tell_nobody(content_ids: Sequence[int]) -> None:
    """Take the place of whoever wants to know which contents had files read."""


def do_extract(
    job: Job,
    databases: Any,
    definitions: Any,
    settings: Any,
    told: Told = tell_nobody,
    turn: float = TURN,
) -> str:
    """Read and keep the words of files, tell of them, and order what is left when time is over.

    What is kept is not read again. Of contents whose files were read for others it is told, too:
    they may have been looked at before that.
    """
    lend = partial(open_district, databases, definitions, settings, note="extract")
    with lend() as district:
        ids = _ids_of(job, district)
        holders = list(_holders(ids, district))
    done, count = _read_in_turn(job, holders, databases.work, turn)
    if done:
        told([holder.content_id for holder in holders[:done]])
    with lend() as district:
        _order_more(job, ids, [holder.content_id for holder in holders[done:]], district)
    return _("Files read: ${count}", mapping={"count": count})


def _ids_of(job: Job, district: District) -> tuple[int, ...]:
    """Return the contents that are named, or the next ones of all."""
    details: Any = job.order.details
    if "contents" in details:
        return tuple(details["contents"])
    return tuple(islice(district.site.contents.keys(details["after"] + 1), MOST_CONTENTS))


def _holders(ids: Sequence[int], district: District) -> list[Holder]:
    contents = [one for one in map(district.site.content, ids) if isinstance(one, Content)]
    files = {content.id: found for content in contents if (found := readable_files(content))}
    lacking = missing(district.work, (sha for found in files.values() for sha in found))
    return [
        Holder(
            content_id,
            {sha: Path(found[sha].blob.committed()) for sha in found if sha in lacking},
        )
        for content_id, found in files.items()
    ]


def _read_in_turn(job: Job, holders: Sequence[Holder], work: Work, turn: float) -> tuple[int, int]:
    """Read until the time is over; return how many contents are done, and how many files."""
    started, count = time.monotonic(), 0
    for number, holder in enumerate(holders):
        if count and time.monotonic() - started > turn:
            return number, count
        for sha, path in holder.paths.items():
            count += _read_one(sha, path, work)
        job.report(number + 1, len(holders))
    return len(holders), count


def _read_one(sha: str, path: Path, work: Work) -> bool:
    """Read one file, unless it was read meanwhile, or packed away; no transaction is open."""
    if not missing(work, [sha]) or not path.exists():
        return False
    found = read_file_text(path)
    keep(work, sha, found.pages, datetime.now(UTC), reason=found.reason)
    return True


def _order_more(job: Job, ids: Sequence[int], left: Sequence[int], district: District) -> None:
    if "contents" in job.order.details:
        if left:
            order_rest(tuple(left), job.order.ordered_by, district)
    elif left or len(ids) == MOST_CONTENTS:
        after = left[0] - 1 if left else ids[-1]
        order_missing_texts(district, after=after, person_id=job.order.ordered_by)
    else:
        note_complete(district.work)
