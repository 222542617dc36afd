"""Ways around a rule that were found by trying."""

from datetime import timedelta

import pytest

from academe.actions.access import forget, may
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.sharing import Sharing, grant, share
from academe.actions.stepping import take_step
from academe.errors import InvalidAnswers, Refused


def test_nobody_publishes_a_text_that_they_may_not_see(district, ana, rui, give, nobody, commit):
    course = create(ana, district.site.root, "course", {"title": "Algebra"}, district)
    hidden = create(ana, course, "unit", {"title": "Hidden"}, district)
    commit()
    give(ana, hidden, "coordinator")
    share(ana, hidden, Sharing(hidden.grants, inherits_roles=False), district)
    take_step(ana, course, "submit", district)
    commit()
    forget(rui)
    take_step(rui, course, "approve", district)
    assert may(nobody, "read", course, district.definitions)
    assert not may(nobody, "read", hidden, district.definitions)


def test_a_role_for_a_day_is_not_made_one_for_ever(district, ana, cora, tess, give, later):
    end = district.now + timedelta(days=1)
    folder = create(cora, district.site.root, "folder", {"title": "Mine"}, district)
    grant(cora, folder, tess.id, "coordinator", district, until=end)
    forget(tess)
    with pytest.raises(InvalidAnswers):
        grant(tess, folder, tess.id, "coordinator", district, until=None)
    with pytest.raises(InvalidAnswers):
        grant(tess, folder, ana.id, "author", district, until=end + timedelta(days=1))
    grant(tess, folder, ana.id, "reader", district, until=end)


def test_a_copy_does_not_let_its_writer_approve_it(district, ana, cora, give, commit):
    answers = {"title": "Homework", "code": "6154", "text": "<p>Little.</p>"}
    policy = create(cora, district.site.root, "policy", answers, district)
    twin = copy(ana, policy, district.site.root, district)
    take_step(ana, twin, "submit", district)
    commit()
    with pytest.raises(Refused, match="Four eyes"):
        take_step(cora, twin, "approve", district)
