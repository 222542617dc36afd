"""Checks answers against the fields of a type, whichever door they come through."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from academe.actions.district import District
from academe.actions.reading import may_know
from academe.actions.texts import clean, link_inward, sanitise
from academe.definitions.fields import Field
from academe.definitions.types import ContentType
from academe.errors import InvalidAnswers
from academe.store.content import Content, Text
from academe.store.files import StoredFile
from academe.store.people import Identity
from academe.store.standards import KINDS, Standards
from academe.wording import _

LONGEST_LINE = 500  # characters of a text
LONGEST_TITLE = 10_000
LONGEST_SEARCH = 1_000
LONGEST_PARAGRAPH = 20_000
LONGEST_TEXT = 2_000_000  # characters of HTML
MOST_ENTRIES = 500


class WrongAnswerError(ValueError):
    """An answer does not fit; carries the sentence for its field."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_answers(
    content_type: ContentType,
    answers: Mapping[str, Any],
    district: District,
    person: Identity | None = None,
) -> dict[str, Any]:
    """Return {field name: stored value, or None for no answer}.

    ``answers`` holds Python values: str (HTML for rich_text), int or float, date,
    aware datetime, bool, tuple of str, content ids, StoredFile; minutes for a
    duration; (GUID or code, alignment) pairs for standards. Raises InvalidAnswers.
    ``person``: who answers; their rich texts link to what they know of only.
    """
    errors: dict[str, str] = {}
    checked: dict[str, Any] = {}
    for name, answer in answers.items():
        field = content_type.fields.get(name)
        if field is None:
            errors[""] = _("There is no field ${name} here.", mapping={"name": name})
            continue
        try:
            checked[name] = check_answer(field, answer, district, person)
        except WrongAnswerError as wrong:
            errors[name] = wrong.sentence
    if errors:
        raise InvalidAnswers(errors)
    return checked


def check_complete(content_type: ContentType, values: Mapping[str, Any]) -> None:
    """Raise InvalidAnswers if a required field has no value."""
    missing = {
        field.name: _("Please answer this: ${label}", mapping={"label": field.label})
        for field in content_type.fields.values()
        if field.required and values.get(field.name) is None
    }
    if missing:
        raise InvalidAnswers(missing)


def check_answer(
    field: Field, answer: Any, district: District, person: Identity | None = None
) -> Any:
    """Return the value to store for one field; None for an empty answer."""
    if answer is None or answer == "" or answer == ():
        return None
    if field.type == "rich_text":
        return _rich_text(answer, district, person)
    value = CHECKS[field.type](field, answer, district)
    if field.pattern and isinstance(value, str) and not re.fullmatch(field.pattern, value):
        raise WrongAnswerError(_("This does not have the expected form."))
    return value


def _text(field: Field, answer: Any, district: District) -> str | None:
    longest = LONGEST_TITLE if field.name == "title" else LONGEST_LINE
    return _string(answer, longest, " ".join)


def _paragraph(field: Field, answer: Any, district: District) -> str | None:
    return _string(answer, LONGEST_PARAGRAPH, None)


def _string(answer: Any, longest: int, join: Callable[[list[str]], str] | None) -> str | None:
    if not isinstance(answer, str):
        raise WrongAnswerError(_("Please write words."))
    text = "".join(
        letter for letter in answer if letter in "\n\t" or letter.isprintable() or letter in JOINERS
    )
    text = join(text.split()) if join else text.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise WrongAnswerError(
            _(
                "This is too long: ${given} characters, ${longest} at most.",
                mapping={"given": len(text), "longest": longest},
            )
        )
    return text or None


# Not printable for Python, yet part of correct Arabic, Persian, Indic and emoji spelling.
JOINERS = "‌‍‎‏"


def _rich_text(answer: Any, district: District, person: Identity | None) -> Text | None:
    if isinstance(answer, Text):
        return answer
    if not isinstance(answer, str):
        raise WrongAnswerError(_("Please write words."))
    if len(answer) > LONGEST_TEXT:
        raise WrongAnswerError(_("This text is too long. Please divide it into several contents."))

    def knows(content: Content) -> bool:
        return person is None or may_know(person, content, district)

    html = clean(link_inward(sanitise(answer), district.site.root, own_host(district), knows))
    return Text(html) if html else None


def own_host(district: District) -> str:
    """Return the host of the district's public address; links to it are kept as links inside."""
    return district.settings.address.partition("://")[2].rstrip("/")


