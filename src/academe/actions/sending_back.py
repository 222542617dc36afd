"""What a reviewer sent back, and to whom."""

from itertools import islice

from academe.actions.access import governing_state, workflow_at
from academe.actions.district import District
from academe.actions.stepping import writers_of
from academe.store.content import Content
from academe.store.journal import Version, versions_of
from academe.store.people import Identity

LOOKED_AT = 200  # versions
WRITTEN = ("draft", "revising")


def sent_back_to(person: Identity, content: Content, district: District) -> Version | None:
    """Return the step by which somebody sent ``content`` back to ``person``.

    That is whoever sent it for review, or wrote in it. None where it is not theirs,
    or has gone on since.
    """
    state = governing_state(person, content, district.definitions)
    workflow = workflow_at(content, district.definitions)
    if content.state is None or state is None or workflow is None or state.looks not in WRITTEN:
        return None
    recent = islice(versions_of(content), LOOKED_AT)
    steps = [version for version in recent if version.what == "step"][:2]
    if not steps or steps[0].who == person.id:
        return None
    was = workflow.states.get(steps[0].before.get("state") or "")
    if was is None or was.looks != "waiting":
        return None
    theirs = person.id in {step.who for step in steps[1:]} or person.id == content.created_by
    return steps[0] if theirs or person.id in writers_of(content) else None
