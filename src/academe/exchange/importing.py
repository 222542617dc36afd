"""Imports as a job: the package waits on the disk, the order in the database."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from academe.actions.access import may
from academe.actions.district import District
from academe.actions.jobs import Job
from academe.actions.opening import open_district
from academe.errors import ImportRefused, Refused
from academe.exchange.bringing_in import Progress, bring_in
from academe.exchange.bundle import ReportLine
from academe.exchange.reading import read
from academe.store.content import Content, is_reachable, new_id
from academe.store.orders import Order
from academe.store.people import Identity
from academe.store.syncing import sync_folder
from academe.wording import _

KIND = "import"
CHUNK = 1 << 20  # bytes


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
        bundle = read(path, Path(folder))
        return bring_in(person, bundle, target, district, root_id=root_id, progress=progress)


def waiting_folder(district: District) -> Path:
    """Return the folder where uploaded packages wait for their job."""
    return district.settings.data_folder / "imports"


def order_import(
    person: Identity, stream: BinaryIO, name: str, target: Content, district: District
) -> Order:
    """Keep an uploaded package on the disk and order its import, in this transaction."""
    if not may(person, "add", target, district.definitions):
        raise Refused(_("You may not add anything here."))
    order_id = new_id()
    suffix = Path(name).suffix.lower()
    suffix = suffix if suffix in (".zip", ".imscc") else ".zip"
    folder = waiting_folder(district)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{order_id}{suffix}"
    with path.open("xb") as kept:
        shutil.copyfileobj(stream, kept, CHUNK)
        kept.flush()
        os.fsync(kept.fileno())
    sync_folder(folder)
    details = {"file": path.name, "target": target.id}
    order = Order(order_id, KIND, details, ordered_by=person.id, ordered_at=district.now)
    district.site.orders[order_id] = order
    return order


def do_import(job: Job, databases: Any, definitions: Any, settings: Any) -> str:
    """Carry out an ordered import; done already, it does nothing again.

    What the package itself is to blame for is an answer, not a failure: trying
    again would not help. Returns the sentence that the job's page shows.
    """
    path: Path | None = None
    try:
        with open_district(databases, definitions, settings, note="import") as district:
            path = waiting_folder(district) / Path(str(job.order.details["file"])).name
            sentence = _import_ordered(job, path, district)
    except (ImportRefused, Refused) as error:
        sentence = f"refused: {error}"
    if path is not None:
        path.unlink(missing_ok=True)
    return sentence


def _import_ordered(job: Job, path: Path, district: District) -> str:
    order = job.order
    if district.site.content(order.id) is not None:
        return "imported already"
    person = district.records.identity_of(order.ordered_by, district.today)
    target = district.site.content(int(str(order.details["target"])))
    if person is None or target is None or not is_reachable(target):
        raise ImportRefused("The person or the place is gone.")
    person.memo.update(now=district.now, today=district.today)
    if not path.exists():
        raise ImportRefused("The uploaded package is gone.")
    _roots, report = import_path(person, path, target, district, job.report, order.id)
    done = sum(1 for line in report if line.outcome == "imported")
    return f"{done} imported, {len(report) - done} left out"
