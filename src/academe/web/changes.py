"""What changed since a text was published, field by field, for those who decide on it."""

from collections.abc import Iterator
from functools import cached_property
from html import escape
from typing import Any, NamedTuple

from academe.actions.access import governing_state
from academe.actions.differing import ChangedBlock, Gap, compare
from academe.actions.reading import may_know, seen_fields, title_for
from academe.actions.stepping import to_publish
from academe.actions.translations import spoken_in
from academe.definitions.fields import Field
from academe.store.content import Content, Text, Values
from academe.store.files import StoredFile
from academe.web.showing import Shown, size_text
from academe.web.standards_shown import code_of, kind_text
from academe.web.telling import listed, place_called
from academe.wording import _

LONG = frozenset({"rich_text", "paragraph"})
SHOWN_WHOLE, NAMED = 12, 60  # places
MARKS = {
    "same": "{words}",
    "added": '<ins><span class="unseen">{said} </span>{words}</ins>',
    "removed": '<del><span class="unseen">{said} </span>{words}</del>',
}
SAID = {"same": "", "added": _("added:"), "removed": _("taken away:")}


class FieldChange(NamedTuple):
    """One answer that is another than the published one."""

    label: str
    old: str  # plain words; empty where nothing was answered
    new: str
    value_html: str  # safe: a longer text with its changes marked; empty for a short one
    seen_by: str | None


class PlaceChange:
    """What differs between the working text of one content and the one that readers have."""

    def __init__(self, request: Any, content: Content) -> None:
        self.request, self.content = request, content
        newest = content._coming or content._published
        self.is_new = newest is None
        self.old: Values = {} if newest is None else newest.values
        self.title = title_for(request.person, content, request.district)
        self.url = request.address(content)
        self.lang = spoken_in(request.person, content, request.district)

    @cached_property
    def changed(self) -> list[Field]:
        """The fields that differ, those alone that the person may know."""
        values = self.content.values
        return [
            field
            for field in seen_fields(self.request.person, self.content, self.request.district)
            if _bare(self.old.get(field.name)) != _bare(values.get(field.name))
        ]

    @property
    def labels(self) -> str:
        """``Objectives and Steps``."""
        if not self.changed:
            return str(self.request.say(_("nothing that you may see")))
        return listed(self.request, [self.request.say(field.label) for field in self.changed])

    @cached_property
    def fields(self) -> list[FieldChange]:
        """Each with the old and the new; a text that is new is read on its page instead."""
        return [] if self.is_new else [self._change(field) for field in self.changed]

    def _change(self, field: Field) -> FieldChange:
        old, new = self.old.get(field.name), self.content.values.get(field.name)
        label = str(self.request.say(field.label))
        if field.type in LONG:
            shown = Shown(self.request, self.content)
            html = marked(self.request, compare(_html(shown, field, old), _html(shown, field, new)))
            return FieldChange(label, "", "", html, field.seen_by)
        words = [words_of(self.request, self.content, field, value) for value in (old, new)]
        if words[0] == words[1]:
            words[1] = self.request.say(
                _("${words} (another of the same name)", mapping={"words": words[1]})
            )
        return FieldChange(label, words[0], words[1], "", field.seen_by)


def _bare(value: Any) -> Any:
    """Return what a value says: a text saved anew in the same words has not changed."""
    if isinstance(value, Text):
        return value.html
    return None if value in ("", ()) else value


def _html(shown: Shown, field: Field, value: Any) -> str:
    return value.html if isinstance(value, Text) else shown.html(field, value)


def words_of(request: Any, content: Content, field: Field, value: Any) -> str:
    """Return a short answer as plain words; an older file cannot be opened here, but is named."""
    if value is None or value == ():
        return ""
    many = value if isinstance(value, tuple) else (value,)
    if field.type in ("file", "files", "image"):
        size = request.language
        files = [one for one in many if isinstance(one, StoredFile)]
        return ", ".join(f"{one.name} ({size_text(one.size, size)})" for one in files)
    if field.type in ("link", "links"):
        return ", ".join(place_called(request, one) for one in many)
    if field.type == "standards":
        pairs = [(code_of(request, name), kind_text(request, kind)) for name, kind in value]
        return ", ".join(f"{code} ({kind})" for code, kind in pairs)
    return Shown(request, content).text(field, value)


def marked(request: Any, found: list[ChangedBlock | Gap]) -> str:
    """Return safe HTML: what came and went is marked, for the ear too; the rest is counted."""
    return "".join(_marked_lines(request, found))


def _marked_lines(request: Any, found: list[ChangedBlock | Gap]) -> Iterator[str]:
    say = request.say
    if not found:
        yield f'<p class="quiet">{escape(say(_("Only how it is written inside has changed.")))}</p>'
    for one in found:
        if isinstance(one, Gap):
            words = (
                _("1 part stays as it is")
                if one.blocks == 1
                else _("${n} parts stay as they are", mapping={"n": one.blocks})
            )
            yield f'<p class="gap">{escape(say(words))}</p>'
            continue
        text = "".join(
            MARKS[kind].format(said=escape(say(SAID[kind])), words=escape(words))
            for kind, words in one.pieces
        )
        if one.form_only:
            note = say(_("only its links, pictures or looks have changed"))
            text += f' <span class="quiet small">({escape(note)})</span>'
        yield f'<p class="block is-{one.name}" dir="auto">{text}</p>'


class Changes:
    """What a step publishes, or what waits for review: the content itself, and what follows it."""

    def __init__(self, request: Any, content: Content, whole: bool) -> None:
        places = [
            PlaceChange(request, place)
            for place in to_publish(request.person, content, request.district)
            if may_know(request.person, place, request.district)
        ]
        self.own = next((one for one in places if one.content is content), None)
        others = [one for one in places if one.content is not content]
        self.others, self.more = others[:NAMED], max(0, len(others) - NAMED)
        self.whole = others[:SHOWN_WHOLE] if whole else []
        self.is_open = whole

    def __bool__(self) -> bool:
        return self.own is not None or bool(self.others)


def changes_for_review(page: Any) -> Changes | None:
    """Return what a reviewer reads first; None where nothing waits, or for mere readers."""
    state = governing_state(page.person, page.content, page.definitions)
    if not page.is_viewer or state is None or state.looks != "waiting":
        return None
    return Changes(page.request, page.content, whole=False) or None
