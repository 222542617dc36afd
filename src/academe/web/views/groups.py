"""Groups of people, and who belongs to them on which days. For administrators."""

from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.actions.accounts import list_people
from academe.actions.grouping import (
    add_group,
    list_groups,
    list_members,
    put_into_group,
    rename_group,
    take_out_of_group,
)
from academe.actions.holding import list_holdings
from academe.errors import InvalidAnswers, NotThere
from academe.store.content import Content
from academe.store.people import Group
from academe.web.asking import asked, number_of, text_of
from academe.web.forms import Form, form_page
from academe.web.holdings import show_holdings
from academe.web.paging import Pages
from academe.web.person_facts import (
    at_root,
    group_url,
    keeping_tabs,
    membership_row,
    person_row,
    person_url,
)
from academe.web.person_questions import ask_text
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.toasts import toast
from academe.web.views.person import asked_person
from academe.wording import _

ON_A_PAGE, FOUND_AT_MOST = 50, 20


@root_view("groups", "administer")
def show_groups(context: Content, request: Any) -> Response:
    """Show all groups."""
    groups = [
        (group_url(request, group.id), group.title, group.name, count)
        for group, count in list_groups(request.person, request.district)
    ]
    return show_page(
        request,
        "pages/groups.pt",
        title=_("Groups"),
        groups=groups,
        add_url=at_root(request, "add-group"),
        tabs=keeping_tabs(request, "groups"),
    )


@root_view("add-group", "administer")
def ask_for_group(context: Content, request: Any) -> Response:
    """Ask what the new group is called."""
    return _add_page(request, _group_form(request, None))


@root_view("add-group", "administer", "POST")
def save_new_group(context: Content, request: Any) -> Any:
    form = _group_form(request, None)
    try:
        read = form.read()
        group = add_group(request.person, read["name"], read["title"], request.district)
    except InvalidAnswers as wrong:
        return _add_page(request, form, wrong)
    toast(request, _("The group ${title} is added.", mapping={"title": group.title}))
    return HTTPSeeOther(location=group_url(request, group.id))


def _add_page(request: Any, form: Form, wrong: InvalidAnswers | None = None) -> Response:
    return form_page(
        request,
        form,
        wrong,
        "pages/account_part.pt",
        title=_("Add a group"),
        intro=_(
            "A department, the teachers of a school, a committee: people who get roles together."
        ),
        tabs=keeping_tabs(request, "groups"),
    )


@root_view("group", "administer")
def show_group(context: Content, request: Any) -> Response:
    """Show one group: its name, its members, what it holds."""
    group = _asked_group(request)
    return _group_page(request, group, _group_form(request, group))


@root_view("group", "administer", "POST")
def save_group(context: Content, request: Any) -> Any:
    """Rename the group; its members and roles stay."""
    group = _asked_group(request)
    form = _group_form(request, group)
    try:
        read = form.read()
        rename_group(request.person, group.id, read["name"], read["title"], request.district)
    except InvalidAnswers as wrong:
        return _group_page(request, group, form, wrong)
    toast(request, _("Saved."))
    return HTTPSeeOther(location=group_url(request, group.id))


def _asked_group(request: Any) -> Group:
    number = number_of(request.subpath[0]) if len(request.subpath) == 1 else 0
    group = request.district.records.group(number)
    if group is None:
        raise NotThere(_("There is no such group."))
    return group


def _group_form(request: Any, group: Group | None) -> Form:
    questions = [
        ask_text("title", _("Title"), about=_("As people read it, such as Math department.")),
        ask_text(
            "name",
            _("Short name"),
            look="username",
            about=_("For files and commands, such as math-authors: a-z, digits and hyphens."),
        ),
    ]
    if group is None:
        cancel_url = at_root(request, "groups")
        return Form(request, questions, {}, button=_("Add"), cancel_url=cancel_url, form_id="group")
    values = {"title": group.title, "name": group.name}
    return Form(request, questions, values, button=_("Save"), form_id="group")


def _group_page(
    request: Any, group: Group, form: Form, wrong: InvalidAnswers | None = None
) -> Response:
    person, district, path = request.person, request.district, group_url(request, group.id)
    members = list_members(person, group.id, district)
    pages = Pages(len(members), number_of(asked(request, "page")), ON_A_PAGE, path)
    typed = asked(request, "q").strip()
    found = list_people(person, typed, district, first=0, at_most=FOUND_AT_MOST)[0] if typed else []
    return form_page(
        request,
        form,
        wrong,
        "pages/group.pt",
        title=group.title,
        group_id=group.id,
        members=[
            membership_row(request, one, member)
            for member in members[pages.first : pages.first + ON_A_PAGE]
            for one in member.memberships
            if one.group_id == group.id
        ],
        total=len(members),
        pages=pages,
        typed=typed,
        found=[person_row(request, one) for one in found],
        path=path,
        membership_url=at_root(request, "membership"),
        holdings=show_holdings(request, list_holdings(person, group.id, district)),
        tabs=keeping_tabs(request, "groups"),
    )


@root_view("membership", "administer", "POST")
def save_membership(context: Content, request: Any) -> Any:
    """Put somebody into a group for some days, or take them out; lead back to where one was."""
    person = asked_person(request)
    group_id = number_of(text_of(request, "group"))
    if text_of(request, "what") == "out":
        take_out_of_group(request.person, person.id, group_id, request.district)
        done = _("${name} does not belong to it any more.", mapping={"name": person.name})
    else:
        days = {name: _day(text_of(request, name)) for name in ("since", "until")}
        put_into_group(request.person, person.id, group_id, request.district, **days)
        done = _("Saved: the groups of ${name}.", mapping={"name": person.name})
    toast(request, done)
    back_to_group = text_of(request, "back") == "group"
    url = group_url(request, group_id) if back_to_group else person_url(request, person.id)
    return HTTPSeeOther(location=url)


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        sentence = _("Write a day like 2026-08-31.")
        raise InvalidAnswers({"": sentence}) from None
