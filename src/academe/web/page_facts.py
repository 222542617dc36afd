"""The facts beside a content, and what one must know before reading it."""

from html import escape
from typing import Any

from academe.actions.access import governing_place, governing_state, may, today_of
from academe.exchange.formats import EXPORTED
from academe.store.content import Content
from academe.web.cards import card_of
from academe.web.in_languages import versions_html
from academe.web.origin_facts import lock_notices, origin_facts, reuse_facts
from academe.web.showing import day_of, day_text
from academe.web.telling import entry_of
from academe.wording import _

OF_EVERY_TYPE = frozenset({"language", "licence", "author_credit", "visible_from", "visible_until"})
"""What the rail shows of the answers: all others stand in the page itself, and nothing twice."""

FOR_WORK = frozenset({"visible_from", "visible_until", "language"})  # readers need not know

Fact = tuple[str, str, str]  # (label, value, "text" or "html"; "way": html, not for paper)


def facts_of_page(page: Any) -> list[Fact]:
    """Return what the rail shows, what concerns work first."""
    facts = list(_work_facts(page)) if page.is_viewer else []
    facts += origin_facts(page.request, page.content)
    for field in page.fields:
        is_fact = field.name in OF_EVERY_TYPE and not field.is_empty
        if is_fact and (page.is_viewer or field.name not in FOR_WORK):
            facts.append((field.label, _in_its_language(page, field), "html"))
    if page.translations:
        facts.append((page.request.say(_("Also in")), versions_html(page.translations), "way"))
    if page.in_force_text and page.type_name != "policy" and _says_more(page):
        facts.append((page.request.say(_("In force")), page.in_force_text, "text"))
    if page.type_name in EXPORTED and not page.is_viewer:  # others have it in their bar
        way = page.request.address(page.content, "export")
        facts.append((page.request.say(_("To take along")), _link(way, _export(page)), "way"))
    return facts


def _export(page: Any) -> str:
    return str(page.request.say(_("Export")))


def _in_its_language(page: Any, field: Any) -> str:
    """Return an answer that was typed with the language of the content; all others are ours."""
    if field.type not in ("text", "paragraph"):
        return str(field.value_html)
    return f'<span lang="{escape(page.title_lang)}">{field.value_html}</span>'


def _says_more(page: Any) -> bool:
    """Say whether the day in force is another than the day of publication, or one to come."""
    coming, now = page.content._coming, page.publication
    if now is None or now.in_force_from is None or coming not in (None, now):
        return True
    return bool(now.in_force_from != day_of(page.request, now.published_at))


def _work_facts(page: Any) -> Any:
    request, content = page.request, page.content
    say, address = request.say, request.address
    if content._origin.get("report"):
        yield (
            say(_("Imported")),
            _link(address(content, "import-report"), say(_("What came in"))),
            "way",
        )
    yield from reuse_facts(request, content)
    place = governing_place(content)
    is_other = place is not None and place is not content and not place.owner
    if place is not None and is_other and _is_known(page, place):
        card = card_of(request, place)
        yield say(_("Published with")), _link(card.url, card.title), "html"


def _is_known(page: Any, place: Content) -> bool:
    return may(page.person, "view", place, page.definitions)


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}" dir="auto">{escape(words)}</a>'


def in_force_text(page: Any) -> str:
    """Return since when the text shown leads, and what is coming; empty where nobody set a day."""
    say, request = page.request.say, page.request
    parts = []
    since = page.publication.in_force_from if page.publication else None
    if since:
        parts.append(say(_("since ${day}", mapping={"day": day_text(request, since)})))
    coming = _coming(page)
    if page.is_viewer and coming not in (None, page.publication) and coming.in_force_from:
        words = {"day": day_text(request, coming.in_force_from)}
        sentence = _("a new text from ${day}") if page.publication else _("from ${day}")
        parts.append(say(sentence % words))
    return "; ".join(parts)


def _coming(page: Any) -> Any:
    """Return the text that readers will see one day; None where the state lets nobody read."""
    state = governing_state(page.person, page.content, page.definitions)
    return page.content._coming if state is not None and state.read else None


def notices_of_page(page: Any) -> list[tuple[str, str]]:
    """Return (kind, sentence) for dates that hide the content from readers."""
    request, today = page.request, today_of(page.person)
    first, last = page.values.get("visible_from"), page.values.get("visible_until")
    coming = _coming(page)
    if page.publication is None and coming is not None:  # adopted today, in force later
        first = max(filter(None, (first, coming.in_force_from)), default=None)
    notices = []
    if last is not None and last < today:
        words = {"day": day_text(request, last)}
        notices.append(
            ("warning", request.say(_("Readers could see this until ${day}.", mapping=words)))
        )
    if page.is_viewer and first is not None and first > today:
        words = {"day": day_text(request, first)}
        notices.append(
            ("info", request.say(_("Readers will see this from ${day} on.", mapping=words)))
        )
    if page.is_viewer and page.publication is not None and _leads_later(page, coming, today):
        words = {"day": day_text(request, coming.in_force_from)}
        sentence = _(
            "Readers keep the former text until the approved one is in force, on ${day}.",
            mapping=words,
        )
        notices.append(("info", request.say(sentence)))
    if page.is_viewer:
        notices += lock_notices(request, page.content)
    return notices + _said_with_the_last_step(page)


def _leads_later(page: Any, coming: Any, today: Any) -> bool:
    if coming in (None, page.publication):
        return False
    return coming.in_force_from is not None and coming.in_force_from > today


def _said_with_the_last_step(page: Any) -> list[tuple[str, str]]:
    """Return why a text was sent back, for those who go on with it."""
    state = governing_state(page.person, page.content, page.definitions)
    if not page.can.edit or state is None or state.looks not in ("draft", "revising"):
        return []
    journal = page.content.versions()
    found = next((v for v in reversed(journal.values()) if v.what == "step"), None)
    if found is None or not found.note or found.who == page.person.id:
        return []
    entry = entry_of(page.request, page.content, found)
    return [("info", f"{entry.who} {entry.what}: {found.note}")]
