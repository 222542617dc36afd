"""Makes contents out of a bundle: drafts of whoever brings them in, in one act."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from academe.actions.access import may
from academe.actions.changing import change
from academe.actions.creating import addable_types, create
from academe.actions.district import District
from academe.errors import ImportRefused, InvalidAnswers, Refused
from academe.exchange.bundle import Bundle, ImportedContent, ReportLine, identifier_of, in_one
from academe.exchange.fitting_roots import fit_roots
from academe.exchange.import_answers import Answering
from academe.exchange.import_reports import keep_report
from academe.exchange.noticing import note_import
from academe.store.content import Content, new_id
from academe.store.people import Identity
from academe.wording import _, word_of_files

Progress = Callable[[int, int], None]  # (contents made, contents in all)

# Where a type does not belong below its parent, what stands in for it, in this order.
STAND_INS = ("page", "document", "folder")
HOLDING_STAND_INS = ("folder", *STAND_INS)  # for what has something in it
# What staff alone may see becomes nothing else where a district has no type for it.
FOR_STAFF = ("staff_page", "staff_file", "question_bank")
NO_COURSE_HERE = _(
    "A course cannot lie here. Bring it in on the front page, in a school or in a folder."
)


class Bringing:
    """One import under way: who brings it, into what, and what became of each part."""

    def __init__(self, person: Identity, bundle: Bundle, district: District) -> None:
        self.person, self.bundle, self.district = person, bundle, district
        self.act = new_id()
        self.ids: dict[str, int] = {one.identifier: new_id() for one in bundle.contents()}
        self.left_out: dict[str, str] = {}
        self.instead: dict[str, str] = {}  # identifier -> what it came in as, and why
        self.dropped: dict[str, list[str]] = {}  # identifier -> labels of fields
        self.later: list[tuple[Content, dict[str, Any]]] = []  # answers that lead to contents
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
    bundle = fit_roots(bundle, set(addable_types(target, district)))
    if not any(_may_lie(one, target, district) for one in bundle.roots):
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
    _lead_on(bringing)
    note_import(bundle, roots, district)
    report = _with_licence(bundle, list(_report(bringing)))
    keep_report(roots, report)
    return roots, report


def _make(bringing: Bringing, one: ImportedContent, parent: Content) -> Content | None:
    """Make one content; None, with the reason noted, if it fits nowhere in ``parent``."""
    district = bringing.district
    type_name = _fitting_type(one, parent, district)
    if type_name is None:
        bringing.left_out[one.identifier] = _("This kind of content does not belong in its place.")
        return None
    origin = {"format": bringing.bundle.format, "identifier": one.identifier}
    try:
        answering = Answering(bringing.ids, district)
        answering.answer(one, district.definitions.types[type_name])
        made = create(
            *(bringing.person, parent, type_name, answering.given, district),
            origin=origin,
            act=bringing.act,
            what="import",
            content_id=bringing.ids[one.identifier],
            wanted_name=one.name_hint,
        )
        if type_name != one.type_name:
            bringing.instead[one.identifier] = _came_in_as(one.type_name, type_name, district)
        if answering.dropped:
            bringing.dropped[one.identifier] = answering.dropped
        if answering.later:
            bringing.later.append((made, answering.later))
        return made
    except InvalidAnswers as error:
        bringing.left_out[one.identifier] = next(iter(error.errors.values()))
        return None


def _fitting_type(one: ImportedContent, parent: Content, district: District) -> str | None:
    allowed = addable_types(parent, district)
    if one.type_name in allowed:
        return one.type_name
    if one.files or one.type_name in FOR_STAFF:
        return None
    stand_ins = HOLDING_STAND_INS if one.children else STAND_INS
    return next((name for name in stand_ins if name in allowed), None)


def _came_in_as(wanted: str, came: str, district: District) -> str:
    types = district.definitions.types
    titles = [
        word_of_files(types[name].title) if name in types else name for name in (came, wanted)
    ]
    words = dict(zip(("came", "wanted"), titles, strict=True))
    return _("It came in as “${came}”, because no “${wanted}” can lie here.", mapping=words)


def _may_lie(root: ImportedContent, target: Content, district: District) -> bool:
    """Say whether a root belongs here: as itself, or as a folder unless it is a course."""
    allowed = addable_types(target, district)
    return root.type_name in allowed or (root.type_name != "course" and "folder" in allowed)


def _lead_on(bringing: Bringing) -> None:
    """Answer the fields that lead to other contents, now that all are there."""
    for content, links in bringing.later:
        try:
            change(
                *(bringing.person, content, links, bringing.district),
                version=None,
                act=bringing.act,
                what="import",
            )
        except (InvalidAnswers, Refused):  # a kind of content that this field does not lead to
            labels = bringing.district.definitions.types[content.type_name].fields
            names = [str(labels[name].label) for name in links]
            identifier = str(content._origin.get("identifier", ""))
            bringing.dropped.setdefault(identifier, []).extend(names)


def _leave_out_below(bringing: Bringing, one: ImportedContent) -> None:
    for below in one.with_all_below():
        bringing.left_out.setdefault(below.identifier, _("What it belongs to was left out."))


def _report(bringing: Bringing) -> Iterator[ReportLine]:
    """Yield the reader's lines, with what could not be made after all."""
    for line in bringing.bundle.report:
        names = (line.identifier, identifier_of(line.identifier))
        reason = next((bringing.left_out[n] for n in names if n in bringing.left_out), None)
        dropped = next((bringing.dropped[n] for n in names if n in bringing.dropped), None)
        if line.outcome == "imported" and reason is not None:
            yield replace(line, outcome="left out", reason=reason)
        elif line.outcome == "imported":
            instead = next((bringing.instead[n] for n in names if n in bringing.instead), "")
            fields = ", ".join(dropped or ())
            said = _("These answers do not fit: ${fields}.", mapping={"fields": fields})
            reasons = (instead, said if dropped else "", line.reason)
            yield replace(line, reason=in_one([one for one in reasons if one]))
        else:
            yield line


def _with_licence(bundle: Bundle, lines: list[ReportLine]) -> list[ReportLine]:
    """Say once, where the package's own text or its first part stands, that no licence is named."""
    if any(one.values.get("licence") for one in bundle.contents()):
        return lines
    roots = {root.identifier for root in bundle.roots}
    came = [number for number, line in enumerate(lines) if line.outcome == "imported"]
    own = [number for number in came if identifier_of(lines[number].identifier) in roots]
    for number in (own or came)[:1]:
        said = _("The whole package names no licence: who may use it, and how?")
        reason = lines[number].reason
        lines[number] = replace(lines[number], reason=in_one([said, reason] if reason else [said]))
    return lines
