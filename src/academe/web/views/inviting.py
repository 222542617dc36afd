"""Inviting somebody: by mail, or on a page that is printed and shown once."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from academe.actions.inviting import invite_by_mail, invite_on_paper
from academe.store.content import Content
from academe.web.asking import text_of
from academe.web.person_facts import keeping_tabs, person_url
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.showing import moment_text
from academe.web.toasts import toast
from academe.web.views.person import asked_person
from academe.wording import _


@root_view("invite", "administer", "POST")
def invite(context: Content, request: Any) -> Any:
    """Order the mail, or show the page to print: its address is stored nowhere."""
    person = asked_person(request)
    if text_of(request, "how") == "mail":
        secret = request.registry.secret
        invite_by_mail(request.person, person.id, request.district, secret=secret)
        toast(request, _("An invitation to ${name} is on its way.", mapping={"name": person.name}))
        return HTTPSeeOther(location=person_url(request, person.id))
    ticket = invite_on_paper(request.person, person.id, request.district)
    page: Response = show_page(
        request,
        "pages/invitation.pt",
        title=_("Invitation for ${name}", mapping={"name": person.name}),
        name=person.name,
        login=person.login,
        address=ticket.address,
        until=moment_text(request, ticket.until),
        back_url=person_url(request, person.id),
        tabs=keeping_tabs(request, "people"),
    )
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
