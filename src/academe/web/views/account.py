"""One's own account: name, language, password, and where one is signed in."""

from typing import Any

from pyramid.csrf import new_csrf_token
from pyramid.response import Response

from academe.actions.accounts import OWN_FIELDS, change_oneself
from academe.actions.holding import list_holdings
from academe.actions.sessions import end_session, sessions_of, sign_out_everywhere
from academe.actions.signing_in import change_password
from academe.errors import InvalidAnswers, Refused
from academe.store.content import Content
from academe.store.people import Person
from academe.web.asking import device_of, text_of
from academe.web.cookies import drop_session_cookie, set_language_cookie, set_session_cookie
from academe.web.forms import Form, form_page
from academe.web.holdings import show_holdings
from academe.web.person_facts import at_root, role_title
from academe.web.person_questions import (
    ask_language,
    ask_new_password,
    ask_password,
    ask_text,
    ask_time_zone,
    show_login,
)
from academe.web.responding import lead_to, show_page
from academe.web.root_views import root_view
from academe.web.showing import moment_text
from academe.web.toasts import toast
from academe.wording import _


@root_view("account", "signed_in")
def show_account(context: Content, request: Any) -> Response:
    """Show what one may say about oneself, and what one holds."""
    return _account_page(request, _account_form(request))


@root_view("account", "signed_in", "POST")
def save_account(context: Content, request: Any) -> Any:
    """Keep it; the language counts from the next page on."""
    form = _account_form(request)
    try:
        answers = {name: answer or "" for name, answer in form.read().items()}
        changed = change_oneself(request.person, answers, request.district)
    except InvalidAnswers as wrong:
        return _account_page(request, form, wrong)
    toast(request, _("Saved.") if changed else _("Nothing was different, so nothing was saved."))
    response = lead_to(request, context, "account")
    set_language_cookie(request, response, answers["language"])
    return response


def _account_form(request: Any) -> Form:
    own = _own_record(request)
    about = _("As others read it, on what you write and sign.")
    questions = [
        ask_text("name", _("Name"), autocomplete="name", about=about),
        ask_language(request, own.language),
        ask_time_zone(request, own.time_zone),
    ]
    values = {name: getattr(own, name) for name in OWN_FIELDS}
    return Form(request, questions, values, button=_("Save"), form_id="person")


def _account_page(request: Any, form: Form, wrong: InvalidAnswers | None = None) -> Response:
    own = _own_record(request)
    return form_page(
        request,
        form,
        wrong,
        "pages/account.pt",
        title=_("My account"),
        login=own.login,
        email=own.email,
        roles=", ".join(role_title(request, word) for word in own.roles),
        holdings=show_holdings(request, list_holdings(request.person, own.id, request.district)),
        tabs=account_tabs(request, "account"),
    )


@root_view("password", "signed_in")
def ask_passwords(context: Content, request: Any) -> Response:
    """Ask for the present password and, twice, for the new one."""
    return _password_page(request, _password_form(request))


@root_view("password", "signed_in", "POST")
def save_password(context: Content, request: Any) -> Any:
    """Change the password; every other device is signed out by it."""
    form = _password_form(request)
    try:
        typed = form.read()
        token = change_password(
            request.person,
            typed["password"],
            typed["new_password"],
            request.district,
            device=device_of(request),
        )
    except InvalidAnswers as wrong:
        return _password_page(request, form, wrong)
    except Refused as refusal:
        return _password_page(request, form, InvalidAnswers({"": refusal.sentence}))
    toast(request, _("Your password is changed. Every other device is signed out."))
    new_csrf_token(request)
    response = lead_to(request, context, "account")
    set_session_cookie(request, response, token)
    return response


def _password_form(request: Any) -> Form:
    questions = [
        show_login(),
        ask_password("password", _("Present password")),
        ask_new_password("new_password"),
    ]
    return Form(
        request,
        questions,
        {"login": _own_record(request).login},
        button=_("Change the password"),
        cancel_url=at_root(request, "account"),
        form_id="password",
    )


def _password_page(request: Any, form: Form, wrong: InvalidAnswers | None = None) -> Response:
    return form_page(
        request,
        form,
        wrong,
        "pages/account_part.pt",
        title=_("Change the password"),
        intro=_("All your other devices are signed out when you change it."),
        tabs=account_tabs(request, "password"),
    )


@root_view("sessions", "signed_in")
def show_sessions(context: Content, request: Any) -> Response:
    """Show on which devices one is signed in."""
    own = request.presence.session.token_hash
    sessions = [
        (
            one.token_hash,
            one.device or request.say(_("A device that does not say what it is")),
            moment_text(request, one.created),
            moment_text(request, one.ends),
            one.token_hash == own,
        )
        for one in sessions_of(request.person, request.district)
    ]
    return show_page(
        request,
        "pages/sessions.pt",
        title=_("Where I am signed in"),
        sessions=sessions,
        tabs=account_tabs(request, "sessions"),
    )


@root_view("sessions", "signed_in", "POST")
def end_sessions(context: Content, request: Any) -> Any:
    """End one session, or all."""
    chosen = text_of(request, "end", 64)
    if chosen != "all":
        end_session(request.person, chosen, request.district)
        toast(request, _("That device is signed out."))
        return lead_to(request, context, "sessions")
    sign_out_everywhere(request.person, request.district)
    toast(request, _("You are signed out everywhere."))
    response = lead_to(request, context, "sign-in")
    new_csrf_token(request)
    drop_session_cookie(request, response)
    return response


def account_tabs(request: Any, here: str) -> list[tuple[str, str, bool]]:
    """Return (title, address, is it this one) of the pages about oneself."""
    tabs = (
        ("account", _("My account")),
        ("password", _("Password")),
        ("sessions", _("Where I am signed in")),
        ("feeds", _("My private feeds")),
    )
    return [(request.say(title), at_root(request, name), name == here) for name, title in tabs]


def _own_record(request: Any) -> Person:
    found = request.district.records.person(request.person.id)
    if found is None:  # it was there when the session was looked up
        raise Refused(_("Sign in first."))
    return found
