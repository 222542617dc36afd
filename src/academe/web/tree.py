"""The tree beside a page: two levels of the course, school, folder or own area that it lies in."""

from typing import Any, NamedTuple

from academe.actions.owning import TYPE as OWN_AREA
from academe.actions.reading import title_for
from academe.actions.translations import spoken_in
from academe.store.content import Content
from academe.web.page_store import is_never_kept
from academe.web.slices import first_children

TREE_TOPS = {"course", "school", "folder", "pd_module", OWN_AREA}
TREES_OF_ONE = 20  # that are kept for somebody who is signed in
TREE_AT_MOST = 60  # entries of one level; the page itself lists all
CONTAINERS = {"site", "school", "folder", "course", "unit", "pd_module"}


class Branch(NamedTuple):
    """One line of the tree beside the page."""

    title: str
    url: str
    is_current: bool
    is_open: bool
    children: list["Branch"]
    lang: str  # of the title


class Twig(NamedTuple):
    """A branch as it is on pages that do not lie on it, and which content it is."""

    id: int
    branch: Branch
    twigs: list["Twig"]


def tree_beside(request: Any, content: Content) -> list[Branch]:
    """Return the tree beside a page about ``content``; empty for the front page."""
    place = _top(content)
    if place is None or content is request.district.site.root:
        return []
    here = {one.id for one in content.lineage()}
    return [_marked(twig, content.id, here) for twig in _twigs_of(request, place)]


def _top(content: Content) -> Content | None:
    """Return the course, school, folder or own area whose inside is shown beside the page."""
    for place in content.lineage():
        if place.type_name in TREE_TOPS:
            return place
    return None


def _twigs_of(request: Any, place: Content) -> list[Twig]:
    """Return the tree without its marks; for one reader it is the same on every page below."""
    is_visitor = not request.person.is_signed_in
    known = request.known_of_visitors if is_visitor else request.known_of_person
    trees: dict[Any, list[Twig]] = known.setdefault("trees", {})
    key = (place.id, request.prefix)
    if key in trees:
        return trees[key]
    made = _twigs(request, place, 2)
    if not is_never_kept(request):  # a large place's children come from the index
        if not is_visitor and len(trees) >= TREES_OF_ONE:
            trees.clear()
        trees[key] = made
    return made


def _twigs(request: Any, place: Content, levels: int) -> list[Twig]:
    if not levels or place._children is None:
        return []
    base = str(request.address(place)).rstrip("/")
    twigs = []
    for child in first_children(request, place, TREE_AT_MOST):
        if child.type_name not in ("image", "file"):
            below = _twigs(request, child, levels - 1) if child.type_name in CONTAINERS else []
            title = title_for(request.person, child, request.district)
            inside = [twig.branch for twig in below]
            lang = spoken_in(request.person, child, request.district)
            branch = Branch(title, f"{base}/{child.__name__}", False, False, inside, lang)
            twigs.append(Twig(child.id, branch, below))
    return twigs


def _marked(twig: Twig, current: int, here: set[int]) -> Branch:
    """Return the branch as it is on this page; off the way it is as it was."""
    if twig.id not in here:
        return twig.branch
    below = [_marked(one, current, here) for one in twig.twigs]
    return twig.branch._replace(is_current=twig.id == current, is_open=True, children=below)
