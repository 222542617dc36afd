"""Facts about copies for the rail: where a content comes from, and how often it was reused."""

from collections.abc import Iterator
from html import escape
from typing import Any

from academe.actions.provenance import Step, provenance_of
from academe.actions.reading import short_title
from academe.actions.reusing import reuse_of
from academe.actions.withholding import is_locked
from academe.store.content import Content
from academe.web.cards import card_of
from academe.web.showing import day_of, day_text
from academe.web.use_lines import licence_title, told_names
from academe.wording import _

Fact = tuple[str, str, str]  # (label, value, "text" or "html")


def origin_facts(request: Any, content: Content) -> Iterator[Fact]:
    """Yield from what a copy was made, and from what that was made."""
    found = provenance_of(request.person, content, request.district)
    if found is None:
        return
    label, names = _("Copied from"), told_names(request, list(found.names))
    for step in found.steps:
        yield request.say(label), _told(request, step, names), "html"
        label, names = _("And that from"), ""


def _told(request: Any, step: Step, names: str) -> str:
    """Return ``<a>Sharing sandwiches</a>, by Ana Almeida, version 7, CC BY-SA 4.0``.

    Where its text is another one by now, that and since when.
    """
    say = request.say
    parts = [_title(request, step)]
    if names:
        parts.append(escape(say(_("by ${names}", mapping={"names": names}))))
    parts.append(escape(say(_("version ${n}", mapping={"n": step.version}))))
    if step.licence is not None:
        parts.append(escape(licence_title(request, step.licence)))
    elif request.person.is_staff:
        parts.append(escape(say(_("no licence is given"))))
    told = ", ".join(parts)
    if step.renewed is None:
        return told
    words = {"day": day_text(request, day_of(request, step.renewed))}
    since = say(_("Published anew since, on ${day}.", mapping=words))
    return f"{told}. {escape(since)}"


def _title(request: Any, step: Step) -> str:
    if step.title is None:
        return escape(request.say(_("a content that you cannot see")))
    words = f"<bdi>{escape(short_title(step.title))}</bdi>"
    if step.source is None:
        return words
    return f'<a href="{escape(request.address(step.source))}">{words}</a>'


def reuse_facts(request: Any, content: Content) -> Iterator[Fact]:
    """Yield how often a content was reused, with links to the copies that the person may know."""
    found = reuse_of(request.person, content, request.district)
    if found is None or not found.times:
        return
    words = {"n": found.times, "people": found.people}
    sentence = _("${n} times, by ${people} people", mapping=words)
    if found.people is None:
        sentence = _("${n} times", mapping=words)
    elif found.times == 1:
        sentence = _("once")
    elif found.people == 1:
        sentence = _("${n} times, by one person", mapping=words)
    cards = [card_of(request, copy) for copy in found.known]
    links = [f'<a href="{escape(c.url)}"><bdi>{escape(c.title)}</bdi></a>' for c in cards]
    told = escape(request.say(sentence))
    yield request.say(_("Reused")), ": ".join([told, ", ".join(links)] if links else [told]), "html"


def lock_notices(request: Any, content: Content) -> list[tuple[str, str]]:
    """Return why a copy cannot be edited, for those who see its working text."""
    if not is_locked(content, request.district.definitions):
        return []
    words = {"licence": licence_title(request, content._origin.get("licence"))}
    sentence = _("This copy cannot be edited: its licence (${licence}) forbids changes.")
    return [("info", request.say(sentence % words))]
