"""Administrators keep people and groups; nobody else does."""

from datetime import date

import pytest
import transaction

from academe.actions import accounts, grouping
from academe.errors import Conflict, InvalidAnswers, NotThere, Refused
from academe.store.people import KEEPER, Group, Membership, Person
from academe.store.records import Records

TESS = {"login": "Tess.T", "name": "  Tess   Teacher ", "email": "tess@school.example"}


def test_nobody_but_an_administrator_does_anything_here(district, ana, cora, nobody):
    for person in (ana, cora, nobody):
        for action in (
            lambda p: accounts.add_person(p, TESS, district),
            lambda p: accounts.change_person(p, ana.id, {"name": "X"}, district),
            lambda p: accounts.disable_person(p, ana.id, district),
            lambda p: accounts.enable_person(p, ana.id, district),
            lambda p: accounts.set_password(p, ana.id, "seven green bottles", district),
            lambda p: accounts.search_people(p, "", district),
            lambda p: accounts.find_person(p, ana.id, district),
            lambda p: grouping.add_group(p, "math", "Math", district),
            lambda p: grouping.rename_group(p, 5, "math", "Math", district),
            lambda p: grouping.put_into_group(p, ana.id, 5, district),
            lambda p: grouping.take_out_of_group(p, ana.id, 5, district),
            lambda p: grouping.list_groups(p, district),
            lambda p: grouping.list_members(p, 5, district),
        ):
            with pytest.raises(Refused):
                action(person)


def test_an_added_person_is_kept_tidy_and_has_no_way_in_yet(district, ada):
    tess = accounts.add_person(ada, {**TESS, "is_staff": True, "roles": ["author"]}, district)
    assert (tess.login, tess.name, tess.email) == ("tess.t", "Tess Teacher", "tess@school.example")
    assert (tess.is_staff, tess.roles, tess.created_by) == (True, ("author",), ada.id)
    assert tess.password_hash is None
    assert district.records.person_called("TESS@school.example") is tess


def test_the_keeper_of_the_site_adds_the_first_administrator(district):
    first = accounts.add_person(KEEPER, {**TESS, "roles": ["administrator"]}, district)
    assert district.records.identity_of(first.id, district.today).roles == {"administrator"}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"login": ""}, "login"),
        ({"login": "two words"}, "login"),
        ({"login": "tess@school.example"}, "login"),
        ({"login": "x" * 65}, "login"),
        ({"login": "ada"}, "login"),
        ({"name": "   "}, "name"),
        ({"name": "Te\x00ss"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"email": "nowhere"}, "email"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({"email": "a b@c.example"}, "email"),
        ({"email": "ADA@school.example"}, "email"),
        ({"roles": ["king"]}, "roles"),
        ({"roles": ["staff"]}, "roles"),
        ({"language": "English"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"memberships": [Membership(12345)]}, "memberships"),
        ({"password_hash": "x"}, "password_hash"),
        ({"disabled": False}, "disabled"),
    ],
)
def test_answers_that_make_no_sense_are_told_at_their_field(district, ada, answers, field):
    with pytest.raises(InvalidAnswers) as refused:
        accounts.add_person(ada, {**TESS, **answers}, district)
    assert list(refused.value.errors) == [field]
    assert len(district.records.people) == 1


def test_all_that_is_wrong_is_told_at_once(district, ada):
    with pytest.raises(InvalidAnswers) as refused:
        accounts.add_person(ada, {"email": "nowhere"}, district)
    assert set(refused.value.errors) == {"login", "name", "email"}


def test_only_what_changed_is_taken_and_told(district, ada, tess):
    answers = {"login": "tess", "name": "Tess Teacher", "roles": (), "language": "es"}
    assert accounts.change_person(ada, tess.id, answers, district) == ("name", "language")
    assert accounts.change_person(ada, tess.id, answers, district) == ()
    with pytest.raises(NotThere):
        accounts.change_person(ada, 12345, answers, district)


def test_an_older_form_is_never_saved_over_a_newer_one(district, ada, tess):
    seen = district.records.person(tess.id).version
    accounts.change_person(ada, tess.id, {"name": "Tess One"}, district, version=seen)
    with pytest.raises(Conflict):
        accounts.change_person(ada, tess.id, {"name": "Tess Two"}, district, version=seen)
    assert district.records.person(tess.id).name == "Tess One"


def test_nobody_gives_or_takes_a_role_that_none_of_theirs_grants(district, ada, tess):
    with pytest.raises(Refused, match="confidant"):
        accounts.change_person(ada, tess.id, {"roles": ["author", "confidant"]}, district)
    district.records.put_roles(district.records.person(tess.id), ["confidant"])
    with pytest.raises(Refused, match="confidant"):
        accounts.change_person(ada, tess.id, {"roles": []}, district)
    assert accounts.change_person(ada, tess.id, {"roles": ["confidant", "author"]}, district)


