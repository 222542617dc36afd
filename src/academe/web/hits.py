"""What a list of hits says of each: what it is, where it lies, and why it was found."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pyramid.decorator import reify

from academe.actions.access import sees_field
from academe.actions.reading import readers_since, text_in_force, title_for, values_for
from academe.search.asking import Question
from academe.search.comparing import Sought
from academe.search.snippets import Passage
from academe.search.telling import Reason, tell_why
from academe.store.content import Content
from academe.web.cards import Card, card_of, state_chip
from academe.web.course_cards import label_of
from academe.web.in_languages import foreign, name_of
from academe.web.kinds import kind_of
from academe.web.showing import duration_text, moment_text
from academe.web.standards_shown import grades_text
from academe.web.subject_looks import Look, look_of
from academe.wording import _

FROM_ABOVE = frozenset({"grades", "subjects", "licence"})
OF_A_PLACE = frozenset({"site", "school"})  # their grades say nothing of one lesson


class HitCard:
    """One hit; what costs something is made when the template asks for it."""

    def __init__(
        self, request: Any, content: Content, reason: Reason, *, is_dated: bool = False
    ) -> None:
        self.request, self.content, self.reason = request, content, reason
        self._is_dated = is_dated
        self.card: Card = card_of(request, content)

    @property
    def title(self) -> Passage:
        return self.reason.title

    @property
    def lang(self) -> str | None:
        return self.card.lang

    @reify
    def state(self) -> Any:
        """The chip; a part of what is not public has that of the whole, which is not in sight."""
        if self.content.state is not None:
            return self.card.state
        above = state_chip(self.request, self.content)
        return None if above is None or above.looks == "published" else above

    @reify
    def look(self) -> Look:
        return look_of(self.request, self._answer("subjects"))

    @reify
    def facts(self) -> list[str]:
        """What it is, in a few words: kind, grades, subjects, time, language."""
        request = self.request
        subjects = [label_of(request, "subjects", one) for one in self._answer("subjects")]
        minutes = self.card.values.get("duration")
        words = [
            self.card.type_title,
            grades_text(request, self._answer("grades")),
            ", ".join(subjects),
            duration_text(request, minutes) if isinstance(minutes, int) else "",
            name_of(self.lang, request.language) if self.lang else "",
            *self._days(),
        ]
        return [word for word in words if word]

    def _days(self) -> Iterator[str]:
        """Yield when an event begins; where the newest come first, when readers got a text."""
        starts = self.card.values.get("starts")
        if isinstance(starts, datetime) and self._sees(self.content, "starts"):
            yield moment_text(self.request, starts)
        if self._is_dated:
            request, content = self.request, self.content
            publication = text_in_force(request.person, content, request.district)
            # What the list is sorted by: of a text that only some may view, its last change.
            is_other = publication is None or publication.values != content.values
            if publication is not None and not (is_other and self.card.is_viewed):
                since = readers_since(publication, request.district)
                words = {"when": moment_text(request, since)}
                yield str(request.say(_("Published: ${when}", mapping=words)))
            elif content.changed:
                words = {"when": moment_text(request, content.changed)}
                yield str(request.say(_("Changed: ${when}", mapping=words)))

    @reify
    def licence(self) -> str:
        return ", ".join(label_of(self.request, "licences", one) for one in self._answer("licence"))

    @reify
    def place(self) -> list[tuple[str, str | None]]:
        """(title, language) of the places above, as far as they may be known; not the site."""
        request = self.request
        found = []
        for place in self.content.lineage():
            is_above = place is not self.content and place.__parent__ is not None
            values = values_for(request.person, place, request.district) if is_above else None
            if values is not None:
                title = title_for(request.person, place, request.district)
                found.append((title, foreign(request, values)))
        return found[::-1]

    @reify
    def where_label(self) -> str:
        """In what the passage stands: the field's label, or the file with its page."""
        request, reason = self.request, self.reason
        if reason.file and reason.page:
            words = {"name": reason.file, "n": reason.page}
            return str(request.say(_("In the file ${name}, page ${n}", mapping=words)))
        if reason.file:
            return str(request.say(_("In the file ${name}", mapping={"name": reason.file})))
        return str(request.say(reason.field.label)) if reason.field else ""

    def _answer(self, name: str) -> tuple[str, ...]:
        """Return the nearest answer that the person may see, from the content upward."""
        for place in self.content.lineage():
            if name != "licence" and place is not self.content and place.type_name in OF_A_PLACE:
                break
            found = self._own_answer(place, name)
            if found:
                return found
        return ()

    def _own_answer(self, place: Content, name: str) -> tuple[str, ...]:
        request = self.request
        values = values_for(request.person, place, request.district) or {}
        answer = values.get(name)
        if not answer:
            return ()
        if not self._sees(place, name):
            return ()
        return (answer,) if isinstance(answer, str) else tuple(answer)

    def _sees(self, place: Content, name: str) -> bool:
        fields = (field for field, _label in kind_of(self.request, place.type_name).fields)
        field = next((one for one in fields if one.name == name), None)
        return field is not None and sees_field(self.request.person, field, place)


def hits_of(
    request: Any, contents: Any, question: Question, *, with_mistakes: bool = False
) -> list[HitCard]:
    """Return the cards of what was found."""
    cards: list[HitCard] = []
    known: dict[str, Sought] = {}
    for content in contents:
        reason = tell_why(
            request.person,
            content,
            question,
            request.district,
            with_mistakes=with_mistakes,
            known=known,
        )
        if reason is not None:
            is_dated = question.sort == "newest"
            cards.append(HitCard(request, content, reason, is_dated=is_dated))
    return cards
