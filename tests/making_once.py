"""What takes long to make is made once, though several processes test."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return this process's copy of a folder; the first process that asks makes it.

    A copy for each, as even who only reads a database leaves files beside it for a moment.
    """
    above = above_all(factory)
    made, unfinished = above / f"made-{name}", above / f"unfinished-{name}"
    with (above / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make(unfinished)
            unfinished.rename(made)
    return shutil.copytree(made, factory.getbasetemp() / name)


def above_all(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of one run share."""
    mine = factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