def _number(field: Field, answer: Any, district: District) -> int | float:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or abs(answer) > 1e12:
        raise WrongAnswerError(_("Please write a number."))
    return int(answer) if answer == int(answer) else answer


def _duration(field: Field, answer: Any, district: District) -> int:
    minutes = int(_number(field, answer, district))
    if not 0 < minutes <= 60 * 24 * 366:
        raise WrongAnswerError(_("Please write minutes, 1 or more."))
    return minutes


def _date(field: Field, answer: Any, district: District) -> date:
    if isinstance(answer, datetime) or not isinstance(answer, date) or answer.year < 1600:
        raise WrongAnswerError(_("Please write a date."))
    return answer


def _date_time(field: Field, answer: Any, district: District) -> datetime:
    if not isinstance(answer, datetime) or answer.tzinfo is None:
        raise WrongAnswerError(_("Please write a date and a time."))
    return answer.astimezone(UTC)  # a named time zone has no pickle


def _yes_no(field: Field, answer: Any, district: District) -> bool:
    if not isinstance(answer, bool):
        raise WrongAnswerError(_("Please answer yes or no."))
    return answer


def _choice(field: Field, answer: Any, district: District) -> str:
    labels = district.definitions.choices[field.choices or ""].labels
    if answer not in labels:
        raise WrongAnswerError(_("Please choose from the list."))
    return str(answer)


def _choices(field: Field, answer: Any, district: District) -> tuple[str, ...]:
    labels = district.definitions.choices[field.choices or ""].labels
    chosen = set(_entries(answer))
    if not chosen <= set(labels):
        raise WrongAnswerError(_("Please choose from the list."))
    return tuple(name for name in labels if name in chosen)


def _entries(answer: Any) -> tuple[Any, ...]:
    if isinstance(answer, str) or not isinstance(answer, tuple | list | set | frozenset):
        raise WrongAnswerError(_("Please choose from the list."))
    if len(answer) > MOST_ENTRIES:
        raise WrongAnswerError(
            _("These are too many: ${most} at most.", mapping={"most": MOST_ENTRIES})
        )
    return tuple(answer)


def _link(field: Field, answer: Any, district: District) -> int:
    found = district.site.content(answer) if isinstance(answer, int) else None
    if found is None or (field.to and found.type_name not in field.to):
        raise WrongAnswerError(_("This content does not exist, or cannot be linked from here."))
    return found.id


def _links(field: Field, answer: Any, district: District) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_link(field, entry, district) for entry in _entries(answer)))


def _file(field: Field, answer: Any, district: District) -> StoredFile:
    if not isinstance(answer, StoredFile):
        raise WrongAnswerError(_("Please choose a file."))
    return answer


def _image(field: Field, answer: Any, district: District) -> StoredFile:
    stored = _file(field, answer, district)
    if not stored.media_type.startswith("image/"):
        raise WrongAnswerError(_("Please choose a picture (PNG, JPEG, GIF or WebP)."))
    return stored


def _files(field: Field, answer: Any, district: District) -> tuple[StoredFile, ...]:
    return tuple(_file(field, entry, district) for entry in _entries(answer))


def _standards(field: Field, answer: Any, district: District) -> tuple[tuple[str, str], ...]:
    """Keep GUIDs where a framework here has the code: it may be recoded, the GUID stays."""
    known, pairs = Standards(district.site), []
    for entry in _entries(answer):
        code, alignment = (entry, "taught") if isinstance(entry, str) else entry
        code = " ".join(str(code).split())
        if not 0 < len(code) <= 80 or alignment not in KINDS:
            raise WrongAnswerError(
                _("Please write one standard a line, such as 5.NF.A.1 (assessed).")
            )
        found = known.find(code)
        pairs.append((code if found is None else found.guid, alignment))
    return tuple(dict.fromkeys(pairs))


def _search(field: Field, answer: Any, district: District) -> str | None:
    return _string(answer, LONGEST_SEARCH, " ".join)


CHECKS: Mapping[str, Callable[[Field, Any, District], Any]] = {
    "text": _text,
    "paragraph": _paragraph,
    "number": _number,
    "date": _date,
    "date_time": _date_time,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "link": _link,
    "links": _links,
    "file": _file,
    "image": _image,
    "files": _files,
    "duration": _duration,
    "standards": _standards,
    "search": _search,
}
