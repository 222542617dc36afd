"""Two people at once: whatever the order of their commits, nothing gets lost."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import transaction
from tests.actions.exact_trees import check_exact_trees
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage
from ZODB.POSException import ConflictError

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.district import District
from academe.actions.founding import found_site
from academe.actions.moving import move, rename
from academe.actions.removing import remove, restore
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step
from academe.definitions.definitions import Definitions
from academe.definitions.loading import defaults_folder
from academe.definitions.settings import read_settings
from academe.store.content import Content
from academe.store.people import Identity
from academe.store.site import Site

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
Act = Callable[[Identity, "Desk"], Any]


@dataclass
class Desk:
    """One writer's own view of the database."""

    district: District
    manager: transaction.TransactionManager

    def at(self, path: str) -> Content:
        place = self.district.site.root
        for name in filter(None, path.split("/")):
            place = place[name]
        return place


@pytest.fixture(scope="module")
def built(tmp_path_factory, definitions) -> Path:
    """The file of a database with some folders and courses, made once."""
    path = tmp_path_factory.mktemp("built") / "content.fs"
    database = DB(FileStorage(str(path)))
    with open_desk_of(database, definitions, new=True) as desk:
        grow(desk)
        desk.manager.commit()
    database.close()
    return path


@pytest.fixture(params=["FileStorage", pytest.param("DemoStorage", marks=pytest.mark.long)])
def database(request, tmp_path, built) -> Iterator[DB]:
    if request.param == "FileStorage":
        shutil.copy(built, tmp_path / "content.fs")
        storage = FileStorage(str(tmp_path / "content.fs"))
    else:
        storage = DemoStorage(base=FileStorage(str(built), read_only=True))
    database = DB(storage)
    yield database
    database.close()


@pytest.fixture
def open_desk(database, definitions) -> Callable:
    return lambda: open_desk_of(database, definitions)


@contextmanager
def open_desk_of(database: DB, definitions: Definitions, *, new: bool = False) -> Iterator[Desk]:
    manager = transaction.TransactionManager()
    connection = database.open(manager)
    try:
        if new:
            found_site(connection, "Site", "", definitions, NOW)
        settings = read_settings(defaults_folder() / "etc" / "development.ini")
        yield Desk(District(definitions, Site(connection), None, None, settings, NOW), manager)
    finally:
        manager.abort()
        connection.close()


def cora() -> Identity:
    """A coordinator and administrator of the whole site, as a new request knows her."""
    return Identity(11, "Cora", frozenset({"coordinator", "administrator"}), is_staff=True)


def grow(desk: Desk) -> None:
    here, root = desk.district, desk.district.site.root
    for title in ("A", "B", "C"):
        create(cora(), root, "folder", {"title": title}, here)
    for place, title in (("a", "A1"), ("b", "B1")):
        create(cora(), desk.at(place), "folder", {"title": title}, here)
    for title in ("Course", "Public"):
        course = create(cora(), root, "course", {"title": title}, here)
        unit = create(cora(), course, "unit", {"title": "Unit"}, here)
        create(cora(), unit, "lesson", {"title": "Lesson"}, here)
        take_step(cora(), course, "submit", here)
    take_step(cora(), desk.at("public"), "approve", here)
    remove(cora(), create(cora(), desk.at("c"), "page", {"title": "Gone"}, here), here)


def both_at_once(open_desk: Callable, one: Act, other: Act, order: tuple[int, ...]) -> int:
    """Let both look first, act and commit as ``order`` says; return how many succeeded.

    ``order`` holds 0 and 1 twice each: the first time the writer acts, the second
    time the writer commits.
    """
    with open_desk() as first, open_desk() as second:
        desks, acts, acted, succeeded = (first, second), (one, other), set(), 0
        for desk in desks:  # both have seen everything: what they know is of the same instant
            list(desk.district.site.root.children())
        for number in order:
            desk = desks[number]
            try:
                if number not in acted:
                    acted.add(number)
                    acts[number](cora(), desk)
                else:
                    desk.manager.commit()
                    succeeded += 1
            except ConflictError:
                desk.manager.abort()
    return succeeded


# Whoever commits before the other acts is no danger: those orders are left out.
ORDERS = [order for order in sorted(set(permutations((0, 0, 1, 1)))) if order[0] != order[1]]


def doing(verb: Callable, *paths: str, **named: Any) -> Act:
    """Return an act: ``verb(person, contents at paths..., district, **named)``."""

    def act(person: Identity, desk: Desk) -> None:
        verb(person, *(desk.at(path) for path in paths), desk.district, **named)

    return act


def creating(path: str, kind: str, title: str) -> Act:
    return lambda person, desk: create(person, desk.at(path), kind, {"title": title}, desk.district)


def changing(path: str, title: str) -> Act:
    return lambda person, desk: change(
        person, desk.at(path), {"title": title}, desk.district, version=None
    )


