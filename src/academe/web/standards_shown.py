"""Standards as people read them: by their code, with the words behind it."""

from html import escape
from typing import Any

from academe.store.standards import Framework, Standard, Standards
from academe.wording import _

ALIGNMENTS = {
    "taught": _("taught"),
    "assessed": _("assessed"),
    "introduced": _("introduced"),
    "reinforced": _("reinforced"),
}
SHORT = 110  # characters of a statement in a list


def kind_text(request: Any, kind: str) -> str:
    return str(request.say(ALIGNMENTS[kind]))


def find_standard(request: Any, name: str) -> Standard | None:
    """Return the standard behind a GUID or code that a content names, once a request."""
    known: dict[str, Standard | None] = request.person.memo.setdefault("standards", {})
    if name not in known:
        known[name] = Standards(request.district.site).find(name)
    return known[name]


def code_of(request: Any, name: str) -> str:
    """Return what a standard is called in a line of words; what is not known, as it was typed."""
    found = find_standard(request, name)
    return name if found is None else label_of(found)


def label_of(standard: Standard) -> str:
    return standard.code or short_of(standard, 60)


def short_of(standard: Standard, most: int = SHORT) -> str:
    """Return the short statement, else the beginning of the whole."""
    text = standard.short or standard.statement
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def line_name(request: Any, name: str) -> str:
    """Return what stands in a form's line: the code, or the GUID where the code means another."""
    found = find_standard(request, name)
    if found is None or not found.code:
        return name
    meant = find_standard(request, found.code)
    return found.code if meant is not None and meant.guid == found.guid else found.guid


def standards_url(request: Any, *guid: str) -> str:
    """Return the address of one standard or framework, or of the list of all."""
    return str(request.address(request.district.site.root, "standards", *guid))


def standard_html(request: Any, name: str, kind: str) -> str:
    """Return safe HTML: the code, and behind it the words of the standard to unfold."""
    found = find_standard(request, name)
    used = "" if kind == "taught" else f" <small>({escape(kind_text(request, kind))})</small>"
    if found is None:
        strange = ""
        if request.person.is_staff:
            strange = f' <small class="quiet">{escape(request.say(UNKNOWN))}</small>'
        return f"<bdi>{escape(name)}</bdi>{used}{strange}"
    if found.is_retired:
        used += f" <small>({escape(request.say(RETIRED))})</small>"
    url, words = escape(standards_url(request, found.guid)), escape(request.say(OPEN))
    lang = _lang(request, found)
    return (
        f'<details class="standard"><summary><bdi>{escape(label_of(found))}</bdi>{used}</summary>'
        f'<p{lang} dir="auto">{escape(found.statement)}</p>'
        f'<p><a href="{url}">{words}</a></p></details>'
    )


UNKNOWN = _("not in any framework here")
RETIRED = _("retired")
OPEN = _("What else teaches this")


def _lang(request: Any, standard: Standard) -> str:
    language = language_of(request, standard)
    return f' lang="{escape(language)}"' if language else ""


def language_of(request: Any, standard: Standard | Framework) -> str:
    """Return the language that a framework is written in; empty where its file did not say."""
    guid = standard.framework if isinstance(standard, Standard) else standard.guid
    found = Standards(request.district.site).framework(guid)
    return "" if found is None else found.language


def grades_text(request: Any, grades: tuple[str, ...]) -> str:
    """Return grades in the district's words: a run of them by its ends."""
    listed = request.district.definitions.choices.get("grades")
    labels = dict(listed.labels) if listed else {}
    order = {word: number for number, word in enumerate(labels)}
    known = sorted((one for one in grades if one in order), key=lambda one: order[one])
    say = request.say
    if len(known) > 2 and order[known[-1]] - order[known[0]] == len(known) - 1:
        ends = {"first": say(labels[known[0]]), "last": say(labels[known[-1]])}
        words = [str(say(_("${first} to ${last}", mapping=ends)))]
    else:
        words = [str(say(labels[one])) for one in known]
    return ", ".join([*words, *(one for one in grades if one not in order)])
