"""Takes frameworks of academic standards over, and says what changed.

A framework is replaced by GUID: contents hold GUIDs, so a new code or wording reaches them, and
what a new edition leaves out is retired, never deleted.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from academe.actions.access import may
from academe.actions.aligning import uses_of
from academe.actions.district import District
from academe.actions.standards_draft import FrameworkDraft, StandardDraft
from academe.errors import Refused
from academe.store.people import Identity
from academe.store.standards import Framework, Standard, Standards
from academe.wording import _

WORDS = {
    "framework": _("framework"),
    "code": _("code"),
    "short": _("short statement"),
    "statement": _("statement"),
    "grades": _("grades"),
    "subject": _("subject"),
    "parent": _("place in the framework"),
    "kind": _("kind"),
}


class StandardChange(NamedTuple):
    """What became of one standard."""

    standard: Standard
    outcome: str  # added, changed, retired, unchanged
    fields: tuple[str, ...] = ()  # keys of WORDS that differ
    former: Standard | None = None  # as it was before
    uses: int = 0  # contents, as far as one knows of them, that are aligned to it if retired


class StandardsReport(NamedTuple):
    """What taking over a framework did, line by line in its order."""

    framework: Framework
    lines: tuple[StandardChange, ...]
    notes: tuple[str, ...]

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.lines)


def may_keep_standards(person: Identity, district: District) -> bool:
    """Say whether the person keeps the district's standards: who may share its front page.

    These are the administrators and those who coordinate the whole site.
    """
    return may(person, "share", district.site.root, district.definitions)


def adopt_framework(
    person: Identity, draft: FrameworkDraft, source: str, district: District
) -> StandardsReport:
    """Add a framework, or replace the one with its GUID, and report line by line.

    A table without a framework of its own goes to the one that knows its first GUID already.
    ``source``: the file's name. Raises Refused.
    """
    if not may_keep_standards(person, district):
        raise Refused(_("You may not change the district's standards."))
    standards = Standards(district.site)
    framework = _framework(person, draft, source, district)
    standards.put_framework(framework)
    lines = [
        _take_over(draft_of_one, framework, place, standards)
        for place, draft_of_one in enumerate(draft.standards, start=1)
    ]
    kept = {line.standard.guid for line in lines}
    lines += _retire(person, framework, kept, len(lines), district)
    return StandardsReport(framework, tuple(lines), draft.notes)


def _framework(
    person: Identity, draft: FrameworkDraft, source: str, district: District
) -> Framework:
    """Return the framework's record; a mere table keeps what is known of the framework."""
    known = None if draft.names_itself else _home_of(draft, district)
    now, by = district.now, person.id
    if known is not None:
        return known._replace(source=source, read_at=now, read_by=by)
    facts = (draft.subject, draft.language, draft.licence, draft.version, draft.adoption)
    return Framework(draft.guid, draft.title, draft.creator, *facts, source, now, by)


def _home_of(draft: FrameworkDraft, district: District) -> Framework | None:
    standards = Standards(district.site)
    found = filter(None, (standards.standard(one.guid) for one in draft.standards))
    first = next(found, None)
    return standards.framework(first.framework if first else draft.guid)


def _take_over(
    draft: StandardDraft, framework: Framework, place: int, standards: Standards
) -> StandardChange:
    new = Standard(
        draft.guid,
        framework.guid,
        draft.code,
        draft.short,
        draft.statement,
        draft.grades,
        draft.subject or framework.subject,
        draft.parent,
        place,
        draft.level,
        draft.kind,
        False,
    )
    old = standards.standard(draft.guid)
    standards.put(new)
    if old is None or old.is_retired:
        return StandardChange(new, "added", former=old)
    fields = tuple(name for name in WORDS if getattr(old, name) != getattr(new, name))
    return StandardChange(new, "changed" if fields else "unchanged", fields, old)


def _retire(
    person: Identity, framework: Framework, kept: set[str], last: int, district: District
) -> Iterator[StandardChange]:
    """Put what the file no longer has behind the rest."""
    standards = Standards(district.site)
    gone = [one for one in standards.of_framework(framework.guid) if one.guid not in kept]
    for place, old in enumerate(gone, start=last + 1):
        new = old._replace(place=place, is_retired=True)
        standards.put(new)
        if not old.is_retired:
            uses = len({use.content.id for use in uses_of(person, new, district)})
            yield StandardChange(new, "retired", former=old, uses=uses)


def list_frameworks(district: District) -> list[tuple[Framework, int]]:
    """Return (framework, how many standards are in force) by title; they are public."""
    standards = Standards(district.site)
    return [(one, standards.count(one.guid)) for one in standards.frameworks()]


def find_standards(
    words: str, district: District, *, grades: Any = (), at_most: int = 12
) -> list[Standard]:
    """Return standards in force whose code begins so, then those with all the words.

    Those of ``grades`` come first among the latter. The words are looked for in code, statement,
    subject and grades.
    """
    standards = Standards(district.site)
    wanted = words.casefold().split()
    if not wanted:
        return []
    found: dict[str, Standard] = {}
    for guid in standards.guids_from(" ".join(wanted)):
        one = standards.standard(guid)
        if one is not None and not one.is_retired:
            found.setdefault(guid, one)
        if len(found) == at_most:
            return list(found.values())
    more = sorted(
        (one for one in district.site.standards.values() if _has(one, wanted)),
        key=lambda one: (not set(grades) & set(one.grades), one.framework, one.place),
    )
    for one in more:
        found.setdefault(one.guid, one)
    return list(found.values())[:at_most]


def _has(standard: Standard, wanted: list[str]) -> bool:
    if standard.is_retired:
        return False
    text = f"{standard.code} {standard.short} {standard.statement} {standard.subject}".casefold()
    return all(word in text for word in wanted)
