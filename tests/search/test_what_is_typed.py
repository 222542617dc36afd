"""What was typed is taken apart into words, phrases and filters; every string is a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academe.search.asking import LONGEST, MOST_WORDS, understand


def test_words_phrases_and_what_must_not_occur():
    asked = understand('water cycle "in the jar" -winter -"hot day" ')
    assert asked.words == ("water", "cycle")
    assert asked.phrases == (("in", "the", "jar"),)
    assert asked.without == (("winter",), ("hot", "day"))
    assert not asked.is_open


def test_filters_by_name():
    asked = understand('type:lesson grade:5 subject:"social studies" standard:5.NF.1 fractions')
    assert asked.filters == {
        "type": ("lesson",),
        "grade": ("5",),
        "subject": ("social studies",),
        "standard": ("5.nf.1",),
    }
    assert asked.words == ("fractions",)


@pytest.mark.parametrize("text", ["fract", "water fract", "type:lesson fract"])
def test_the_last_word_may_go_on(text):
    assert understand(text).is_open


@pytest.mark.parametrize("text", ["fract ", "", "grade:5", '"water cycle"', "a -b"])
def test_nothing_goes_on_after_a_blank_a_filter_or_a_phrase(text):
    assert not understand(text).is_open


def test_what_looks_like_a_filter_and_is_none_is_words():
    assert understand("ratio 3:4 https://x.example/a foo:bar").words[:3] == ("ratio", "3", "4")


def test_what_is_too_long_is_cut_and_said():
    assert understand("a " * LONGEST).was_cut
    assert len(understand("word " * 50).words) == MOST_WORDS


@given(st.text(max_size=LONGEST))
def test_every_string_is_a_question(text):
    asked = understand(text)
    assert all(asked.words)
    assert len(asked.words) <= MOST_WORDS


def test_a_code_is_words_that_belong_together():
    asked = understand("5.NF.B.3 fractions MA-05-F")
    assert asked.words == ("5", "NF", "B", "3", "fractions", "MA", "05", "F")
    assert asked.joined == (("5", "NF", "B", "3"), ("MA", "05", "F"))


def test_filters_have_spanish_names_too():
    asked = understand("fracciones tipo:lesson grado:5")
    assert asked.words == ("fracciones",)
    assert asked.filters == {"type": ("lesson",), "grade": ("5",)}
