"""What became of an ordered import, for whoever ordered it."""

from dataclasses import dataclass

from translationstring import TranslationString

from academe.actions.district import District
from academe.actions.reading import may_know
from academe.errors import NotThere
from academe.exchange.importing import REFUSED
from academe.exchange.ordering_imports import KIND, Question, is_told_to, question_in
from academe.store.content import Content, is_reachable
from academe.store.orders import Order
from academe.store.people import Identity
from academe.store.progress import Standing
from academe.wording import _


@dataclass(frozen=True)
class Import:
    """One import at one moment."""

    # "waiting" "running" "again" (failed, will be tried again) "failed" "refused" "done"
    # "asks" (it came in before; ``content`` is what it made then)
    state: str
    made: int = 0
    in_all: int = 0  # 0: the package is still being read
    sentence: str = ""  # why it was refused or has failed
    content: Content | None = None  # what it made, if the person may know it
    name: str = ""  # of the package
    question: Question | None = None


def look_at_import(person: Identity, order_id: int, place: Content, district: District) -> Import:
    """Return how far the import of this number into ``place`` is.

    Raises NotThere if there is none, or if somebody else ordered it.
    """
    order = district.site.orders.get(order_id)
    made = district.site.content(order_id)
    standing = district.work.jobs.standing(order_id)
    _check_own(person, order, made, place)
    if made is not None:
        seen = is_reachable(made) and may_know(person, made, district)
        return Import("done", content=made if seen else None)
    if order is None and not _is_for(person, place, standing):
        raise NotThere(_("There is no such import."))
    name = "" if order is None else str(order.details.get("name", ""))
    asked = None if standing is None else question_in(standing.result)
    if asked is not None:
        return _asked(person, asked, district)
    return Import("waiting", name=name) if standing is None else _told(standing, name)


def _is_for(person: Identity, place: Content, standing: Standing | None) -> bool:
    """Say whether what came of an order that is gone already is for this person to know."""
    if standing is None or standing.kind != KIND:
        return False
    return is_told_to(person, place, standing.result)


def _asked(person: Identity, asked: Question, district: District) -> Import:
    earlier = district.site.content(asked.earlier)
    seen = earlier is not None and is_reachable(earlier) and may_know(person, earlier, district)
    return Import("asks", content=earlier if seen else None, name=asked.name, question=asked)


def _check_own(person: Identity, order: Order | None, made: Content | None, place: Content) -> None:
    """Refuse somebody else's import; once it is done, the content says who brought it in."""
    if order is not None:
        is_own = order.ordered_by == person.id and order.details.get("target") == place.id
        if order.kind != KIND or not is_own:
            raise NotThere(_("There is no such import."))
    elif made is not None and (made.created_by != person.id or not made._origin):
        raise NotThere(_("There is no such import."))


def _told(standing: Standing, name: str) -> Import:
    state, sentence = standing.state, standing.result
    if sentence == REFUSED and isinstance(sentence, TranslationString):
        return Import("refused", sentence=sentence.mapping["why"], name=name)
    if state in ("done", "closed"):  # what it made is gone for good, or an administrator gave it up
        return Import("failed", sentence=sentence, name=name)
    if state == "waiting" and standing.tries:
        return Import("again", sentence=sentence, name=name)
    return Import(state, standing.steps_done, standing.steps, sentence, name=name)
