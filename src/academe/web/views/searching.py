"""Search: one box for everything that one may know, here and below."""

from functools import partial
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from academe.actions.reading import seen_fields, title_for, title_in, values_for
from academe.actions.texts import plain
from academe.actions.translations import spoken_in
from academe.search.asking import LONGEST_WORD, SORTS
from academe.search.correcting import correct
from academe.search.finding import FURTHEST, Found, find
from academe.search.suggesting import suggest
from academe.store.content import Content, Text
from academe.web.cards import card_of
from academe.web.collecting import Keeping, keeping
from academe.web.facets import COUNTED, Chip, chips_of, facets_of
from academe.web.hits import hits_of
from academe.web.paging import Pages
from academe.web.responding import show_page
from academe.web.searching import SIZE, Asked, asked_of, pairs_of
from academe.web.unknown_words import unknown_words
from academe.wording import _

READING = ("GET", "HEAD")
SORT_TITLES = {
    "relevance": _("Best match"),
    "newest": _("Newest"),
    "title": _("Title"),
}


@view_config(name="search", context=Content, permission="know", request_method=READING)
def show_search(context: Content, request: Any) -> Response:
    """Find ``?q=`` and the filters here and below; without a question, show all by age."""
    asked = asked_of(request, context)
    found, asked = _find(request, asked)
    question = asked.question(request.district)
    unknown = unknown_words(request, asked, found) if found.is_ready else []
    is_guessed = any(one.meant for one in unknown)
    chips, root = chips_of(request, asked), request.district.site.root
    is_whole = context is root
    return show_page(
        request,
        "pages/search.pt",
        title=_title(request, asked, found),
        asked=asked,
        has_endless_word=question.has_endless_word,
        longest_word=LONGEST_WORD,
        found=found,
        hits=hits_of(request, found.contents, question, with_mistakes=found.has_mistakes),
        pages=_pages(request, asked, found),
        facets=facets_of(request, asked, found) if found.is_ready else [],
        chips=chips,
        unknown=unknown,
        hidden=_hidden(asked),
        sorts=_sorts(request, asked, question.has_words),
        action=request.address(context, "search"),
        suggest_url=request.address(context, "suggest"),
        place_title="" if is_whole else title_for(request.person, context, request.district),
        place_lang=spoken_in(request.person, context, request.district),
        place_url=request.address(context),
        whole_url=None if is_whole else asked.address(request, place=root),
        keeping=_keeping(request, asked, found, chips),
        clear_url=asked.address(request, filters={}) if asked.filters else None,
        meant=_meant(request, asked, found) if found.has_mistakes and not is_guessed else None,
    )


@view_config(name="suggest", context=Content, permission="know", request_method=READING)
def show_suggestions(context: Content, request: Any) -> Response:
    """Answer ``?q=`` with [{title, url, detail, icon, lang}], eight at most."""
    place = 0 if context is request.district.site.root else context.id
    typed = str(request.GET.get("q", ""))
    found = suggest(
        request.person,
        typed,
        request.district,
        request.registry.indexer,
        within=place,
        language=request.language,
    )
    return Response(json_body=[_suggestion(request, one) for one in found])


def _find(request: Any, asked: Asked) -> tuple[Found, Asked]:
    """Return one page of hits; behind the last page, the last one."""
    while True:
        found = find(
            request.person,
            asked.question(request.district),
            request.district,
            request.registry.indexer,
            start=(asked.page - 1) * SIZE,
            most=SIZE,
            count_by=COUNTED,
        )
        last = max(1, -(-min(found.total, FURTHEST) // SIZE))
        if asked.page <= last:
            return found, asked
        asked = asked._replace(page=last)


def _keeping(request: Any, asked: Asked, found: Found, chips: list[Chip]) -> Keeping | None:
    """Return how to keep the search; one that finds something as it is typed alone is worth it."""
    if not found.total or found.has_mistakes:
        return None
    return keeping(request, asked, [one.label for one in chips])


def _pages(request: Any, asked: Asked, found: Found) -> Pages:
    return Pages(min(found.total, FURTHEST), asked.page, SIZE, asked.address(request))


def _title(request: Any, asked: Asked, found: Found) -> str:
    if not asked.words:
        return str(request.say(_("Search")))
    words = {"words": asked.words[:80], "n": found.total}
    return str(request.say(_("Search: ${words} (${n})", mapping=words)))


def _hidden(asked: Asked) -> list[tuple[str, str]]:
    """Return (name, value) of what the form keeps when other words are typed."""
    kept = pairs_of(asked.filters)
    return [*kept, ("sort", asked.sort)] if asked.sort != "relevance" else kept


def _sorts(request: Any, asked: Asked, has_words: bool) -> list[tuple[str, str, bool]]:
    """Return (title, address, is it this one); nothing matches best where nothing is sought."""
    offered = [one for one in SORTS if has_words or one != "relevance"]
    now = asked.sort if asked.sort in offered else offered[0]
    say = request.say
    return [
        (str(say(SORT_TITLES[one])), asked.address(request, sort=one), one == now)
        for one in offered
    ]


def _meant(request: Any, asked: Asked, found: Found) -> tuple[str, str] | None:
    """Return (words, address) of what may have been meant, from what was found and is seen."""
    texts = []
    for content in found.contents:
        values = values_for(request.person, content, request.district) or {}
        texts += [str(values.get("title", "")), str(values.get("summary") or "")]
        for field in seen_fields(request.person, content, request.district):
            value = values.get(field.name)
            if isinstance(value, Text):
                texts.append(plain(value.html))
    question = asked.question(request.district)
    words = correct(asked.words, question, texts, partial(_is_found, request, asked))
    is_found = bool(words) and _is_found(request, asked, words)
    return (words, asked.address(request, words=words)) if is_found else None


def _is_found(request: Any, asked: Asked, words: str) -> bool:
    """Say whether the person finds something for other words, just as they stand."""
    question = asked._replace(words=words).question(request.district)
    district, indexer = request.district, request.registry.indexer
    found = find(request.person, question, district, indexer, most=0, allow_mistakes=False)
    return found.total > 0


def _suggestion(request: Any, content: Content) -> dict[str, str | None]:
    card = card_of(request, content)
    above = content.__parent__
    values = above and values_for(request.person, above, request.district)
    is_told = values and above is not request.district.site.root
    place = title_in(values) if is_told else ""
    return {
        "title": card.title,
        "url": card.url,
        "kind": card.type_title,
        "place": place,
        "icon": card.icon,
        "lang": card.lang,
    }
