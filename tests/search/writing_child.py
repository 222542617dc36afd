"""Writes contents with several threads while its index follows, until it is killed."""

import random
import sys
from pathlib import Path
from threading import Thread

from transaction.interfaces import TransientError

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.moving import move
from academe.actions.opening import identity_called, open_district
from academe.actions.removing import remove
from academe.definitions.loading import read_definitions
from academe.definitions.settings import read_settings
from academe.errors import AcademeError
from academe.search.indexing import Indexer
from academe.store.content import subtree
from academe.store.databases import open_databases

WRITERS = 3
WORDS = ("wind", "river", "lake", "cloud", "stone", "leaf", "moon", "salt")


def write_something(district) -> None:
    """Do one thing that a person does, somewhere in the tree."""
    cora = identity_called("cora", district)
    places = [one for one in subtree(district.site.root) if one.type_name in ("site", "folder")]
    place, what = random.choice(places), random.random()
    title = " ".join(random.sample(WORDS, 3))
    if what < 0.6 or place.__parent__ is None:
        kind = random.choice(("folder", "document", "document"))
        create(cora, place, kind, {"title": title}, district)
    elif what < 0.8:
        change(cora, place, {"title": title}, district, version=None)
    elif what < 0.9:
        target = random.choice(places)
        if place not in target.lineage():
            move(cora, place, target, district)
    else:
        remove(cora, place, district)


def write_on(open_one) -> None:
    """Write until the process ends; two who write the same try again."""
    while True:
        try:
            with open_one() as district:
                write_something(district)
        except (TransientError, AcademeError):
            continue
        else:
            print(".", flush=True)


def main(folder: Path) -> None:
    settings = read_settings(folder / "etc" / "development.ini")
    definitions = read_definitions(None)
    databases = open_databases(settings.data_folder)
    Indexer(databases, definitions, settings).start()
    for _ in range(WRITERS):
        Thread(
            target=write_on, args=(lambda: open_district(databases, definitions, settings),)
        ).start()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
