"""Disabling somebody's account, and enabling it again. For administrators."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.actions.accounts import disable_person, enable_person
from academe.store.content import Content
from academe.web.person_facts import at_root, person_url
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.toasts import toast
from academe.web.views.person import asked_person
from academe.wording import _


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
