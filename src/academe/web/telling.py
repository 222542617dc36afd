"""Versions of the journal as sentences."""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from babel.lists import format_list

from academe.actions.access import workflow_at
from academe.actions.reading import may_know, seen_fields, title_for
from academe.definitions.workflows import State, Transition
from academe.store.content import Content
from academe.store.journal import Version
from academe.web.showing import moment_text, name_text
from academe.web.translating import locale_of
from academe.wording import _

Told = Callable[[Any, Content, Version], Any]


def entry_of(request: Any, content: Content, version: Version) -> SimpleNamespace:
    """Return a version as timeline.pt wants it."""
    has_text = "values" in version.after or version.number == content.version
    return SimpleNamespace(
        number=version.number,
        who=name_text(request, version.who),
        what=sentence_of(request, content, version),
        when=moment_text(request, version.when),
        when_iso=version.when.isoformat(),
        note=version.note,
        is_step=version.what in ("step", "publish"),
        url=request.address(content, "version", str(version.number)) if has_text else None,
        link_title=request.say(_("The text at that time")),
    )


def sentence_of(request: Any, content: Content, version: Version) -> str:
    """Return what was done, in words that follow a name."""
    told = SENTENCES.get(version.what)
    return str(request.say(told(request, content, version) if told else version.what))


def _changed(request: Any, content: Content, version: Version) -> Any:
    """Name the fields that changed, those alone that the reader may know."""
    changed = version.after.get("values", {})
    labels = [
        request.say(field.label)
        for field in seen_fields(request.person, content, request.district)
        if field.name in changed
    ]
    if not labels:
        return _("changed the text")
    return _("changed ${fields}", mapping={"fields": listed(request, labels)})


def listed(request: Any, words: Sequence[str]) -> str:
    """Return words as a sentence lists them: ``Objectives, Materials and Steps``."""
    return str(format_list(list(words), locale=locale_of(request.language)))


def _stepped(request: Any, content: Content, version: Version) -> Any:
    """Say what the step did, and the state that it led to in the words of the workflow file."""
    workflow = workflow_at(content, request.district.definitions)
    states = workflow.states if workflow else {}
    step = workflow.transitions.get(version.after.get("step", "")) if workflow else None
    after = states.get(version.after.get("state") or (step.to if step else ""))
    if step is None or after is None:
        return _("took the step “${step}”", mapping={"step": version.after.get("step", "")})
    did = request.say(DID[doing_of(step, states.get(version.before.get("state") or ""), after)])
    words = {"did": did, "state": request.say(after.title)}
    return _("${did} (${state})", mapping=words)


def doing_of(step: Transition, before: State | None, after: State) -> str:
    """Return which word of ``DID`` tells of a step."""
    was = before.looks if before else ""
    if step.publishes:
        return "published"
    if was == "waiting" and after.looks in ("draft", "revising"):
        return "back"
    return after.looks


DID = {
    "published": _("published it"),
    "waiting": _("sent it for review"),
    "back": _("sent it back"),
    "draft": _("made it a draft again"),
    "revising": _("began to revise it"),
    "closed": _("took it away from its readers"),
}


def _renamed(request: Any, content: Content, version: Version) -> Any:
    words = {"old": version.before.get("name", ""), "new": version.after.get("name", "")}
    return _("changed the last part of its address from “${old}” to “${new}”", mapping=words)


def _moved(request: Any, content: Content, version: Version) -> Any:
    words = {
        "old": place_called(request, version.before.get("parent")),
        "new": place_called(request, version.after.get("parent")),
    }
    return _("moved it from ${old} to ${new}", mapping=words)


def _copied(request: Any, content: Content, version: Version) -> Any:
    source = place_called(request, version.after.get("source"))
    return _("copied it from ${source}", mapping={"source": source})


def place_called(request: Any, content_id: int | None) -> str:
    """Return the title of a content in quotation marks, if the reader may know it."""
    found = request.district.site.content(content_id) if content_id else None
    if found is None or not may_know(request.person, found, request.district):
        return str(request.say(_("a place that you cannot see")))
    return quoted(request, title_for(request.person, found, request.district))


def quoted(request: Any, words: str) -> str:
    """Return words in the quotation marks of the reader's language."""
    return str(request.say(_("“${words}”", mapping={"words": words})))


SENTENCES: Mapping[str, Told] = {
    "create": lambda *_who: _("added it"),
    "change": _changed,
    "copy": _copied,
    "import": lambda *_who: _("brought it in"),
    "rename": _renamed,
    "move": _moved,
    "remove": lambda *_who: _("put it into the bin"),
    "restore": lambda *_who: _("put it back from the bin"),
    "reorder": lambda *_who: _("changed the order of what is in it"),
    "hand_over": lambda *_who: _("handed it over"),
    "share": lambda *_who: _("changed who may see and edit it"),
    "step": _stepped,
    "publish": lambda *_who: _("published it together with what it belongs to"),
    "settle": lambda *_who: _("gave it the state of its new place"),
}
