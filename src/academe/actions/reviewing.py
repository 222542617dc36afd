"""What waits for whose review."""

from academe.actions.access import computed_roles, own_grants, roles_at, workflow_at
from academe.actions.district import District
from academe.actions.writers import may_not_approve
from academe.definitions.workflows import State, Workflow
from academe.store.content import Content, is_reachable
from academe.store.people import Identity


def review_queue(person: Identity, district: District) -> list[Content]:
    """Return what waits for a review by ``person``, the longest waiting first."""
    found = []
    for content_id, since in district.site.waiting.items():
        content = district.site.content(content_id)
        if content is not None and _waits_for(person, content, district):
            found.append((since, content_id, content))
    return [content for _since, _id, content in sorted(found, key=lambda row: row[:2])]


def _waits_for(person: Identity, content: Content, district: District) -> bool:
    workflow = workflow_at(content, district.definitions)
    state = workflow.states.get(content.state or "") if workflow else None
    if workflow is None or state is None:
        return False
    roles = roles_at(person, content)
    if roles.isdisjoint(_reviewing(workflow, state)):
        return False
    steps = [step for step in workflow.transitions_from(state.name) if step.publishes]
    theirs = [step for step in steps if not roles.isdisjoint(step.by)]
    # What four eyes keep from them waits for somebody else.
    return not theirs or not all(may_not_approve(person, content, step) for step in theirs)


def _reviewing(workflow: Workflow, state: State) -> set[str]:
    """Return the roles for which a content in this state waits."""
    steps = workflow.transitions_from(state.name)
    return {role for step in steps if step.publishes for role in step.by} | set(state.waits_for)


def may_review(person: Identity, district: District) -> bool:
    """Say whether ``person`` holds a role somewhere that reviews anything."""
    reviewing = {
        role
        for workflow in district.definitions.workflows.values()
        for state in workflow.states.values()
        if state.waits_for
        for role in _reviewing(workflow, state)
    }
    if not reviewing.isdisjoint(computed_roles(person) | person.roles):
        return True
    return any(
        role in reviewing
        for principal in person.principals
        for place in district.site.places_of(principal)
        if is_reachable(place)
        for _who, role in own_grants(person, place)
    )
