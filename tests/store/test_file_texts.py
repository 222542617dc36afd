"""What was read of files is kept by their bytes, bounded, and may be lost."""

import sqlite3
from datetime import UTC, datetime

import pytest

from academe.store import file_texts
from academe.store.file_texts import (
    MOST_CHARACTERS,
    keep,
    missing,
    page_with,
    pages_of,
    reason_for,
)
from academe.store.work import Work
from academe.wording import _ as say

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
A, B = "a" * 64, "b" * 64


@pytest.fixture
def work(tmp_path):
    opened = Work(tmp_path / "work.sqlite")
    yield opened
    opened.close()


def test_pages_and_reasons_are_kept_and_what_is_read_anew_wins(work):
    assert (pages_of(work, A), reason_for(work, A)) == ((), None)
    keep(work, A, ["Wind", "", "Lluvia \U0001f327"], NOW)
    assert (pages_of(work, A), reason_for(work, A)) == (("Wind", "", "Lluvia \U0001f327"), "")
    keep(work, A, [], NOW, reason=say("It has ${n} locks.", mapping={"n": 2}))
    assert pages_of(work, A) == ()
    reason = reason_for(work, A)
    assert (reason, reason.mapping) == ("It has ${n} locks.", {"n": 2})


def test_what_is_missing_is_told_for_any_number_of_files(work):
    for number in range(0, 1200, 2):
        keep(work, f"{number:064}", [], NOW, reason="broken")
    asked = [f"{number:064}" for number in range(1200)]
    assert missing(work, asked) == {f"{number:064}" for number in range(1, 1200, 2)}
    assert missing(work, []) == set()


def test_what_an_older_reader_read_is_missing_and_serves_meanwhile(work, monkeypatch):
    keep(work, A, ["Wind"], NOW)
    monkeypatch.setattr(file_texts, "READER", file_texts.READER + 1)
    assert missing(work, [A]) == {A}
    assert pages_of(work, A) == ("Wind",)
    keep(work, A, ["Wind", "Rain"], NOW)
    assert missing(work, [A]) == set()


def test_no_more_is_kept_of_a_file_than_its_share(work):
    keep(work, A, ["x" * (MOST_CHARACTERS - 2), "yyyy", "z"], NOW)
    assert [len(page) for page in pages_of(work, A)] == [MOST_CHARACTERS - 2, 2]


def test_a_file_of_work_from_before_gets_the_table_and_keeps_what_it_has(tmp_path):
    work = Work(tmp_path / "work.sqlite")
    work.drafts  # noqa: B018 its drawer is laid out
    work.close()
    with sqlite3.connect(tmp_path / "work.sqlite") as older:
        older.execute("DROP TABLE file_texts")
        older.execute("INSERT INTO mailed VALUES (1, 2, 3)")
    older.close()
    work = Work(tmp_path / "work.sqlite")
    assert work.jobs.was_mailed(1, 2)
    assert missing(work, [A]) == {A}
    work.close()


def test_losing_the_file_loses_nothing_but_what_can_be_read_again(work):
    keep(work, A, ["Wind"], NOW)
    for file in work.path.parent.glob("work.sqlite*"):
        file.unlink()
    assert missing(work, [A, B]) == {A, B}
    keep(work, A, ["Wind"], NOW)
    assert pages_of(work, A) == ("Wind",)


@pytest.mark.parametrize(
    ("words", "page"),
    [
        (["wind"], 2),
        (["WIND", "vane"], 2),
        (["rain", "vane", "señal"], 3),
        (["SENAL"], 3),
        (["señal"], 3),
        (["stei"], 3),
        (["straße"], 4),
        (["strasse"], 4),
        (["vanes"], None),
        (["ind"], None),
        (["-", ""], None),
        ([], None),
        (["wind vane"], 2),
    ],
)
def test_the_first_page_with_most_of_the_words_is_found(words, page):
    pages = ["", "Wind: a vane.", "Vane and rain, sen\u0303ales, Stein", "STRASSE, vane, wind"]
    assert page_with(pages, words) == page


def test_no_pages_have_no_words():
    assert page_with([], ["wind"]) is None
