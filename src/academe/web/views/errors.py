"""Refused, not found, and other plain answers to what went wrong."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from pyramid.exceptions import BadCSRFToken
from pyramid.httpexceptions import HTTPError, HTTPException, HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import (
    exception_view_config,
    forbidden_view_config,
    notfound_view_config,
    view_config,
)

from academe.actions.explaining import may_know_why, why
from academe.actions.reading import may_know
from academe.actions.refusing import why_no_step, why_not_who
from academe.actions.stepping import steps_for
from academe.definitions.workflows import PERMISSIONS
from academe.errors import AcademeError, Conflict, InvalidAnswers, NotThere, RecordDamaged, Refused
from academe.store.content import Content, is_reachable
from academe.web.coming_back import address_to_sign_in
from academe.web.rendering import render_page
from academe.web.sending_again import can_be_sent_again, is_from_our_page, keep, show_kept
from academe.web.tweens import SAFE
from academe.web.views.signing_in import ask_again
from academe.wording import _


def answer(request: Any, status: int, template: str, **values: Any) -> Response:
    """Return an error page in the frame, with the way back to the content if one may know it."""
    values = {"status": status, "back_url": _way_back(request), **values}
    text = render_page(request, template, values)
    return Response(text, status=status, content_type="text/html", charset="utf-8")


def _way_back(request: Any) -> str | None:
    content = getattr(request, "context", None)
    if not isinstance(content, Content) or content is request.district.site.root:
        return None
    if not may_know(request.person, content, request.district):
        return None
    return str(request.address(content))


@view_config(
    name="missing", context=Content, permission="everybody", request_method=("GET", "HEAD")
)
def show_missing(context: Content, request: Any) -> Response:
    """Lead an old address to where its content lies now; everything else is not found."""
    found = find_moved(context, request)
    if found is not None:
        content, rest = found
        target = request.address(content).rstrip("/")
        rest = [quote(name, safe="@") for name in rest]  # a line's end among them, too
        return HTTPSeeOther(location="/".join([target, *rest]) or "/")
    return not_found(request)


def find_moved(context: Content, request: Any) -> tuple[Content, list[str]] | None:
    """Return the content that an old address meant and what follows it, if one may know it."""
    names = [part for part in request.path_info.split("/") if part]
    site = request.district.site
    for length in range(len(names), 0, -1):
        content_id = site.old_addresses.get("/" + "/".join(names[:length]))
        content = None if content_id is None else site.content(content_id)
        if (
            content is not None
            and is_reachable(content)
            and may_know(request.person, content, request.district)
        ):
            return content, names[length:]
    return None


@notfound_view_config()
def show_not_found(error: Any, request: Any) -> Response:
    return not_found(request)


@exception_view_config(NotThere)
def show_not_there(error: NotThere, request: Any) -> Response:
    return not_found(request)


def not_found(request: Any) -> Response:
    """The one page for what does not exist or may not be known of: docs/decisions/0004."""
    if "district" not in request.__dict__ and not hasattr(request, "tm"):
        return Response("Not found", status=404, content_type="text/plain")
    if can_be_sent_again(request):
        return ask_again(request)
    return answer(request, 404, "pages/not_found.pt", title=_("Not found"))


@forbidden_view_config()
def show_forbidden(error: Any, request: Any) -> Response:
    """Explain to those who may know; ask a visitor to sign in where signing in is the point."""
    if not hasattr(request, "context"):  # a form of another site, refused before it was read
        return Response("This came from another site.", status=403, content_type="text/plain")
    if can_be_sent_again(request):
        return ask_again(request)
    context, person = request.context, request.person
    wanted = getattr(request, "wanted_permission", None)
    if request.method in SAFE and not person.is_signed_in and wanted in ("signed_in", "administer"):
        return HTTPSeeOther(location=address_to_sign_in(request))
    if isinstance(context, Content) and may_know_why(person, context, request.district):
        return refused(request, reason_for(request, wanted), ways_on(context, request))
    if person.is_signed_in and context is request.district.site.root:
        return refused(request, None)
    return not_found(request)


def reason_for(request: Any, wanted: str | None) -> str | None:
    """Return why the person may not; None where no file of the district says who may."""
    person, content, district = request.person, request.context, request.district
    if wanted in PERMISSIONS:
        return why(person, wanted, content, district)
    if wanted == "see who can see":
        return why_not_who(person, content, district)
    if wanted == "step" and len(request.subpath) == 1:
        return why_no_step(person, request.subpath[0], content, district)
    return None


def ways_on(content: Content, request: Any) -> list[tuple[str, str]]:
    """Return (title, address) of the steps that the person may take instead: revise, for one."""
    return [
        (request.say(step.title), request.address(content, "step", step.name))
        for step in steps_for(request.person, content, request.district)
    ]


def refused(request: Any, sentence: str | None, ways: Sequence[tuple[str, str]] = ()) -> Response:
    """Return the page that says no, why where that may be known, and what can be done instead."""
    title = _("You may not do this here")
    reason = request.say(sentence) if sentence else None
    return answer(request, 403, "pages/refused.pt", title=title, why=reason, ways=ways)


@exception_view_config(Refused)
def show_refused(error: Refused, request: Any) -> Response:
    return refused(request, error.sentence)


@exception_view_config(Conflict)
def show_conflict(error: Conflict, request: Any) -> Response:
    return answer(
        request,
        409,
        "pages/refused.pt",
        title=_("Somebody else was faster"),
        why=request.say(error.sentence),
    )


@exception_view_config(InvalidAnswers)
def show_invalid(error: InvalidAnswers, request: Any) -> Response:
    sentences = " ".join(request.say(sentence) for sentence in error.errors.values())
    return answer(request, 422, "pages/refused.pt", title=_("This cannot be done"), why=sentences)


@exception_view_config(AcademeError)
def show_academe_error(error: AcademeError, request: Any) -> Response:
    return answer(
        request,
        400,
        "pages/refused.pt",
        title=_("This cannot be done"),
        why=request.say(error.sentence),
    )


@exception_view_config(RecordDamaged)
def show_damaged(error: RecordDamaged, request: Any) -> Response:
    """Leave it to the page for what nobody expected: the log has to tell the site's keeper."""
    raise error


