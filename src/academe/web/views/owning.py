"""My own area, and handing over that of somebody who is gone."""

from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.actions.accounts import list_people
from academe.actions.creating import addable_types
from academe.actions.owning import TYPE as OWN_AREA
from academe.actions.owning import (
    areas_left_by,
    hand_over,
    may_have_area,
    open_own_area,
    own_area,
    own_areas,
)
from academe.errors import InvalidAnswers, NotThere
from academe.store.content import Content
from academe.store.people import Person
from academe.web.asking import number_of, text_of
from academe.web.person_facts import at_root, keeping_tabs, person_url
from academe.web.responding import lead_to, show_page
from academe.web.root_views import root_view
from academe.web.rows import row_of
from academe.web.toasts import toast
from academe.web.views.person import asked_person
from academe.wording import _

OFFERED = 1000  # people in one list


@root_view("own", "staff")
def show_own(context: Content, request: Any) -> Any:
    """Lead to the own area; before its first use, and where others were handed over, ask."""
    person, district = request.person, request.district
    areas = own_areas(person, district)
    mine = own_area(person, district)
    if areas == [mine]:
        return lead_to(request, areas[0])
    return show_page(
        request,
        "pages/own.pt",
        title=_("My own area"),
        mine=None if mine is None else row_of(request, mine),
        others=[row_of(request, area) for area in areas if area is not mine],
        is_known=may_have_area(person, district.definitions),
        kinds=_kinds(request),
        action=at_root(request, "own"),
    )


@root_view("own", "staff", "POST")
def open_own(context: Content, request: Any) -> HTTPSeeOther:
    """Make the own area, unless it is there, and lead to it or to what is begun there.

    ``then``, of a button or in the address: ``import``, or a type, whose form takes what else
    stands in the address for answers.
    """
    area = open_own_area(request.person, request.district)
    answers = dict(request.GET)
    then = answers.pop("then", "") or text_of(request, "then")
    if then == "import":
        return lead_to(request, area, "import")
    if then not in addable_types(area, request.district):
        return lead_to(request, area)
    return lead_to(request, area, f"add/{then}", urlencode(answers))


def _kinds(request: Any) -> tuple[str, ...]:
    """Return the names of the types that an own area may contain."""
    found = request.district.definitions.types.get(OWN_AREA)
    return found.may_contain if found else ()


@root_view("hand-over", "administer")
def ask_for_heir(context: Content, request: Any) -> Response:
    """Ask who shall have what a disabled person has left."""
    return _hand_over_page(request, asked_person(request))


@root_view("hand-over", "administer", "POST")
def save_hand_over(context: Content, request: Any) -> Any:
    """Give it to the person who was chosen."""
    leaving = asked_person(request)
    heir = number_of(text_of(request, "heir"))
    try:
        hand_over(request.person, leaving.id, heir, request.district)
    except InvalidAnswers as wrong:
        return _hand_over_page(request, leaving, wrong)
    name = request.district.records.person(heir).name
    toast(request, _("The own area now belongs to ${name}.", mapping={"name": name}))
    return HTTPSeeOther(location=person_url(request, leaving.id))


def _hand_over_page(request: Any, leaving: Person, wrong: InvalidAnswers | None = None) -> Response:
    if not leaving.disabled or not areas_left_by(leaving.id, request.district):
        raise NotThere(_("Only what a disabled person has left is handed over."))
    people, _total = list_people(request.person, "", request.district, first=0, at_most=OFFERED)
    if wrong is not None:
        request.tm.doom()
    return show_page(
        request,
        "pages/hand_over.pt",
        422 if wrong else 200,
        title=_("Hand over the own area of ${name}", mapping={"name": leaving.name}),
        heirs=[
            (one.id, one.name, one.login) for one in people if one.is_staff and not one.disabled
        ],
        error=request.say(next(iter(wrong.errors.values()))) if wrong else None,
        action=at_root(request, "hand-over", str(leaving.id)),
        cancel_url=person_url(request, leaving.id),
        tabs=keeping_tabs(request, "people"),
    )
