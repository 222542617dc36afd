"""Home says the same, in however many searches its lines are found."""

from random import Random

import pytest

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.sharing import Sharing, share
from academe.store.content import subtree
from academe.web import gathering

INSIDE = {"folder": ("folder", "course", "page"), "course": ("unit",), "unit": ("lesson",)}


def grow(site, random):
    """Make courses, folders and pages by Ana and Cora; give Tess and Sam some places of them."""

    def make(login):
        def do(person, district):
            places = [one for one in subtree(district.site.root) if one.type_name in INSIDE]
            for number in range(14):
                place = random.choice([*places, district.site.root])
                kind = random.choice(INSIDE.get(place.type_name, INSIDE["folder"]))
                made = create(person, place, kind, {"title": f"{kind} {login} {number}"}, district)
                places += [made] * 3 if kind in INSIDE else []

        return do

    def give(cora, district):
        ids = [district.records.person_called(login).id for login in ("tess", "sam")]
        for place in random.sample(list(subtree(district.site.root))[1:], 9):
            given = {random.choice(ids): {"author": None}}
            share(cora, place, Sharing({**place.grants, **given}), district)

    def touch(cora, district):
        for one in random.sample(list(subtree(district.site.root))[1:], 10):
            change(cora, one, {"summary": "Changed"}, district, version=None)

    for _turn in range(3):
        site.as_("ana", make("ana"))
        site.as_("cora", make("cora"))
    site.as_("cora", give)
    site.as_("cora", touch)
    site.app.registry.indexer.step()


def told(site, login):
    """Return what the page says below its headings, and where it leads."""
    html = site.browser(login).get("/@@home").html
    parts = [html.find(id=name) for name in ("writing", "changed")]
    assert any(parts)
    return [
        (part.parent.get_text(" ", strip=True), [one["href"] for one in part.parent.select("a")])
        for part in parts
        if part
    ]


@pytest.mark.parametrize("seed", range(4))
def test_home_says_the_same_in_many_searches_as_in_one(site, monkeypatch, seed):
    random = Random(seed)
    grow(site, random)
    monkeypatch.setattr(gathering, "AT_ONCE", random.choice((2, 3, 5)))
    people = ("ana", "cora", "tess", "sam")
    monkeypatch.setattr(gathering, "BATCH", 5_000)
    whole = {login: told(site, login) for login in people}
    for batch in (1, 2, 5, 20):
        monkeypatch.setattr(gathering, "BATCH", batch)
        assert {login: told(site, login) for login in people} == whole
