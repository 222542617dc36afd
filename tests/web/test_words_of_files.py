"""Whoever brings a file in has its words read, without waiting for it, and told of on its page."""

import io
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from tests.exchange.document_maker import pdf
from tests.exchange.teachers_folder import PNG
from tests.exchange.word_maker import WordFile
from tests.web.test_importing import hand_in, zipped

from academe.actions.changing import change
from academe.actions.copying import copy
from academe.actions.creating import create
from academe.actions.filing import take_file
from academe.actions.jobs import drain_once
from academe.actions.ordering_texts import (
    KIND,
    MOST_CONTENTS,
    forget_unowned_texts,
    order_lost_texts,
    order_missing_texts,
)
from academe.app import make_jobs
from academe.exchange.extracting import do_extract
from academe.store.content import Content, new_id
from academe.store.file_texts import missing, pages_of, reason_for
from academe.store.orders import Order

KILLED = Path(__file__).with_name("reading_until_killed.py")


def bring(site, content: bytes, name: str = "handout.pdf", login: str = "cora") -> tuple[int, str]:
    """Bring a file in; return the id of its content and its SHA-256."""

    def do(person, district):
        stored = take_file(io.BytesIO(content), name, district)
        made = create(person, district.site.root, "file", {"title": name, "file": stored}, district)
        return made.id, stored.sha256

    return site.as_(login, do)


def swap(site, content_id: int, content: bytes) -> str:
    def do(person, district):
        stored = take_file(io.BytesIO(content), "new.pdf", district)
        place = district.site.content(content_id)
        change(person, place, {"file": stored}, district, version=None)
        return stored.sha256

    return site.as_("cora", do)


def copied(site, content_id: int) -> int:
    def do(person, district):
        found = district.site.content(content_id)
        return copy(person, found, district.site.root, district, title="A copy").id

    return site.as_("cora", do)


def ordered(site) -> list[dict]:
    return site.act(
        lambda district: [
            dict(one.details) for one in district.site.orders.values() if one.kind == KIND
        ]
    )


def texts(site, *shas: str) -> list[tuple[str, ...]]:
    return [pages_of(site.databases.work, sha) for sha in shas]


class Ear:
    """Hears of whose files were read."""

    def __init__(self):
        self.heard: list[int] = []

    def __call__(self, content_ids):
        self.heard += content_ids


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def do_jobs(site, ear):
    doers = make_jobs(site.settings, site.databases, site.definitions, told=ear)
    return lambda: drain_once(site.databases, doers)


def results(site) -> list[str]:
    jobs = site.databases.work.jobs.standings("done", "closed")
    return [one.result.interpolate() for one in jobs if one.kind == KIND]


def test_the_words_of_a_file_are_read_after_it_came_in(site, do_jobs, ear):
    content_id, sha = bring(site, pdf("Wind", "Rain"))
    assert texts(site, sha) == [()]
    assert ordered(site) == [{"contents": (content_id,)}]
    do_jobs()
    assert texts(site, sha) == [("Wind", "Rain")]
    assert ear.heard == [content_id]
    assert ordered(site) == []
    assert results(site) == ["Files read: 1"]


def test_nobody_looks_for_words_in_a_picture_or_in_noise(site, do_jobs):
    bring(site, b"\x89PNG\r\n\x1a\n" + bytes(100), "a.png")
    bring(site, bytes(range(256)), "a.bin")
    assert ordered(site) == []


def test_what_is_undone_orders_nothing(site):
    def do(person, district):
        root = district.site.root
        stored = take_file(io.BytesIO(pdf("Wind")), "a.pdf", district)
        before = district.site.transaction.savepoint()
        create(person, root, "file", {"title": "Gone", "file": stored}, district)
        before.rollback()
        stored = take_file(io.BytesIO(pdf("Rain")), "b.pdf", district)
        return create(person, root, "file", {"title": "Here", "file": stored}, district).id

    assert ordered(site) == []
    made = site.as_("cora", do)
    assert ordered(site) == [{"contents": (made,)}]


