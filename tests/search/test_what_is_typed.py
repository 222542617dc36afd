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


def test_a_code_is_a_phrase_and_words_where_nothing_is_called_so():
    asked = understand("5.NF.B.3 fractions MA-05-F")
    assert asked.words == ("fractions",)
    assert asked.forms == ((("5", "NF", "B", "3"),), (("MA", "05", "F"),))
    assert asked.loosened().words == ("fractions", "5", "NF", "B", "3", "MA", "05", "F")
    assert asked.loosened().forms == ()


@pytest.mark.parametrize(
    ("typed", "number", "rest"),
    [
        ("grade 5", 5, ()),
        ("Grade 5 science", 5, ("science",)),
        ("5th grade math", 5, ("math",)),
        ("fifth grade", 5, ()),
        ("maps first GRADE", 1, ("maps",)),
        ("grado 12", 12, ()),
        ("5to grado ciencias", 5, ("ciencias",)),
        ("5.º grado", 5, ()),
        ("séptimo grado", 7, ()),
        ("grade 13", None, ("grade", "13")),
        ("the grade", None, ("the", "grade")),
        ("first aid", None, ("first", "aid")),
        ("50 grade", None, ("50", "grade")),
        ("grade", None, ("grade",)),
    ],
)
def test_a_grade_is_meant_as_contents_name_theirs(typed, number, rest):
    asked = understand(typed)
    assert asked.words == rest
    named = [forms[-1] for forms in asked.forms]
    assert named == ([("grade", str(number))] if number else [])


def test_a_grade_in_quotation_marks_stands_exactly_so():
    asked = understand('"fifth grade"')
    assert (asked.forms, asked.phrases) == ((), (("fifth", "grade"),))


def test_filters_have_spanish_names_too():
    asked = understand("fracciones tipo:lesson grado:5")
    assert asked.words == ("fracciones",)
    assert asked.filters == {"type": ("lesson",), "grade": ("5",)}


def test_one_filter_takes_several_values_with_commas_between():
    asked = understand('subject:math,science grade:5, estándar:5.NF.1 type:"a, b"')
    assert asked.filters == {
        **{"subject": ("math", "science"), "grade": ("5",)},
        **{"standard": ("5.nf.1",), "type": ("a, b",)},
    }


def test_a_name_before_a_colon_that_is_no_filter_is_told_and_taken_as_a_word():
    asked = understand("blorp:math https://x.example/a -typ:poem 10:30 note: this")
    assert asked.strange == ("blorp",)
    assert asked.words[:2] == ("blorp", "math")


def test_a_filter_with_a_minus_is_taken_out():
    asked = understand("water -type:lesson,page -typ:poem -winter -grade:5")
    assert asked.excluded == {"type": ("lesson", "page"), "grade": ("5",)}
    assert asked.words == ("water",)
    assert asked.without == (("typ", "poem"), ("winter",))
