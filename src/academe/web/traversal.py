"""From an address to a content and the view of it: ``/algebra-1/unit-2/@@edit``.

Views are always addressed with ``@@``, so that no title can shadow one: schools
do have a folder called "History".
"""

from typing import Any
from urllib.parse import unquote_to_bytes

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.interfaces import ITraverser
from zope.interface import implementer

from academe.actions.naming import FOR_MACHINES
from academe.store.content import Content

DEEPEST = 60  # segments
LONGEST = 4000  # characters of the whole path


def names_of(path: str) -> list[str]:
    """Split a path as the server hands it over (bytes as Latin-1); raises HTTPBadRequest."""
    if len(path) > LONGEST:
        raise HTTPBadRequest()
    try:
        text = path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        raise HTTPBadRequest() from None
    names = [name for name in text.split("/") if name]
    if len(names) > DEEPEST or "\x00" in text or any(name in (".", "..") for name in names):
        raise HTTPBadRequest()
    return names


@implementer(ITraverser)
class Traverser:
    """Walks from the site down; asks nobody's rights: the view's permission does."""

    def __init__(self, root: Content) -> None:
        self.root = root

    def __call__(self, request: Any) -> dict[str, Any]:
        names = names_of(request.environ.get("PATH_INFO", "/"))
        context, view_name, rest = walk(self.root, names)
        return {
            "context": context,
            "view_name": view_name,
            "subpath": tuple(rest),
            "traversed": (),
            "virtual_root": self.root,
            "virtual_root_path": (),
            "root": self.root,
        }


def walk(root: Content, names: list[str]) -> tuple[Content, str, list[str]]:
    """Return the content, the view's name and what is left behind it.

    Where a name is not found the view is ``missing`` and the rest begins with that name.
    """
    if len(names) == 1 and names[0] in FOR_MACHINES:
        return root, names[0], []
    place = root
    for number, name in enumerate(names):
        if name.startswith("@@"):
            return place, name[2:] or "missing", names[number + 1 :]
        child = place.get(name)
        if child is None:
            return place, "missing", names[number:]
        place = child
    return place, "", []


def find_content(root: Content, path: str) -> Content | None:
    """Return the content at a path that a person gave; None if there is none."""
    try:
        names = [name for name in unquote_to_bytes(path).decode("utf-8").split("/") if name]
    except UnicodeError:
        return None
    place, view_name, _rest = walk(root, names[:DEEPEST])
    return None if view_name else place
