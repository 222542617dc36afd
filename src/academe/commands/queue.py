"""`academe jobs`: what waits, runs and has failed."""

import click

from academe.actions.watching_jobs import look_at_jobs, run_again
from academe.commands.carrying_out import carry_out
from academe.commands.desk import Deed, Desk, Words, keeper
from academe.commands.sites import Call, config_option, pass_call
from academe.store.progress import Standing
from academe.wording import in_english


@click.command()
@click.option("--again", metavar="NUMBER", type=click.INT, help="Try this one again at once.")
@config_option
@pass_call
def jobs(call: Call, again: int | None) -> None:
    """List the jobs that wait, run or have failed.

    \b
    Example:
      academe jobs --again 4721
    """
    carry_out(call, "jobs", again=again)


def jobs_deed(desk: Desk, words: Words) -> list[str]:
    with desk.district("academe jobs") as district:
        if words["again"] is not None:
            run_again(keeper(district), words["again"], district)
            return [f"The job {words['again']} is tried again."]
        board = look_at_jobs(keeper(district), district)
    lines = [_line(one) for one in (*board.failed, *board.running)]
    lines += [f"{one.order.id}\t{one.order.kind}\twaiting\t-" for one in board.waiting]
    more = board.waiting_in_all - len(board.waiting)
    return [*lines, *([f"and {more} more that wait"] if more > 0 else [])] or ["Nothing waits."]


def _line(one: Standing) -> str:
    return f"{one.id}\t{one.kind}\t{one.state}, try {one.tries}\t{in_english(one.result) or '-'}"


DEEDS: dict[str, Deed] = {"jobs": jobs_deed}
