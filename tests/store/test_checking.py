"""The check of the exact trees finds whatever differs from the tree itself."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from academe.store.checking import check_site
from academe.store.content import Children, Content, Removal
from academe.store.databases import Databases, create_databases, open_databases
from academe.store.site import Site, lay_out_site
from academe.store.verifying import verify

Change = Callable[[Site, Content], object]


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    create_databases(tmp_path / "data")
    databases = open_databases(tmp_path / "data")
    with databases.content.transaction() as connection:
        site = lay_out_site(connection, Content("site"))
        site.root._children = Children(manual=True)
        course = Content("course")
        course.__parent__, course.__name__ = site.root, "algebra"
        site.root._children.by_name["algebra"] = course
        site.root._children.order = ("algebra",)
        site.contents[course.id] = course
        course.grants = {7: {"author": None}}
        site.places.insert((7, course.id))
    yield databases
    databases.close()


def found_after(databases: Databases, change: Change) -> str:
    with databases.content.transaction() as connection:
        site = Site(connection)
        change(site, site.root["algebra"])
    return " ".join(str(finding) for finding in verify(databases, checks=[check_site]))


def remove(site: Site, course: Content) -> None:
    del site.root._children.by_name["algebra"]  # type: ignore[union-attr]
    site.root._children.order = ()  # type: ignore[union-attr]
    course.__parent__ = None
    course._removed = Removal(site.root.id, "algebra", 0, datetime.now(UTC), 7)


def test_a_sound_site_and_an_empty_database_pass(databases: Databases, tmp_path: Path) -> None:
    assert list(check_site(databases)) == []
    create_databases(tmp_path / "empty")
    empty = open_databases(tmp_path / "empty")
    assert list(check_site(empty)) == []
    empty.close()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda site, course: site.root._children.by_name.clear(), "not among the children"),
        (lambda site, course: setattr(course, "__parent__", None), "hangs nowhere"),
        (lambda site, course: setattr(course, "__name__", "geometry"), "says it is elsewhere"),
        (lambda site, course: site.contents.pop(course.id), "does not know"),
        (lambda site, course: setattr(course, "id", 5), "says that its id is 5"),
        (lambda site, course: setattr(site.root._children, "order", ()), "another order"),
        (lambda site, course: setattr(course, "grants", {}), "has a role of 7"),
        (lambda site, course: site.places.clear(), "grants a role to 7"),
        (lambda site, course: setattr(course, "inherits_roles", False), "tree of barriers"),
        (lambda site, course: site.barriers.insert(4), "barriers has content 4"),
        (lambda site, course: site.bin.insert(course.id, course), "but was not removed"),
        (remove, "does not lie in the bin"),
    ],
)
def test_what_differs_is_found(databases: Databases, change: Change, sentence: str) -> None:
    assert sentence in found_after(databases, change)
