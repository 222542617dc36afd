"""Values of filters that nothing is called by, in sentences: what a search with them says."""

from typing import Any

from academe.search.finding import find
from academe.store.standards import Standards, fold
from academe.web.filter_words import meanings
from academe.web.searching import FILTERS, Asked
from academe.wording import _

SENTENCES = {
    "type": _("No kind of content here is called “${value}”."),
    "grade": _("No grade here is called “${value}”."),
    "subject": _("No subject here is called “${value}”."),
    "standard": _("No standard here is called “${value}”."),
    "school": _("No school here is called “${value}”."),
    "language": _("No language here is called “${value}”."),
    "licence": _("No licence here is called “${value}”."),
    "state": _("No state here is called “${value}”."),
}


def unknown_words(request: Any, asked: Asked) -> list[str]:
    """Return a sentence for each value that was asked for and that nothing is called by."""
    return [
        str(request.say(SENTENCES[name] % {"value": value}))
        for name in FILTERS
        for value in asked.filters.get(name, ())
        if not _is_known(request, name, value) and not _is_found(request, asked, name, value)
    ]


def _is_known(request: Any, name: str, value: str) -> bool:
    if name == "standard":  # a code is known by its beginning, too
        return next(Standards(request.district.site).guids_from(fold(value)), None) is not None
    return bool(meanings(request, name, value))


def _is_found(request: Any, asked: Asked, name: str, value: str) -> bool:
    """Say whether something has a value that no list knows, such as the code of a standard."""
    root = request.district.site.root
    alone = asked._replace(words="", filters={name: (value,)}, place=root)
    question = alone.question(request.district)
    district, indexer = request.district, request.registry.indexer
    return find(request.person, question, district, indexer, most=0).total > 0
