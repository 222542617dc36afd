"""What to know before using a content: what comes along, and what its licence asks for."""

from typing import Any, NamedTuple

from academe.actions.provenance import credited
from academe.actions.reusing import Parcel, makers_of, parcel_of
from academe.store.content import Content
from academe.web.telling import listed
from academe.wording import _

NAMED = 6
OF_FILES = frozenset({"file", "image"})  # counted by what they hold


class Usage(NamedTuple):
    """Everything that the page says of what is to be used."""

    facts: list[tuple[str, str, str]]  # (label, value, "text")
    asks: list[str]
    warnings: list[str]


def usage_of(request: Any, content: Content) -> Usage:
    """Return what comes along with a copy of ``content``, and on what terms."""
    parcel = parcel_of(request.person, content, request.district)
    names = _named(request, parcel)
    asks: list[str] = []
    warnings: list[str] = []
    for licence in parcel.licences:
        _say_terms(request, licence, names, asks, warnings)
    if not asks and not warnings:
        asks.append(request.say(_("Nothing: do with it what you like.")))
    return Usage(_facts(request, content, parcel, names), asks, warnings)


def copy_warnings(request: Any, content: Content) -> list[str]:
    """Return what the licences of a content forbid; nothing for what one made alone."""
    parcel = parcel_of(request.person, content, request.district)
    if parcel.names == (request.person.name,):
        return []
    names, warnings = _named(request, parcel), list[str]()
    for licence in parcel.licences:
        _say_terms(request, licence, names, [], warnings)
    return warnings


def _named(request: Any, parcel: Parcel) -> str:
    names = list(parcel.names[:NAMED])
    rest = len(parcel.names) - len(names)
    if rest:
        names.append(request.say(_("${n} more", mapping={"n": rest})))
    return told_names(request, names)


def told_names(request: Any, names: list[str]) -> str:
    """Return names as a sentence lists them; credits have commas of their own."""
    if any("," in name or " and " in name for name in names):
        return "; ".join(names)
    return listed(request, names)


def _facts(
    request: Any, content: Content, parcel: Parcel, names: str
) -> list[tuple[str, str, str]]:
    say = request.say
    facts = [(say(_("What comes along")), _counted(request, parcel), "text")]
    facts.append((say(_("Licence")), _licences(request, parcel.licences), "text"))
    if names:
        facts.append((say(_("Made by")), names, "text"))
    return facts


def _counted(request: Any, parcel: Parcel) -> str:
    """Say ``Unit: 1, Lesson: 3, Files: 2`` in the reader's words."""
    say, types = request.say, request.district.definitions.types
    parts = []
    for name, number in parcel.kinds.items():
        if name in OF_FILES:
            continue
        title = types[name].title if name in types else name
        words = {"kind": say(title), "n": number}
        parts.append(say(_("${kind}: ${n}", mapping=words)))
    parts.append(say(_("Files: ${n}", mapping={"n": parcel.files})))
    if parcel.has_more:
        parts.append(say(_("and more")))
    return ", ".join(parts)


def _licences(request: Any, licences: tuple[str | None, ...]) -> str:
    return "; ".join(licence_title(request, licence) for licence in licences)


def licence_title(request: Any, licence: str | None) -> str:
    """Return what the district's list calls a licence."""
    if licence is None:
        return str(request.say(_("none is given")))
    listed_ones = request.district.definitions.choices.get("licences")
    labels = listed_ones.labels if listed_ones else {}
    return str(request.say(labels.get(licence, licence)))


def _say_terms(
    request: Any, licence: str | None, names: str, asks: list[str], warnings: list[str]
) -> None:
    """Add what one licence asks for, each sentence once."""
    terms = request.district.definitions.terms_of(licence)
    words = {"names": names or request.say(_("whoever made it")), "licence": ""}
    words["licence"] = licence_title(request, licence)
    if terms is None:
        sentence = NO_LICENCE if licence is None else NOT_KNOWN
        _add(request, warnings, sentence % words)
        return
    if not terms.changes:
        _add(request, warnings, NO_CHANGES % words)
    if terms.ask:
        _add(request, warnings, ASK_FIRST % words)
    for is_asked, sentence in (
        (terms.credit, CREDIT),
        (terms.share_alike, SHARE_ALIKE),
        (not terms.sale, NO_SALE),
        (not terms.outside and not terms.ask, INSIDE),
    ):
        if is_asked:
            _add(request, asks, sentence % words)


def _add(request: Any, said: list[str], sentence: Any) -> None:
    words = request.say(sentence)
    if words not in said:
        said.append(words)


NO_LICENCE = _(
    "No licence is given: ask ${names} before you change it or share it outside the district."
)
NOT_KNOWN = _(
    "What the licence “${licence}” allows is not known here: ask ${names} before you change it "
    "or share it outside the district."
)
ASK_FIRST = _(
    "All rights are reserved: ask ${names} before you change it or share it outside the district."
)
NO_CHANGES = _(
    "Its licence (${licence}) forbids changes: your copy can be read, printed, moved and removed, "
    "but not edited."
)
CREDIT = _("Name who made it: ${names}. The copy does that by itself.")
SHARE_ALIKE = _("If you pass on what you changed, pass it on under the same licence (${licence}).")
NO_SALE = _("It must not be sold.")
INSIDE = _("It is for use in the district.")


def ways_with_copy(request: Any, content: Content) -> str:
    """Say whether a copy of ``content`` is ``closed`` for changes, to ``ask`` for, or ``open``."""
    licence = credited(request.person, content, "licence", request.district)
    terms = request.district.definitions.terms_of(licence)
    if terms is not None and not terms.changes:
        return "closed"
    is_own = makers_of(request.person, content, request.district) == (request.person.name,)
    return "open" if is_own or (terms is not None and not terms.ask) else "ask"
