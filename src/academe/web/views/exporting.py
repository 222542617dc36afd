"""Export: what one may read as a file, to use on another platform or to work on."""

import tempfile
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileIter, Response
from pyramid.view import view_config

from academe.actions.access import may
from academe.actions.reading import differs_from_published
from academe.exchange.exporting import Contained, export, file_name, look_into
from academe.exchange.formats import FORMATS
from academe.exchange.outgoing import Outgoing
from academe.store.content import Content
from academe.web.acting import page_for_acting
from academe.web.responding import show_page
from academe.web.showing import size_text
from academe.web.views.files import SANDBOX
from academe.wording import _

IN_MEMORY = 4 * 1024 * 1024
"""Bytes of an export that are kept in memory; a larger one waits in a temporary file."""

WORDS = {
    "cartridge": (
        _("For another learning platform"),
        _("Common Cartridge 1.3: Canvas, Moodle, Schoology, Blackboard, Brightspace and others."),
    ),
    "cartridge-1.1": (
        _("For an older learning platform"),
        _("Common Cartridge 1.1. Take this one if the platform refuses the first."),
    ),
    "markdown": (
        _("To work on as files"),
        _("A zip of Markdown texts, pictures and files, to open on any computer."),
    ),
}


class Offer(NamedTuple):
    """One format as the page offers it."""

    title: str
    help: str
    url: str
    file_name: str


@view_config(name="export", context=Content, permission="export", request_method=("GET", "HEAD"))
def show_export(context: Content, request: Any) -> Response:
    """Offer the formats and say what is in them; ``/@@export/FORMAT`` is the file itself."""
    if request.subpath:
        return _send(context, request)
    one, held = look_into(request.person, context, request.district)
    return show_page(
        request,
        "pages/export.pt",
        title=_("Export"),
        page=page_for_acting(request, context),
        here="export",
        offers=list(_offers(request, context, one)),
        facts=list(_facts(request, one, held)),
        left_out=list(_left_out(request)),
        warnings=list(_warnings(request, one, held)),
        notes=list(_notes(request, one)),
    )


def _send(content: Content, request: Any) -> Response:
    """Write the export into a temporary file and stream it; nobody keeps it on the way."""
    form = FORMATS.get(request.subpath[0]) if len(request.subpath) == 1 else None
    if form is None:
        raise HTTPNotFound()
    title = look_into(request.person, content, request.district)[0]
    response = Response(content_type=form.media_type)
    response.charset = None
    name = file_name(title, form)
    exact = quote(name, safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{name}\"; filename*=UTF-8''{exact}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    if request.method != "HEAD":
        target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, prefix="academe-export-")  # noqa: SIM115  # closed with the answer
        try:
            address = request.full_address(request.district.site.root)
            export(request.person, content, request.district, target, form, address)
            size = target.tell()
            target.seek(0)
        except BaseException:
            target.close()
            raise
        response.app_iter = FileIter(target)
        response.content_length = size  # last: a new body forgets it
    return response


# -- what the page says


def _offers(request: Any, content: Content, one: Outgoing) -> Iterator[Offer]:
    for form in FORMATS.values():
        title, help_text = WORDS[form.name]
        url = request.address(content, "export", form.name)
        yield Offer(request.say(title), request.say(help_text), url, file_name(one, form))


def _facts(request: Any, one: Outgoing, held: Contained) -> Iterator[tuple[str, str, str]]:
    say = request.say
    if held.lessons > 1:
        yield say(_("Lessons")), str(held.lessons), "text"
    yield say(_("Contents in all")), str(held.contents), "text"
    yield say(_("Files and pictures")), str(held.files), "text"
    yield say(_("Size, about")), size_text(held.size, request.language), "text"
    yield say(_("Licence")), _licence(request, one), "text"
    credit = one.values.get("author_credit")
    if credit:
        yield say(_("Author credit")), str(credit), "text"


def _licence(request: Any, one: Outgoing) -> str:
    key = one.values.get("licence")
    if not key:
        return str(request.say(_("None is given. Ask the district before you pass it on.")))
    listed = request.district.definitions.choices.get("licences")
    return str(request.say(listed.labels.get(key, key) if listed else key))


def _left_out(request: Any) -> Iterator[str]:
    say = request.say
    yield say(_("Whatever you may not read yourself."))
    yield say(_("Earlier versions, comments, states and the roles of people."))
    yield say(_("What it links to elsewhere on this site: the links stay links."))


def _warnings(request: Any, one: Outgoing, held: Contained) -> Iterator[str]:
    say, definitions = request.say, request.district.definitions
    terms = definitions.terms_of(one.values.get("licence"))
    if terms is not None and not terms.outside:
        yield say(_("Its licence does not let it leave the district."))
    if held.for_staff:
        words = {"n": held.for_staff}
        yield say(
            _(
                "It holds answers or notes for staff (in ${n} contents). In a cartridge they stand "
                "on pages for instructors. Do not hand the file to students.",
                mapping=words,
            )
        )


def _notes(request: Any, one: Outgoing) -> Iterator[str]:
    """Say to those who work on it that readers would get another text."""
    district = request.district
    found = (district.site.content(each.id) for each in one.with_all_below())
    mine = [c for c in found if c and may(request.person, "view", c, district.definitions)]
    if any(map(differs_from_published, mine)):
        yield request.say(
            _("It holds the texts as you see them, also those that are not published.")
        )
