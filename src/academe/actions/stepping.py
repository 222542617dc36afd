"""Takes steps of a workflow: for review, published, sent back, revised, retired."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from academe.actions.access import (
    forget,
    governing_place,
    may,
    roles_at,
    sees_type,
    workflow_at,
)
from academe.actions.arriving import followers
from academe.actions.district import District
from academe.actions.notifying import order_step_mail
from academe.actions.placing import hold_ancestors, note_published, note_sent_back, note_waiting
from academe.actions.recording import record
from academe.actions.sending_back import sends_back_to
from academe.actions.writers import may_not_approve
from academe.definitions.workflows import Transition, Workflow
from academe.errors import Conflict, InvalidAnswers, Refused
from academe.store.content import Content, Publication, new_id
from academe.store.people import Identity
from academe.store.standards import published_keys
from academe.wording import _

FOUR_EYES = _("Four eyes: you wrote a part of this, so somebody else must approve it.")
FIRST_YEAR, LAST_YEAR = 1900, 2200  # in which a text can come into force


def steps_for(person: Identity, content: Content, district: District) -> list[Transition]:
    """Return the steps that ``person`` may take with ``content`` now, in the file's order."""
    if not sees_type(roles_at(person, content), content, district.definitions):
        return []
    roles = roles_at(person, content)
    return [step for step in open_steps(content, district) if not roles.isdisjoint(step.by)]


def open_steps(content: Content, district: District) -> list[Transition]:
    """Return the steps that leave the content's state, whoever may take them.

    A follower in a published place offers what concerns it alone: to be revised,
    retired, or published anew where the place stays as it is; everything else is
    done with the place that it follows.
    """
    workflow = workflow_at(content, district.definitions)
    place = governing_place(content)
    if workflow is None or place is None or content.owner:
        return []
    leaving = workflow.transitions_from(place.state or "")
    if content.state is not None:
        return list(leaving)
    if place.state not in workflow.published_states or content._published is None:
        return []
    return [step for step in leaving if not step.publishes or step.to == place.state]


def take_step(
    person: Identity,
    content: Content,
    name: str,
    district: District,
    *,
    comment: str = "",
    in_force_from: date | None = None,
    version: int | None = None,
) -> None:
    """Take the step ``name``; raises Refused, InvalidAnswers, Conflict.

    ``in_force_from``: the day from which readers see what this step publishes;
    until then they keep the text they have. None: at once.
    """
    step = next((s for s in steps_for(person, content, district) if s.name == name), None)
    if step is None:
        raise Refused(_("This step cannot be taken now, or not by you."))
    if version is not None and version != content.version:
        raise Conflict(content.id, version, content.version)
    comment = comment.strip()
    _check_step(person, content, step, comment, in_force_from, district)
    act = new_id()
    hold_ancestors(content, district)
    writers = sends_back_to(person, content, step, district)
    before: dict[str, Any] = {"state": content.state}
    after: dict[str, Any] = {"state": step.to, "step": step.name}
    if step.publishes:
        _publish(person, content, in_force_from, before, after, district, act)
    content.state = after["state"] = _state_after(content, step, district)
    state = (workflow_at(content, district.definitions) or _none()).states.get(content.state or "")
    note_waiting(content, state.waits_for if state else (), district)
    note_sent_back(content, writers, district)
    record(
        person,
        content,
        "step",
        district,
        before=before,
        after=after,
        note=comment,
        act=act,
        below=True,
    )
    order_step_mail(person, content, step, district)
    forget(person)


def _none() -> Workflow:
    return Workflow("", "", "", {}, {})


def _check_step(
    person: Identity,
    content: Content,
    step: Transition,
    comment: str,
    in_force_from: date | None,
    district: District,
) -> None:
    if step.comment == "required" and not comment:
        raise InvalidAnswers({"comment": _("Please say why: the author will read it.")})
    if len(comment) > 5000:
        raise InvalidAnswers({"comment": _("This comment is too long: 5,000 characters at most.")})
    if in_force_from is not None and not step.publishes:
        raise InvalidAnswers({"in_force_from": _("This step publishes nothing.")})
    if in_force_from is not None and not is_likely(in_force_from):
        words = {"first": FIRST_YEAR, "last": LAST_YEAR}
        sentence = _("Please write a day in the years ${first} to ${last}.", mapping=words)
        raise InvalidAnswers({"in_force_from": sentence})
    if may_not_approve(person, content, step):
        raise Refused(FOUR_EYES)


def is_likely(day: date) -> bool:
    """Say whether a text can be in force from ``day`` on; other years are slips of the finger."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def to_publish(person: Identity, content: Content, district: District) -> Iterator[Content]:
    """Yield what a publishing step would give readers anew: new, changed, or not yet in force.

    What ``person`` may not view is left out: nobody publishes a text unseen.
    """
    today = district.today
    for place in followers(content):
        if not may(person, "view", place, district.definitions):
            continue
        newest = place._coming or place._published
        is_new = newest is None or newest is not place.in_force(today)
        if is_new or dict(newest.values) != dict(place.values):  # type: ignore[union-attr]
            yield place


def _publish(
    person: Identity,
    content: Content,
    in_force_from: date | None,
    before: dict[str, Any],
    after: dict[str, Any],
    district: District,
    act: int,
) -> None:
    """Make the working text of ``content`` and of all that follows it the published one."""
    for place in list(to_publish(person, content, district)):
        number = place.version + 1
        publication = Publication(place.values, number, district.now, in_force_from, person.id)
        was = (place._published, place._coming)
        _lead(place, publication, district)
        if place is content:
            before["published"], after["published"] = was, publication
        else:
            record(
                person,
                place,
                "publish",
                district,
                act=act,
                before={"published": was},
                after={"published": publication},
            )


def _lead(place: Content, publication: Publication, district: District) -> None:
    """Let a publication lead now, or from its day on; what leads until then stays."""
    today = district.today
    in_force, named = place.in_force(today), published_keys(place)
    if publication.in_force_from is not None and publication.in_force_from > today:
        place._published, place._coming = in_force, publication
    else:
        place._published, place._coming = publication, None
    note_published(place, named, district)


def _state_after(content: Content, step: Transition, district: District) -> str | None:
    """Return the state after ``step``; None where a follower follows its place again.

    It follows again once it is published for the same readers as its place.
    """
    definitions = district.definitions
    found = definitions.types.get(content.type_name)
    parent, workflow = content.__parent__, workflow_at(content, definitions)
    is_follower = found is not None and found.workflow is None and parent is not None
    if not (step.publishes and is_follower and workflow is not None and parent is not None):
        return step.to
    place = governing_place(parent)
    above = None if place is None else workflow_at(place, definitions)
    if place is None or above is None or above.name != workflow.name:
        return step.to
    state = workflow.states.get(place.state or "")
    same_readers = state is not None and set(state.read) == set(workflow.states[step.to].read)
    return None if same_readers else step.to
