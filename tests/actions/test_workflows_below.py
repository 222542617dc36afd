"""A subtree with a workflow of its own."""

import pytest

from academe.actions.access import may, workflow_at
from academe.actions.choosing_workflow import choose_workflows
from academe.actions.creating import create
from academe.actions.stepping import take_step
from academe.errors import InvalidAnswers, Refused


@pytest.fixture
def folder(district, cora, commit):
    made = create(cora, district.site.root, "folder", {"title": "Science"}, district)
    commit()
    return made


def test_a_new_course_begins_with_the_workflow_of_its_subtree(district, folder, ada, ana, commit):
    choose_workflows(ada, folder, {"course": "simple"}, district)
    course = create(ana, folder, "course", {"title": "Physics"}, district)
    commit()
    assert workflow_at(course, district.definitions).name == "simple"
    take_step(ana, course, "publish", district)
    assert course.state == "published"


def test_a_state_that_the_new_workflow_lacks_begins_anew(
    district, folder, ada, ana, rui, nobody, commit
):
    course = create(ana, folder, "course", {"title": "Physics"}, district)
    take_step(ana, course, "submit", district)
    take_step(rui, course, "approve", district)
    take_step(ana, course, "revise", district)
    commit()
    choose_workflows(ada, folder, {"course": "simple"}, district)
    commit()
    assert course.state == "draft"
    nobody.memo.clear()
    assert not may(nobody, "read", course, district.definitions)


def test_only_an_administrator_chooses_and_only_what_exists(district, folder, ada, cora):
    with pytest.raises(Refused):
        choose_workflows(cora, folder, {"course": "simple"}, district)
    with pytest.raises(InvalidAnswers):
        choose_workflows(ada, folder, {"course": "nonsense"}, district)
    with pytest.raises(InvalidAnswers):
        choose_workflows(ada, folder, {"lesson": "simple"}, district)
