"""Makes contents out of a bundle: drafts of whoever brings them in, in one act."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from academe.actions.access import may
from academe.actions.answers import check_answers
from academe.actions.creating import addable_types, create
from academe.actions.district import District
from academe.actions.filing import take_file, take_picture
from academe.definitions.types import ContentType
from academe.errors import ImportRefused, InvalidAnswers, Refused
from academe.exchange.bundle import Bundle, ImportedContent, ImportedFile, ReportLine
from academe.store.content import Content, new_id
from academe.store.files import StoredFile
from academe.store.people import Identity
from academe.wording import _

Progress = Callable[[int, int], None]  # (contents made, contents in all)

# Where a type does not belong below its parent, what stands in for it, in this order.
STAND_INS = ("page", "document", "folder", "file", "link")
NO_COURSE_HERE = _(
    "A course cannot lie here. Bring it in on the front page, in a school or in a folder."
)
LINK = re.compile(r'(href|src)="import:([^"#]*)(#[^"]*)?"')


class Bringing:
    """One import under way: who brings it, into what, and what became of each part."""

    def __init__(self, person: Identity, bundle: Bundle, district: District) -> None:
        self.person, self.bundle, self.district = person, bundle, district
        self.act = new_id()
        self.ids: dict[str, int] = {one.identifier: new_id() for one in bundle.contents()}
        self.left_out: dict[str, str] = {}
        self.made = 0


def bring_in(
    person: Identity,
    bundle: Bundle,
    target: Content,
    district: District,
    *,
    root_id: int | None = None,
    progress: Progress = lambda made, of: None,
) -> tuple[list[Content], list[ReportLine]]:
    """Make everything of ``bundle`` below ``target``; return the new roots and the whole report.

    ``root_id``: the id of the first root, so that a job that runs twice finds what it made.
    Raises Refused if the person may not add there, ImportRefused if nothing of it fits.
    """
    if not may(person, "add", target, district.definitions):
        raise Refused(_("You may not add anything here."))
    if not {one.type_name for one in bundle.roots} & set(addable_types(target, district)):
        raise ImportRefused(NO_COURSE_HERE)
    bringing = Bringing(person, bundle, district)
    total = sum(1 for _one in bundle.contents())
    if root_id is not None and bundle.roots:
        bringing.ids[bundle.roots[0].identifier] = root_id
    roots = [made for one in bundle.roots if (made := _make(bringing, one, target))]
    if not roots:
        raise ImportRefused("; ".join(bringing.left_out.values()) or _("There is nothing in it."))
    waiting = list(zip(bundle.roots, roots, strict=False))
    while waiting:
        one, parent = waiting.pop(0)
        for child in one.children:
            made = _make(bringing, child, parent)
            if made is not None:
                waiting.append((child, made))
            else:
                _leave_out_below(bringing, child)
            bringing.made += 1
            progress(bringing.made, total)
    report = list(_report(bringing))
    for root in roots:
        root._origin = {**root._origin, "report": tuple(tuple(_row(line)) for line in report)}
    return roots, report


def _make(bringing: Bringing, one: ImportedContent, parent: Content) -> Content | None:
    """Make one content; None, with the reason noted, if it fits nowhere in ``parent``."""
    district = bringing.district
    type_name = _fitting_type(one, parent, district)
    if type_name is None:
        bringing.left_out[one.identifier] = "This kind of content does not belong in its place."
        return None
    origin = {"format": bringing.bundle.format, "identifier": one.identifier}
    try:
        answers = _answers(bringing, one, district.definitions.types[type_name])
        return create(
            *(bringing.person, parent, type_name, answers, district),
            origin=origin,
            act=bringing.act,
            what="import",
            content_id=bringing.ids[one.identifier],
            wanted_name=one.name_hint,
        )
    except InvalidAnswers as error:
        bringing.left_out[one.identifier] = str(error)
        return None


def _fitting_type(one: ImportedContent, parent: Content, district: District) -> str | None:
    allowed = addable_types(parent, district)
    if one.type_name in allowed:
        return one.type_name
    if one.files:
        return None
    return next(
        (name for name in STAND_INS if name in allowed and name not in ("file", "link")), None
    )


def _answers(bringing: Bringing, one: ImportedContent, content_type: ContentType) -> dict[str, Any]:
    """Return what fits the type's fields; what does not is dropped, never the whole content."""
    given: dict[str, Any] = {"title": one.title[:500] or one.identifier}
    for name, value in one.values.items():
        field = content_type.fields.get(name) or _place_for(name, content_type)
        if field is not None and value not in (None, "", ()):
            given[field.name] = _python_value(bringing, field.type, value)
    for file in one.files:
        field = content_type.fields.get(file.field)
        if field is not None:
            given[field.name] = _take(file, field.type, bringing.district)
    try:
        check_answers(content_type, given, bringing.district)
    except InvalidAnswers as error:
        for name in error.errors:
            given.pop(name, None)
    return given


def _take(file: ImportedFile, kind: str, district: District) -> StoredFile:
    """Store a file as every other way in does; raises InvalidAnswers for a broken picture."""
    with file.path.open("rb") as stream:
        if kind == "image":
            return take_picture(stream, file.name, district)
        return take_file(stream, file.name, district)


def _place_for(name: str, content_type: ContentType) -> Any:
    """Return the main text's field for a text whose own field the type does not have."""
    if name in ("text", "steps"):
        return content_type.fields.get("text") or content_type.fields.get("steps")
    return None


def _python_value(bringing: Bringing, kind: str, value: Any) -> Any:
    if kind == "rich_text":
        return LINK.sub(lambda match: _link(bringing, match), str(value))
    if kind == "date" and isinstance(value, str):
        return _parsed(date.fromisoformat, value)
    if kind == "date_time" and isinstance(value, str):
        return _parsed(datetime.fromisoformat, value)
    if kind == "choices" and isinstance(value, str):
        return (value,)
    return value


def _parsed(parse: Callable[[str], Any], value: str) -> Any:
    try:
        return parse(value)
    except ValueError:
        return value  # the check that follows says no to it


def _link(bringing: Bringing, match: re.Match[str]) -> str:
    attribute, identifier, fragment = match.groups()
    content_id = bringing.ids.get(identifier)
    if content_id is None:
        return f'{attribute}=""'
    return f'{attribute}="academe:{content_id}{fragment or ""}"'


def _leave_out_below(bringing: Bringing, one: ImportedContent) -> None:
    for below in one.with_all_below():
        bringing.left_out.setdefault(below.identifier, "What it belongs to was left out.")


def _report(bringing: Bringing) -> Iterator[ReportLine]:
    """Yield the reader's lines, with what could not be made after all."""
    for line in bringing.bundle.report:
        reason = bringing.left_out.get(line.identifier)
        if reason is None or line.outcome == "left out":
            yield line
        else:
            yield ReportLine(line.identifier, line.title, "left out", reason)


def _row(line: ReportLine) -> tuple[str, str, str, str]:
    return line.identifier, line.title, line.outcome, line.reason


def report_of(content: Content) -> list[ReportLine]:
    """Return the report of the import that made ``content``; empty where it was not imported."""
    rows: Any = content._origin.get("report", ())
    return [ReportLine(*row) for row in rows]
