"""Lists for families in the reader's language: no course twice, and what is not translated is said.

What is listed says its ``id``, its language (``lang``) and the id of what it ``translates``,
0 where it is an original.
"""

from typing import Any, Protocol, TypeVar

from academe.actions.translations import FIELD
from academe.store.content import Content, Values
from academe.web.in_languages import name_of
from academe.web.telling import listed
from academe.wording import _


class Listed(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def lang(self) -> str: ...
    @property
    def translates(self) -> int: ...


One = TypeVar("One", bound=Listed)


def original_of(content: Content, values: Values) -> int:
    """Return the id of what a content translates; a copy of a translation stands for itself."""
    named = values.get(FIELD)
    return named if isinstance(named, int) and not content._origin.get("source") else 0


def in_one_language(things: list[One], wanted: str) -> list[One]:
    """Return the same without the versions in languages that the reader has not chosen.

    Where there is none in the reader's language, the original stays.
    """
    groups: dict[int, list[One]] = {}
    for one in things:
        groups.setdefault(one.translates or one.id, []).append(one)
    kept = {one.id for original, group in groups.items() for one in _best(group, original, wanted)}
    return [one for one in things if one.id in kept]


def _best(group: list[One], original: int, wanted: str) -> list[One]:
    if wished := [one for one in group if _is(one.lang, wanted)]:
        return wished
    first = next((one for one in group if one.id == original), group[0])
    return [one for one in group if one.lang == first.lang]


def untranslated(request: Any, things: list[One]) -> str:
    """Return that courses are in another language than the reader's; empty where none is."""
    strange = [one.lang for one in things if not _is(one.lang, request.language)]
    if not strange:
        return ""
    names = [name_of(code, request.language) for code in dict.fromkeys(strange)]
    words = {
        "language": listed(request, names),
        "wanted": name_of(request.language, request.language),
    }
    sentence = _(
        "Some of these courses are in ${language}. There is no ${wanted} version of them yet.",
        mapping=words,
    )
    if len(strange) == len(things):
        sentence = _(
            "These courses are in ${language}. There is no ${wanted} version of them yet.",
            mapping=words,
        )
    if len(things) == 1:
        sentence = _(
            "This course is in ${language}. There is no ${wanted} version yet.", mapping=words
        )
    return str(request.say(sentence))


def _is(code: str, wanted: str) -> bool:
    return code.partition("-")[0] == wanted.partition("-")[0]
