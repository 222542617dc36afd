"""Looking at the queue and mending it. Administrators only."""

from dataclasses import dataclass

from academe.actions.accounts import refuse_unless_administrator
from academe.actions.district import District
from academe.errors import NotThere
from academe.store.orders import Order
from academe.store.people import Identity
from academe.store.progress import Standing
from academe.wording import _


@dataclass(frozen=True)
class Queued:
    """An order that waits, and what is known of it if it was tried already."""

    order: Order
    standing: Standing | None


@dataclass(frozen=True)
class Board:
    """The queue at one moment; ``waiting`` holds the first of ``waiting_in_all``."""

    waiting: list[Queued]
    waiting_in_all: int
    running: list[Standing]
    failed: list[Standing]
    done: list[Standing]  # of the last days


def look_at_jobs(person: Identity, district: District, *, at_most: int = 100) -> Board:
    """Return what waits, runs, has failed and was done."""
    refuse_unless_administrator(person)
    jobs = district.work.jobs
    known = {one.id: one for one in jobs.standings("waiting", "running", "failed", "done")}
    busy = {one.id for one in known.values() if one.state != "waiting"}
    waiting = [
        Queued(order, known.get(order.id))
        for orders in (district.site.orders, district.records.orders)
        for order, _number in zip(
            (one for one in orders.values() if one.id not in busy), range(at_most), strict=False
        )
    ]
    in_all = len(district.site.orders) + len(district.records.orders) - len(busy)
    return Board(
        sorted(waiting, key=lambda one: one.order.ordered_at or district.now)[:at_most],
        max(in_all, len(waiting)),
        jobs.standings("running"),
        jobs.standings("failed"),
        jobs.standings("done", "closed", at_most=at_most),
    )


def run_again(person: Identity, order_id: int, district: District) -> None:
    """Let a failed order, or one that waits for its next try, be tried at once."""
    refuse_unless_administrator(person)
    if not district.work.jobs.put_back(order_id, district.now):
        raise NotThere(_("This job is not waiting for another try."))


def give_up(person: Identity, order_id: int, district: District) -> None:
    """Take a failed order out of the queue without carrying it out."""
    refuse_unless_administrator(person)
    if not district.work.jobs.give_up(order_id, _("Given up."), district.now):
        raise NotThere(_("This job is not waiting for another try."))
