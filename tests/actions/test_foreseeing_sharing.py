"""What a sharing changes is told before, right for each person, and once for a large group."""

import pytest

from academe.actions import grouping
from academe.actions.access import may
from academe.actions.creating import create
from academe.actions.foreseeing_sharing import foresee, preview
from academe.actions.sharing import Sharing, identity_at, share
from academe.definitions.workflows import PERMISSIONS
from academe.store.content import new_id
from academe.store.people import KEEPER, Membership, Person

MANY = 12


@pytest.fixture
def course(district, cora, commit):
    made = create(cora, district.site.root, "course", {"title": "Algebra I"}, district)
    commit()
    return made


@pytest.fixture
def teachers(district, commit):
    """A group of many people, every second of whom works for the district."""
    group = grouping.add_group(KEEPER, "teachers", "Teachers", district)
    for number in range(MANY):
        login = f"teacher-{number}"
        person = Person(new_id(), login, login.title())
        person.is_staff = number % 2 == 0
        district.records.put_person(person, login=login, name=person.name, email="")
        district.records.put_memberships(person, [Membership(group.id)])
    commit()
    return group


def members(district, group):
    return sorted(person.id for person in district.records.members_of(group.id))


def permissions(district, content):
    return {
        one: {word for word in PERMISSIONS if may(someone, word, content, district.definitions)}
        for one in district.records.people
        if (someone := identity_at(one, district))
    }


def test_a_large_group_is_told_once(district, cora, course, teachers):
    wanted = Sharing({teachers.id: {"author": None}}, course.inherits_roles)
    foreseen = foresee(cora, course, wanted, district)
    (told,) = foreseen.groups
    assert (told.group_id, told.some, told.members) == (teachers.id, MANY, MANY)
    assert "edit" in told.gains
    assert told.loses == ()
    assert foreseen.people == []


def test_whoever_of_a_group_gains_something_else_is_told_besides(
    district, cora, course, teachers, commit
):
    first, second, *_ = members(district, teachers)
    share(cora, course, Sharing({first: {"author": None}, second: {"reader": None}}), district)
    commit()
    grants = {**course.grants, teachers.id: {"author": None}}
    foreseen = foresee(cora, course, Sharing(grants, course.inherits_roles), district)
    (told,) = foreseen.groups
    assert told.members == MANY
    assert told.some == MANY - len(foreseen.people) - 1  # the first has all of it already
    assert first not in [effect.person_id for effect in foreseen.people]


def test_a_small_group_is_told_by_its_names(district, cora, course, teachers, commit):
    for person in list(district.records.members_of(teachers.id))[:-3]:
        district.records.put_memberships(person, [])
    commit()
    wanted = Sharing({teachers.id: {"author": None}}, course.inherits_roles)
    foreseen = foresee(cora, course, wanted, district)
    assert foreseen.groups == []
    assert [one.person_id for one in foreseen.people] == members(district, teachers)


@pytest.mark.parametrize("inherits", [True, False])
def test_what_is_foreseen_is_what_becomes_true(
    district, cora, course, teachers, ana, ada, tess, commit, inherits
):
    one, other, *_ = members(district, teachers)
    before_grants = {one: {"coordinator": None}, tess.id: {"reader": None}}
    share(cora, course, Sharing(before_grants), district)
    commit()
    wanted = Sharing(
        {one: {"author": None}, teachers.id: {"reviewer": None}, other: {"author": None}}, inherits
    )
    before = permissions(district, course)
    told = {
        effect.person_id: (effect.gains, effect.loses)
        for effect in preview(cora, course, wanted, district)
    }
    share(cora, course, wanted, district)
    commit()
    after = permissions(district, course)
    became = {
        person_id: tuple(
            tuple(word for word in PERMISSIONS if word in more[person_id] - less[person_id])
            for more, less in ((after, before), (before, after))
        )
        for person_id in before
        if before[person_id] != after[person_id]
    }
    assert told == became
    assert len(told) >= MANY
