"""Makes the exact trees that a database of an older release has not."""

from collections.abc import Iterable, MutableMapping
from typing import Any

from academe.store.content import Content
from academe.store.journal import steps_of, versions_of
from academe.store.site import OUTLINED, TREES
from academe.store.standards import keys_in, published_keys

MADE_OF_CONTENTS = {"aligned", "outlined", "sent_back"}


def complete_site(root: MutableMapping[str, Any]) -> bool:
    """Make the trees that are missing, out of the contents; say whether one was made."""
    if "contents" not in root:
        return False
    missing = [name for name in TREES if name not in root]
    for name in missing:
        root[name] = TREES[name]()
    for content in root["contents"].values() if MADE_OF_CONTENTS & set(missing) else ():
        if "aligned" in missing:
            keys = keys_in(content.values) | published_keys(content)
            root["aligned"].update((key, content.id) for key in keys)
        if "outlined" in missing and content.type_name in OUTLINED:
            root["outlined"].insert((content.type_name, content.id))
        if "sent_back" in missing and (people := given_back_to(content)):
            root["sent_back"][content.id] = people
    return bool(missing)


def given_back_to(content: Content) -> tuple[int, ...]:
    """Return who wrote, began or handed on what its newest step put back to where it was before.

    Whether that was a review is for the district's files to say, which nobody here knows:
    ``sent_back_to`` asks them.
    """
    steps = iter(steps_of(content) if content.state is not None else ())
    back, there = next(steps, None), next(steps, None)
    if back is None or there is None or "published" in back.after:
        return ()
    came_from, went_to = back.before.get("state"), back.after.get("state")
    if (came_from, went_to) != (there.after.get("state"), there.before.get("state")):
        return ()
    if went_to != content.state:
        return ()
    theirs = {content.created_by, there.who, *_writers(content)}
    return tuple(sorted(theirs - {back.who, 0}))


def _writers(content: Content) -> Iterable[int]:
    for version in versions_of(content):
        if "published" in version.after:
            return
        if "values" in version.after:
            yield version.who
