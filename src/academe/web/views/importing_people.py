"""People and groups from a CSV file: looked at first, then taken over."""

import base64
import binascii
from typing import Any

from pyramid.response import Response

from academe.actions.importing_people import (
    GROUP_COLUMNS,
    PEOPLE_COLUMNS,
    import_groups,
    import_people,
)
from academe.actions.person_changes import Change
from academe.actions.table_of_people import MOST_BYTES
from academe.errors import ImportRefused
from academe.store.content import Content
from academe.web.asking import text_of
from academe.web.person_facts import at_root, keeping_tabs
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.wording import _

LINES_SHOWN = 500
IMPORTS = {"people": import_people, "groups": import_groups}
OUTCOMES = {
    "added": (_("Added"), "published"),
    "changed": (_("Changed"), "revising"),
    "unchanged": (_("As it was"), "closed"),
    "refused": (_("Left out"), "waiting"),
}
LOOKS = {"becomes": ("", "="), "gets": ("gains", "+"), "loses": ("loses", "−")}
SENTENCES = {
    "becomes": _("${column}: “${old}” becomes “${new}”."),
    "gets": _("${column}: gets “${new}”."),
    "loses": _("${column}: loses “${old}”."),
}
FILLED = _("${column}: “${new}”, where nothing was.")
EMPTIED = _("${column}: “${old}” is taken out.")


@root_view("import-people", "administer")
def ask_for_file(context: Content, request: Any) -> Response:
    """Ask for the file, and say what it looks like."""
    return _ask(request)


@root_view("import-people", "administer", "POST")
def take_file(context: Content, request: Any) -> Response:
    """Show what the file would do, or do it when that was looked at."""
    kind, data = text_of(request, "kind"), _sent(request)
    is_sure = text_of(request, "sure") == "yes"
    if kind not in IMPORTS or not data:
        return _ask(request, _("Choose a file first."), kind)
    try:
        report = IMPORTS[kind](request.person, data, request.district, dry_run=not is_sure)
    except ImportRefused as error:
        request.tm.doom()
        return _ask(request, error.sentence, kind)
    if not is_sure:
        request.tm.doom()  # it was only looked at
    return _show_report(request, kind, data, report)


def _ask(request: Any, error: Any = None, kind: str = "people") -> Response:
    return show_page(
        request,
        "pages/import_people.pt",
        422 if error else 200,
        title=_("People from a file"),
        error=error,
        kind=kind,
        people_columns=PEOPLE_COLUMNS,
        group_columns=GROUP_COLUMNS,
        limit=MOST_BYTES,
        tabs=keeping_tabs(request, "import-people"),
    )


def _show_report(request: Any, kind: str, data: bytes, report: Any) -> Response:
    # What needs a look comes first.
    order = ("refused", "changed", "added", "unchanged")
    lines = sorted(
        report.lines,
        key=lambda one: (order.index(one.outcome), not one.loses_membership, one.number),
    )
    title = _("This is what the file would do") if report.dry_run else _("The file was taken over")
    return show_page(
        request,
        "pages/import_people_report.pt",
        title=title,
        kind=kind,
        is_dry_run=report.dry_run,
        counts=_counts(kind, report),
        does_something=report.count("added") + report.count("changed") > 0,
        lines=[
            (one.number, one.key, *OUTCOMES[one.outcome], one.note, _changes(request, one))
            for one in lines[:LINES_SHOWN]
        ],
        more=max(0, len(lines) - LINES_SHOWN),
        data=base64.b64encode(data).decode() if report.dry_run else "",
        back_url=at_root(request, "import-people"),
        people_url=at_root(request, kind),
        tabs=keeping_tabs(request, "import-people"),
    )


def _counts(kind: str, report: Any) -> list[tuple[str, int]]:
    counts = [(OUTCOMES[one][0], report.count(one)) for one in ("added", "changed", "refused")]
    if kind == "people":
        counts.insert(0, (_("Lose a membership"), report.losing))
    return counts


def _changes(request: Any, line: Any) -> list[tuple[str, str, str]]:
    """Return (looks, mark, sentence) of each thing that the line changes."""
    return [(*LOOKS[one.what], request.say(_sentence(one) % one._asdict())) for one in line.changes]


def _sentence(change: Change) -> str:
    if change.what == "becomes" and not (change.old and change.new):
        return FILLED if change.new else EMPTIED
    return SENTENCES[change.what]


def _sent(request: Any) -> bytes:
    """Return the file, or what was kept of it while its report was looked at."""
    upload = request.POST.get("file")
    if getattr(upload, "filename", None):
        return bytes(upload.file.read(MOST_BYTES + 1))
    try:
        return base64.b64decode(text_of(request, "data", MOST_BYTES * 2), validate=True)
    except (binascii.Error, ValueError):
        return b""
