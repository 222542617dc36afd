"""The dates that contents below a place name, for one reader: of published texts alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from academe.actions.access import governing_state, may
from academe.actions.reading import text_in_force
from academe.exchange.calendar_out import Happening
from academe.search.listing import all_below, dated_of
from academe.store.content import Content, Publication, Values
from academe.store.people import Identity
from academe.web.collecting import NOTHING
from academe.web.feeds import be_sure_of, followed_in, shown_values
from academe.web.kinds import kind_of
from academe.web.showing import day_of
from academe.web.stable_ids import uuid_of
from academe.wording import _

AT_MOST = 1000  # dates of one calendar
KEPT = timedelta(days=366)  # so long after its day something stays
OF_WORK = {"visible_from": _("Visible from"), "visible_until": _("Visible until")}


def dates_below(request: Any, reader: Identity, place: Content) -> list[Happening]:
    """Return the dates from a year ago on, of ``place`` itself too, in their order.

    A collection tells of what it lists.
    """
    first = request.district.today - KEPT
    question = followed_in(request, reader, place, all_below)
    dated = NOTHING
    if question is not None:
        dated = dated_of(reader, question, request.district, request.registry.indexer)
    be_sure_of(request, dated)
    found = [
        one
        for content in dict.fromkeys((place, *dated.contents))
        for one in Dates(request, reader, content).happenings()
        if _day(one) >= first
    ]
    return sorted(found, key=lambda one: (_day(one), one.title, one.uid))[:AT_MOST]


def _day(one: Happening) -> date:
    last = one.ends or one.starts
    return last.date() if isinstance(last, datetime) else last


class Dates:
    """What one content says of days."""

    def __init__(self, request: Any, reader: Identity, content: Content) -> None:
        self.request, self.reader, self.content = request, reader, content

    def happenings(self) -> Iterator[Happening]:
        """Yield the answers that are dates; for those who work here, the days of publication."""
        publication = text_in_force(self.reader, self.content, self.request.district)
        works = may(self.reader, "view", self.content, self.request.district.definitions)
        if publication is not None:
            yield from self._answers(publication, works)
            yield from self._in_force(publication)
        if works:
            yield from self._of_work(publication)

    def _answers(self, publication: Publication, works: bool) -> Iterator[Happening]:
        """Yield the days that are told to all, and to those who work here the others as well."""
        values = self._shown(publication)
        for field, label in kind_of(self.request, self.content.type_name).fields:
            value = values.get(field.name)
            if field.name in OF_WORK or (field.name == "ends" and "starts" in values):
                continue
            if not (field.calendar or works):
                continue
            if isinstance(value, datetime) and field.name == "starts":
                yield self._event(publication, values, value)
            elif isinstance(value, date):
                yield self._happening(publication, values, field.name, label, value)

    def _shown(self, publication: Publication) -> Values:
        return shown_values(self.request, self.reader, self.content, publication.values)

    def _event(self, publication: Publication, values: Values, starts: datetime) -> Happening:
        ends = values.get("ends")
        return self._happening(
            publication,
            values,
            "starts",
            "",
            starts,
            ends=ends if isinstance(ends, datetime) else None,
            description=str(values.get("summary") or ""),
            place=str(values.get("place") or ""),
        )

    def _in_force(self, publication: Publication) -> Iterator[Happening]:
        """Yield the day from which a text leads; that of publishing is merely the one proposed."""
        day = publication.in_force_from
        if day is not None and day != day_of(self.request, publication.published_at):
            label = self._say(_("In force"))
            name = f"in force {publication.number}"
            yield self._happening(publication, self._shown(publication), name, label, day)

    def _of_work(self, leading: Publication | None) -> Iterator[Happening]:
        """Yield what readers do not know: when they will get a text, and lose it."""
        coming = self.content._coming
        newest = coming or leading or self.content._published
        if newest is None or not self._is_published:
            return
        if coming is not None and coming is not leading:
            yield from self._in_force(coming)
        values = self._shown(newest)
        for name, label in OF_WORK.items():
            if isinstance(values.get(name), date):
                yield self._happening(newest, values, name, self._say(label), values[name])

    @property
    def _is_published(self) -> bool:
        """Say whether the state lets anybody read: a text that was withdrawn has no days."""
        state = governing_state(self.reader, self.content, self.request.district.definitions)
        return state is not None and bool(state.read)

    def _say(self, text: Any) -> str:
        return str(self.request.say(text))

    def _happening(
        self,
        publication: Publication,
        values: Values,
        name: str,
        label: str,
        starts: date,
        **more: Any,
    ) -> Happening:
        title = str(values.get("title", ""))
        return Happening(
            uid=str(uuid_of(self.content, f"date {name}")),
            title=f"{label}: {title}" if label else title,
            starts=starts,
            told=publication.published_at,
            number=publication.number,
            address=self.request.full_address(self.content),
            **more,
        )
