"""Removing to the bin, and back."""

from typing import Any, NamedTuple

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.explaining import known_title
from academe.actions.foreseeing import as_if_in
from academe.actions.leaving import not_removable
from academe.actions.reading import may_know, title_in, values_for
from academe.actions.removing import in_bin, may_restore, old_place, remove, restore
from academe.actions.sharing import afresh
from academe.errors import InvalidAnswers, NotThere
from academe.store.content import Content, path_of
from academe.web.acting import page_for_acting
from academe.web.consequences import below, lines_of_links, named
from academe.web.finding import content_at
from academe.web.forms import Form, asked, form_page
from academe.web.responding import lead_to, show_page, typed
from academe.web.root_views import root_view
from academe.web.showing import moment_text, name_text
from academe.web.toasts import toast
from academe.wording import _

SHOWN = 100  # of the bin


@view_config(name="remove", context=Content, permission="remove", request_method=("GET", "HEAD"))
def show_remove(context: Content, request: Any) -> Response:
    """Say what goes along and what links here."""
    return _page(context, request, remove_form(context, request))


@view_config(name="remove", context=Content, permission="remove", request_method="POST")
def save_remove(context: Content, request: Any) -> Response:
    """Put it into the bin and lead to where it lay."""
    form, parent = remove_form(context, request), context.__parent__
    try:
        note = str(form.read()["note"] or "")[:500]
    except InvalidAnswers as wrong:
        return _page(context, request, form, wrong)
    title = known_title(request.person, context, request.district)
    remove(request.person, context, request.district, note=note)
    toast(
        request,
        _("“${title}” is in the bin.", mapping={"title": title}),
        undo_url=request.address(request.district.site.root, "restore", str(context.id)),
    )
    return lead_to(request, parent or request.district.site.root)


def remove_form(content: Content, request: Any) -> Form:
    node = asked(request, "note", "text", _("Why?"), help=_("For the history. May be left out."))
    return Form(
        request,
        [node],
        button=_("Put into the bin"),
        cancel_url=request.address(content),
        is_danger=True,
    )


def _page(
    content: Content, request: Any, form: Form, wrong: InvalidAnswers | None = None
) -> Response:
    say = request.say
    places = below(content)
    lines = [say(_("It goes into the bin. From there it can be put back.", mapping={}))]
    if len(places) > 1:
        words = {"n": len(places) - 1, "titles": named(request, places[1:])}
        lines.append(say(_("What lies in it goes along (${n}): ${titles}", mapping=words)))
    if any(place.in_force(request.district.today) for place in places):
        lines.append(say(_("Readers will not find it any longer.")))
    lines += lines_of_links(request, places)
    kept = next(iter(not_removable(request.person, content, request.district)), None)
    warning = _("Something below this may not be removed by you, so nothing will be removed.")
    return form_page(
        request,
        form,
        wrong,
        template="pages/confirm.pt",
        title=_("Remove"),
        page=page_for_acting(request, content),
        here="remove",
        lines=lines,
        warning=say(warning) if kept is not None else None,
    )


class Removed(NamedTuple):
    """One line of the bin."""

    id: int
    title: str
    type_title: str
    icon: str
    old_path: str
    is_homeless: bool  # its old place is gone: another one must be given
    who: str
    when: str


@root_view("bin", "signed_in")
def show_bin(context: Content, request: Any) -> Response:
    """List what the person could put back."""
    return _bin_page(context, request)


def _bin_page(context: Content, request: Any, status: int = 200, **words: Any) -> Response:
    found = in_bin(request.person, request.district)
    return show_page(
        request,
        "pages/bin.pt",
        status,
        title=_("Bin"),
        rows=[_removed(request, content) for content in found[:SHOWN]],
        has_more=len(found) > SHOWN,
        restore_url=request.address(context, "restore"),
        **words,
    )


def _removed(request: Any, content: Content) -> Removed:
    district, removal = request.district, content._removed
    assert removal is not None  # what lies in the bin was removed
    place = old_place(content, district)
    found = district.definitions.types.get(content.type_name)
    known = place is not None and may_know(request.person, place, district)
    return Removed(
        content.id,
        title_in_bin(request, content, place or district.site.root) or removal.name,
        request.say(found.title) if found else content.type_name,
        found.icon if found else "file",
        f"{path_of(place).rstrip('/')}/{removal.name}" if known and place is not None else "",
        place is None,
        name_text(request, removal.removed_by),
        moment_text(request, removal.removed_at),
    )


def title_in_bin(request: Any, content: Content, place: Content) -> str:
    """Return the title for those who would know the content if it lay in ``place``; else ""."""
    someone = afresh(request.person)
    return title_in(values_for(someone, as_if_in(content, place), request.district))


@root_view("restore", "signed_in", "POST")
def save_restore(context: Content, request: Any) -> Response:
    """Put it back where it was, or into the place that is named."""
    content = find_removed(request)
    wanted = typed(request, "to", 4000)
    target = content_at(request, wanted) if wanted else None
    try:
        if wanted and target is None:
            raise InvalidAnswers({"target": _("There is no place at this address.")})
        restore(request.person, content, request.district, target=target)
    except InvalidAnswers as wrong:
        request.tm.doom()
        words = {"wrong": next(iter(wrong.errors.values())), "wrong_id": content.id}
        return _bin_page(context, request, 422, typed_place=wanted, **words)
    title = known_title(request.person, content, request.district)
    toast(request, _("“${title}” is back.", mapping={"title": title}))
    return lead_to(request, content)


def find_removed(request: Any) -> Content:
    """Return the content of the bin that the address names; raises NotThere."""
    number = request.subpath[0] if len(request.subpath) == 1 else ""
    is_id = number.isascii() and number.isdecimal() and len(number) < 17
    found = request.district.site.bin.get(int(number)) if is_id else None
    if found is None or not may_restore(request.person, found, request.district):
        raise NotThere(_("There is nothing here."))
    return found
