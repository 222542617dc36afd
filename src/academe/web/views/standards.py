"""The district's academic standards: browsed by everybody, kept by those who coordinate."""

from typing import Any

from pyramid.response import Response

from academe.actions.standards import (
    WORDS,
    StandardChange,
    adopt_framework,
    find_standards,
    list_frameworks,
    may_keep_standards,
)
from academe.errors import ImportRefused, NotThere
from academe.exchange.standards_reading import read_upload
from academe.store.content import Content
from academe.store.standards import Framework, Standard, Standards
from academe.web.asking import asked
from academe.web.person_facts import at_root
from academe.web.responding import show_page
from academe.web.root_views import root_view
from academe.web.standards_shown import (
    grades_text,
    label_of,
    language_of,
    line_name,
    short_of,
    standards_url,
)
from academe.web.standards_tree import (
    found_line,
    framework_row,
    grade_choices,
    line_of,
    subject_choices,
    tree_of,
    uses_by_kind,
)
from academe.wording import _

LINES_SHOWN = 1000
OUTCOMES = {
    "added": (_("Added"), "published"),
    "changed": (_("Changed"), "revising"),
    "retired": (_("Retired"), "closed"),
    "unchanged": (_("As it was"), "draft"),
}


@root_view("standards", "know")
def show_standards(context: Content, request: Any) -> Response:
    """Show all frameworks; behind ``/@@standards/GUID`` one of them, or one standard."""
    if not request.subpath:
        return _show_frameworks(request)
    guid = request.subpath[0].lower() if len(request.subpath) == 1 else ""
    standards = Standards(request.district.site)
    framework, standard = standards.framework(guid), standards.standard(guid)
    if framework is not None:
        return _show_framework(request, framework)
    if standard is not None:
        return _show_standard(request, standard)
    raise NotThere(_("There is no such standard."))


def _show_frameworks(request: Any) -> Response:
    found = list_frameworks(request.district)
    return show_page(
        request,
        "pages/standards.pt",
        title=_("Standards"),
        frameworks=[framework_row(request, framework, count) for framework, count in found],
        keep_url=_keep_url(request),
    )


def _keep_url(request: Any) -> str | None:
    may_keep = may_keep_standards(request.person, request.district)
    return at_root(request, "keep-standards") if may_keep else None


def _show_framework(request: Any, framework: Framework) -> Response:
    standards = Standards(request.district.site).of_framework(framework.guid)
    grade, subject = asked(request, "grade", 40), asked(request, "subject")
    count = sum(not one.is_retired for one in standards)
    return show_page(
        request,
        "pages/standards_framework.pt",
        title=framework.title,
        framework=framework_row(request, framework, count),
        licence=framework.licence,
        nodes=tree_of(request, standards, grade, subject),
        grades=grade_choices(request, standards),
        subjects=subject_choices(standards),
        grade=grade,
        subject=subject,
        is_open=bool(grade or subject) or count < 60,
        list_url=standards_url(request),
    )


def _show_standard(request: Any, standard: Standard) -> Response:
    standards = Standards(request.district.site)
    framework = standards.framework(standard.framework)
    above = standards.ancestors_of(standard)
    return show_page(
        request,
        "pages/standards_one.pt",
        title=label_of(standard),
        statement=standard.statement,
        lang=language_of(request, standard) or None,
        is_retired=standard.is_retired,
        kind=standard.kind,
        grades=grades_text(request, standard.grades),
        subject=standard.subject,
        framework=framework,
        framework_url=standards_url(request, standard.framework),
        above=[line_of(request, one) for one in above],
        below=[line_of(request, one) for one in standards.children_of(standard)],
        groups=uses_by_kind(request, standard),
        list_url=standards_url(request),
    )


@root_view("find-standards", "know")
def show_found(context: Content, request: Any) -> Response:
    """Answer ``?q=code or words`` with [{id, name, detail, more}], for the picker."""
    words = asked(request, "q").strip()
    found = find_standards(words, request.district) if len(words) > 1 else []
    lines = [found_line(request, one, line_name(request, one.guid)) for one in found]
    return Response(json_body=lines)


@root_view("keep-standards", "keep standards")
def ask_for_framework(context: Content, request: Any) -> Response:
    """Ask for a file, and say which kinds are read."""
    return _ask(request)


@root_view("keep-standards", "keep standards", "POST")
def take_framework(context: Content, request: Any) -> Response:
    """Take the file over and show what changed."""
    upload = request.POST.get("file")
    if not getattr(upload, "filename", None):
        return _ask(request, _("Choose a file first."))
    try:
        draft = read_upload(upload.file, upload.filename)
    except ImportRefused as error:
        return _ask(request, error.sentence)
    report = adopt_framework(request.person, draft, upload.filename[:200], request.district)
    lines = [line for line in report.lines if line.outcome != "unchanged"]
    return show_page(
        request,
        "pages/standards_report.pt",
        title=_("The standards are taken over"),
        framework=report.framework.title,
        framework_url=standards_url(request, report.framework.guid),
        counts=[(*OUTCOMES[one], report.count(one)) for one in OUTCOMES],
        notes=[request.say(note) for note in report.notes[:100]],
        lines=[_row(request, line) for line in lines[:LINES_SHOWN]],
        more=max(0, len(lines) - LINES_SHOWN),
        back_url=at_root(request, "keep-standards"),
    )


def _ask(request: Any, error: Any = None) -> Response:
    megabytes = request.registry.academe_settings.upload_limit_mb
    return show_page(
        request,
        "pages/standards_keep.pt",
        422 if error else 200,
        title=_("Bring in standards"),
        error=request.say(error) if error else None,
        limit=megabytes * 1024 * 1024,
        list_url=standards_url(request),
    )


def _row(request: Any, line: StandardChange) -> tuple[str, str, str, str, str, str]:
    """Return (address, code, words, outcome, looks, note) of one line of the report."""
    one, (outcome, looks) = line.standard, OUTCOMES[line.outcome]
    note = ", ".join(str(request.say(WORDS[name])) for name in line.fields)
    if line.former is not None and line.former.code != one.code and line.former.code:
        was = {"code": line.former.code}
        note = f"{note} ({request.say(_('was ${code}', mapping=was))})"
    if line.uses:
        note = str(request.say(_("${n} contents stay aligned to it", mapping={"n": line.uses})))
    url = standards_url(request, one.guid)
    return url, label_of(one), short_of(one), str(request.say(outcome)), looks, note
