"""Where pictures and files of a folder belong: in a field, or below the text that uses them."""

from dataclasses import replace

from academe.exchange.course_folder import Part
from academe.exchange.making_parts import Gathering


def place_files(root: Part, gathering: Gathering) -> Part:
    """Take out the files that fields hold; move a file that one text alone uses below it."""
    free = [name for name in _files(root) if name not in gathering.rows]
    users = {name: used for name in free if len(used := gathering.users_of(name)) == 1}
    movers = {name: next(iter(used)) for name, used in users.items()}
    held = gathering.held_by_fields()
    made = _without(root, {*movers, *held})
    below: dict[str, list[Part]] = {}
    for name, text in movers.items():
        if name not in held:
            below.setdefault(text, []).append(Part("file", name, ""))
    return _with(made, below)


def _files(part: Part) -> list[str]:
    """Give the files that may move: what lies in a lesson is its own."""
    if part.kind == "lesson":
        return []
    own = [part.name] if part.kind == "file" else []
    return own + [name for one in part.parts for name in _files(one)]


def _without(part: Part, names: set[str]) -> Part:
    parts = (one for one in part.parts if one.kind != "file" or one.name not in names)
    return replace(part, parts=tuple(_without(one, names) for one in parts))


def _with(part: Part, below: dict[str, list[Part]]) -> Part:
    parts = tuple(_with(one, below) for one in part.parts)
    return replace(part, parts=(*parts, *below.get(part.name, ())))
