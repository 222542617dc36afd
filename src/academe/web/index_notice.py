"""That the search index was made anew, for administrators: now, and for a day afterwards."""

from datetime import timedelta
from typing import Any, NamedTuple

from academe.web.showing import moment_text
from academe.wording import _

SHOWN_FOR = timedelta(days=1)
REASONS = {
    "missing": _("There was none when the server started."),
    "removed": _("Its folder was taken away."),
    "other": _("It was made by another release, or for types that have changed since."),
    "damaged": _("Its files were damaged. If this happens again, have the disk looked at."),
    "behind": _("It could not follow what changed, as after a pack or a restored backup."),
}


class IndexNotice(NamedTuple):
    """What administrators are told; ``is_over``: search is as it was."""

    is_over: bool
    text: str
    reason: str


def index_notice(request: Any) -> IndexNotice | None:
    """Return the notice for an administrator; None for others, and where there is nothing new."""
    remaking = request.registry.indexer.remaking
    if remaking is None or not request.has_permission("administer"):
        return None
    if remaking.until is None:
        words = {"when": moment_text(request, remaking.since)}
        text = _(
            "Since ${when} everything is being read anew for the search. "
            "Until that is done, nothing is found.",
            mapping=words,
        )
    elif request.district.now < remaking.until + SHOWN_FOR:
        words = {"when": moment_text(request, remaking.until)}
        text = _(
            "The search index was made anew by itself: ${when}. Nothing has to be done.",
            mapping=words,
        )
    else:
        return None
    reason = str(request.say(REASONS.get(remaking.reason, "")))
    return IndexNotice(remaking.until is not None, str(request.say(text)), reason)
