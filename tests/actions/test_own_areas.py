"""Own areas: private to everybody, made once, handed over when somebody is gone."""

from dataclasses import replace

import pytest
import transaction
from ZODB.POSException import ConflictError

from academe.actions.access import forget, may, roles_at
from academe.actions.choosing_workflow import choose_workflows
from academe.actions.creating import create
from academe.actions.explaining import who_can_see, why
from academe.actions.moving import move
from academe.actions.owning import hand_over, open_own_area, own_area, own_areas
from academe.actions.removing import in_bin, remove, restore
from academe.actions.sharing import grant
from academe.actions.stepping import steps_for, take_step
from academe.definitions.workflows import PERMISSIONS
from academe.errors import InvalidAnswers, Refused
from academe.store.content import path_of, subtree
from academe.store.site import Site


@pytest.fixture
def area(district, tess, commit):
    made = open_own_area(tess, district)
    commit()
    return made


def rights(person, content, district) -> set[str]:
    return {word for word in PERMISSIONS if may(person, word, content, district.definitions)}


def test_it_is_made_once_and_found_again(district, tess, area):
    assert open_own_area(tess, district) is area
    assert own_area(tess, district) is area
    assert path_of(area) == "/own/tess"


def test_only_staff_has_one(district, enrol, nobody):
    for person in (nobody, enrol("pat", staff=False)):
        with pytest.raises(Refused):
            open_own_area(person, district)
        assert own_area(person, district) is None


def test_two_people_of_one_name_have_two(district, enrol, area):
    other = open_own_area(enrol("other"), district)
    namesake = enrol("tess-b")
    object.__setattr__(namesake, "name", "Tess")
    assert path_of(open_own_area(namesake, district)) == "/own/tess-2"
    assert other is not area


def test_nobody_else_holds_anything_there(district, tess, area, ada, cora, rui, ana, nobody):
    create(tess, area, "lesson", {"title": "Mine"}, district)
    create(tess, area, "course", {"title": "Mine too"}, district)
    for person in (ada, cora, rui, ana, nobody):
        for place in subtree(area.__parent__):
            assert rights(person, place, district) == set(), (person.name, place)
            assert roles_at(person, place) <= {"anyone", "signed_in", "staff"}


def test_its_owner_does_all_but_take_it_away(district, tess, area):
    assert rights(tess, area, district) == {"view", "edit", "add", "share"}
    with pytest.raises(Refused):
        remove(tess, area, district)
    with pytest.raises(Refused):
        move(tess, area, district.site.root, district)
    assert "own area" in why(tess, "remove", area, district)
    assert steps_for(tess, area, district) == []


def test_what_is_removed_there_is_in_nobody_elses_bin(district, tess, area, ada, cora):
    made = create(tess, area, "document", {"title": "Mine"}, district)
    remove(tess, made, district)
    for person in (ada, cora):
        forget(person)
        assert in_bin(person, district) == []
        with pytest.raises(Refused):
            restore(person, made, district)
    restore(tess, made, district)
    assert made.__parent__ is area


def test_who_is_let_in_gets_in_and_nobody_beside(district, tess, area, cora, ada):
    made = create(tess, area, "lesson", {"title": "Ours"}, district)
    grant(tess, made, cora.id, "confidant", district)
    for person in (cora, ada):
        forget(person)
    assert {"view", "edit"} <= rights(cora, made, district)
    assert rights(cora, area, district) == set()
    assert rights(ada, made, district) == set()
    told = {(a.holding.principal, a.holding.role) for a in who_can_see(tess, made, district)}
    assert told == {(0, "creator"), (0, "owner"), (cora.id, "confidant")}


def test_no_other_workflow_rules_there(district, tess, area, ada):
    choose_workflows(ada, district.site.root, {"document": "simple"}, district)
    folder = create(tess, area, "folder", {"title": "Papers"}, district)
    folder.workflow_below = {"document": "publication"}
    forget(tess)
    made = create(tess, folder, "document", {"title": "Mine"}, district)
    assert {"view", "edit", "remove"} <= rights(tess, made, district)
    with pytest.raises(Refused):
        choose_workflows(ada, area, {"document": "publication"}, district)


