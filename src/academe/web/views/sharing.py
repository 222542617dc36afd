"""Who can see a content, and sharing it: nothing is saved before one saw what it does."""

from collections.abc import Mapping
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import grantable_roles
from academe.actions.explaining import holdings_at, name_of
from academe.actions.foreseeing_sharing import foresee, role_changes
from academe.actions.grouping import find_principals
from academe.actions.ruling import opening_roles
from academe.actions.sharing import Sharing, share
from academe.errors import Conflict, InvalidAnswers, Refused
from academe.store.content import Content
from academe.web.audience_lines import audience_lines, holding_lines
from academe.web.forms import given_version
from academe.web.page import Page
from academe.web.responding import lead_to, show_page, typed
from academe.web.sharing_form import (
    at_fields,
    chosen_of,
    hidden_of,
    lines_of,
    read_sharing,
    typed_sharing,
)
from academe.web.sharing_lines import effect_rows, role_lines
from academe.web.toasts import toast
from academe.wording import _


@view_config(
    name="who-can-see",
    context=Content,
    permission="see who can see",
    request_method=("GET", "HEAD"),
)
def show_who_can_see(context: Content, request: Any) -> Response:
    """List who may do what here, and from where they hold it."""
    return show_page(
        request,
        "pages/who_can_see.pt",
        title=_("Who can see this?"),
        page=Page(request, context),
        here="who-can-see",
        rows=audience_lines(request, context),
        share_url=request.address(context, "share"),
    )


@view_config(name="share", context=Content, permission="share", request_method=("GET", "HEAD"))
def show_share(context: Content, request: Any) -> Response:
    """Show what each holds here and from where; ``?find=`` looks for people and groups."""
    wanted = Sharing(context.grants, context.inherits_roles)
    return _page(context, request, wanted, str(context.version))


@view_config(name="share", context=Content, permission="share", request_method="POST")
def save_share(context: Content, request: Any) -> Response:
    """Look for somebody, show the effects, or save, by the button that was used."""
    version = typed(request, "version", 12)
    try:
        wanted = read_sharing(request, context)
        if "save" in request.POST:
            return _save(context, request, wanted)
        if "look" in request.POST or "back" in request.POST:
            return _page(context, request, wanted, version)
        return _preview(context, request, wanted, version)
    except InvalidAnswers as wrong:
        return _again(context, request, version, at_fields(request, wrong.errors), 422)
    except Refused as no:
        return _again(context, request, version, {"": no.sentence}, 403)


def _again(
    content: Content, request: Any, version: str, errors: Mapping[str, str], status: int
) -> Response:
    """Show the form as it was typed, and what was wrong."""
    request.tm.doom()
    wanted = typed_sharing(request, content)
    return _page(content, request, wanted, version, errors, status)


def _save(context: Content, request: Any, wanted: Sharing) -> Response:
    version = given_version(request, "version")
    if version != context.version:
        raise Conflict(context.id, version, context.version)
    share(request.person, context, wanted, request.district, version=version)
    toast(request, _("Saved. This is who holds which role here now."))
    return lead_to(request, context, "share")


def _page(
    content: Content,
    request: Any,
    wanted: Sharing,
    version: str,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    say, definitions = request.say, request.district.definitions
    words = typed(request, "find", 200)
    opening = opening_roles(content, definitions)
    roles = [
        role for role in grantable_roles(request.person, content, definitions) if role in opening
    ]
    above = [h for h in holdings_at(content, request.district) if h.place is not content]
    return show_page(
        request,
        "pages/share.pt",
        status,
        title=_("Share"),
        page=Page(request, content),
        here="share",
        lines=lines_of(request, content, wanted),
        above=holding_lines(request, content, above),
        inherits=wanted.inherits_roles,
        asks_inherits=content.__parent__ is not None,
        roles=[(name, say(definitions.role(name).title)) for name in roles],
        words=words,
        found=(_chosen(request) if errors else []) or _found(request, words),
        chosen=chosen_of(request) if errors else 0,
        new_role=typed(request, "role", 100),
        new_until=typed(request, "until", 40),
        label=say(_("Person or group")),
        pick_url=request.address(content, "find-people"),
        who_url=request.address(content, "who-can-see"),
        errors={name: say(sentence) for name, sentence in (errors or {}).items()},
        version=version,
    )


def _chosen(request: Any) -> list[tuple[int, str, str]]:
    """Return whom the form that comes back had chosen, as one who was found."""
    principal, district = chosen_of(request), request.district
    if not principal:
        return []
    is_group = district.records.group(principal) is not None
    return [(principal, name_of(principal, district), request.say(_("group")) if is_group else "")]


def _found(request: Any, words: str) -> list[tuple[int, str, str]]:
    """Return (id, name, detail) for people and groups by a part of their name."""
    if len(words) < 2:
        return []
    group = request.say(_("group"))
    return [
        (one.id, one.title, group if one.kind == "group" else one.name)
        for one in find_principals(request.person, words, request.district)
    ]


def _preview(content: Content, request: Any, wanted: Sharing, version: str) -> Response:
    district = request.district
    rows, more = effect_rows(request, foresee(request.person, content, wanted, district))
    changes = role_changes(request.person, content, wanted, district)
    return show_page(
        request,
        "pages/share_preview.pt",
        title=_("What this changes"),
        page=Page(request, content),
        here="share",
        roles=role_lines(request, changes),
        rows=rows,
        more=more,
        is_different=wanted != Sharing(content.grants, content.inherits_roles),
        action=request.address(content, "share"),
        hidden=hidden_of(wanted, version, request),
    )


@view_config(
    name="find-people",
    context=Content,
    permission="share",
    request_method=("GET", "HEAD"),
    renderer="json",
)
def show_people(context: Content, request: Any) -> list[dict[str, str]]:
    """Answer ``?q=part of a name`` with people and groups."""
    found = _found(request, typed(request, "q", 200))
    return [{"id": str(number), "name": name, "detail": detail} for number, name, detail in found]
