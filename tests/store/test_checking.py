"""The check of the exact trees finds whatever differs from the tree itself."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from academe.store.checking import check_records, check_site
from academe.store.content import Children, Content, Removal
from academe.store.databases import Databases, create_databases, open_databases
from academe.store.people import Person
from academe.store.records import Records, lay_out_records
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
        site.enter(course)
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


def test_who_holds_a_role_is_held_against_the_people(databases: Databases) -> None:
    with databases.records.transaction() as connection:
        records = lay_out_records(connection)
        ada, rui = Person(7, "ada", "Ada"), Person(8, "rui", "Rui")
        for person, roles in ((ada, ["administrator"]), (rui, ["reviewer", "author"])):
            records.put_person(person, login=person.login, name=person.name, email="")
            records.put_roles(person, roles)
        records.put_roles(rui, ["reviewer"])
        assert [one.id for one in records.holders_of("author")] == []
    assert verify(databases, checks=[check_records]) == []
    with databases.records.transaction() as connection:
        Records(connection).person(7).roles = ()
        Records(connection).holders.remove(("reviewer", 8))
    said = " ".join(map(str, verify(databases, checks=[check_records])))
    assert "the role administrator of person 7 is wrongly in the tree of holders" in said
    assert "the role reviewer of person 8 is not in the tree of holders" in said


def test_the_tree_of_holders_is_made_for_a_database_of_an_older_release(
    databases: Databases,
) -> None:
    with databases.records.transaction() as connection:
        records = lay_out_records(connection)
        ada = Person(7, "ada", "Ada")
        records.put_person(ada, login="ada", name="Ada", email="")
        records.put_roles(ada, ["administrator"])
        del connection.root()["holders"]
    databases.close()
    made = False
    for read_only in (True, False, True):
        again = open_databases(databases.folder, read_only=read_only)
        with again.records.transaction() as connection:
            made = made or not read_only
            assert ("holders" in connection.root()) == made
            assert [one.id for one in Records(connection).holders_of("administrator")] == [7]
        assert verify(again, checks=[check_records]) == []
        again.close()


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
