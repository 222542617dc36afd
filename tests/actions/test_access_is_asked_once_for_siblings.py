"""What has no roles of its own is answered for once beside its siblings: as if asked alone."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from academe.actions.access import may
from academe.actions.creating import create
from academe.actions.placing import attach
from academe.actions.stepping import take_step
from academe.definitions.workflows import PERMISSIONS
from academe.store.content import Content, Publication, Removal, subtree
from academe.store.people import visitor

DIFFERENCES = (
    {"type": "question_bank"},
    {"type": "course"},
    {"by": "ana"},
    {"grants": ("author",)},
    {"grants": ("coordinator",)},
    {"state": "draft"},
    {"state": "published"},
    {"inherits": False},
    {"owner": "tess"},
    {"removed": True},
    {"until": date(2000, 1, 1)},
    {"is_published": False},
)
PLAIN = {
    "type": "lesson",
    "by": "cora",
    "grants": (),
    "state": None,
    "inherits": True,
    "owner": "",
    "removed": False,
    "until": None,
    "is_published": True,
}


@pytest.mark.parametrize("kept", ["published", "draft", "confidential"])
@pytest.mark.parametrize("is_plain_first", [True, False])
def test_a_request_is_answered_as_each_question_alone(
    kept, is_plain_first, cora, rui, ana, tess, district
):
    unit = make_unit(kept, cora, rui, district)
    people = {"cora": cora, "ana": ana, "tess": tess}
    pairs = [one | other for one, other in combinations(DIFFERENCES, 2)]
    siblings = [PLAIN | one for one in ({}, *DIFFERENCES, *pairs)]
    for number, told in enumerate(siblings if is_plain_first else siblings[::-1]):
        attach(unit, made(told, people, district), f"{number:03}", district)
    for person in (*people.values(), rui, visitor()):
        together = afresh(person, district)
        for content in subtree(unit):
            for word in PERMISSIONS:
                asked_alone = may(afresh(person, district), word, content, district.definitions)
                assert may(together, word, content, district.definitions) == asked_alone


def make_unit(kept, cora, rui, district):
    folder = create(cora, district.site.root, "folder", {"title": "Folder"}, district)
    if kept == "confidential":
        folder.workflow_below = {"course": kept}  # there whoever made something sees it
    course = create(cora, folder, "course", {"title": "Course"}, district)
    unit = create(cora, course, "unit", {"title": "Unit"}, district)
    if kept == "published":
        take_step(cora, course, "submit", district)
        take_step(rui, course, "approve", district, comment="Good")
    return unit


def afresh(person, district):
    return replace(person, memo={"now": district.now, "today": district.today})


def made(told, people, district):
    """Return a content as no action makes it: any mixture may lie in an old database."""
    content = Content(told["type"], {"title": "x"})
    content.state, content.created_by = told["state"], people[told["by"]].id
    if told["grants"]:
        content.grants = {people["tess"].id: dict.fromkeys(told["grants"])}
    content.inherits_roles = told["inherits"]
    content.owner = people[told["owner"]].id if told["owner"] else 0
    if told["removed"]:
        content._removed = Removal(0, "x", None, district.now, 1)
    if told["is_published"]:
        values = {"title": "x", "visible_until": told["until"]}
        content._published = Publication(values, 1, district.now, None, 1)
    return content
