"""The district's people: found, added, changed, disabled. For administrators."""

from typing import Any
from urllib.parse import urlencode

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.actions.accounts import (
    add_person,
    change_person,
    disable_person,
    enable_person,
    find_person,
    grantable_roles,
    list_people,
)
from academe.actions.grouping import list_groups
from academe.actions.holding import list_holdings
from academe.errors import Conflict, InvalidAnswers, NotThere
from academe.store.content import Content
from academe.store.people import Person
from academe.web.asking import asked, number_of
from academe.web.forms import VERSION, Form, form_page, given_version, hidden
from academe.web.holdings import show_holdings
from academe.web.paging import Pages
from academe.web.person_facts import (
    at_root,
    keeping_tabs,
    membership_row,
    person_row,
    person_url,
    role_title,
    state_of,
)
from academe.web.person_questions import (
    ask_language,
    ask_some,
    ask_text,
    ask_time_zone,
    ask_yes,
)
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.toasts import toast
from academe.wording import _

ON_A_PAGE = 50
FASTER = _(
    "Somebody else has changed this person since you opened the page. Nothing of yours was saved:"
    " open the page in another tab, compare, and type it again there."
)


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
    return _add_page(request, _person_form(request, None))


@root_view("add-person", "administer", "POST")
def save_new_person(context: Content, request: Any) -> Any:
    """Add somebody, and lead to their page: from there they are invited."""
    form = _person_form(request, None)
    try:
        person = add_person(request.person, _answers(form), request.district)
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


@root_view("person", "administer")
def show_person(context: Content, request: Any) -> Response:
    """Show one person, with everything that can be done for them."""
    person = asked_person(request)
    return person_page(request, person, _person_form(request, person))


@root_view("person", "administer", "POST")
def save_person(context: Content, request: Any) -> Any:
    """Keep what was changed about somebody."""
    person = asked_person(request)
    form = _person_form(request, person)
    try:
        answers, version = _answers(form), given_version(request)
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
        tabs=keeping_tabs(request, "people"),
    )


@root_view("disable", "administer")
def ask_to_disable(context: Content, request: Any) -> Response:
    """Say what disabling somebody means, before it is done."""
    person = asked_person(request)
    say = request.say
    lines = (
        _("They are signed out everywhere from now on, and cannot sign in."),
        _("Invitations and links for a new password that they have no longer work."),
        _("What they wrote and signed stays, under their name. Their roles and groups stay too."),
        _("You can enable them again at any time."),
    )
    return show_page(
        request,
        "pages/confirm.pt",
        title=_("Disable ${name}?", mapping={"name": person.name}),
        lines=[say(line) for line in lines],
        action=at_root(request, "disable", str(person.id)),
        button=say(_("Disable")),
        is_danger=True,
        cancel_url=person_url(request, person.id),
    )


@root_view("disable", "administer", "POST")
def disable(context: Content, request: Any) -> Any:
    person = asked_person(request)
    disable_person(request.person, person.id, request.district)
    toast(request, _("${name} is disabled.", mapping={"name": person.name}))
    return HTTPSeeOther(location=person_url(request, person.id))


@root_view("enable", "administer", "POST")
def enable(context: Content, request: Any) -> Any:
    person = asked_person(request)
    enable_person(request.person, person.id, request.district)
    toast(request, _("${name} is enabled again.", mapping={"name": person.name}))
    return HTTPSeeOther(location=person_url(request, person.id))


def _person_form(request: Any, person: Person | None) -> Form:
    say = request.say
    held = person.roles if person else ()
    known = request.district.definitions.roles
    offered = [word for word in known if word in grantable_roles(request.person, request.district)]
    offered += [word for word in held if word not in offered]
    questions: list[colander.SchemaNode] = [
        ask_text("name", _("Name"), about=_("As others read it.")),
        ask_text(
            "login",
            _("Sign-in name"),
            look="username",
            about=_("Letters a-z, digits, dots, hyphens and underscores. Nobody else has it."),
        ),
        ask_text(
            "email",
            _("E-mail address"),
            look="email",
            needed=False,
            about=_("Empty: they are reached on paper only."),
        ),
        ask_yes(
            "is_staff",
            _("Works for the district"),
            about=_("Sees what is published for staff, such as answer keys and teacher's notes."),
        ),
        ask_some(
            "roles",
            _("Roles on the whole site"),
            tuple((word, role_title(request, word)) for word in offered),
            about=_("Roles in one school or course are given there, with Share."),
        ),
        ask_language(request, person.language if person else ""),
        ask_time_zone(request, person.time_zone if person else ""),
    ]
    names = [node.name for node in questions]
    if person is None:
        cancel_url = at_root(request, "people")
        return Form(
            request, questions, {}, button=_("Add"), cancel_url=cancel_url, form_id="person"
        )
    values = {name: getattr(person, name) for name in names}
    questions.append(hidden(VERSION, person.version))
    return Form(request, questions, values, button=say(_("Save")), form_id="person")


def _answers(form: Form) -> dict[str, Any]:
    read = form.read()
    read.pop(VERSION, None)
    return read
