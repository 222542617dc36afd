"""A framework as JSON and back: how the process that reads it answers."""

import json
from typing import Any

from academe.actions.standards_draft import GUID, MOST_STANDARDS, FrameworkDraft, StandardDraft
from academe.errors import ImportRefused
from academe.wording import _, from_plain, to_plain


def draft_to_json(draft: FrameworkDraft) -> str:
    notes = [to_plain(note) for note in draft.notes]
    return json.dumps(draft._replace(notes=tuple(notes)))  # type: ignore[arg-type]


def draft_from_json(text: bytes) -> FrameworkDraft:
    """Read it back; raises ImportRefused when anything is not what it must be."""
    try:
        *facts, names_itself, standards, notes = json.loads(text)
        if len(standards) > MOST_STANDARDS or not isinstance(names_itself, bool):
            raise ValueError("no framework")
        texts = [_text(fact) for fact in facts]
        draft = FrameworkDraft(
            *(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7]),
            names_itself,
            tuple(_standard(one) for one in standards),
            tuple(from_plain(note) for note in notes),
        )
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ImportRefused(_("The file could not be read: its reader gave no answer.")) from error
    _check(draft)
    return draft


def _standard(plain: Any) -> StandardDraft:
    guid, code, short, statement, grades, subject, parent, level, kind = plain
    if not isinstance(level, int) or not isinstance(grades, list):
        raise TypeError("no standard")
    return StandardDraft(
        _text(guid),
        _text(code),
        _text(short),
        _text(statement),
        tuple(_text(grade) for grade in grades),
        _text(subject),
        None if parent is None else _text(parent),
        level,
        _text(kind),
    )


def _check(draft: FrameworkDraft) -> None:
    """Every GUID is one and stands once, and what is above stands before what is below."""
    seen: set[str | None] = {None}
    for one in draft.standards:
        if not GUID.fullmatch(one.guid) or one.guid in seen or one.parent not in seen:
            raise ImportRefused(_("The file could not be read: its reader gave no answer."))
        seen.add(one.guid)
    if not GUID.fullmatch(draft.guid):
        raise ImportRefused(_("The file could not be read: its reader gave no answer."))


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError("no text")
    return plain
