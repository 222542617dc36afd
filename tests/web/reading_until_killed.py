"""Run as a process of its own: read the files of a site, and be killed at a moment of the first."""

import os
import signal
import sys
from functools import partial
from pathlib import Path

from academe.actions.jobs import drain_once
from academe.actions.ordering_texts import KIND
from academe.definitions.loading import read_definitions
from academe.definitions.settings import read_settings
from academe.exchange import extracting
from academe.store.databases import open_databases


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, moment: str) -> None:
    settings = read_settings(folder / "etc" / "development.ini")
    databases = open_databases(settings.data_folder)
    doer = partial(
        extracting.do_extract,
        databases=databases,
        definitions=read_definitions(None),
        settings=settings,
        told=die if moment == "kept" else (lambda content_ids: None),
    )

    def carry_out(job: extracting.Job) -> str:
        doer(job)
        die()
        return ""

    drain_once(databases, {KIND: carry_out})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
