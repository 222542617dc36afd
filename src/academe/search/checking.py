"""Holds the index against the contents: every text is in it once, and nothing else is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from academe.actions.district import District
from academe.actions.opening import open_district
from academe.definitions.definitions import Definitions
from academe.definitions.settings import Settings
from academe.errors import IndexDamaged
from academe.search.clauses import Clause, Term, either
from academe.search.engine import NOTHING_YET, TantivyEngine
from academe.search.following import Changes, changes_after
from academe.search.indexing import FOLDER
from academe.search.spans import spans_of
from academe.search.stages import PUBLISHED, WORKING, stage_from
from academe.store.content import Content, path_of, subtree
from academe.store.databases import Databases


class IndexState(NamedTuple):
    """What is wrong with the index, and what one may want to know though nothing is wrong."""

    faults: Sequence[str] = ()
    note: str = ""


def check_index(databases: Databases, definitions: Definitions, settings: Settings) -> IndexState:
    """Look at the index of a site, which may be served meanwhile."""
    try:
        engine = TantivyEngine(databases.folder / FOLDER, definitions, read_only=True)
    except IndexDamaged as error:
        note = NOTES.get(error.reason, "")
        return IndexState((), note) if note else IndexState((f"It cannot be read: {error}.",))
    try:
        if engine.cursor == NOTHING_YET:
            return IndexState((), NOTES["missing"])
        pending = changes_after(databases.content.storage, engine.cursor)
        if pending.is_lost:
            return IndexState((), NOTES["behind"])
        with open_district(databases, definitions, settings) as district:
            return IndexState(tuple(differences(engine, district, pending)))
    except IndexDamaged as error:
        return IndexState((f"It cannot be read: {error}.",))
    finally:
        engine.close()


NOTES = {
    "missing": "There is no search index yet. The server makes one when it starts.",
    "other": "The search index is of another release or for other types. "
    "The server makes another one when it starts.",
    "behind": "The search index could not follow what changed, as after a pack or a restored "
    "backup. The server makes another one.",
}


NAMES = {WORKING: "as it is worked on", PUBLISHED: "as it is published"}


def differences(
    engine: TantivyEngine, district: District, pending: Changes | None = None
) -> Iterator[str]:
    """Yield a sentence for each content whose texts the index does not have as they are.

    ``pending``: what it does not know yet, which is passed over.
    """
    kept = {text: Counter(engine.ids(_of_text(text, engine))) for text in (WORKING, PUBLISHED)}
    passed_over = _named(pending, district) if pending is not None else set()
    for counted in kept.values():
        for content_id in passed_over:
            counted.pop(content_id, None)
    for content in subtree(district.site.root):
        if content.id not in passed_over:
            yield from _faults_of(content, kept)
    for content_id, found in sum(kept.values(), Counter()).items():
        yield f"Content {content_id}, which is not in the tree, is {found} times in the index."


def _of_text(text: str, engine: TantivyEngine) -> Clause:
    """Return the condition that a document tells of a text: many tell of both."""
    named = [name for name in engine.stages() if stage_from(name).tells_of(text)]
    return either(Term("stage", name) for name in named)


def _faults_of(content: Content, kept: Mapping[str, Counter[int]]) -> Iterator[str]:
    """Yield what is wrong with a content; takes it out of what is kept."""
    for text, wanted in texts_of(content).items():
        found = kept[text].pop(content.id, 0)
        if found != wanted:
            said = f"{path_of(content)}, {NAMES[text]}, is {found} times in the search index"
            yield f"{said}, not {wanted} times."


def _named(pending: Changes, district: District) -> set[int]:
    places = (district.site.content(content_id) for content_id in pending.below)
    below = {one.id for place in places if place is not None for one in subtree(place)}
    return {*pending.changed, *pending.below, *below}


def texts_of(content: Content) -> Mapping[str, int]:
    """Return how often the index has each text of a content that is in the tree."""
    if content.__parent__ is None:
        return {WORKING: 0, PUBLISHED: 0}
    return {WORKING: 1, PUBLISHED: sum(1 for _ in spans_of(content))}
