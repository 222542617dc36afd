"""Own areas: a private place for each member of staff, made when it is first used.

All lie below one content at the top of the tree that nobody may know. Who owns
one is said by ``Content.owner``, and the exact tree ``own_areas`` finds it. docs/decisions/0041
"""

from academe.actions.access import forget, lets
from academe.actions.district import District
from academe.actions.naming import free_name, slug
from academe.actions.placing import attach, hold_ancestors
from academe.actions.recording import record
from academe.definitions.definitions import Definitions
from academe.errors import InvalidAnswers, Refused
from academe.store.content import Content
from academe.store.people import KEEPER, Identity
from academe.wording import _

TYPE = "own_area"
TOP = "own"


def own_areas(person: Identity, district: District) -> list[Content]:
    """Return the areas of ``person``, their own before those handed over to them."""
    ids = district.site.own_areas.get(person.id, ()) if person.is_signed_in else ()
    found = (district.site.content(area_id) for area_id in ids)
    return [area for area in found if area is not None]


def own_area(person: Identity, district: District) -> Content | None:
    """Return the area that ``person`` began; None before its first use."""
    first = next(iter(own_areas(person, district)), None)
    return first if first is not None and not _was_handed_over(first, person) else None


def _was_handed_over(area: Content, person: Identity) -> bool:
    return area._origin.get("begun_by", person.id) != person.id


def may_have_area(person: Identity, definitions: Definitions) -> bool:
    """Say whether ``person`` is staff, and the district's files know own areas."""
    return person.is_staff and person.is_signed_in and _workflow(definitions) is not None


def _workflow(definitions: Definitions) -> str | None:
    """Return the workflow of own areas, if it lets an owner in."""
    found = definitions.types.get(TYPE)
    workflow = definitions.workflows.get((found.workflow if found else None) or "")
    if workflow is None or "owner" not in workflow.states[workflow.starts].add:
        return None
    return workflow.name


def open_own_area(person: Identity, district: District) -> Content:
    """Return the area of ``person``; the first use makes it, in this transaction.

    Two first uses at once write the same key of the exact tree: one of them is
    tried again, and finds the area. Raises Refused, InvalidAnswers.
    """
    if not person.is_staff or not person.is_signed_in:
        raise Refused(_("Own areas are for staff."))
    if not may_have_area(person, district.definitions):
        raise InvalidAnswers({"": NOT_KNOWN})
    found = own_area(person, district)
    if found is not None:
        return found
    top = _top(person, district)
    area = _plant(person, top, slug(person.name, "area"), person.name, person.id, district)
    ids = district.site.own_areas.get(person.id, ())
    district.site.own_areas[person.id] = (area.id, *ids)
    return area


NOT_KNOWN = _(
    "There are no own areas here: content_types/own_area.toml is missing, or its workflow does "
    "not let the role “owner” add."
)


def _top(person: Identity, district: District) -> Content:
    """Return the place of all own areas, which nobody may know."""
    ids = district.site.own_areas.get(KEEPER.id, ())
    found = district.site.content(ids[0]) if ids else None
    if found is not None:
        return found
    root = district.site.root
    name = free_name(root, "own-areas") if TOP in root else TOP
    made = _plant(person, root, name, TOP, KEEPER.id, district)
    district.site.own_areas[KEEPER.id] = (made.id,)
    return made


def _plant(
    person: Identity, parent: Content, name: str, title: str, owner: int, district: District
) -> Content:
    """Make one area; nobody is its creator, so that it is its owner's alone."""
    made = Content(TYPE, {"title": title})
    workflow = _workflow(district.definitions) or ""
    made.owner, made.created = owner, district.now
    made.state = district.definitions.workflows[workflow].starts
    made.workflow_below = {"*": workflow}
    made._origin = {"begun_by": owner}
    hold_ancestors(parent, district)
    attach(parent, made, name if parent.__parent__ is None else free_name(parent, name), district)
    district.site.enter(made)
    after = {"values": made.values, "parent": parent.id, "name": made.__name__, "state": made.state}
    record(person, made, "create", district, after=after)
    return made


def areas_left_by(person_id: int, district: District) -> list[Content]:
    """Return the areas that a person holds; to be handed over once they are disabled."""
    found = (district.site.content(one) for one in district.site.own_areas.get(person_id, ()))
    return [area for area in found if area is not None]


def hand_over(person: Identity, leaving: int, heir: int, district: District) -> None:
    """Give the areas of a disabled person to another member of staff; for administrators.

    It opens them to the heir alone: an administrator who takes them over says so
    by naming themselves, and the journal keeps it. Raises Refused, InvalidAnswers.
    """
    if "administrator" not in person.roles:
        raise Refused(_("Only an administrator hands an own area over."))
    one, other = district.records.person(leaving), district.records.person(heir)
    areas = areas_left_by(leaving, district)
    if one is None or not one.disabled or not areas:
        raise InvalidAnswers({"": _("Only what a disabled person has left is handed over.")})
    if other is None or other.disabled or not other.is_staff or other.id == one.id:
        raise InvalidAnswers({"heir": _("Please choose somebody of the staff.")})
    for area in areas:
        area.owner = other.id
        before, after = {"owner": one.id}, {"owner": other.id}
        record(person, area, "hand_over", district, before=before, after=after, below=True)
    own = district.site.own_areas
    own[other.id] = (*own.get(other.id, ()), *(area.id for area in areas))
    del own[one.id]
    forget(person)


def area_around(content: Content) -> Content | None:
    """Return the own area in which ``content`` lies; None outside of all."""
    for place in content.lineage():
        if place.owner:
            return place
    return None


def takes_in(person: Identity, content: Content, district: District) -> bool:
    """Say whether the own area of ``person`` takes such a content, made already or not."""
    found = district.definitions.types.get(TYPE)
    if found is None or not may_have_area(person, district.definitions):
        return False
    area = own_area(person, district)
    is_open = area is None or lets(person, "add", area, district.definitions)
    return content.type_name in found.may_contain and is_open