def test_moved_out_it_is_an_ordinary_draft(district, tess, area, cora, give, nobody):
    school = create(cora, district.site.root, "folder", {"title": "School"}, district)
    give(tess, school, "author")
    lesson = create(tess, area, "lesson", {"title": "Sharing"}, district)
    course = create(tess, area, "course", {"title": "Year"}, district)
    take_step(tess, course, "finish", district)
    for made in (lesson, course):
        move(tess, made, school, district)
        forget(cora)
        assert made._published is None
        assert may(cora, "edit", made, district.definitions)
        assert not may(nobody, "read", made, district.definitions)
    assert course.state == "draft"


def test_what_was_finished_there_is_not_published_by_moving_it(district, cora, nobody):
    course = create(cora, open_own_area(cora, district), "course", {"title": "Year"}, district)
    take_step(cora, course, "finish", district)
    move(cora, course, district.site.root, district)
    assert (course.state, course._published) == ("draft", None)
    assert not may(nobody, "read", course, district.definitions)


def test_what_others_wrote_there_can_be_moved_out_by_its_owner(district, tess, area, cora, give):
    school = create(cora, district.site.root, "folder", {"title": "School"}, district)
    give(tess, school, "author")
    grant(tess, area, cora.id, "confidant", district)
    forget(cora)
    made = create(cora, area, "lesson", {"title": "From Cora"}, district)
    forget(tess)
    move(tess, made, school, district)
    assert path_of(made) == "/school/from-cora"


def test_an_administrator_hands_over_what_a_disabled_person_left(district, tess, area, ada, enrol):
    rosa = enrol("rosa")
    made = create(tess, area, "course", {"title": "Half a course"}, district)
    take_step(tess, made, "finish", district)
    with pytest.raises(InvalidAnswers):
        hand_over(ada, tess.id, rosa.id, district)
    district.records.person(tess.id).disabled = True
    with pytest.raises(Refused):
        hand_over(rosa, tess.id, rosa.id, district)
    with pytest.raises(InvalidAnswers):
        hand_over(ada, tess.id, tess.id, district)
    hand_over(ada, tess.id, rosa.id, district)
    for person in (ada, rosa, tess):
        forget(person)
    assert rights(ada, made, district) == set()
    assert {"view", "share", "remove"} <= rights(rosa, made, district)
    take_step(rosa, made, "revise", district)
    assert may(rosa, "edit", made, district.definitions)
    assert own_areas(rosa, district) == [area]
    assert own_area(rosa, district) is None
    own = open_own_area(rosa, district)
    assert own_areas(rosa, district) == [own, area]
    assert own_areas(tess, district) == []
    version = area.versions()[area.version]
    assert (version.what, version.who, version.after) == ("hand_over", ada.id, {"owner": rosa.id})


def test_two_first_uses_at_once_make_one(connections, district, tess, commit):
    """Two requests at once: one of them must begin again, and then finds the area."""
    commit()
    other = transaction.TransactionManager()
    content = connections.content_db.open(other)
    theirs = replace(district, site=Site(content))
    open_own_area(tess, district)
    forget(tess)
    open_own_area(tess, theirs)
    connections.manager.commit()
    with pytest.raises(ConflictError):
        other.commit()
    other.abort()
    forget(tess)
    assert path_of(open_own_area(tess, theirs)) == "/own/tess"
    other.commit()
    assert len(list(theirs.site.root["own"].children())) == 1
    content.close()


def test_two_people_at_once_have_one_each_below_one_place(connections, district, tess, rui, commit):
    commit()
    other = transaction.TransactionManager()
    content = connections.content_db.open(other)
    theirs = replace(district, site=Site(content))
    open_own_area(tess, district)
    open_own_area(rui, theirs)
    connections.manager.commit()
    with pytest.raises(ConflictError):
        other.commit()
    other.abort()
    open_own_area(rui, theirs)
    other.commit()
    assert theirs.site.root["own"].names() == ("tess", "rui")
    content.close()


def test_a_page_called_own_does_not_stand_in_the_way(district, cora, tess):
    made = create(cora, district.site.root, "page", {"title": "Own"}, district)
    assert made.__name__ == "own-2"
    assert path_of(open_own_area(tess, district)) == "/own/tess"