def stepping(path: str, step: str) -> Act:
    return lambda person, desk: take_step(person, desk.at(path), step, desk.district)


def renaming(path: str, name: str) -> Act:
    return lambda person, desk: rename(person, desk.at(path), name, desk.district)


def restoring(person: Identity, desk: Desk) -> None:
    (gone,) = desk.district.site.bin.values()
    restore(person, gone, desk.district)


def closing(path: str) -> Act:
    return lambda person, desk: share(
        person, desk.at(path), Sharing({}, inherits_roles=False), desk.district
    )


ONE_MUST_WAIT = {
    "A into B, B into A": (doing(move, "a", "b"), doing(move, "b", "a")),
    "A into B1, B into A1": (doing(move, "a", "b/b1"), doing(move, "b", "a/a1")),
    "A into B, B1 into A1": (doing(move, "a", "b/b1"), doing(move, "b/b1", "a/a1")),
    "change A, remove A": (changing("a", "Other"), doing(remove, "a")),
    "share A, remove A": (closing("a"), doing(remove, "a")),
    "move A1 to B, remove A1": (doing(move, "a/a1", "b"), doing(remove, "a/a1")),
    "move A1 to B, move A1 to C": (doing(move, "a/a1", "b"), doing(move, "a/a1", "c")),
    "rename A, move A": (renaming("a", "z"), doing(move, "a", "b")),
    "remove A, remove A": (doing(remove, "a"), doing(remove, "a")),
    "restore, restore": (restoring, restoring),
    "restore into C, remove C": (restoring, doing(remove, "c")),
    "the same name in A": (creating("a", "page", "Same"), creating("a", "page", "Same")),
    "the same text": (changing("a", "One"), changing("a", "Two")),
    "publish, change below": (
        stepping("course", "approve"),
        changing("course/unit/lesson", "Other"),
    ),
    "approve, for staff": (stepping("course", "approve"), stepping("course", "approve_for_staff")),
    "retire, revise": (stepping("public", "retire"), stepping("public", "revise")),
}
# Who adds commits first: it is in the bin, in the other place or unpublished with the rest.
# Who adds commits last: must try again, and sees what has become of the place.
ADDING_IN_TIME = {
    "create in A1, remove A": (creating("a/a1", "page", "New"), doing(remove, "a")),
    "create in A1, move A": (creating("a/a1", "page", "New"), doing(move, "a", "b")),
    "create in A, remove A": (creating("a", "page", "New"), doing(remove, "a")),
    "move B1 into A1, remove A": (doing(move, "b/b1", "a/a1"), doing(remove, "a")),
    "add, publish": (creating("course/unit", "lesson", "New"), stepping("course", "approve")),
    "move in, publish": (doing(move, "public/unit", "course"), stepping("course", "approve")),
    "revise below, revise": (stepping("public/unit", "revise"), stepping("public", "revise")),
}
BOTH_SUCCEED = {
    "create in A, create in B": (creating("a", "page", "One"), creating("b", "page", "Two")),
    "change A1, create in A": (changing("a/a1", "Other"), creating("a", "page", "Two")),
    "change two lessons": (changing("course/unit", "U"), changing("course/unit/lesson", "L")),
}


def check_nothing_is_lost(open_desk, fields, before: set[int]) -> None:
    with open_desk() as desk:
        check_exact_trees(desk.district.site, fields)
        assert before <= set(desk.district.site.contents)


def ids_in(open_desk) -> set[int]:
    with open_desk() as desk:
        return set(desk.district.site.contents)


@pytest.fixture
def fields(definitions) -> dict:
    return {
        name: {field.name: {"type": field.type} for field in kind.fields.values()}
        for name, kind in definitions.types.items()
    }


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join("xy"[n] for n in order))
@pytest.mark.parametrize("acts", ONE_MUST_WAIT.values(), ids=ONE_MUST_WAIT.keys())
def test_one_of_two_writers_must_try_again(open_desk, fields, acts, order):
    before = ids_in(open_desk)
    assert both_at_once(open_desk, *acts, order) == 1
    check_nothing_is_lost(open_desk, fields, before)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join("xy"[n] for n in order))
@pytest.mark.parametrize("acts", ADDING_IN_TIME.values(), ids=ADDING_IN_TIME.keys())
def test_what_is_added_goes_with_its_place_or_is_tried_again(open_desk, fields, acts, order):
    before = ids_in(open_desk)
    adding_is_first = order[2] == 0
    assert both_at_once(open_desk, *acts, order) == (2 if adding_is_first else 1)
    check_nothing_is_lost(open_desk, fields, before)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join("xy"[n] for n in order))
@pytest.mark.parametrize("acts", BOTH_SUCCEED.values(), ids=BOTH_SUCCEED.keys())
def test_who_works_elsewhere_does_not_wait(open_desk, fields, acts, order):
    before = ids_in(open_desk)
    assert both_at_once(open_desk, *acts, order) == 2
    check_nothing_is_lost(open_desk, fields, before)
