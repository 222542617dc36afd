"""Imports as a job: the package waits on the disk, the order in the database."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from transaction.interfaces import TransientError

from academe.actions.access import may
from academe.actions.creating import addable_types
from academe.actions.district import District
from academe.actions.jobs import Job
from academe.actions.opening import open_district
from academe.errors import ImportRefused, InvalidAnswers, Refused
from academe.exchange.bringing_in import NO_COURSE_HERE, Progress, bring_in
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine
from academe.exchange.names import title_from
from academe.exchange.reading import read
from academe.exchange.vocabulary import vocabulary_of
from academe.store.content import Content, is_reachable, new_id, path_of
from academe.store.orders import Order
from academe.store.people import Identity
from academe.store.syncing import sync_folder
from academe.wording import _

KIND = "import"
REFUSED = "Refused: ${why}"  # what came of a job whose package was not taken
CHUNK = 1 << 20  # bytes
TRIES = 5  # as often as a request is tried when somebody else writes the same
ZIP_START = b"PK\x03\x04"
FORGOTTEN = timedelta(days=30)  # a package that nobody ordered any more is taken away after that

Lend = Callable[[], AbstractContextManager[District]]
Whom = Callable[[District], tuple[Identity, Content]]  # raises AcademeError


def import_path(
    person: Identity,
    path: Path,
    target: Content,
    district: District,
    progress: Progress = lambda made, of: None,
    root_id: int | None = None,
) -> tuple[list[Content], list[ReportLine]]:
    """Read a folder or package and bring it in, within this transaction.

    Raises ImportRefused, Refused; then nothing is left behind.
    """
    with tempfile.TemporaryDirectory(prefix="academe-import-") as folder:
        bundle = read(path, Path(folder), vocabulary=vocabulary_of(district.definitions))
        return bring_in(person, bundle, target, district, root_id=root_id, progress=progress)


def import_apart(
    path: Path,
    lend: Lend,
    whom: Whom,
    progress: Progress,
    root_id: int | None = None,
    called: str = "",
) -> tuple[list[str], list[ReportLine]]:
    """Read once, bring in within a transaction of its own; return the new addresses, the report.

    ``called`` is the package's own name, where it lies on the disk under another.
    Reading takes long: no transaction is open meanwhile, so that little can come between.
    """
    with tempfile.TemporaryDirectory(prefix="academe-import-") as folder:
        with lend() as district:
            words = vocabulary_of(district.definitions)
        bundle = read(path, Path(folder), vocabulary=words)
        if called:
            bundle = _called(bundle, path.stem, Path(called).stem)
        for tries_left in reversed(range(TRIES)):
            try:
                with lend() as district:
                    person, target = whom(district)
                    roots, report = bring_in(
                        person, bundle, target, district, root_id=root_id, progress=progress
                    )
                    addresses = [path_of(root) for root in roots]
                return addresses, report
            except TransientError:
                if not tries_left:
                    raise
    raise AssertionError("not reached")


def _called(bundle: Bundle, stem: str, own: str) -> Bundle:
    """Give the roots that were called after the file on the disk the package's own name."""

    def renamed(root: ImportedContent) -> ImportedContent:
        hint = own if root.name_hint == stem else root.name_hint
        title = title_from(f"{own}.") if root.title == title_from(f"{stem}.") else root.title
        return replace(root, name_hint=hint, title=title)

    return replace(bundle, roots=tuple(renamed(root) for root in bundle.roots))


def takes_imports(person: Identity, place: Content, district: District) -> bool:
    """Say whether a course can lie here and ``person`` may add it."""
    allowed = "course" in addable_types(place, district)
    return allowed and may(person, "add", place, district.definitions)


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
    stream.seek(0)
    if stream.read(len(ZIP_START)) != ZIP_START:
        raise InvalidAnswers(
            {"package": _("This is neither a zip archive nor a Common Cartridge (.imscc).")}
        )
    stream.seek(0)
    order_id = new_id()
    suffix = ".imscc" if name.lower().endswith(".imscc") else ".zip"
    path = waiting_folder(district) / f"{order_id}{suffix}"
    _keep(stream, path, district)
    details = {"file": path.name, "target": target.id, "name": Path(name).name[:200]}
    order = Order(order_id, KIND, details, ordered_by=person.id, ordered_at=district.now)
    district.site.orders[order_id] = order
    return order


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


def do_import(job: Job, databases: Any, definitions: Any, settings: Any) -> str:
    """Carry out an ordered import; done already, it does nothing again.

    What the package itself is to blame for is an answer, not a failure: trying
    again would not help. Returns the sentence that the job's page shows.
    """
    lend = partial(open_district, databases, definitions, settings, note="import")
    with lend() as district:
        path = waiting_folder(district) / Path(str(job.order.details["file"])).name
        is_there = district.site.content(job.order.id) is not None
    sentence = _("Imported already") if is_there else _import_ordered(job, path, lend)
    path.unlink(missing_ok=True)
    return sentence


def _import_ordered(job: Job, path: Path, lend: Lend) -> str:
    whom = partial(_whom, job.order)
    try:
        if not path.exists():
            raise ImportRefused(_("The uploaded package is gone. Please upload it again."))
        with lend() as district:
            whom(district)  # nothing is read for somebody who is gone
        called = str(job.order.details.get("name", ""))
        _addresses, report = import_apart(path, lend, whom, job.report, job.order.id, called)
    except (ImportRefused, Refused) as error:
        return _(REFUSED, mapping={"why": error.sentence})
    done = sum(1 for line in report if line.outcome == "imported")
    words = {"done": done, "left_out": len(report) - done}
    return _("${done} imported, ${left_out} left out", mapping=words)


def _whom(order: Order, district: District) -> tuple[Identity, Content]:
    """Return who ordered the import and where to; raises ImportRefused if either is gone."""
    person = district.records.identity_of(order.ordered_by, district.today)
    target = district.site.content(int(str(order.details["target"])))
    if person is None or target is None or not is_reachable(target):
        raise ImportRefused(_("The person or the place is gone."))
    person.memo.update(now=district.now, today=district.today)
    return person, target
