"""What comes in becomes what its place can hold: a lesson alone gets a course around it."""

from collections.abc import Collection
from dataclasses import replace

from academe.exchange.bundle import Bundle, ImportedContent

_SHARED = {"licence", "author_credit"}  # what a licence file says of every part


def fit_roots(bundle: Bundle, allowed: Collection[str]) -> Bundle:
    """Give the bundle with roots that its place takes, where nothing is lost by it.

    A lesson that cannot lie there by itself comes in a course of its title. A folder that says
    nothing of itself is no course where none can lie: its lessons come one by one.
    """
    roots: list[ImportedContent] = []
    for root in bundle.roots:
        if root.type_name == "lesson" and "lesson" not in allowed and "course" in allowed:
            around = {name: root.values[name] for name in _SHARED if name in root.values}
            roots.append(
                ImportedContent("course", root.title, ".", root.name_hint, around, (root,))
            )
        elif _is_only_a_folder(root, allowed):
            roots.extend(root.children)
        else:
            roots.append(root)
    return replace(bundle, roots=tuple(roots))


def _is_only_a_folder(root: ImportedContent, allowed: Collection[str]) -> bool:
    if root.type_name != "course" or "course" in allowed or set(root.values) - _SHARED:
        return False
    return bool(root.children) and all(child.type_name in allowed for child in root.children)
