"""A full walk over a content database, held against the exact trees beside the tree."""

import re
from collections.abc import Iterator

from academe.store.content import Content
from academe.store.site import Site

LINK = re.compile(r"academe:(\d+)")
LINK_FIELDS = {"link", "links"}


def check_exact_trees(site: Site, fields: dict[str, dict[str, dict]]) -> None:
    """Fail unless every tree says what the walk says; ``fields``: {type: {field: its table}}."""
    reached = {place.id: place for place in _below(site.root)}
    binned = {place.id: place for top in site.bin.values() for place in _below(top)}
    everything = reached | binned
    assert not reached.keys() & binned.keys(), "in the tree and in the bin"
    assert dict(site.contents.items()) == everything, "nothing is out of reach"
    for top in site.bin.values():
        assert top.__parent__ is None
        assert top.__name__ is None
        assert top._removed is not None
    assert all(place._removed is None for key, place in everything.items() if key not in site.bin)
    assert set(site.places) == {
        (principal, place.id) for place in everything.values() for principal in place.grants
    }
    assert {(who, area) for who, areas in site.own_areas.items() for area in areas} == {
        (place.owner, place.id) for place in everything.values() if place.owner
    }
    assert set(site.barriers) == {p.id for p in everything.values() if not p.inherits_roles}
    assert set(site.copies) == {
        (place._origin["source"], place.id)
        for place in everything.values()
        if "source" in place._origin
    }
    assert set(site.links) == {
        (target, place.id)
        for place in everything.values()
        for target in _targets(place, fields[place.type_name])
    }
    assert set(site.aligned) == {
        (" ".join(standard.split()).casefold(), place.id)
        for place in everything.values()
        for text in (place.values, *_published(place))
        for standard in _standards(text, fields[place.type_name])
    }
    assert set(site.waiting) <= everything.keys()
    assert set(site.sent_back) <= everything.keys() - set(site.waiting)


def check_journal(place: Content, titles: dict[int, object]) -> None:
    """Fail unless the journal is complete and leads back to each text that was seen."""
    from academe.store.journal import values_at

    numbers = list(place.versions().keys())
    assert numbers == list(range(1, place.version + 1))
    for number, title in titles.items():
        assert values_at(place, number).get("title") == title


def _below(top: Content) -> Iterator[Content]:
    yield top
    names = top.names()
    assert len(set(names)) == len(names)
    if top._children is not None:
        assert set(names) == set(top._children.by_name), "the order and the children differ"
    for name in names:
        child = top[name]
        assert child.__parent__ is top
        assert child.__name__ == name
        yield from _below(child)


def _published(place: Content) -> list:
    return [text.values for text in (place._published, place._coming) if text is not None]


def _standards(values: dict, fields: dict[str, dict]) -> set[str]:
    answers = [v for name, v in values.items() if fields.get(name, {}).get("type") == "standards"]
    return {standard for answer in answers for standard, _kind in answer}


def _targets(place: Content, fields: dict[str, dict]) -> set[int]:
    found: set[int] = set()
    for name, value in place.values.items():
        if hasattr(value, "html"):
            found.update(int(number) for number in LINK.findall(value.html))
        elif fields.get(name, {}).get("type") in LINK_FIELDS:
            found.update(value if isinstance(value, tuple) else (value,))
    return found