def test_many_files_of_one_import_are_one_order(site, do_jobs):
    pages = {f"page-{number}.pdf": pdf(f"Page {number}") for number in range(12)}
    package = zipped({"lesson-1.md": "# Wind\n\nIt blows.\n", **pages})
    hand_in(site.browser("cora"), package)
    do_jobs()
    assert len(ordered(site)) == 1
    do_jobs()  # on a busy machine in several turns
    assert sum(int(said.split()[-1]) for said in results(site)) == 12


def test_an_order_has_room_for_so_many_and_the_rest_has_another(site):
    def do(person, district):
        for number in range(MOST_CONTENTS + 1):
            stored = take_file(io.BytesIO(b"Words %d" % number), "a.txt", district)
            answers = {"title": f"File {number}", "file": stored}
            create(person, district.site.root, "file", answers, district)

    site.as_("cora", do)
    assert sorted(len(one["contents"]) for one in ordered(site)) == [1, MOST_CONTENTS]


def test_a_copy_shares_the_words_and_nothing_is_read_twice(site, do_jobs, ear):
    content_id, _sha = bring(site, pdf("Wind"))
    early = copied(site, content_id)
    do_jobs()
    assert sorted(results(site)) == ["Files read: 0", "Files read: 1"]
    assert sorted(ear.heard) == sorted([content_id, early]), "the copy has words now as well"
    copied(site, content_id)
    assert ordered(site) == [], "what is kept is not ordered"


def test_a_file_put_in_the_place_of_another_has_its_own_words(site, do_jobs, ear):
    content_id, old = bring(site, pdf("Wind"))
    new = swap(site, content_id, pdf("Rain"))
    do_jobs()
    assert texts(site, new) == [("Rain",)]
    assert missing(site.databases.work, [old]) == {old}, "nobody can get at it any more"
    newest = swap(site, content_id, pdf("Sun"))
    do_jobs()
    assert texts(site, new, newest) == [("Rain",), ("Sun",)]
    assert set(ear.heard) == {content_id}


def test_words_of_files_that_nobody_has_are_forgotten_with_their_history(site, do_jobs):
    content_id, old = bring(site, pdf("Wind"))
    _other, other = bring(site, pdf("Sun"))
    do_jobs()
    new = swap(site, content_id, pdf("Rain"))
    do_jobs()
    assert site.act(forget_unowned_texts) == 1
    assert texts(site, old, new, other) == [(), ("Rain",), ("Sun",)]


def test_what_is_lost_is_read_again_and_asking_twice_does_no_harm(site, do_jobs, ear):
    brought = [bring(site, pdf(f"Page {number}")) for number in range(3)]
    do_jobs()
    for file in site.databases.work.path.parent.glob("work.sqlite*"):
        file.unlink()
    ear.heard.clear()
    shas = [sha for _id, sha in brought]
    assert missing(site.databases.work, shas) == set(shas)
    for _ in range(2):
        site.act(order_missing_texts)
    do_jobs()
    assert texts(site, *shas) == [("Page 0",), ("Page 1",), ("Page 2",)]
    assert set(ear.heard) == {content_id for content_id, _sha in brought}
    assert sum(int(said.split()[-1]) for said in results(site)) == 3
    assert ordered(site) == []


def test_words_are_ordered_where_what_kept_them_is_new(site, do_jobs):
    """As after a restored backup; once all were gone through, changes order their own."""
    (_content_id, sha) = bring(site, pdf("Page 0"))
    site.act(lambda district: district.site.orders.clear())
    assert site.act(order_lost_texts) is True
    assert site.act(order_lost_texts) is False, "it is ordered already"
    do_jobs()
    assert texts(site, sha) == [("Page 0",)]
    assert site.act(order_lost_texts) is False
    site.databases.work.close()
    site.databases.work.path.unlink()
    assert site.act(order_lost_texts) is True
    do_jobs()
    assert texts(site, sha) == [("Page 0",)]
    assert ordered(site) == []


