"""Ways in that work once: the invitation, and the forgotten password."""

from typing import Any

from pyramid.csrf import new_csrf_token
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response

from academe.actions.inviting import accept, forget_password, invited_by
from academe.errors import InvalidAnswers, NotThere, Refused
from academe.store.content import Content
from academe.store.people import Person
from academe.web.cookies import drop_session_cookie
from academe.web.forms import Form, form_page
from academe.web.person_questions import ask_new_password, ask_text, show_login
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.toasts import toast
from academe.wording import _

# The address holds the token: no page that is led to from here may be told of it.
SILENT = {"Referrer-Policy": "no-referrer"}


@root_view("forgot", "everybody")
def ask_for_name(context: Content, request: Any) -> Response:
    """Ask who wants a new password."""
    return _forgot_page(context, request, _forgot_form(context, request))


@root_view("forgot", "everybody", "POST")
def order_new_password(context: Content, request: Any) -> Response:
    """Order the mail; the answer is the same whoever was named."""
    form = _forgot_form(context, request)
    try:
        typed = form.read()["login"]
        forget_password(
            typed,
            request.district,
            network=request.remote_addr or "",
            secret=request.registry.secret,
        )
    except InvalidAnswers as wrong:
        return _forgot_page(context, request, form, wrong)
    except Refused as wrong:
        return _forgot_page(context, request, form, InvalidAnswers({"": wrong.sentence}))
    return show_page(
        request,
        "pages/told.pt",
        title=_("Look into your mail"),
        icon="envelope",
        texts=(
            _("If this name belongs to somebody here, mail with a link is on its way."),
            _("The link works once, for half an hour. Look into the folder for unwanted mail too."),
            _(
                "No mail address with us? The administrator of your school can print an invitation"
                " for you."
            ),
        ),
        links=((request.address(context, "sign-in"), _("Back to sign in")),),
    )


def _forgot_form(context: Content, request: Any) -> Form:
    question = ask_text(
        "login",
        _("Your sign-in name or e-mail address"),
        look="username",
        autocomplete="username",
    )
    sign_in_url = request.address(context, "sign-in")
    return Form(request, [question], button=_("Send me a link"), cancel_url=sign_in_url)


def _forgot_page(
    context: Content, request: Any, form: Form, wrong: InvalidAnswers | None = None
) -> Response:
    return form_page(
        request,
        form,
        wrong,
        "pages/gate.pt",
        title=_("A new password"),
        intro=_("We send mail with a link to the address that your district has of you."),
    )


@root_view("welcome", "everybody")
def greet(context: Content, request: Any) -> Response:
    """Ask somebody who was invited to choose a password."""
    try:
        person = invited_by(_token(request), request.district)
    except NotThere as error:
        return _too_late(context, request, error)
    return _welcome_page(request, person, _welcome_form(request, person))


@root_view("welcome", "everybody", "POST")
def take_password(context: Content, request: Any) -> Any:
    """Keep the password that was chosen; the invitation is used up by it."""
    token = _token(request)
    try:
        person = invited_by(token, request.district)
    except NotThere as error:
        return _too_late(context, request, error)
    form = _welcome_form(request, person)
    try:
        accept(token, form.read()["password"], request.district)
    except InvalidAnswers as wrong:
        return _welcome_page(request, person, form, wrong)
    new_csrf_token(request)
    done = _("Your password is set. Sign in as ${login}.", mapping={"login": person.login})
    toast(request, done)
    response = HTTPSeeOther(location=request.address(context, "sign-in"))
    drop_session_cookie(request, response)  # whoever was signed in here before
    return _silent(response)


def _token(request: Any) -> str:
    if len(request.subpath) != 1 or len(request.subpath[0]) > 100:
        raise HTTPNotFound()
    return str(request.subpath[0])


def _welcome_form(request: Any, person: Person) -> Form:
    questions = [
        show_login(),
        ask_new_password("password"),
    ]
    return Form(request, questions, {"login": person.login}, button=_("Keep this password"))


def _welcome_page(
    request: Any, person: Person, form: Form, wrong: InvalidAnswers | None = None
) -> Response:
    intro = _("Choose the password with which you will sign in.")
    title = _("Welcome, ${name}", mapping={"name": person.name})
    return _silent(form_page(request, form, wrong, "pages/gate.pt", title=title, intro=intro))


def _too_late(context: Content, request: Any, error: NotThere) -> Response:
    links = (
        (request.address(context, "sign-in"), _("Sign in")),
        (request.address(context, "forgot"), _("I have forgotten my password")),
    )
    page = show_page(
        request,
        "pages/told.pt",
        404,
        title=_("This link no longer works"),
        icon="clock-history",
        texts=(error.sentence, _("If you have chosen a password with it, you can sign in.")),
        links=links,
    )
    return _silent(page)


def _silent(response: Any) -> Any:
    response.headers.update(SILENT)
    return response
