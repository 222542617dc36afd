"""Bringing in a course: choosing a package, watching it come in, the report."""

from itertools import groupby
from types import SimpleNamespace
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.access import may
from academe.actions.creating import addable_types
from academe.actions.reading import title_for
from academe.errors import InvalidAnswers, NotThere
from academe.exchange.bundle import ReportLine
from academe.exchange.import_reports import GROUPS, counts_of, report_of
from academe.exchange.names import shorten
from academe.exchange.ordering_imports import (
    check_takes_imports,
    order_again,
    order_import,
    waiting_folder,
)
from academe.exchange.packing import MOST_FILES, packed, too_many
from academe.exchange.watching_imports import Import, look_at_import
from academe.store.content import Content
from academe.web.asking import asked, number_of
from academe.web.page import Page
from academe.web.paging import Pages
from academe.web.responding import show_page
from academe.web.showing import day_of, day_text
from academe.wording import _

LINES = 200  # of a report on one page
LONGEST = 300  # characters of a name in it
GET = ("GET", "HEAD")


def answer(request: Any, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page about the content of the request."""
    values = {"page": Page(request, request.context), "here": "import", **values}
    return show_page(request, template, status, **values)


@view_config(name="import", context=Content, permission="add", request_method=GET)
def show_import(context: Content, request: Any) -> Response:
    """Show the form; behind ``/@@import/NUMBER`` how far that import is."""
    if request.subpath:
        return show_progress(context, request)
    check_takes_imports(request.person, context, request.district)
    return ask_for_package(request)


def ask_for_package(request: Any, status: int = 200, error: Any = None) -> Response:
    megabytes = request.registry.academe_settings.upload_limit_mb
    return answer(
        request,
        "pages/import.pt",
        status,
        title=_("Bring in what you have"),
        error=request.say(error) if error else None,
        megabytes=megabytes,
        limit=megabytes * 1024 * 1024,
        most_files=MOST_FILES,
        too_many=request.say(too_many()),
        takes_courses="course" in addable_types(request.context, request.district),
    )


@view_config(name="import", context=Content, permission="add", request_method="POST")
def take_package(context: Content, request: Any) -> Any:
    """Order the import of the package, and lead to the page that watches it."""
    if request.subpath:
        return bring_in_again(context, request)
    given = [*request.POST.getall("package"), *request.POST.getall("folder")]
    handed = [(one.filename, one.file) for one in given if getattr(one, "filename", None)]
    try:
        if not handed:
            raise InvalidAnswers({"package": _("Choose a file or a folder first.")})
        check_takes_imports(request.person, context, request.district)
        with packed(handed, waiting_folder(request.district)) as (name, stream):
            order = order_import(request.person, stream, name, context, request.district)
    except InvalidAnswers as wrong:
        return ask_for_package(request, 422, wrong.errors["package"])
    return HTTPSeeOther(location=request.address(context, "import", str(order.id)))


def bring_in_again(context: Content, request: Any) -> Any:
    """Order a package that came in before once more, as its page was answered."""
    found = look_at(context, request)
    if found.question is None or request.POST.get("again") != "yes":
        raise NotThere(_("There is nothing here."))
    order = order_again(request.person, found.question, request.district)
    return HTTPSeeOther(location=request.address(context, "import", str(order.id)))


def look_at(context: Content, request: Any) -> Import:
    number = number_of(request.subpath[0]) if len(request.subpath) == 1 else 0
    return look_at_import(request.person, number, context, request.district)


def show_progress(context: Content, request: Any) -> Response:
    """Show one import; the page looks again by itself while it is under way."""
    found = look_at(context, request)
    return answer(
        request,
        "pages/import_progress.pt",
        title=_("Bring in what you have"),
        found=found,
        is_under_way=found.state in ("waiting", "running", "again"),
        made=made_of(found, request),
    )


def made_of(found: Import, request: Any) -> SimpleNamespace | None:
    """What the template says of the course that came in."""
    if found.content is None:
        return None
    by = request.district.records.person(found.content.created_by)
    return SimpleNamespace(
        title=title_for(request.person, found.content, request.district),
        is_course=found.content.type_name == "course",
        url=request.address(found.content),
        report_url=request.address(found.content, "import-report"),
        undo_url=_undo_url(found.content, request),
        by="?" if by is None else by.name,
        day=day_text(request, day_of(request, found.content.created or request.district.now)),
        count=count_of(found.content),
    )


def _undo_url(made: Content, request: Any) -> str | None:
    """Return where an import is taken out again, for those who may remove what it made."""
    is_open = may(request.person, "remove", made, request.district.definitions)
    return str(request.address(made, "take-out")) if is_open else None


@view_config(name="import-report", context=Content, permission="view", request_method=GET)
def show_report(context: Content, request: Any) -> Response:
    """Show what became of every resource of the package, in three groups."""
    lines = report_of(context)
    if not lines:
        raise NotThere(_("There is no report here."))
    lines.sort(key=lambda line: GROUPS.index(line.outcome))
    pages = Pages(len(lines), number_of(asked(request, "page")), LINES, request.path)
    shown = lines[pages.first : pages.first + LINES]
    groups = [(name, [_row(line) for line in same]) for name, same in groupby(shown, _outcome_of)]
    return answer(
        request,
        "pages/import_report.pt",
        title=_("What came in"),
        here="import-report",
        undo_url=_undo_url(context, request),
        groups=groups,
        pages=pages if pages.count > 1 else None,
        count=count_of(context),
        not_kept=count_of(context).all - len(lines),
        format=str(context._origin.get("format", "")),
    )


def count_of(content: Content) -> SimpleNamespace:
    found = counts_of(content)
    return SimpleNamespace(
        all=sum(found.values()),
        imported=found.get("imported", 0),
        joined=found.get("joined", 0),
        left_out=found.get("left out", 0),
    )


def _outcome_of(line: ReportLine) -> str:
    return line.outcome.replace(" ", "-")


def _row(line: ReportLine) -> SimpleNamespace:
    """Return title, reason, and the identifier where it says more than the title.

    They are a package's own words: nothing in them turns the words beside them round.
    """
    title, identifier = (shorten(word, LONGEST) for word in (line.title.strip(), line.identifier))
    name = "" if identifier == title else identifier
    return SimpleNamespace(title=title, name=name, reason=line.reason)
