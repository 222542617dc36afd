"""Takes out again what one import brought in: all of it goes into the bin, in one act."""

from academe.actions.district import District
from academe.actions.leaving import check_may_leave
from academe.actions.removing import remove
from academe.errors import NotThere
from academe.exchange.import_reports import kept_roots
from academe.store.content import Content, is_reachable, new_id
from academe.store.people import Identity
from academe.wording import _


def roots_of_import(content: Content, district: District) -> list[Content]:
    """Return what the import that made ``content`` made at the top, as far as it is in the tree.

    One that was moved into another since goes along with it, so it is left out.
    """
    found = [district.site.content(number) for number in kept_roots(content)]
    there = {root.id: root for root in found if root is not None and is_reachable(root)}
    return [
        root
        for root in there.values()
        if not any(place.id in there for place in root.lineage() if place is not root)
    ]


def take_out(person: Identity, content: Content, district: District) -> list[Content]:
    """Put all that came in with ``content`` into the bin, or nothing of it; return its roots.

    What was changed or added in it since goes along. Raises NotThere, Refused.
    """
    roots, act = roots_of_import(content, district), new_id()
    if not roots:
        raise NotThere(_("There is nothing here."))
    for root in roots:
        check_may_leave(person, root, district)
    for root in roots:
        remove(person, root, district, act=act)
    return roots