def test_a_role_that_is_gone_from_the_file_can_be_taken(district, ada, tess):
    district.records.put_roles(district.records.person(tess.id), ["bygone"])
    accounts.change_person(ada, tess.id, {"roles": []}, district)
    assert district.records.person(tess.id).roles == ()


def test_no_administrator_shuts_themselves_out(district, ada):
    with pytest.raises(InvalidAnswers):
        accounts.change_person(ada, ada.id, {"roles": []}, district)
    with pytest.raises(Refused):
        accounts.disable_person(ada, ada.id, district)


def test_two_administrators_cannot_disable_each_other_at_once(district, connections, ada, enrol):
    from dataclasses import replace

    eve = enrol("eve", roles=["administrator"])
    connections.manager.commit()
    other_manager = transaction.TransactionManager()
    other_connection = connections.records_db.open(other_manager)
    other = replace(district, records=Records(other_connection))
    accounts.disable_person(ada, eve.id, district)
    accounts.disable_person(eve, ada.id, other)
    connections.manager.commit()
    from ZODB.POSException import ConflictError

    with pytest.raises(ConflictError):
        other_manager.commit()
    other_manager.abort()
    other_connection.close()


def test_whoever_is_enabled_again_is_known_again(district, ada, tess):
    accounts.disable_person(ada, tess.id, district)
    assert district.records.identity_of(tess.id, district.today) is None
    accounts.enable_person(ada, tess.id, district)
    assert district.records.identity_of(tess.id, district.today) == tess


def test_people_are_searched_by_name_login_and_address(district, ada, ana, tess):
    def logins(typed):
        return [one.login for one in accounts.search_people(ada, typed, district)]

    assert logins("") == ["ada", "ana", "tess"]
    assert logins("a") == ["ada", "ana"]
    assert logins("te") == ["tess"]
    assert logins("tess@sch") == ["tess"]
    assert logins("nobody") == []
    assert len(accounts.search_people(ada, "", district, at_most=2)) == 2


def test_groups_have_members_from_and_until_a_day(district, ada, tess):
    group = grouping.add_group(ada, "math-authors", "Authors of mathematics", district)
    day = district.today
    grouping.put_into_group(ada, tess.id, group.id, district, since=day, until=day)
    assert district.records.identity_of(tess.id, day).groups == {group.id}
    assert grouping.list_groups(ada, district) == [(group, 1)]
    assert [one.login for one in grouping.list_members(ada, group.id, district)] == ["tess"]
    with pytest.raises(InvalidAnswers):
        grouping.put_into_group(ada, tess.id, group.id, district, since=day, until=date(2000, 1, 1))
    grouping.take_out_of_group(ada, tess.id, group.id, district)
    assert grouping.list_groups(ada, district) == [(group, 0)]
    assert grouping.list_members(ada, group.id, district) == []
    with pytest.raises(NotThere):
        grouping.put_into_group(ada, tess.id, 12345, district)


def test_a_group_is_renamed_and_keeps_its_members(district, ada, tess):
    group = grouping.add_group(ada, "math", "Math", district)
    grouping.put_into_group(ada, tess.id, group.id, district)
    grouping.rename_group(ada, group.id, "maths", "Mathematics", district)
    assert district.records.group_called("math") is None
    assert district.records.group_called("maths") is group
    assert len(grouping.list_members(ada, group.id, district)) == 1
    grouping.add_group(ada, "arts", "Arts", district)
    for name, title in [("arts", "X"), ("With Space", "X"), ("ok", " "), ("", "")]:
        with pytest.raises(InvalidAnswers):
            grouping.rename_group(ada, group.id, name, title, district)


def test_somebody_to_share_with_is_found_by_typing(district, ada, ana, tess):
    grouping.add_group(ada, "ana-club", "Friends of Ana", district)
    accounts.disable_person(ada, tess.id, district)
    found = grouping.find_principals(ana, "a", district)
    assert [(one.kind, one.name) for one in found] == [
        ("group", "ana-club"),
        ("person", "ada"),
        ("person", "ana"),
    ]
    assert not any("@" in str(one) for one in found)
    assert grouping.find_principals(ana, "tess", district) == []
    ids = {one.id for one in found} | {tess.id, 12345}
    assert set(grouping.titles_of(ids, district).values()) == {
        "Friends of Ana",
        "Ada",
        "Ana",
        "Tess",
    }


def test_a_group_is_found_among_hundreds_of_people_of_its_name(district, ada, ana):
    records = district.records
    for number in range(2, 230):
        person = Person(number, f"riverside-{number}", "Riverside")
        records.put_person(person, login=person.login, name=person.name, email="")
    group = Group(2**52, "riverside-staff", "Riverside staff")
    records.put_group(group, name=group.name, title=group.title)
    first = grouping.find_principals(ana, "river", district)[0]
    assert (first.kind, first.title) == ("group", "Riverside staff")


def test_a_visitor_finds_nobody_by_typing(district, ana, nobody):
    with pytest.raises(Refused):
        grouping.find_principals(nobody, "a", district)
