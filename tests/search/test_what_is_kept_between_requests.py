"""What a person may find is kept between requests, and never a moment longer than it is true."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.search.seeking import plant

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.moving import move
from academe.actions.opening import identity_called, open_district
from academe.actions.sharing import Sharing, share
from academe.actions.stepping import take_step
from academe.search import keeping
from academe.search.allowed import Allowance
from academe.search.asking import Question
from academe.search.finding import find

INSIDE = "Secret garden"


@pytest.fixture
def counted(monkeypatch):
    """Return a list that grows whenever a condition is written down."""
    made = []
    old = Allowance.clause
    monkeypatch.setattr(
        Allowance, "clause", lambda self, stages: made.append(self.person) or old(self, stages)
    )
    return made


def ids_found(site, indexer, who, district):
    """Return the ids that a new request of somebody finds in this transaction."""
    person = identity_called(who, district)
    return {one.id for one in find(person, Question(), district, indexer, most=300).contents}


def found(site, indexer, who="pat"):
    return site.act(lambda district: ids_found(site, indexer, who, district))


def planted(site, title=INSIDE) -> int:
    plant(site, title)
    return site.act(
        lambda d: next(c.id for c in d.site.root.children() if c.value("title") == title)
    )


def give(site, place_id, who="pat", until=None, **words):
    def do(person, district):
        place, whom = district.site.content(place_id), identity_called(who, district)
        share(
            person, place, Sharing({**place.grants, whom.id: {"author": until}}, **words), district
        )

    site.as_("cora", do)


def take(site, place_id, who="pat"):
    def do(person, district):
        place, whom = district.site.content(place_id), identity_called(who, district)
        grants = {one: roles for one, roles in place.grants.items() if one != whom.id}
        share(person, place, Sharing(grants, inherits_roles=place.inherits_roles), district)

    site.as_("cora", do)


def test_the_next_request_of_a_person_writes_nothing_down(site, following, counted):
    place = planted(site)
    give(site, place)
    assert place in found(site, following)
    before = len(counted)
    assert place in found(site, following)
    assert len(counted) == before


def test_it_ends_with_the_next_change_of_any_content(site, following, counted):
    place = planted(site)
    found(site, following)
    before = len(counted)

    def do(person, district):
        content = district.site.content(place)
        change(person, content, {"title": "New"}, district, version=content.version)

    site.as_("cora", do)
    found(site, following)
    assert len(counted) > before


def test_a_role_that_was_taken_away_finds_nothing_more(site, following):
    place = planted(site)
    give(site, place)
    assert place in found(site, following)
    take(site, place)
    assert place not in found(site, following)


def test_a_move_behind_a_barrier_is_known_at_once(site, following):
    outer, inner = planted(site, "Outer"), planted(site, "Inner")
    place = planted(site)

    def put(what, where):
        site.as_("cora", lambda p, d: move(p, d.site.content(what), d.site.content(where), d))

    site.as_("cora", lambda p, d: share(p, d.site.content(inner), Sharing({}, False), d))
    put(inner, outer)
    give(site, outer)
    assert place not in found(site, following)
    put(place, outer)
    assert place in found(site, following)
    put(place, inner)
    assert outer in found(site, following)
    assert place not in found(site, following)


def test_a_role_expires_at_its_instant_though_nothing_is_written(site, following):
    place, now = planted(site), datetime.now(UTC)
    until = now + timedelta(minutes=5)
    give(site, place, until=until)
    for moment, is_found in ((now, True), (until - timedelta(seconds=1), True), (until, False)):
        with open_district(site.databases, site.definitions, site.settings, now=moment) as district:
            assert (place in ids_found(site, following, "pat", district)) is is_found, moment
    with open_district(site.databases, site.definitions, site.settings, now=now) as district:
        assert place in ids_found(site, following, "pat", district), "a clock may be set back"


def test_what_was_read_before_a_change_is_not_kept_for_those_who_come_after(site, following):
    """A request that began earlier answers later than the change."""
    place = planted(site)
    give(site, place)
    following.step()
    with open_district(site.databases, site.definitions, site.settings) as early:
        assert early.site.content(place) is not None
        take(site, place)
        ids_found(site, following, "pat", early)
        assert place not in found(site, following)
        ids_found(site, following, "pat", early)
        assert place not in found(site, following)


def test_what_this_transaction_has_changed_is_its_own(site, following):
    place = planted(site)
    give(site, place)
    following.step()

    def do(person, district):
        content, pat = district.site.content(place), identity_called("pat", district)
        assert district.site.as_of is not None
        share(person, content, Sharing({}), district)
        assert district.site.as_of is None
        assert place not in ids_found(site, following, "pat", district)
        district.site.connection.transaction_manager.get().doom()
        return pat

    with pytest.raises(Exception, match="doomed"):
        site.as_("cora", do)
    assert place in found(site, following)


def test_other_groups_and_roles_are_another_person(site, following):
    place = planted(site)

    def do(district):
        pat = identity_called("pat", district)
        more = replace(pat, roles=frozenset({"administrator"}), memo=dict(pat.memo))
        for one, is_found in ((pat, False), (more, True), (pat, False)):
            one.memo.pop("allowances", None)
            ids = [c.id for c in find(one, Question(), district, following, most=300).contents]
            assert (place in ids) is is_found

    site.act(do)


def test_few_are_kept_and_no_content_with_them(site, following, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 2)
    for who in ("cora", "ana", "pat", "ada"):
        found(site, following, who)
    kept = following.accesses._kept
    assert len(kept) == 2
    for one in kept.values():
        assert "Content" not in repr(one.access), "a condition is made of words alone"


def test_what_one_may_not_know_does_not_change_what_mistakes_find(site):
    """Tess reads her own two texts; whether "zebediah" stands in a hidden one must not show."""

    def plant(cora, district):
        root = district.site.root
        folder = create(cora, root, "folder", {"title": "Open"}, district, name="open")
        take_step(cora, folder, "publish", district)
        for title in ("zebedias planes", "zebedias plants"):
            page = create(cora, folder, "page", {"title": title}, district)
            take_step(cora, page, "publish", district)

    site.as_("cora", plant)
    tess = site.browser("tess")
    before = tess.get("/@@search?q=zebediah+planes").html.select(".hits h3 a")
    hidden = {"title": "zebediah"}
    site.as_("cora", lambda cora, d: create(cora, d.site.root["open"], "page", hidden, d))
    after = tess.get("/@@search?q=zebediah+planes").html.select(".hits h3 a")
    assert [one.get_text() for one in before] == [one.get_text() for one in after]
    assert before
