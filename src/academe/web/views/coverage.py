"""Which standards are taught where: of a course by unit, of a school or the district by course."""

from typing import Any
from urllib.parse import urlencode

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.covering import Chosen, Coverage, cover
from academe.errors import NotThere
from academe.store.content import Content
from academe.store.standards import Standards
from academe.web.asking import asked, number_of
from academe.web.page import Page
from academe.web.paging import Pages
from academe.web.responding import show_page
from academe.web.standards_coverage import STATES, CoverageTable
from academe.web.standards_shown import standards_url
from academe.web.standards_tree import framework_choices, grade_choices, subject_choices
from academe.wording import _

ROWS = 200  # on one page


@view_config(name="coverage", context=Content, permission="know", request_method=("GET", "HEAD"))
def show_coverage(context: Content, request: Any) -> Response:
    """Show the table; ``?as=csv`` gives it for a spreadsheet, ``?show=none`` only the gaps."""
    if any(place.type_name == "course" for place in context.lineage() if place is not context):
        raise NotThere(_("Coverage is shown for whole courses, for schools and for the district."))
    page = Page(request, context)
    chosen = _chosen(request, page)
    try:
        found = cover(request.person, context, chosen, request.district)
    except NotThere as error:
        return _page(request, page, chosen, None, error.sentence)
    if found is None:
        return _page(request, page, chosen, None)
    chosen = chosen._replace(framework=found.framework.guid)
    if asked(request, "as") == "csv":
        return _file(request, found)
    return _page(request, page, chosen, found)


def _chosen(request: Any, page: Page) -> Chosen:
    """Return what is asked for; of a course for one grade, that grade where none is asked for."""
    guid = asked(request, "framework", 40).lower()
    is_course = page.type_name == "course"
    grades: tuple[str, ...] = (page.values.get("grades") or ()) if is_course else ()
    only = grades[0] if len(grades) == 1 else ""
    grade = asked(request, "grade", 40) if "grade" in request.GET else only
    return Chosen(guid, grade, asked(request, "subject"))


def _page(
    request: Any, page: Page, chosen: Chosen, found: Coverage | None, error: Any = ""
) -> Response:
    return show_page(
        request,
        "pages/coverage.pt",
        404 if error else 200,
        title=_("Coverage of standards"),
        page=page,
        here="coverage",
        filters=_filters(request, chosen, found) if found else [],
        standards_url=standards_url(request),
        action=request.address(page.content, "coverage"),
        error=request.say(error) if error else "",
        **_table(request, page, chosen, found),
    )


def _filters(request: Any, chosen: Chosen, found: Coverage) -> list[Any]:
    """Return (word, label, [(value, title, language)], chosen) of the lists to choose from."""
    say, frameworks = request.say, Standards(request.district.site).frameworks()
    grades = grade_choices(request, found.standards)
    filters = [
        ("framework", say(_("Framework")), framework_choices(request, frameworks)),
        (
            "grade",
            say(_("Grade")),
            [(*one, None) for one in grades if not found.grades or one[0] in found.grades],
        ),
        ("subject", say(_("Subject")), [(*one, None) for one in subject_choices(found.standards)]),
    ]
    return [(*one, getattr(chosen, one[0])) for one in filters if one[2]]


def _table(request: Any, page: Page, chosen: Chosen, found: Coverage | None) -> dict[str, Any]:
    if found is None:
        return {"table": None}
    shown = asked(request, "show", 20)
    rows = found.with_state(shown) if shown in STATES else found.rows
    path = request.address(page.content, "coverage")
    query = {**chosen._asdict(), "show": shown}
    pages = Pages(len(rows), number_of(asked(request, "page")), ROWS, f"{path}?{urlencode(query)}")
    is_whole = asked(request, "all") == "1"
    first, last = (0, len(rows)) if is_whole else (pages.first, pages.first + ROWS)
    table = CoverageTable(request, found)
    return {
        "table": table,
        "rows": rows[first:last],  # made into lines while they are written: thousands at once cost
        "pages": pages if pages.count > 1 and not is_whole else None,
        "whole_url": f"{path}?{urlencode({**query, 'all': 1})}",
        "csv_url": f"{path}?{urlencode({**query, 'as': 'csv'})}",
        "counts": _counts(request, found, chosen, path, shown),
        "strangers": sorted(found.strangers),
    }


def _counts(request: Any, found: Coverage, chosen: Chosen, path: str, shown: str) -> list[Any]:
    """Return (number, title, address, is it shown) for all standards and for each state."""
    say = request.say
    leaves = sum(not row.is_heading for row in found.rows)
    states = [("", say(_("Standards")), leaves)] + [
        (state, say(title), len(found.with_state(state))) for state, title in STATES.items()
    ]
    return [
        (number, title, f"{path}?{urlencode({**chosen._asdict(), 'show': state})}", state == shown)
        for state, title, number in states
    ]


def _file(request: Any, found: Coverage) -> Response:
    shown = asked(request, "show", 20)
    rows = found.with_state(shown) if shown in STATES else found.rows
    answer = Response(CoverageTable(request, found).csv(rows), content_type="text/csv")
    answer.charset = "utf-8"
    answer.content_disposition = 'attachment; filename="coverage.csv"'
    return answer
