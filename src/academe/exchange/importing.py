"""Imports as a job: the package waits on the disk, the order in the database."""

import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from transaction.interfaces import TransientError

from academe.actions.district import District
from academe.actions.jobs import Job
from academe.actions.opening import open_district
from academe.errors import BroughtInBefore, ImportRefused, Refused
from academe.exchange.bringing_in import Progress, bring_in
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine
from academe.exchange.names import title_from
from academe.exchange.noticing import check_is_new
from academe.exchange.ordering_imports import Question, question_in, told_to, waiting_folder
from academe.exchange.reading import read
from academe.exchange.vocabulary import vocabulary_of
from academe.store.content import Content, is_reachable, path_of
from academe.store.orders import Order
from academe.store.people import Identity
from academe.wording import _

REFUSED = _("Refused: ${why}")  # what came of a job whose package was not taken
TRIES = 5  # as often as a request is tried when somebody else writes the same

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
    again: bool = False,
) -> tuple[list[str], list[ReportLine]]:
    """Read once, bring in within a transaction of its own; return the new addresses, the report.

    ``called`` is the package's own name, where it lies on the disk under another. ``again``: it
    may have come in before; otherwise BroughtInBefore is raised if it did.
    Reading takes long: no transaction is open meanwhile, so that little can come between.
    """
    with tempfile.TemporaryDirectory(prefix="academe-import-") as folder:
        with lend() as district:
            words = vocabulary_of(district.definitions)
        bundle = read(path, Path(folder), vocabulary=words)
        if called:
            bundle = _called(bundle, path.stem, Path(called).stem.removesuffix(".tar"))
        for tries_left in reversed(range(TRIES)):
            try:
                with lend() as district:
                    person, target = whom(district)
                    if not again:
                        check_is_new(person, bundle, district)
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
    if question_in(sentence) is None:  # else the package waits for the answer
        path.unlink(missing_ok=True)
    return told_to(job.order, sentence)


def _import_ordered(job: Job, path: Path, lend: Lend) -> str:
    whom = partial(_whom, job.order)
    try:
        if not path.exists():
            raise ImportRefused(_("The uploaded package is gone. Please upload it again."))
        with lend() as district:
            whom(district)  # nothing is read for somebody who is gone
        details = job.order.details
        called, again = str(details.get("name", "")), bool(details.get("again"))
        _addresses, report = import_apart(
            path, lend, whom, job.report, job.order.id, called, again=again
        )
    except BroughtInBefore as before:
        target = int(str(job.order.details["target"]))
        asked = Question(before.content_id, job.order.ordered_by, target, path.name, called)
        return asked.as_sentence()
    except (ImportRefused, Refused) as error:
        return REFUSED % {"why": error.sentence}
    count = Counter(line.outcome for line in report)
    words = {"done": count["imported"], "left_out": count["left out"]}
    return _("${done} imported, ${left_out} left out", mapping=words)


def _whom(order: Order, district: District) -> tuple[Identity, Content]:
    """Return who ordered the import and where to; raises ImportRefused if either is gone."""
    person = district.records.identity_of(order.ordered_by, district.today)
    target = district.site.content(int(str(order.details["target"])))
    if person is None or target is None or not is_reachable(target):
        raise ImportRefused(_("The person or the place is gone."))
    person.memo.update(now=district.now, today=district.today)
    return person, target
