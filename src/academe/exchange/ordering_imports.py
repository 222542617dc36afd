"""Orders imports: an uploaded package waits on the disk, its order in the database."""

import os
import shutil
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from translationstring import TranslationString

from academe.actions.access import may
from academe.actions.creating import addable_types
from academe.actions.district import District
from academe.actions.filing import file_name
from academe.errors import InvalidAnswers, NotThere, Refused
from academe.exchange.bringing_in import NO_COURSE_HERE
from academe.exchange.tars import MARK as GZIP
from academe.exchange.zips import MARK as ZIP
from academe.store.content import Content, new_id
from academe.store.orders import Order
from academe.store.people import Identity
from academe.store.syncing import sync_folder
from academe.wording import _

KIND = "import"
CHUNK = 1 << 20  # bytes
LOOKED_AT = 1000  # jobs that are done
FORGOTTEN = timedelta(days=7)  # as long as anybody can be asked about a package that waits
MOST_WAITING = 20  # packages of one person, those that wait for an answer among them
ENDINGS = {".imscc": ZIP, ".zip": ZIP, ".mbz": b"", ".tgz": GZIP}

BEFORE = _("It was brought in before: somebody has to say whether it shall come in again.")


@dataclass(frozen=True)
class Question:
    """A package that came in before waits for an answer; ids of content, person and place."""

    earlier: int
    person: int
    target: int
    file: str
    name: str

    def as_sentence(self) -> str:
        """Give what came of the job, with what is needed to go on kept in it."""
        return BEFORE % vars(self)


def question_in(sentence: str) -> Question | None:
    """Read the question out of what came of a job; None if it asks nothing."""
    if sentence != BEFORE or not isinstance(sentence, TranslationString):
        return None
    return Question(**{name: sentence.mapping[name] for name in Question.__annotations__})


def told_to(order: Order, sentence: str) -> str:
    """Keep in what came of an import for whom it is: the order itself is taken away soon."""
    if not isinstance(sentence, TranslationString):
        return sentence
    whose = {"person": order.ordered_by, "target": order.details.get("target", 0)}
    return sentence % whose


def is_told_to(person: Identity, place: Content, sentence: str) -> bool:
    """Say whether what came of an import into ``place`` is for ``person``."""
    words = sentence.mapping or {} if isinstance(sentence, TranslationString) else {}
    return bool(words.get("person") == person.id and words.get("target") == place.id)


def takes_imports(person: Identity, place: Content, district: District) -> bool:
    """Say whether a course or a lesson can lie here and ``person`` may add it."""
    allowed = {"course", "lesson"} & set(addable_types(place, district))
    return bool(allowed) and may(person, "add", place, district.definitions)


def waiting_folder(district: District) -> Path:
    """Return the folder where uploaded packages wait for their job."""
    return district.settings.data_folder / "imports"


def order_import(
    person: Identity, stream: BinaryIO, name: str, target: Content, district: District
) -> Order:
    """Keep an uploaded package on the disk and order its import, in this transaction.

    Raises Refused, InvalidAnswers for the field ``package``.
    """
    check_takes_imports(person, target, district)
    if count_waiting(person, district) >= MOST_WAITING:
        raise InvalidAnswers({"package": TOO_MANY_WAIT % {"most": MOST_WAITING}})
    suffix = _suffix(stream, name)
    order_id = new_id()
    path = waiting_folder(district) / f"{order_id}{suffix}"
    _keep(stream, path, district)
    details = {"file": path.name, "target": target.id, "name": file_name(name)}
    return _put(order_id, person, details, district)


TOO_MANY_WAIT = _(
    "${most} packages of yours wait already. Answer what their pages ask, or come back when they "
    "are in."
)


def count_waiting(person: Identity, district: District) -> int:
    """Return how many packages of ``person`` lie on the disk: ordered ones, and asked about."""
    orders = district.site.orders.values()
    found = {one.id for one in orders if one.kind == KIND and one.ordered_by == person.id}
    for standing in district.work.jobs.standings("done", "closed", at_most=LOOKED_AT):
        asked = question_in(standing.result)
        if asked is not None and asked.person == person.id:
            found.update([standing.id] if _waits(asked, district) else [])
    return len(found)


def _waits(asked: Question, district: District) -> bool:
    return (waiting_folder(district) / Path(asked.file).name).exists()


def order_again(person: Identity, asked: Question, district: District) -> Order:
    """Order the import of a package that came in before, as one more copy.

    Raises Refused, and NotThere where the package waits no more or was somebody else's.
    """
    target = district.site.content(asked.target)
    path = waiting_folder(district) / Path(asked.file).name
    if target is None or asked.person != person.id or not path.exists():
        raise NotThere(_("The uploaded package is gone. Please upload it again."))
    check_takes_imports(person, target, district)
    details = {"file": path.name, "target": target.id, "name": asked.name, "again": True}
    return _put(new_id(), person, details, district)


def _put(order_id: int, person: Identity, details: dict[str, Any], district: District) -> Order:
    order = Order(order_id, KIND, details, ordered_by=person.id, ordered_at=district.now)
    district.site.orders[order_id] = order
    return order


def _suffix(stream: BinaryIO, name: str) -> str:
    """Give the ending by which the package waits; raises InvalidAnswers for what is none."""
    stream.seek(0)
    begin = stream.read(4)
    stream.seek(0)
    if not begin.startswith((ZIP, GZIP)):
        raise InvalidAnswers(
            {
                "package": _(
                    "This is neither a zip archive nor a Common Cartridge (.imscc) nor a Moodle "
                    "backup (.mbz), and no text that can be read (.docx, .html, .md)."
                )
            }
        )
    suffix = Path(name).suffix.lower()
    if suffix in ENDINGS and begin.startswith(ENDINGS[suffix]):
        return suffix
    return ".zip" if begin.startswith(ZIP) else ".tgz"


def check_takes_imports(person: Identity, place: Content, district: District) -> None:
    """Raise Refused, with the reason, where no course can be brought in."""
    if not may(person, "add", place, district.definitions):
        raise Refused(_("You may not add anything here."))
    if not takes_imports(person, place, district):
        raise Refused(NO_COURSE_HERE)


def _keep(stream: BinaryIO, path: Path, district: District) -> None:
    """Write the package so that it outlives a power cut; it goes if the order does not come."""
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder, district)
    drop = partial(path.unlink, missing_ok=True)
    asked = district.site.transaction
    asked.addAfterAbortHook(drop)
    asked.addAfterCommitHook(lambda worked: None if worked else drop())
    with path.open("xb") as kept:
        shutil.copyfileobj(stream, kept, CHUNK)
        kept.flush()
        os.fsync(kept.fileno())
    sync_folder(folder)


def _sweep(folder: Path, district: District) -> None:
    """Take away what a killed process left behind long ago."""
    oldest = (district.now - FORGOTTEN).timestamp()
    for path in folder.iterdir():
        waits = path.stem.isdecimal() and int(path.stem) in district.site.orders
        if not waits and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