def test_what_takes_long_is_done_in_turns_and_others_go_first(site):
    brought = [bring(site, pdf(f"Page {number}")) for number in range(4)]
    everything = {"contents": tuple(content_id for content_id, _sha in brought)}
    put(site, KIND, everything)
    went = []

    def told(content_ids):
        went.append("read")
        put(site, "letter", {})

    reading = partial(
        do_extract,
        databases=site.databases,
        definitions=site.definitions,
        settings=site.settings,
        told=told,
        turn=0.0,
    )
    drain_once(site.databases, {KIND: reading, "letter": lambda job: went.append("letter") or ""})
    assert went[:8] == ["read", "letter"] * 4
    assert texts(site, *(sha for _id, sha in brought)) == [(f"Page {n}",) for n in range(4)]
    assert ordered(site) == []


def put(site, kind, details) -> None:
    def do(district):
        order = Order(new_id(), kind, details, ordered_by=0, ordered_at=district.now)
        district.site.orders[order.id] = order

    site.act(do)


def test_every_content_is_looked_at_even_in_the_shortest_turns(site, ear):
    brought = [bring(site, pdf(f"Page {number}")) for number in range(3)]
    site.act(lambda district: district.site.orders.clear())
    site.act(order_missing_texts)
    doer = partial(
        do_extract,
        databases=site.databases,
        definitions=site.definitions,
        settings=site.settings,
        told=ear,
        turn=0.0,
    )
    drain_once(site.databases, {KIND: doer})
    assert sorted(ear.heard) == sorted(content_id for content_id, _sha in brought)
    assert ordered(site) == []


def test_a_content_that_is_gone_for_good_is_passed_over(site, do_jobs, ear):
    put(site, KIND, {"contents": (12345,)})
    do_jobs()
    assert results(site) == ["Files read: 0"]
    assert ear.heard == []


def run_until_killed(folder: Path, moment: str) -> None:
    done = subprocess.run([sys.executable, str(KILLED), str(folder), moment], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("moment", ["kept", "told"])
def test_killed_between_keeping_and_taking_the_order_away_nothing_is_lost(
    site, do_jobs, ear, moment
):
    brought = [bring(site, pdf(f"Page {number}")) for number in range(3)]
    folder = site.settings.site_folder
    site.close()
    run_until_killed(folder, moment)
    site.databases = type(site)(folder, site.definitions).databases
    assert len(ordered(site)) == 3
    ids = [content_id for content_id, _sha in brought]
    doers = make_jobs(site.settings, site.databases, site.definitions, told=ear)
    site.databases.work.jobs.free(lambda holder: True)
    drain_once(site.databases, doers)
    assert ordered(site) == []
    assert sorted(ear.heard) == sorted(ids), "told again, as nobody knows whether it was heard"
    assert sum(int(said.split()[-1]) for said in results(site)) == 2, "one was kept before"
    assert texts(site, *(sha for _id, sha in brought)) == [(f"Page {n}",) for n in range(3)]


def test_its_page_says_to_those_who_work_there_whether_words_can_be_found(site, do_jobs):
    good, _sha = bring(site, WordFile().text("Wind").bytes(), "good.docx")
    bad, bad_sha = bring(site, b"%PDF-1.7 broken", "bad.pdf")
    old, _sha = bring(site, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc")
    other, _sha = bring(site, b"{\\rtf1 words}", "other.rtf")
    picture, _sha = bring(site, PNG, "vane.png")
    cora = site.browser("cora")

    def card(content_id: int, browser=cora) -> str:
        page = browser.get(site.act(lambda d: address(d.site.content(content_id))))
        return page.html.select_one(".file-card").get_text(" ", strip=True)

    assert "The words in this file wait to be read." in card(good)
    do_jobs()
    assert "Words in this file can be found." in card(good)
    assert "No text: It is damaged, or is not what it says it is." in card(bad)
    assert "was saved by an old office program" in card(old)
    assert "No text: Files of this kind are not read." in card(other)
    assert "text" not in card(picture).lower()
    assert (
        reason_for(site.databases.work, bad_sha) == "It is damaged, or is not what it says it is."
    )
    spanish = cora.get(site.act(lambda d: address(d.site.content(bad))), headers=SPANISH)
    assert "Sin texto:" in spanish


SPANISH = {"Accept-Language": "es"}


def address(content: Content) -> str:
    return "/" + "/".join(str(place.__name__) for place in list(content.lineage())[-2::-1])