@exception_view_config(BadCSRFToken)
def show_old_form(error: BadCSRFToken, request: Any) -> Any:
    """A form from before the last sign-in: what was typed in it is shown and can be sent again."""
    if not is_from_our_page(request):
        return show_http_error(error, request)
    if can_be_sent_again(request):
        return ask_again(request)
    if not request.person.is_signed_in:
        return HTTPSeeOther(location=request.address(request.district.site.root, "sign-in"))
    kept = keep(request)
    return show_http_error(error, request) if kept is None else show_kept(request, kept, 400)


@exception_view_config(HTTPError)
def show_http_error(error: HTTPException, request: Any) -> Response:
    """Bad requests, wrong methods, failed tokens: a plain page with the right status."""
    if error.status_code == HTTPNotFound.code:
        return not_found(request)
    if not isinstance(getattr(request, "context", None), Content):
        return Response(error.title, status=error.status_code, content_type="text/plain")
    sentence = request.say(
        SENTENCES.get(error.status_code, _("The server could not understand this request."))
    )
    response = answer(
        request, error.status_code, "pages/refused.pt", title=_("This did not work"), why=sentence
    )
    if "Retry-After" in error.headers:
        response.headers["Retry-After"] = error.headers["Retry-After"]
    return response


SENTENCES = {
    400: _(
        "This form was open for too long, or was sent from another page. "
        "Please go back, reload and try again."
    ),
    405: _("This address does not take such a request."),
    503: _("This list is being made anew. Please come again in a minute."),
}
