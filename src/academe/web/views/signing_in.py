"""Signing in and out."""

from typing import Any

from pyramid.csrf import new_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.sessions import find_presence, sign_out
from academe.actions.signing_in import SignedIn, sign_in
from academe.definitions.spoken import available_languages
from academe.errors import Refused
from academe.store.content import Content
from academe.web.asking import asked, device_of, own_path, text_of
from academe.web.cookies import (
    device_token,
    drop_session_cookie,
    set_device_cookie,
    set_language_cookie,
    set_session_cookie,
)
from academe.web.rendering import render_page
from academe.web.requests import session_token
from academe.web.sample_people import sample_password, sample_people
from academe.web.sending_again import keep, kept_of, show_kept
from academe.wording import _

PAGE = "pages/sign_in.pt"


@view_config(
    name="sign-in",
    context=Content,
    physical_path="/",
    permission="everybody",
    request_method=("GET", "HEAD"),
)
def ask_who(context: Content, request: Any) -> Any:
    """Show the form; whoever is signed in already is led on."""
    to = own_path(asked(request, "to", 2000)) or ""
    if request.person.is_signed_in:
        return HTTPSeeOther(location=to or request.address(context, "home"))
    return answer(request, to=to)


@view_config(
    name="sign-in",
    context=Content,
    physical_path="/",
    permission="everybody",
    request_method="POST",
)
def let_in(context: Content, request: Any) -> Any:
    """Start a session, or say the one sentence that tells a guesser nothing."""
    login, to = text_of(request, "login", 320), own_path(text_of(request, "to", 2000)) or ""
    try:
        signed_in = sign_in(
            login,
            text_of(request, "password"),
            request.district,
            network=request.remote_addr or "",
            device_token=device_token(request),
            device=device_of(request),
            instead_of=session_token(request) or "",
        )
    except Refused as error:
        return answer(request, 422, login=login, to=to, error=error.sentence)
    return lead_on(context, request, signed_in, to)


def lead_on(context: Content, request: Any, signed_in: SignedIn, to: str) -> Any:
    """Hand over the cookies, and lead to where the person wanted to go or to what they typed."""
    new_csrf_token(request)
    kept = kept_of(request)
    if kept is None:
        response: Any = HTTPSeeOther(location=to or request.address(context, "home"))
    else:
        request.presence = find_presence(signed_in.session_token, request.district)
        request.__dict__.pop("person", None)  # known as a visitor until now
        response = show_kept(request, kept)
    set_session_cookie(request, response, signed_in.session_token)
    set_device_cookie(request, response, signed_in.device_token)
    person = request.district.records.person(signed_in.person_id)
    if person is not None and person.language in available_languages():
        set_language_cookie(request, response, person.language)
    return response


def ask_again(request: Any) -> Response:
    """Ask somebody whose session has run out to sign in, keeping what they have just sent."""
    kept = keep(request)
    to = own_path(request.path) or ""
    return answer(request, 403, to=to, kept=kept, has_run_out=True)


def answer(request: Any, status: int = 200, **values: Any) -> Response:
    """Return the sign-in page."""
    values.setdefault("kept", kept_of(request))
    page = {
        "title": _("Sign in"),
        "forgot_url": request.address(request.district.site.root, "forgot"),
        "sample_people": sample_people(request),
        "sample_password": sample_password(request),
        **values,
    }
    return Response(
        render_page(request, PAGE, page), status=status, content_type="text/html", charset="utf-8"
    )


@view_config(
    name="sign-out",
    context=Content,
    physical_path="/",
    permission="everybody",
    request_method=("GET", "HEAD"),
)
def ask_to_sign_out(context: Content, request: Any) -> Any:
    """Looking at this address ends nothing: that takes the button."""
    home = request.address(context)
    if not request.person.is_signed_in:
        return HTTPSeeOther(location=home)
    page = {
        "title": _("Sign out"),
        "action": request.address(context, "sign-out"),
        "button": request.say(_("Sign out")),
        "cancel_url": home,
    }
    text = render_page(request, "pages/confirm.pt", page)
    return Response(text, content_type="text/html", charset="utf-8")


@view_config(
    name="sign-out",
    context=Content,
    physical_path="/",
    permission="everybody",
    request_method="POST",
)
def let_out(context: Content, request: Any) -> Any:
    """End the session, and have the browser forget the pages that it kept."""
    token = session_token(request)
    if token is not None:
        sign_out(token, request.district)
    new_csrf_token(request)
    response = HTTPSeeOther(location=request.address(context))
    drop_session_cookie(request, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
