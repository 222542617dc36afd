"""What reviewers sent back, and to whom: the exact tree ``sent_back`` finds it at any size."""

from collections.abc import Iterator

from academe.actions.access import governing_state, workflow_at
from academe.actions.district import District
from academe.actions.reading import may_know
from academe.actions.writers import writers_of
from academe.definitions.workflows import Transition
from academe.store.content import Content
from academe.store.journal import Version, steps_of
from academe.store.people import Identity

WRITTEN = ("draft", "revising")


def sends_back_to(
    person: Identity, content: Content, step: Transition, district: District
) -> tuple[int, ...]:
    """Return the ids of those to whom ``step`` sends the content back; ask before it is taken.

    They are who began it, wrote in it, or sent it for review; nobody where it comes from no review.
    """
    workflow = workflow_at(content, district.definitions)
    if workflow is None:
        return ()
    was, state = workflow.states.get(content.state or ""), workflow.states.get(step.to)
    if was is None or state is None or was.looks != "waiting" or state.looks not in WRITTEN:
        return ()
    sent = next(steps_of(content), None)
    theirs = {content.created_by, *writers_of(content), *((sent.who,) if sent else ())}
    return tuple(sorted(theirs - {person.id, 0}))


def sent_back_to(person: Identity, district: District) -> list[tuple[Content, Version]]:
    """Return what came back to ``person`` and the step that sent it, the newest first."""
    found = list(_sent_back_to(person, district))
    return sorted(found, key=lambda pair: (pair[1].when, pair[0].id), reverse=True)


def _sent_back_to(person: Identity, district: District) -> Iterator[tuple[Content, Version]]:
    for content_id, people in district.site.sent_back.items():
        content = district.site.content(content_id) if person.id in people else None
        if content is not None and may_know(person, content, district):
            step = next(steps_of(content), None)
            if step is not None and _is_sent_back(person, content, step, district):
                yield content, step


def _is_sent_back(person: Identity, content: Content, step: Version, district: District) -> bool:
    """Say whether the district's files still see it so: the step left a review, and it is open."""
    state = governing_state(person, content, district.definitions)
    workflow = workflow_at(content, district.definitions)
    was = workflow.states.get(step.before.get("state") or "") if workflow else None
    is_open = content.state is not None and state is not None and state.looks in WRITTEN
    return is_open and was is not None and was.looks == "waiting"
