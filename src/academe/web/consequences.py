"""What an act will do, told before it is done."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from academe.actions.access import governing_state, workflow_at
from academe.actions.reading import may_know, title_for
from academe.actions.stepping import to_publish
from academe.definitions.workflows import State, Transition
from academe.store.content import Content, subtree
from academe.web.showing import day_of, day_text
from academe.web.telling import quoted
from academe.wording import _

ISOLATE, END = "\u2068", "\u2069"  # an Arabic title does not turn round what stands beside it
SHOWN = 40  # names in one list
LOOKED_AT = 2000  # contents of a subtree


def lines_of_step(request: Any, content: Content, step: Transition) -> list[str]:
    """Return what a step publishes, who reads it then and who does not any longer."""
    say, definitions = request.say, request.district.definitions
    workflow = workflow_at(content, definitions)
    before = governing_state(request.person, content, definitions)
    after = workflow.states.get(step.to) if workflow else None
    lines = _published_lines(request, content) if step.publishes else []
    if after is None:
        return lines
    if step.publishes:
        readers = ", ".join(say(definitions.role(role).title) for role in after.read)
        lines.append(say(_("It can then be read by: ${roles}.", mapping={"roles": readers})))
    elif content.in_force(request.district.today) is not None:
        lines += _reading_lines(request, content, before, after)
    if after.waits_for and (before is None or after.name != before.name):
        roles = ", ".join(say(definitions.role(role).title) for role in after.waits_for)
        lines.append(say(_("It waits for: ${roles}. They are told.", mapping={"roles": roles})))
    lines.append(say(_("Its state will be “${state}”.", mapping={"state": say(after.title)})))
    return lines


def _published_lines(request: Any, content: Content) -> list[str]:
    say = request.say
    new: list[Content] = []
    changed: list[Content] = []
    for place in to_publish(request.person, content, request.district):
        newest = place._coming or place._published
        (new if newest is None else changed).append(place)
    if not new and not changed:
        return [say(_("Nothing differs from what readers see already."))]
    lines = []
    for sentence, places in (
        (_("Published for the first time (${n}): ${titles}"), new),
        (_("Published with changes (${n}): ${titles}"), changed),
    ):
        if places:
            titles = named(request, places)
            lines.append(say(sentence % {"n": len(places), "titles": titles}))
    return lines


def lines_of_past(request: Any, content: Content, day: date) -> list[str]:
    """Return what it means that a text is in force since a day in the past."""
    say, words = request.say, {"day": day_text(request, day)}
    lines = [say(_("In force since ${day}: readers see it from now on.", mapping=words))]
    now = content.in_force(request.district.today)
    begun = day_of(request, content.created) if content.created else None
    if now is not None:
        led = now.in_force_from or day_of(request, now.published_at)
        sentence = _(
            "It takes the place of the text in force since ${day}.",
            mapping={"day": day_text(request, led)},
        )
        if day < led:
            sentence = _(
                "That is before the text that readers see today, in force since ${day}: this one "
                "takes its place all the same.",
                mapping={"day": day_text(request, led)},
            )
        lines.append(say(sentence))
    if begun is not None and day < begun:
        sentence = _(
            "Its first version was written here on ${day}. Nothing older is kept here: the page "
            "says since when it is in force, not what was read before.",
            mapping={"day": day_text(request, begun)},
        )
        lines.append(say(sentence))
    return lines


def lines_of_far_day(request: Any, content: Content, day: date) -> list[str]:
    """Return what it means that a text is in force only from a day more than a year away."""
    say, words = request.say, {"day": day_text(request, day)}
    if content.in_force(request.district.today) is None:
        return [say(_("Readers see nothing of it before ${day}.", mapping=words))]
    return [say(_("Readers keep the text they have until ${day}.", mapping=words))]


def _reading_lines(request: Any, content: Content, before: State | None, after: State) -> list[str]:
    lost = set(before.read if before else ()) - set(after.read)
    if not lost:
        return [request.say(_("Readers keep the published text."))] if after.read else []
    lines = [request.say(_("Readers will not see it any longer."))]
    return lines + lines_of_links(request, [content])


def named(request: Any, places: Iterable[Content]) -> str:
    """Return the titles that the person may know, and how many there are besides."""
    person, district = request.person, request.district
    listed = list(places)
    titles = [
        f"{ISOLATE}{quoted(request, title_for(person, place, district))}{END}"
        for place in listed[:SHOWN]
        if may_know(person, place, district)
    ]
    rest = len(listed) - len(titles)
    if rest:
        titles.append(request.say(_("${n} more", mapping={"n": rest})))
    return ", ".join(titles)


def lines_of_links(request: Any, places: Iterable[Content]) -> list[str]:
    """Return which contents elsewhere link to ``places``, as far as the person may know them."""
    site = request.district.site
    inside = {place.id for place in places}
    linking = {
        source.id: source
        for target in inside
        for source in site.links_to(target)
        if source.id not in inside and may_know(request.person, source, request.district)
    }
    if not linking:
        return []
    titles = named(request, linking.values())
    return [request.say(_("Linked from: ${titles}", mapping={"titles": titles}))]


def below(content: Content) -> list[Content]:
    """Return the content and what lies below it, up to the budget."""
    found = []
    for place in subtree(content):
        found.append(place)
        if len(found) == LOOKED_AT:
            break
    return found
