"""People, groups and memberships as the records database finds them."""

from datetime import date

import pytest

from academe.store.people import KEEPER, VISITOR, Group, Membership, Person
from academe.store.records import lay_out_records


@pytest.fixture
def records(connections):
    return lay_out_records(connections.records)


def add(records, login, name, email=""):
    person = Person(len(records.people) + 2, login, name)
    records.put_person(person, login=login, name=name, email=email)
    return person


def test_a_person_is_called_by_login_or_address_in_any_case(records):
    ana = add(records, "ana", "Ana Ruiz", "Ana@School.example")
    assert records.person_called(" ANA ") is ana
    assert records.person_called("ana@school.EXAMPLE") is ana
    assert records.person_called("nobody") is None
    assert records.person_called("") is None


def test_people_and_groups_are_found_by_the_beginnings_of_their_words(records):
    ana, rui = add(records, "ana", "Ana Müller-Ruiz"), add(records, "rui", "Rui Amado")
    group = Group(99, "math-authors", "Authors of mathematics")
    records.put_group(group, name=group.name, title=group.title)
    assert set(records.found_by("a")) == {ana, rui, group}
    assert list(records.found_by("muller")) == [ana]
    assert list(records.found_by("ru am")) == [rui]
    assert list(records.found_by("math auth")) == [group]
    assert list(records.found_by("  ")) == []


def test_a_changed_name_login_or_address_leaves_no_trace_of_the_old_one(records):
    ana = add(records, "ana", "Ana Ruiz", "ana@school.example")
    records.put_person(ana, login="aruiz", name="Ana Costa", email="")
    assert records.person_called("ana") is None
    assert records.person_called("ana@school.example") is None
    assert records.person_called("aruiz") is ana
    assert list(records.found_by("ruiz")) == []
    assert set(records.words) == {("ana", ana.id), ("costa", ana.id), ("aruiz", ana.id)}


def test_a_membership_holds_on_its_first_and_last_day_only_between_them(records):
    ana = add(records, "ana", "Ana")
    records.put_memberships(
        ana, [Membership(7, date(2026, 8, 1), date(2027, 6, 30)), Membership(8)]
    )
    for day, groups in [
        (date(2026, 7, 31), {8}),
        (date(2026, 8, 1), {7, 8}),
        (date(2027, 6, 30), {7, 8}),
        (date(2027, 7, 1), {8}),
    ]:
        assert records.identity_of(ana.id, day).groups == groups
    assert list(records.members_of(7)) == [ana]
    records.put_memberships(ana, [Membership(8)])
    assert list(records.members_of(7)) == []


def test_nobody_is_known_who_is_disabled_or_was_never_there(records):
    ana = add(records, "ana", "Ana")
    assert records.identity_of(ana.id, date.today()).is_signed_in
    ana.disabled = True
    assert records.identity_of(ana.id, date.today()) is None
    assert records.identity_of(12345, date.today()) is None


def test_a_visitor_holds_nothing_and_the_shared_one_remembers_nothing():
    assert VISITOR.principals == ()
    assert not VISITOR.is_signed_in
    VISITOR.memo["now"] = 1
    assert VISITOR.memo.setdefault("now", 2) == 2
    assert VISITOR.memo == {}
    assert KEEPER.principals == (1,)
