"""Who wrote a text, and whom four eyes keep from approving it."""

from collections.abc import Iterator

from academe.actions.arriving import followers
from academe.actions.journal_words import SHARING, WRITING
from academe.definitions.workflows import Transition
from academe.store.content import Content
from academe.store.journal import Version, versions_of
from academe.store.people import Identity


def may_not_approve(person: Identity, content: Content, step: Transition) -> bool:
    """Say whether ``step`` asks for four eyes and ``person`` wrote a part of it."""
    return step.four_eyes and any(
        person.id == who for place in followers(content) for who in writers_of(place)
    )


def last_change(content: Content) -> Version | None:
    """Return the newest act that altered the content itself, which sharing does not."""
    return next((one for one in versions_of(content) if one.what not in SHARING), None)


def writers_of(place: Content) -> Iterator[int]:
    """Yield who wrote the working text since it was published; a copied text's writers too."""
    newest = place._coming or place._published
    for version in versions_of(place):
        if newest is not None and version.number <= newest.number:
            return
        if version.what in WRITING:
            yield version.who
            yield from version.after.get("writers", ())
