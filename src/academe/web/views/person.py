"""One person of the district, and what can be done for them. For administrators."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.actions.accounts import change_person, find_person
from academe.actions.grouping import list_groups
from academe.actions.holding import list_holdings
from academe.actions.owning import areas_left_by
from academe.errors import Conflict, InvalidAnswers, NotThere
from academe.store.content import Content
from academe.store.people import Person
from academe.web.asking import number_of
from academe.web.forms import Form, form_page, given_version
from academe.web.holdings import show_holdings
from academe.web.person_facts import (
    at_root,
    keeping_tabs,
    membership_row,
    person_row,
    person_url,
    state_of,
)
from academe.web.person_form import person_answers, person_form
from academe.web.root_views import root_view
from academe.web.toasts import toast
from academe.wording import _

FASTER = _(
    "Somebody else has changed this person since you opened the page. Nothing of yours was saved:"
    " open the page in another tab, compare, and type it again there."
)


@root_view("person", "administer")
def show_person(context: Content, request: Any) -> Response:
    """Show one person, with everything that can be done for them."""
    person = asked_person(request)
    return person_page(request, person, person_form(request, person))


@root_view("person", "administer", "POST")
def save_person(context: Content, request: Any) -> Any:
    """Keep what was changed about somebody."""
    person = asked_person(request)
    form = person_form(request, person)
    try:
        answers, version = person_answers(form), given_version(request)
        changed = change_person(
            request.person, person.id, answers, request.district, version=version
        )
    except InvalidAnswers as wrong:
        return person_page(request, person, form, wrong)
    except Conflict:
        return person_page(request, person, form, InvalidAnswers({"": FASTER}))
    toast(request, _("Saved.") if changed else _("Nothing was different, so nothing was saved."))
    return HTTPSeeOther(location=person_url(request, person.id))


def asked_person(request: Any) -> Person:
    """Return the person whose number follows in the address; raises NotThere."""
    if len(request.subpath) != 1:
        raise NotThere(_("There is no such person."))
    return find_person(request.person, number_of(request.subpath[0]), request.district)


def _hand_over_url(request: Any, person: Person) -> str | None:
    """Return where an own area that is left behind is handed over."""
    if not person.disabled or not areas_left_by(person.id, request.district):
        return None
    return at_root(request, "hand-over", str(person.id))


def person_page(
    request: Any, person: Person, form: Form, wrong: InvalidAnswers | None = None
) -> Response:
    district, number = request.district, str(person.id)
    groups = {group.id: group for group, _count in list_groups(request.person, district)}
    memberships = [
        membership_row(request, one, groups[one.group_id])
        for one in person.memberships
        if one.group_id in groups
    ]
    return form_page(
        request,
        form,
        wrong,
        "pages/person.pt",
        title=person.name,
        about=person_row(request, person),
        is_disabled=person.disabled,
        is_self=person.id == request.person.id,
        memberships=memberships,
        groups=list(groups.values()),
        state=state_of(request, person),
        holdings=show_holdings(request, list_holdings(request.person, person.id, district)),
        groups_url=at_root(request, "groups"),
        membership_url=at_root(request, "membership", number),
        invite_url=at_root(request, "invite", number),
        disable_url=at_root(request, "disable", number),
        enable_url=at_root(request, "enable", number),
        hand_over_url=_hand_over_url(request, person),
        tabs=keeping_tabs(request, "people"),
    )
