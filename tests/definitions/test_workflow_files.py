import re

import pytest

from academe.definitions.drawing import draw
from academe.definitions.loading import defaults_folder
from academe.definitions.roles import COMPUTED_ROLES
from academe.definitions.workflows import PERMISSIONS, State


def steps(workflow):
    return {
        (start, step.name, step.to)
        for step in workflow.transitions.values()
        for start in step.from_
    }


def test_publication_goes_as_it_was_designed(definitions):
    assert {
        ("draft", "submit", "review"),
        ("review", "approve", "published"),
        ("review", "approve_for_staff", "staff_only"),
        ("review", "send_back", "draft"),
        ("published", "revise", "revising"),
        ("revising", "submit_again", "review_again"),
        ("review_again", "approve", "published"),
        ("review_again", "send_back_again", "revising"),
        ("published", "retire", "retired"),
    } <= steps(definitions.workflows["publication"])


def test_readers_keep_the_text_while_it_is_revised(definitions):
    states = definitions.workflows["publication"].states
    for name in ("published", "revising", "review_again"):
        assert states[name].read == ("anyone",)
    for name in ("draft", "review", "retired"):
        assert states[name].read == ()


def test_what_staff_alone_read_never_becomes_public_but_by_an_approval(definitions):
    publication = definitions.workflows["publication"]
    for step in publication.transitions.values():
        before = [publication.states[name] for name in step.from_]
        opens = "anyone" in publication.states[step.to].read
        if opens and any("anyone" not in state.read for state in before):
            assert step.publishes
            assert step.name.startswith("approve")


def test_only_steps_that_publish_lead_from_unread_to_read(definitions):
    for workflow in definitions.workflows.values():
        for step in workflow.transitions.values():
            for name in step.from_:
                if workflow.states[step.to].read and not workflow.states[name].read:
                    assert step.publishes, (workflow.name, step.name)


def test_a_thing_sent_back_comes_with_a_reason(definitions):
    for workflow in definitions.workflows.values():
        for step in workflow.transitions.values():
            if step.name.startswith("send_back"):
                assert step.comment == "required"


def test_nobody_adopts_the_policy_that_they_wrote(definitions):
    assert definitions.workflows["policy"].transitions["approve"].four_eyes


def test_an_administrator_does_not_read_what_is_confidential(definitions):
    for state in definitions.workflows["confidential"].states.values():
        for permission in ("read", "view", "edit", "add", "share"):
            assert set(state.roles_for(permission)) <= {"creator", "owner", "confidant"}


def test_only_who_made_it_names_a_confidant(definitions):
    assert "confidant" not in definitions.grants_of(
        ["reader", "author", "reviewer", "coordinator", "administrator", "anyone", "staff"]
    )
    assert definitions.grants_of(["creator"]) == {"confidant"}


def test_a_role_that_is_gone_from_the_file_hands_out_nothing(definitions):
    assert definitions.grants_of(["principal", "author"]) == {"reader"}


def test_who_waits_can_see_what_waits(definitions):
    for workflow in definitions.workflows.values():
        for state in workflow.states.values():
            assert set(state.waits_for) <= set(state.view)
            assert bool(state.waits_for) == (state.looks == "waiting")


def test_who_takes_a_step_can_see_where_it_begins(definitions):
    for workflow in definitions.workflows.values():
        for step in workflow.transitions.values():
            for name in step.from_:
                assert set(step.by) <= set(workflow.states[name].view), (workflow.name, step.name)


def test_a_published_curriculum_is_changed_by_revising_it_only(definitions):
    for name in ("publication", "policy"):
        states = definitions.workflows[name].states
        assert all(state.edit == () for state in states.values() if state.looks == "published")
    assert "author" in definitions.workflows["simple"].states["published"].edit


def test_roles_hand_out_no_more_than_designed(definitions):
    assert definitions.roles["reader"].grants == ()
    assert definitions.roles["author"].grants == ("reader",)
    assert "administrator" not in definitions.roles["coordinator"].grants
    assert tuple(definitions.computed_roles) == COMPUTED_ROLES
    assert definitions.role("staff").is_computed
    assert not definitions.role("author").is_computed


def test_the_steps_that_leave_a_state_come_in_the_order_of_the_file(definitions):
    names = [s.name for s in definitions.workflows["publication"].transitions_from("review")]
    assert names == ["approve", "approve_for_staff", "send_back"]


def test_a_state_knows_no_other_permission():
    state = State(name="draft", title="Draft", looks="draft", view=("author",))
    assert state.roles_for("view") == ("author",)
    assert all(state.roles_for(word) == () for word in PERMISSIONS if word != "view")
    with pytest.raises(KeyError):
        state.roles_for("title")


def test_the_drawing_at_the_top_of_each_file_is_current(definitions):
    for workflow in definitions.workflows.values():
        text = (defaults_folder() / f"workflows/{workflow.name}.toml").read_text(encoding="utf-8")
        drawn = "".join(f"#   {line}\n" for line in draw(workflow).splitlines())
        assert f"#\n{drawn}#\n" in text, f"\n{drawn}"


def test_a_drawing_has_every_step_once(definitions):
    for workflow in definitions.workflows.values():
        drawn = draw(workflow)
        assert max(map(len, drawn.splitlines())) <= 96
        for start, name, to in steps(workflow):
            shaft = "==" if workflow.transitions[name].publishes else "--"
            assert len(re.findall(rf"\b{start} {shaft}{name}{shaft}> {to}\b", drawn)) == 1
