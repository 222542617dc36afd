"""A search that is kept in a field: typed in the reader's words, kept in the site's own."""

from typing import Any

from academe.actions.answers import WrongAnswerError
from academe.search.asking import LONGEST_WORD, TOKEN, understand
from academe.web.filter_words import meanings
from academe.web.searching import FILTERS, Filters, words_alone
from academe.wording import _


def read_search(request: Any, typed: str) -> str:
    """Return the search as it is kept; raises WrongAnswerError for what it can never find."""
    asked = understand(typed, is_open=False)
    if asked.was_cut:
        raise WrongAnswerError(_("This search is too long. Please take some words away."))
    if asked.has_endless_word:
        words = {"n": LONGEST_WORD}
        raise WrongAnswerError(
            _("A word is too long to be found: it has more than ${n} letters.", mapping=words)
        )
    if asked.strange:
        strange = {"filter": f"{asked.strange[0]}:"}
        raise WrongAnswerError(
            _("There is no filter “${filter}”. For the word, leave the colon out.", mapping=strange)
        )
    _known_filters(request, asked.excluded)
    kept = _known_filters(request, asked.filters)
    found = write_search(words_alone(typed), kept)
    if not (asked.has_words or kept or asked.excluded):
        raise WrongAnswerError(_("Please write what it is to list."))
    return found


def write_search(words: str, filters: Filters) -> str:
    """Return one line for the search box that asks for these words and filters."""
    said = (_said(name, value) for name in FILTERS for value in filters.get(name, ()))
    return " ".join([*filter(None, [_closed(words)]), *said])


def _closed(words: str) -> str:
    """Return words with a quotation mark at the end of a phrase that lacks it.

    Else what comes after them would belong to the phrase.
    """
    *_others, last = (None, *TOKEN.finditer(words))
    return f'{words}"' if last is not None and last["end"] == "" else words


def _said(name: str, value: str) -> str:
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"


def _known_filters(request: Any, filters: Filters) -> Filters:
    """Return {filter: what its values mean here}; raises WrongAnswerError for others."""
    kept: dict[str, tuple[str, ...]] = {}
    for name, values in filters.items():
        meant: dict[str, None] = {}
        for value in values:
            found = meanings(request, name, value) if value else []
            if not found:
                words = {"filter": f"{name}:{value}"[:120]}
                raise WrongAnswerError(
                    _("“${filter}” finds nothing here: there is no such word.", mapping=words)
                )
            meant.update(dict.fromkeys(found))
        kept[name] = tuple(meant)
    return kept
