"""The district's people: found and added. For administrators."""

from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.actions.accounts import add_person, list_people
from academe.errors import InvalidAnswers
from academe.store.content import Content
from academe.web.asking import asked, number_of
from academe.web.forms import Form, form_page
from academe.web.paging import Pages
from academe.web.person_facts import at_root, keeping_tabs, person_row, person_url
from academe.web.person_form import person_answers, person_form
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.toasts import toast
from academe.wording import _

ON_A_PAGE = 50


@root_view("people", "administer")
def show_people(context: Content, request: Any) -> Response:
    """Show everybody, or those whom the typed words find."""
    typed = asked(request, "q")
    first = (max(number_of(asked(request, "page")), 1) - 1) * ON_A_PAGE
    found, total = list_people(
        request.person, typed, request.district, first=first, at_most=ON_A_PAGE
    )
    path = request.address(context, "people")
    pages = Pages(
        total,
        first // ON_A_PAGE + 1,
        ON_A_PAGE,
        f"{path}?{urlencode({'q': typed})}" if typed else path,
    )
    return show_page(
        request,
        "pages/people.pt",
        title=_("People"),
        people=[person_row(request, one) for one in found],
        total=total,
        typed=typed,
        pages=pages,
        action=path,
        add_url=at_root(request, "add-person"),
        tabs=keeping_tabs(request, "people"),
    )


@root_view("add-person", "administer")
def ask_for_person(context: Content, request: Any) -> Response:
    """Ask who shall be added."""
    return _add_page(request, person_form(request, None))


@root_view("add-person", "administer", "POST")
def save_new_person(context: Content, request: Any) -> Any:
    """Add somebody, and lead to their page: from there they are invited."""
    form = person_form(request, None)
    try:
        person = add_person(request.person, person_answers(form), request.district)
    except InvalidAnswers as wrong:
        return _add_page(request, form, wrong)
    done = _(
        "${name} is added. Invite them, so that they can sign in.", mapping={"name": person.name}
    )
    toast(request, done)
    return HTTPSeeOther(location=person_url(request, person.id))


def _add_page(request: Any, form: Form, wrong: InvalidAnswers | None = None) -> Response:
    intro = _("They get in with an invitation, which you send or print afterwards.")
    return form_page(
        request,
        form,
        wrong,
        "pages/account_part.pt",
        title=_("Add a person"),
        intro=intro,
        tabs=keeping_tabs(request, "people"),
    )
