"""The head of a page that acts on a content, also for those who may act but not look.

A workflow may let somebody remove what they may not read: what is left behind by
a person who is gone, for one. They see its short name, and nothing of its text.
"""

from types import SimpleNamespace
from typing import Any

from academe.actions.reading import may_know
from academe.store.content import Content
from academe.web.page import Page
from academe.wording import _


def page_for_acting(request: Any, content: Content) -> Any:
    """Return the page of a content, or a nameless one that says nothing of it."""
    if may_know(request.person, content, request.district):
        return Page(request, content)
    return SimpleNamespace(
        title=content.__name__ or "/",
        type_title=request.say(_("Content")),
        icon="file",
        url=request.address(content),
        facts=[],
        steps=[],
        actions=[],
        notices=[],
        state=None,
        is_draft_shown=False,
    )
